import { expect, test } from 'vitest';
import { call, result, updates, withPlatform } from './calls.ts';
import type { FakeTelegram } from './index.ts';

/** Two people who may be written to. */
function two(platform: FakeTelegram) {
  const [an, binh] = ['An', 'Bình'].map((name) => platform.person({ name }));
  if (!an || !binh) throw new Error('two people are needed');
  an.starts();
  binh.starts();
  return { an, binh };
}

const send = (platform: FakeTelegram, chat_id: number, text = 'x') =>
  call(platform, 'sendMessage', { chat_id, text });

const broken = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    () => 'broken',
  );

test(
  '429 with and without a time, for one chat, so many times; who does not wait is told on',
  withPlatform(async (platform) => {
    const { an, binh } = two(platform);
    const order = platform.fails(
      { kind: 'tooMany', retryAfter: 3 },
      { method: 'sendMessage', chat: an.id, count: 2 },
    );
    expect(await send(platform, binh.id)).toMatchObject({ ok: true });
    for (let each = 0; each < 2; each++) {
      expect(await send(platform, an.id)).toEqual({
        ok: false,
        error_code: 429,
        description: 'Too Many Requests: retry after 3',
        parameters: { retry_after: 3 },
      });
    }
    expect(order.hits).toBe(2);
    expect(await send(platform, an.id)).toMatchObject({ ok: true });
    expect(platform.tooEarly).toEqual([expect.stringMatching(/^sendMessage to \d+ came \d+ ms too early$/)]);
    platform.fails({ kind: 'tooMany' });
    expect(await send(platform, binh.id)).toEqual({
      ok: false,
      error_code: 429,
      description: 'Too Many Requests',
    });
    expect(platform.limited).toBe(0);
  }),
);

test(
  '5xx comes with a page of HTML, also to a poll',
  withPlatform(async (platform) => {
    two(platform);
    platform.fails({ kind: 'serverError', status: 502 }, { method: 'getUpdates' });
    const response = await fetch(`${platform.url}/bot${platform.token}/getUpdates`);
    expect(response.status).toBe(502);
    expect(await response.text()).toMatch(/^<html>/);
    expect(await updates(platform)).toHaveLength(2);
  }),
);

test(
  'a reset before does nothing; a reset after, and a hang after, have done it',
  withPlatform(async (platform) => {
    const { an } = two(platform);
    platform.fails({ kind: 'resetBefore' });
    expect(await broken(send(platform, an.id, 'một'))).toBe('broken');
    platform.fails({ kind: 'resetAfter' });
    expect(await broken(send(platform, an.id, 'hai'))).toBe('broken');
    const order = platform.fails({ kind: 'hangAfter' });
    const hanging = send(platform, an.id, 'ba');
    await an.hears('ba');
    order.stop();
    expect(await hanging).toMatchObject({ ok: true });
    expect(platform.ledger.sends(an.id).map(({ text, told }) => [text, told])).toEqual([
      ['hai', false],
      ['ba', true],
    ]);
  }),
);

test(
  'what hangs is answered by nobody, until it is released',
  withPlatform(async (platform) => {
    const { an, binh } = two(platform);
    const order = platform.fails({ kind: 'hang' }, { chat: an.id });
    const hanging = broken(send(platform, an.id));
    await order.met;
    expect(await send(platform, binh.id)).toMatchObject({ ok: true });
    order.stop();
    expect(await hanging).toBe('broken');
    expect(platform.ledger.sends(an.id)).toEqual([]);
  }),
);

test(
  'slow bytes arrive whole',
  withPlatform(async (platform) => {
    const { an } = two(platform);
    platform.fails({ kind: 'slow', bytes: 40, everyMs: 1 });
    expect(await send(platform, an.id, 'chậm')).toMatchObject({ ok: true, result: { text: 'chậm' } });
  }),
);

test(
  'any refusal can be had once, and is no breach',
  withPlatform(async (platform) => {
    const { an } = two(platform);
    const description = "Bad Request: can't parse entities: Unsupported start tag";
    platform.fails({ kind: 'refuse', code: 400, description });
    expect(await send(platform, an.id)).toEqual({ ok: false, error_code: 400, description });
    expect(await send(platform, an.id)).toMatchObject({ ok: true });
    platform.fails({ kind: 'refuse', code: 403, description: 'x' }, { count: Infinity });
    platform.recovers();
    expect(await send(platform, an.id)).toMatchObject({ ok: true });
    expect(platform.breaches).toEqual([]);
  }),
);

test(
  'a download can be cut',
  withPlatform(async (platform) => {
    const { an } = two(platform);
    an.sendsDocument('a.txt', Buffer.from('x'));
    const sent = (await updates(platform)).at(-1)?.message?.document;
    const { file_path } = await result<{ file_path: string }>(platform, 'getFile', {
      file_id: sent?.file_id,
    });
    platform.fails({ kind: 'resetBefore' }, { method: 'file' });
    const url = `${platform.url}/file/bot${platform.token}/${file_path}`;
    expect(await broken(fetch(url))).toBe('broken');
    expect(await (await fetch(url)).text()).toBe('x');
    an.sendsDocument('b.bin', Buffer.alloc(20 * 1024 * 1024 + 1));
    const big = (await updates(platform)).at(-1)?.message?.document;
    expect(await call(platform, 'getFile', { file_id: big?.file_id })).toMatchObject({
      description: 'Bad Request: file is too big',
    });
  }),
);

/** A platform whose limits go by a clock of the test's. */
const limited = (work: (platform: FakeTelegram, pass: (ms: number) => void) => Promise<void>) => {
  let now = 0;
  return withPlatform((platform) => work(platform, (ms) => (now += ms)), {
    enforceLimits: true,
    monotonic: () => now,
  });
};

test(
  'a private chat takes three at once and then one a second',
  limited(async (platform, pass) => {
    const { an, binh } = two(platform);
    for (let each = 0; each < 3; each++) expect(await send(platform, an.id)).toMatchObject({ ok: true });
    expect(await send(platform, an.id)).toMatchObject({ error_code: 429, parameters: { retry_after: 1 } });
    expect(await send(platform, binh.id)).toMatchObject({ ok: true });
    pass(1000);
    expect(await send(platform, an.id)).toMatchObject({ ok: true });
    expect(platform.limited).toBe(1);
  }),
);

test(
  'a group takes 20 in a minute, let alone two',
  limited(async (platform, pass) => {
    const { an } = two(platform);
    const group = platform.group('Sở Tư pháp', [an]);
    group.adds('bot');
    for (let each = 0; each < 22; each++) {
      expect(await send(platform, group.id)).toMatchObject({ ok: true });
      pass(1000);
    }
    expect(await send(platform, group.id)).toMatchObject({ parameters: { retry_after: 38 } });
    pass(38_001);
    expect(await send(platform, group.id)).toMatchObject({ ok: true });
  }),
);

test(
  'the whole bot sends 30 a second, and 1,000 where it pays',
  limited(async (platform, pass) => {
    const people = Array.from({ length: 40 }, (_, index) => platform.person({ name: `Người ${index}` }));
    for (const person of people) person.starts();
    const all = async (more: object = {}) => {
      const answers = await Promise.all(
        people.map((person) => call(platform, 'sendMessage', { chat_id: person.id, text: 'x', ...more })),
      );
      return answers.filter((answer) => answer.ok).length;
    };
    expect(await all()).toBe(33);
    expect(await all({ allow_paid_broadcast: true })).toBe(40);
    pass(1000);
    expect(await all()).toBe(30);
  }),
);
