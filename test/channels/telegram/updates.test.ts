import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alone, date, group, hostileUpdate, inGroup, lan, message, us } from './samples.ts';
import { isFromGroup, readUpdate, type Update } from '../../../src/channels/telegram/updates.ts';

const now = new Date('2026-12-14T02:00:00Z');
const at = new Date(date * 1000);
const bot = { id: 99, username: 'dondoc_bot' };
const read = (raw: unknown, username = bot.username): Update =>
  readUpdate(raw, {
    bot: { ...bot, username },
    now,
    buttonId: (data) => (data === 'ours' ? '12.0' : undefined),
  });

const inbound = (update: Update) => ('inbound' in update ? update.inbound : undefined);

describe('in a private chat', () => {
  test('a text', () => {
    expect(read(message({ text: '12 xong' }))).toEqual({
      kind: 'message',
      group: false,
      inbound: { platformId: '7:5', address: '7', sender: '7', text: '12 xong', files: [], sentAt: at },
    });
  });

  test('an answer to a message of ours', () => {
    const update = read(
      message({ text: 'xong', reply_to_message: { message_id: 3, from: us, chat: alone } }),
    );
    expect(inbound(update)?.replyTo).toBe('3');
  });

  test('an edit counts from its own time and names what it replaces', () => {
    const edited = { ...message({ text: '60%', edit_date: date + 60 }).message };
    expect(inbound(read({ update_id: 2, edited_message: edited }))).toMatchObject({
      platformId: `7:5:e${date + 60}`,
      editOf: '7:5',
      sentAt: new Date((date + 60) * 1000),
    });
  });

  test('a photo is its largest size, with its caption', () => {
    const photo = [
      { file_id: 's', width: 90, height: 67, file_size: 1200 },
      { file_id: 'l', width: 1280, height: 960, file_size: 90_000 },
      { file_id: 'm', width: 320, height: 240 },
    ];
    expect(inbound(read(message({ photo, caption: 'biên bản' })))).toMatchObject({
      text: 'biên bản',
      files: [{ ref: 'l', name: 'anh-2026-12-14-5.jpg', size: 90_000, mime: 'image/jpeg' }],
    });
  });

  test('a document keeps its name', () => {
    const document = { file_id: 'd', file_name: 'Báo cáo.docx', mime_type: 'application/x', file_size: 5 };
    expect(inbound(read(message({ document })))).toMatchObject({
      text: '',
      files: [{ ref: 'd', name: 'Báo cáo.docx', size: 5, mime: 'application/x' }],
    });
  });

  test.each([
    ['voice', { voice: { file_id: 'v', mime_type: 'audio/ogg' } }, 'ghi-am-2026-12-14-5.ogg'],
    ['video', { video: { file_id: 'v' } }, 'video-2026-12-14-5.mp4'],
    ['a document without a name', { document: { file_id: 'v' } }, 'tep-2026-12-14-5'],
  ])('%s gets a name of ours', (_, more, name) => {
    expect(inbound(read(message(more)))?.files.map((file) => file.name)).toEqual([name]);
  });

  test('a command’s own name is taken off', () => {
    expect(inbound(read(message({ text: '/xong@Dondoc_Bot 12 đã gửi' })))?.text).toBe('/xong 12 đã gửi');
    expect(inbound(read(message({ text: '/xong@dondoc_bot 12' }), ''))?.text).toBe('/xong@dondoc_bot 12');
  });

  test.each([
    ['a sticker', message({ sticker: { file_id: 's' } })],
    ['a place', message({ location: { latitude: 1, longitude: 2 } })],
    ['a phone number', message({ contact: { phone_number: '1' } })],
    ['a message of a bot', message({ text: 'x', from: us })],
    ['a message of nobody', message({ text: 'x', from: undefined })],
    ['a channel’s post', message({ text: 'x', chat: { id: -1005, type: 'channel' } })],
    ['an id of 60 bits', message({ text: 'x', from: { ...lan, id: 2 ** 60 } })],
    ['a message without an id', message({ text: 'x', message_id: undefined })],
    ['an empty text', message({ text: '' })],
    ['another kind of update', { update_id: 1, poll: { id: '1' } }],
  ])('nothing is made of %s', (_, raw) => expect(read(raw)).toEqual({ kind: 'ignored' }));

  test.each([[undefined], [-5], ['soon'], [NaN], [2 ** 40]])('a date of %s is now', (odd) => {
    expect(inbound(read(message({ text: 'x', date: odd })))?.sentAt).toEqual(now);
  });
});

describe('in a group', () => {
  const reply = { message_id: 3, from: us, chat: group };
  test.each<[string, object, string | undefined]>([
    ['a command', { text: '/tinhhinh' }, '/tinhhinh'],
    ['a command for us', { text: '/tinhhinh@DONDOC_bot STP' }, '/tinhhinh STP'],
    ['a command for another bot', { text: '/tinhhinh@other_bot' }, undefined],
    ['a command for a bot whose name begins like ours', { text: '/tinhhinh@dondoc_bot2' }, undefined],
    ['our name in front', { text: '@dondoc_bot 12 xong' }, '12 xong'],
    ['our name with a comma', { text: '@dondoc_bot, 12 xong' }, '12 xong'],
    ['our name behind', { text: 'việc 12 đến đâu rồi @dondoc_bot' }, 'việc 12 đến đâu rồi'],
    ['an e-mail address', { text: 'gửi tới a@dondoc_bot.vn' }, undefined],
    ['another name', { text: '@dondoc_bots xong' }, undefined],
    ['an answer to us', { text: '12 xong', reply_to_message: reply }, '12 xong'],
    ['an answer to a colleague', { text: 'xong', reply_to_message: { ...reply, from: lan } }, undefined],
    ['talk', { text: 'trưa nay ăn gì' }, undefined],
    ['a slash that is no command', { text: 'và/hoặc' }, undefined],
    ['a photo of a colleague', { photo: [{ file_id: 'x' }] }, undefined],
    ['a caption for us', { caption: '@dondoc_bot 12 xong', photo: [{ file_id: 'x' }] }, '12 xong'],
    ['an anonymous administrator', { text: '/tinhhinh', sender_chat: group }, undefined],
  ])('%s', (_, more, want) => {
    const update = read(inGroup(more));
    expect(inbound(update)?.text).toBe(want);
    if (want !== undefined)
      expect(update).toMatchObject({ group: true, inbound: { address: '-1001', sender: '7' } });
  });

  test('a group that became a supergroup, told from both sides', () => {
    const old = { id: -5, type: 'group' };
    expect(read(message({ chat: old, migrate_to_chat_id: -1001 }))).toEqual({
      kind: 'moved',
      from: '-5',
      to: '-1001',
    });
    expect(read(inGroup({ migrate_from_chat_id: -5 }))).toEqual({ kind: 'moved', from: '-5', to: '-1001' });
  });

  test('only there the bot’s name has to be known', () => {
    expect(isFromGroup(inGroup({ text: 'x' }))).toBe(true);
    expect(isFromGroup({ edited_message: inGroup({}).message })).toBe(true);
    expect([message({ text: 'x' }), {}, null, 'x', { message: 5 }].map(isFromGroup)).not.toContain(true);
  });
});

describe('a press', () => {
  const press = (more: object = {}) => ({
    update_id: 3,
    callback_query: {
      id: '77',
      from: lan,
      data: 'ours',
      message: { message_id: 5, chat: alone, date: 0 },
      ...more,
    },
  });

  test('of a button of ours', () => {
    expect(read(press())).toEqual({
      kind: 'press',
      callbackId: '77',
      group: false,
      inbound: {
        platformId: 'cb:77',
        address: '7',
        sender: '7',
        text: '',
        button: '12.0',
        files: [],
        sentAt: now,
      },
    });
  });

  test.each([
    ['forged', { data: 'forged' }],
    ['without data', { data: undefined }],
    ['without a message', { message: undefined, inline_message_id: 'x' }],
    ['by nobody', { from: undefined }],
  ])('%s is answered, and nothing else', (_, more) => {
    expect(read(press(more))).toEqual({ kind: 'press', callbackId: '77', group: false });
  });

  test('without an id cannot even be answered', () => {
    expect(read(press({ id: 5 }))).toEqual({ kind: 'ignored' });
  });
});

describe('who may be written to', () => {
  test.each([
    ['kicked', {}, false],
    ['left', {}, false],
    ['member', {}, true],
    ['administrator', {}, true],
    ['creator', {}, true],
    ['restricted', { is_member: true }, true],
    ['restricted', { is_member: false }, false],
  ])('%s %j', (status, more, reachable) => {
    const update = {
      my_chat_member: { chat: alone, from: lan, date, new_chat_member: { status, user: us, ...more } },
    };
    expect(read(update)).toEqual({ kind: 'membership', address: '7', reachable });
  });

  test.each(['constructor', '__proto__', '', 'emperor'])('a status “%s” says nothing', (status) => {
    expect(read({ my_chat_member: { chat: alone, new_chat_member: { status } } })).toEqual({
      kind: 'ignored',
    });
  });
});

describe('whatever comes', () => {
  test('it is read as one of the five things, and never throws', () => {
    fc.assert(
      fc.property(hostileUpdate, (raw) => {
        isFromGroup(raw);
        const update = read(raw);
        expect(['message', 'press', 'membership', 'moved', 'ignored']).toContain(update.kind);
        const said = inbound(update);
        if (!said) return;
        expect(said.address).toMatch(/^-?\d{1,16}$/);
        expect(said.sender).toMatch(/^\d{1,16}$/);
        expect(Number.isFinite(said.sentAt.getTime())).toBe(true);
        expect(typeof said.text).toBe('string');
        for (const file of said.files) expect(file.ref && file.name).toBeTruthy();
      }),
      { numRuns: 2000 },
    );
  });
});
