import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SendError, type ChannelAbilities } from '../../src/channels/channel.ts';
import { claim, settle } from '../../src/store/dispatch.ts';
import { spokenAs } from '../../src/store/spoken.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';
import { FakeChannel, outboxWorld, type OutboxWorld } from '../harness/outbox.ts';

let database: TestDatabase;
let world: OutboxWorld;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.close());

/** An empty world with one channel. */
async function telegram(can: Partial<ChannelAbilities> = {}): Promise<FakeChannel> {
  const channel = new FakeChannel('telegram', can);
  world = await outboxWorld(database, () => [channel]);
  return channel;
}

describe('sending', () => {
  test('what is due goes out once, with its buttons numbered, and its notice is sent', async () => {
    const channel = await telegram();
    const lan = await world.someone('telegram');
    const notice = await world.notice(lan);
    const buttons = [
      [
        { label: 'Đã nhận', say: '/nhan 12' },
        { label: 'Có vướng mắc', say: '/vuongmac 12' },
      ],
    ];
    const id = await world.queue(lan, 'Nhiệm vụ #12', { buttons, noticeIds: [notice], inReplyTo: '77' });
    await world.dispatcher.runDue();
    await world.dispatcher.runDue();
    expect(channel.shown).toEqual([
      {
        address: '1',
        text: 'Nhiệm vụ #12',
        deliveryId: id,
        platformId: 'telegram-100',
        buttons: [[`1. Đã nhận [${id}.0]`, `2. Có vướng mắc [${id}.1]`]],
        inReplyTo: '77',
      },
    ]);
    expect(await world.delivery(id)).toMatchObject({
      state: 'sent',
      platformId: 'telegram-100',
      attempts: 1,
      partIds: [],
    });
    expect(await world.noticeState(notice)).toBe('sent');
  });

  test('a channel without buttons gets the same digits as text', async () => {
    const channel = await telegram({ buttons: false });
    const lan = await world.someone('telegram');
    await world.queue(lan, 'Nhiệm vụ #12', {
      buttons: [
        [
          { label: 'Đã nhận', say: 'x' },
          { label: 'Có vướng mắc', say: 'y' },
        ],
      ],
    });
    await world.dispatcher.runDue();
    expect(channel.textsTo('1')).toEqual(['Nhiệm vụ #12\n\n1. Đã nhận · 2. Có vướng mắc']);
  });

  test('answers before decisions before reminders before broadcasts, each in order of age within a chat', async () => {
    const channel = await telegram();
    const lan = await world.someone('telegram');
    await world.queue(lan, 'thông báo', { kind: 'broadcast' });
    await world.queue(lan, 'nhắc 1');
    await world.queue(lan, 'nhắc 2');
    await world.queue(lan, 'duyệt', { kind: 'decision' });
    await world.queue(lan, 'trả lời', { kind: 'answer' });
    await world.dispatcher.runDue();
    expect(channel.textsTo('1')).toEqual(['trả lời', 'duyệt', 'nhắc 1', 'nhắc 2', 'thông báo']);
  });

  test('what is for tomorrow delays nobody, and goes out tomorrow', async () => {
    const channel = await telegram();
    const lan = await world.someone('telegram');
    await world.queue(lan, 'mai', {
      kind: 'answer',
      notBefore: new Date(world.now().getTime() + 86_400_000),
    });
    await world.queue(lan, 'nay');
    await world.dispatcher.runDue();
    expect(channel.textsTo('1')).toEqual(['nay']);
    world.forward(86_400);
    await world.dispatcher.runDue();
    expect(channel.textsTo('1')).toEqual(['nay', 'mai']);
  });

  test('nothing is sent while the outbox is paused', async () => {
    const channel = await telegram();
    await world.queue(await world.someone('telegram'), 'sau khi khôi phục');
    const { prisma } = world;
    await prisma.setting.create({ data: { key: 'paused', value: true, updatedAt: world.now() } });
    await world.dispatcher.runDue();
    expect(channel.tried).toEqual([]);
    await prisma.setting.delete({ where: { key: 'paused' } });
    await world.dispatcher.runDue();
    expect(channel.tried).toHaveLength(1);
  });

  test('what was withdrawn before it went out stays in', async () => {
    const channel = await telegram();
    const id = await world.queue(await world.someone('telegram'), 'thu hồi');
    await world.prisma.delivery.update({ where: { id }, data: { state: 'withdrawn' } });
    await world.dispatcher.runDue();
    expect(channel.tried).toEqual([]);
  });

  test('a marked text leaves by no channel', async () => {
    const channel = await telegram();
    const lan = await world.someone('telegram');
    const notice = await world.notice(lan);
    const id = await world.queue(lan, 'Độ mật: Tối mật\nKế hoạch', { noticeIds: [notice] });
    await world.dispatcher.runDue();
    expect(channel.tried).toEqual([]);
    expect(await world.delivery(id)).toMatchObject({ state: 'failed', failure: 'secret' });
    expect(await world.noticeState(notice)).toBe('failed');
  });

  test('a notice does not go back from what its person has done', async () => {
    const channel = await telegram();
    const lan = await world.someone('telegram');
    const notice = await world.notice(lan);
    await world.queue(lan, 'nhắc', { noticeIds: [notice] });
    await world.prisma.notice.update({ where: { id: notice }, data: { state: 'answered' } });
    await world.dispatcher.runDue();
    expect(channel.tried).toHaveLength(1);
    expect(await world.noticeState(notice)).toBe('answered');
  });

  test('two dispatchers over one database double nothing', async () => {
    const channel = await telegram();
    const people = await Promise.all(Array.from({ length: 40 }, () => world.someone('telegram')));
    for (const person of people) for (const text of ['a', 'b', 'c']) await world.queue(person, text);
    const other = world.restart();
    await Promise.all([world.dispatcher.runDue(), other.runDue()]);
    await world.dispatcher.runDue();
    for (const person of people)
      expect(channel.textsTo(person.identities[0]?.address ?? '')).toEqual(['a', 'b', 'c']);
  });

  test('two claims at once share the queue', async () => {
    await telegram();
    for (let n = 0; n < 30; n++) await world.queue(await world.someone('telegram'), `${n}`);
    const options = { channel: 'telegram' as const, now: world.now(), limit: 20, except: [] };
    const { prisma } = world;
    const [one, two] = await Promise.all([claim(prisma, options), claim(prisma, options)]);
    const rest = await claim(prisma, options);
    const ids = [...one, ...two, ...rest].map((row) => row.id);
    expect(new Set(ids).size).toBe(30);
    expect(ids).toHaveLength(30);
  });

  test('a row that is settled twice stays as it was settled first', async () => {
    await telegram();
    const id = await world.queue(await world.someone('telegram'), 'x');
    const { prisma } = world;
    await claim(prisma, { channel: 'telegram', now: world.now(), limit: 1, except: [] });
    await settle(prisma, [{ id, state: 'sent', at: world.now(), platformId: 'p' }]);
    await settle(prisma, [{ id, state: 'failed', at: world.now(), failure: 'late' }]);
    expect(await world.delivery(id)).toMatchObject({ state: 'sent', failure: null, platformId: 'p' });
  });
});

describe('long texts', () => {
  const long = Array.from({ length: 30 }, (_, n) => `Dòng thứ ${n} của báo cáo`).join('\n');

  test('go out in parts, the buttons on the last', async () => {
    const channel = await telegram({ textLength: 300 });
    const id = await world.queue(await world.someone('telegram'), long, {
      buttons: [[{ label: 'Đã nhận', say: 'x' }]],
    });
    await world.dispatcher.runDue();
    expect(channel.shown.map((part) => part.text).join('\n')).toBe(long);
    expect(channel.shown.map((part) => part.buttons.length)).toEqual([0, 0, 1]);
    const ids = channel.shown.map((part) => part.platformId);
    expect(await world.delivery(id)).toMatchObject({ platformId: ids.at(-1), partIds: ids });
    for (const part of ids) expect(await spokenAs(world.prisma, 'telegram', '1', part)).toMatchObject({ id });
    expect(await spokenAs(world.prisma, 'telegram', '2', ids[0] ?? '')).toBeUndefined();
  });

  test('that break off go on where they stopped', async () => {
    const channel = await telegram({ textLength: 300 });
    let failed = false;
    channel.answer = (message) => {
      if (failed || !message.text.includes('thứ 14 ')) return 'taken';
      failed = true;
      return { kind: 'retry' };
    };
    const id = await world.queue(await world.someone('telegram'), long);
    await world.dispatcher.runDue();
    expect(await world.delivery(id)).toMatchObject({ state: 'queued', partIds: ['telegram-100'] });
    world.forward(2);
    await world.dispatcher.runDue();
    expect(channel.shown.map((part) => part.text).join('\n')).toBe(long);
  });
});

describe('edits and removals', () => {
  test('an edit waits until what it edits has gone out', async () => {
    const channel = await telegram();
    const lan = await world.someone('telegram');
    const later = new Date(world.now().getTime() + 60_000);
    const id = await world.queue(lan, 'bản một', { kind: 'broadcast', notBefore: later });
    const edit = await world.queue(lan, 'bản hai', { kind: 'decision', editsId: id });
    await world.dispatcher.runDue();
    expect(channel.tried).toEqual([]);
    world.forward(60);
    await world.dispatcher.runDue();
    expect(channel.textsTo('1')).toEqual(['bản hai']);
    expect(await world.delivery(edit)).toMatchObject({ state: 'sent', platformId: 'telegram-100' });
  });

  test('where the channel cannot edit, the corrected message is sent and quotes the old one', async () => {
    const channel = await telegram({ edit: false });
    const lan = await world.someone('telegram');
    const id = await world.queue(lan, 'bản một');
    await world.dispatcher.runDue();
    await world.queue(lan, 'bản hai', { editsId: id });
    await world.dispatcher.runDue();
    expect(channel.shown.map(({ text, inReplyTo }) => [text, inReplyTo])).toEqual([
      ['bản một', undefined],
      ['bản hai', 'telegram-100'],
    ]);
  });

  test('where the platform no longer allows it, too', async () => {
    const channel = await telegram();
    const lan = await world.someone('telegram');
    const id = await world.queue(lan, 'bản một');
    await world.dispatcher.runDue();
    channel.edit = () => Promise.reject(new SendError({ kind: 'messageRefused', reason: 'too old' }));
    await world.queue(lan, 'bản hai', { editsId: id });
    await world.dispatcher.runDue();
    expect(channel.textsTo('1')).toEqual(['bản một', 'bản hai']);
  });

  test('an edit of an edit changes the same message', async () => {
    const channel = await telegram();
    const lan = await world.someone('telegram');
    const id = await world.queue(lan, 'một');
    const second = await world.queue(lan, 'hai', { editsId: id });
    await world.queue(lan, 'ba', { editsId: second });
    await world.dispatcher.runDue();
    expect(channel.textsTo('1')).toEqual(['ba']);
  });

  test('what never went out need not be edited', async () => {
    const channel = await telegram();
    const lan = await world.someone('telegram');
    const id = await world.queue(lan, 'một');
    await world.prisma.delivery.update({ where: { id }, data: { state: 'withdrawn' } });
    const edit = await world.queue(lan, 'hai', { editsId: id });
    await world.dispatcher.runDue();
    expect(channel.tried).toEqual([]);
    expect(await world.delivery(edit)).toMatchObject({ state: 'withdrawn', failure: 'pointless' });
  });

  test('a longer or shorter text than before adds or removes parts', async () => {
    const channel = await telegram({ textLength: 10 });
    const lan = await world.someone('telegram');
    const id = await world.queue(lan, 'một\nhai ba bốn');
    await world.dispatcher.runDue();
    expect(channel.textsTo('1')).toEqual(['một', 'hai ba bốn']);
    const edit = await world.queue(lan, 'a b c d e f\ng h i j k l\nm', { editsId: id });
    await world.dispatcher.runDue();
    expect(channel.textsTo('1')).toEqual(['a b c d e', 'f', 'g h i j k', 'l\nm']);
    await world.queue(lan, 'hết', { editsId: edit });
    await world.dispatcher.runDue();
    expect(channel.textsTo('1')).toEqual(['hết']);
  });

  test('a removal removes; where it cannot, its text says so', async () => {
    const channel = await telegram();
    const lan = await world.someone('telegram');
    const id = await world.queue(lan, 'một');
    await world.queue(lan, 'Tin trước đã được thu hồi.', { editsId: id, deletes: true });
    await world.dispatcher.runDue();
    expect(channel.textsTo('1')).toEqual([]);
    const other = await telegram({ delete: false });
    const nam = await world.someone('telegram');
    const wrong = await world.queue(nam, 'một');
    await world.queue(nam, 'Tin trước đã được thu hồi.', { editsId: wrong, deletes: true });
    await world.dispatcher.runDue();
    expect(other.textsTo('1')).toEqual(['một', 'Tin trước đã được thu hồi.']);
  });
});
