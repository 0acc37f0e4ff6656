import { afterEach, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { escapeMarkup } from '../../../src/domain/markup.ts';
import { storable } from '../../../src/domain/storable.ts';
import { derivedSecret } from '../../../src/channels/telegram/webhook.ts';
import type { TelegramPerson } from '../../harness/telegram/index.ts';
import { hostileUpdate } from './samples.ts';
import { openStage, secretKey, type Stage, type StageOptions } from './stage.ts';

let stage: Stage;
let lan: TelegramPerson;
afterEach(async () => {
  await stage.close();
  expect(stage.platform.breaches).toEqual([]);
});

async function open(options: StageOptions = {}): Promise<void> {
  stage = await openStage(options);
  lan = stage.platform.person({ name: 'Lan' });
}
const texts = () => stage.inbox.map(({ text }) => text);
const got = (count: number) => stage.until(() => stage.inbox.length >= count);
const methods = () => stage.platform.requests.map(({ method }) => method);

describe('polling', () => {
  test('what is written is stored in order, what waited first', async () => {
    await open();
    lan.starts('CODE');
    lan.says('một');
    await stage.channel.start?.();
    await got(2);
    lan.says('hai');
    await got(3);
    expect(texts()).toEqual(['/start CODE', 'một', 'hai']);
    expect(stage.receiving).toEqual([{ ok: true }]);
  });

  test('a webhook of before is removed, what waits for it is kept', async () => {
    await open();
    lan.starts();
    stage.platform.webhook.set('http://127.0.0.1:9/', {});
    await stage.channel.start?.();
    await got(1);
    expect(methods()).toContain('deleteWebhook');
    expect(stage.platform.webhook.url).toBe('');
  });

  test('only what is used is asked for', async () => {
    await open();
    await stage.channel.start?.();
    await stage.until(() => stage.receiving.length > 0);
    expect(stage.platform.updates.allowedKinds).toEqual([
      'message',
      'edited_message',
      'callback_query',
      'my_chat_member',
    ]);
  });

  test.each(['duplicate', 'disorder'] as const)('a batch in %s is stored in order', async (mischief) => {
    await open();
    ['/start', 'một', 'hai', 'ba'].forEach((text) => (text === '/start' ? lan.starts() : lan.says(text)));
    stage.platform.updates.mischief = mischief;
    await stage.channel.start?.();
    await got(4);
    expect(texts()).toEqual(['/start', 'một', 'hai', 'ba']);
  });

  test('a confirmation that is lost brings nothing twice', async () => {
    await open();
    lan.starts();
    stage.platform.updates.confirmationsToLose = 1;
    await stage.channel.start?.();
    await got(1);
    lan.says('một');
    await got(2);
    expect(texts()).toEqual(['/start', 'một']);
  });

  test('nothing is confirmed that was not stored', async () => {
    await open();
    lan.starts();
    lan.says('một');
    stage.away = new Error('the database is away');
    await stage.channel.start?.();
    await stage.until(() => stage.lines.some((line) => line.level === 'error'));
    expect(stage.platform.ledger.unconfirmed()).toHaveLength(2);
    stage.away = undefined;
    await got(2);
    lan.says('hai');
    await got(3);
    expect(texts()).toEqual(['/start', 'một', 'hai']);
  });

  test('what cannot be read holds up nothing', async () => {
    await open();
    lan.starts();
    for (const body of [{}, { message: 5 }, { message: { chat: { id: 'x' } } }, { callback_query: {} }]) {
      stage.platform.updates.addRaw(body);
    }
    lan.says('một');
    await stage.channel.start?.();
    await got(2);
    expect(texts()).toEqual(['/start', 'một']);
  });

  test('another process that polls is waited for', async () => {
    await open();
    stage.platform.fails(
      { kind: 'refuse', code: 409, description: 'Conflict: terminated by other getUpdates request' },
      { method: 'getUpdates' },
    );
    await stage.channel.start?.();
    await stage.until(() => stage.receiving.length > 0);
    expect(stage.receiving).toEqual([{ ok: false, reason: 'conflict' }]);
  });

  test('a token that is no more is told', async () => {
    await open();
    stage.platform.revokesToken();
    await stage.channel.start?.();
    await stage.until(() => stage.receiving.length > 0);
    expect(stage.receiving).toEqual([{ ok: false, reason: 'unauthorized' }]);
  });

  test('one break is everyday, two in a row are told, and so is the end of them', async () => {
    await open();
    stage.platform.fails({ kind: 'serverError', status: 502 }, { method: 'getUpdates', count: 2 });
    lan.starts();
    await stage.channel.start?.();
    await got(1);
    expect(stage.receiving).toEqual([{ ok: false, reason: 'server' }, { ok: true }]);
  });

  test('stopping ends an open poll at once, and starting again goes on', async () => {
    await open();
    lan.starts();
    await stage.channel.start?.();
    await got(1);
    await stage.channel.stop?.();
    lan.says('một');
    expect(texts()).toEqual(['/start']);
    await stage.channel.start?.();
    await got(2);
    expect(texts()).toEqual(['/start', 'một']);
  });
});

describe('whatever comes', () => {
  test('2,000 hostile updates stop nothing, and what is answered to them goes out', async () => {
    await open({ lean: true });
    stage.contacts.add('7');
    lan.starts();
    fc.sample(hostileUpdate, 2000).forEach((body, n) => {
      const numbered = JSON.stringify(body ?? {}).replace('"message_id":5', `"message_id":${1000 + n}`);
      stage.platform.updates.addRaw(Object(JSON.parse(numbered)));
    });
    lan.says('hết');
    await stage.channel.start?.();
    await stage.until(() => texts().includes('hết'));
    expect(stage.inbox.length).toBeGreaterThan(100);
    const odd = [...new Set(texts())].filter((text) => text.length < 1000).slice(0, 100);
    for (const text of odd) {
      const quoted = `**Đã ghi:** ${escapeMarkup(storable(text))}`;
      await stage.channel.send(stage.outbound(String(lan.id), { text: quoted }));
    }
    expect(stage.lines.filter((line) => line.level === 'error')).toEqual([]);
    lan.says('vẫn chạy');
    await stage.until(() => texts().includes('vẫn chạy'));
    await stage.channel.stop?.();
    // The platform knows nothing of presses that the samples made up.
    const { breaches } = stage.platform;
    breaches.splice(0, Infinity, ...breaches.filter((each) => !each.includes('query ID is invalid')));
  });
});

describe('presses', () => {
  const press = async (more: { twice?: boolean } = {}) => {
    lan.starts();
    const buttons = [[{ id: '12.0', label: 'Đã nhận', numbered: '' }]];
    await stage.channel.send(stage.outbound(String(lan.id), { buttons }));
    return lan.presses('Đã nhận', undefined, more);
  };
  const answered = (callback: string) =>
    expect.poll(() => stage.platform.ledger.calls.filter((call) => call.callback === callback).length);

  test('a press is stored, then answered', async () => {
    await open();
    const { id } = await press();
    await stage.channel.start?.();
    await got(2);
    expect(stage.inbox[1]).toMatchObject({ platformId: `cb:${id}`, button: '12.0', address: String(lan.id) });
    await answered(id).toBe(1);
  });

  test('one press under two update ids is one action', async () => {
    await open();
    const { id } = await press({ twice: true });
    await stage.channel.start?.();
    lan.says('sau đó');
    await stage.until(() => texts().includes('sau đó'));
    expect(stage.inbox.filter((each) => each.button).map((each) => each.platformId)).toEqual([`cb:${id}`]);
  });

  test('a forged press, and one of another chat, are answered and nothing else', async () => {
    await open();
    await press();
    const message = lan.newest();
    const mai = stage.platform.person({ name: 'Mai' });
    mai.starts();
    await stage.channel.send(stage.outbound(String(mai.id), {}));
    const forged = lan.pressesData('12.1:AAAAAAAAAAAAAAAA', message);
    const foreign = mai.pressesData(message.buttons[0]?.[0]?.data ?? '', mai.newest());
    await stage.channel.start?.();
    await answered(forged.id).toBe(1);
    await answered(foreign.id).toBe(1);
    expect(stage.inbox.filter((each) => each.button)).toHaveLength(1);
  });

  test('an answer that fails is nobody’s trouble', async () => {
    await open();
    stage.platform.fails({ kind: 'serverError', status: 500 }, { method: 'answerCallbackQuery' });
    await press();
    await stage.channel.start?.();
    lan.says('sau đó');
    await stage.until(() => texts().includes('sau đó'));
    await stage.channel.stop?.();
    expect(stage.platform.unanswered()).toEqual([]);
  });
});

describe('groups', () => {
  const inGroup = async (options: { supergroup?: boolean } = {}) => {
    await open();
    stage.contacts.add(String(lan.id));
    const mai = stage.platform.person({ name: 'Mai' });
    const group = stage.platform.group('Sở Tư pháp', [lan, mai], options);
    stage.platform.privacy = false;
    group.adds('bot');
    await stage.channel.start?.();
    return { mai, group };
  };
  const done = async () => {
    lan.starts('hết');
    await stage.until(() => texts().includes('/start hết'));
    return texts().filter((text) => text !== '/start hết');
  };

  test('only what is meant for the bot, and only from contacts', async () => {
    const { mai, group } = await inGroup();
    await stage.channel.send(stage.outbound(String(group.id)));
    const ours = lan.newest(group);
    lan.says('trưa nay ăn gì', { in: group });
    mai.says('/tinhhinh', { in: group });
    lan.says('/tinhhinh@other_bot', { in: group });
    lan.says('/tinhhinh@dondoc_bot', { in: group });
    lan.says('12 xong', { in: group, replyTo: ours });
    mai.says('13 xong', { in: group, replyTo: ours });
    lan.says('@dondoc_bot 12 60%', { in: group });
    expect(await done()).toEqual(['/tinhhinh', '12 xong', '12 60%']);
    expect(stage.inbox[0]).toMatchObject({ address: String(group.id), sender: String(lan.id) });
  });

  test('a press of somebody who is no contact is answered and not stored', async () => {
    const { mai, group } = await inGroup();
    const buttons = [[{ id: '12.0', label: 'Đã nhận', numbered: '' }]];
    await stage.channel.send(stage.outbound(String(group.id), { buttons }));
    mai.presses('Đã nhận', undefined, { in: group });
    lan.presses('Đã nhận', undefined, { in: group });
    await done();
    expect(stage.inbox.filter((each) => each.button).map((each) => each.sender)).toEqual([String(lan.id)]);
  });

  test('a group that moves, from both sides', async () => {
    const { group } = await inGroup();
    const { from, to } = group.becomesSupergroup();
    await done();
    expect(new Set(stage.moved)).toEqual(new Set([`${from} → ${to}`]));
  });

  test('who may be written to', async () => {
    const { group } = await inGroup();
    lan.starts();
    group.kicks('bot');
    lan.blocks();
    lan.unblocks();
    await done();
    expect(stage.reachable).toEqual([
      `${group.id} true`,
      `${group.id} false`,
      `${lan.id} false`,
      `${lan.id} true`,
    ]);
  });

  test('a secret is taken out of the chat where the bot may', async () => {
    const { group } = await inGroup({ supergroup: true });
    stage.secret = 'MẬT';
    lan.starts();
    const alone = lan.says('Độ: MẬT');
    const kept = lan.says('/ghichu MẬT một', { in: group });
    await stage.until(() => texts().includes('/ghichu MẬT một'));
    await expect.poll(() => methods().includes('getChatMember')).toBe(true);
    group.promotes();
    const removed = lan.says('/ghichu MẬT hai', { in: group });
    await lan.until((seen) => (seen.some(({ id }) => id === removed.id) ? undefined : true), { in: group });
    await lan.until((seen) => (seen.some(({ id }) => id === alone.id) ? undefined : true));
    expect(lan.sees(group).map(({ id }) => id)).toContain(kept.id);
  });
});

describe('webhook', () => {
  const publicUrl = 'http://127.0.0.1:9';
  const secret = derivedSecret(secretKey);
  const body = (more: object = {}) =>
    Buffer.from(
      JSON.stringify({
        update_id: 1,
        message: {
          message_id: 1,
          date: 1_797_213_600,
          text: 'một',
          from: { id: 7, is_bot: false, first_name: 'Lan' },
          chat: { id: 7, type: 'private' },
          ...more,
        },
      }),
    );
  const posts = (raw: Buffer, given: string | undefined = secret) =>
    stage.channel.webhook?.({ 'x-telegram-bot-api-secret-token': given }, raw);

  test('our address is registered with the secret and the kinds that are used', async () => {
    await open({ config: { mode: 'webhook', publicUrl } });
    await stage.channel.start?.();
    await stage.until(() => stage.receiving.length > 0);
    expect(stage.receiving).toEqual([{ ok: true }]);
    expect(stage.platform.webhook.url).toBe('http://127.0.0.1:9/webhooks/telegram');
    expect(stage.platform.requests.find(({ method }) => method === 'setWebhook')?.params).toMatchObject({
      secret_token: secret,
      max_connections: 40,
      allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
    });
  });

  test('a token that is no more is told', async () => {
    await open({ config: { mode: 'webhook', publicUrl } });
    stage.platform.revokesToken();
    await stage.channel.start?.();
    await stage.until(() => stage.receiving.length > 0);
    expect(stage.receiving).toEqual([{ ok: false, reason: 'unauthorized' }]);
  });

  test('an update with the secret is stored before it is confirmed', async () => {
    await open({ config: { mode: 'webhook', publicUrl } });
    expect(await posts(body())).toEqual({ status: 200 });
    expect(await posts(body())).toEqual({ status: 200 });
    expect(texts()).toEqual(['một']);
  });

  test.each([
    ['a wrong secret', 'x'.repeat(64)],
    ['none', ''],
    ['a longer one', `${secret}x`],
  ])('%s is no call of Telegram’s', async (_, given) => {
    await open({ config: { mode: 'webhook', publicUrl } });
    expect(await posts(body(), given)).toEqual({ status: 401 });
    expect(texts()).toEqual([]);
  });

  test('a secret of one’s own counts instead', async () => {
    await open({ config: { mode: 'webhook', publicUrl, webhookSecret: 'own_secret' } });
    expect([await posts(body(), secret), await posts(body(), 'own_secret')]).toEqual([
      { status: 401 },
      { status: 200 },
    ]);
  });

  test('while the database is away Telegram keeps what came', async () => {
    await open({ config: { mode: 'webhook', publicUrl } });
    stage.away = new Error('the database is away');
    expect(await posts(body())).toEqual({ status: 503, retryAfter: 5 });
    stage.away = undefined;
    expect(await posts(body())).toEqual({ status: 200 });
    expect(texts()).toEqual(['một']);
  });

  test.each(['', 'no json', '[]', '{"update_id":5}', '{"message":{"chat":null}}'])(
    'what cannot be read is taken: %s',
    async (raw) => {
      await open({ config: { mode: 'webhook', publicUrl } });
      expect(await posts(Buffer.from(raw))).toEqual({ status: 200 });
      expect(texts()).toEqual([]);
    },
  );

  test('a message of a group waits while the bot’s own name cannot be asked', async () => {
    await open({ config: { mode: 'webhook', publicUrl } });
    stage.contacts.add('7');
    const raw = body({ chat: { id: -5, type: 'group' }, text: '/tinhhinh@dondoc_bot' });
    stage.platform.fails({ kind: 'serverError', status: 502 }, { method: 'getMe' });
    expect(await posts(raw)).toMatchObject({ status: 503 });
    expect(await posts(raw)).toEqual({ status: 200 });
    expect(texts()).toEqual(['/tinhhinh']);
  });
});
