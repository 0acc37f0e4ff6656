import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Api } from '../../../src/channels/telegram/api.ts';
import { ApiError, type Fault } from '../../../src/channels/telegram/fault.ts';
import { createPolling } from '../../../src/channels/telegram/polling.ts';
import { pauseAfter } from '../../../src/channels/telegram/receiving.ts';
import { createTyping } from '../../../src/channels/telegram/typing.ts';
import { silentLog } from '../../harness/log.ts';

const answered = (code: number, retryAfter?: number): Fault => ({
  answered: true,
  code,
  description: '',
  retryAfter,
});
const lost: Fault = { answered: false, sent: true, reason: 'ECONNRESET' };

describe('how long receiving waits', () => {
  test.each<[string, Fault, number[]]>([
    ['no way there', lost, [1, 2, 4, 8, 16, 30, 30]],
    ['5xx', answered(502), [1, 2, 4, 8, 16, 30, 30]],
    ['another that polls', answered(409), [5, 10, 20, 40, 60, 60, 60]],
    ['no token', answered(401), [60, 60, 60, 60, 60, 60, 60]],
    ['a named time', answered(429, 17), [17, 17, 17, 17, 17, 17, 17]],
  ])('%s', (_, fault, want) => expect([1, 2, 3, 4, 5, 6, 50].map((n) => pauseAfter(fault, n))).toEqual(want));
});

describe('the polling loop', () => {
  /** Plays the answers to getUpdates in turn; then stops the loop. */
  async function played(
    answers: (unknown[] | Fault)[],
    take: (raw: unknown) => Promise<void> = async () => {},
  ) {
    const asked: { offset?: number; timeout: number }[] = [];
    const pauses: number[] = [];
    const told: unknown[] = [];
    let end: () => void = () => {};
    const ended = new Promise<void>((resolve) => (end = resolve));
    const call: Api['call'] = async (method, payload = {}, { signal } = {}) => {
      if (method !== 'getUpdates') return {};
      asked.push(payload as { offset?: number; timeout: number });
      const answer = answers.shift();
      if (answer && !Array.isArray(answer)) throw new ApiError(method, answer);
      if (answer) return answer;
      end();
      return new Promise((_, reject) =>
        signal?.addEventListener('abort', () => reject(new ApiError(method, lost))),
      );
    };
    const loop = createPolling({
      api: { call, upload: async () => undefined, download: async () => new Uint8Array() },
      account: {
        id: 1,
        username: 'x',
        refresh: async () => ({ username: 'x', name: 'x' }),
        known: async () => {},
      },
      intake: { take, idle: async () => {} },
      deps: { receiving: (_, state) => void told.push(state.ok || state.reason), log: silentLog },
      hold: 50,
      rest: async (seconds) => void pauses.push(seconds),
    });
    await loop.start();
    await ended;
    await loop.stop();
    return { asked: asked.map(({ offset, timeout }) => [offset, timeout]), pauses, told };
  }
  const update = (update_id: unknown) => ({ update_id });

  test('the first call is quick, those after it are held; the offset follows what was stored', async () => {
    const { asked, told } = await played([[update(5), update(6)], []]);
    expect(asked).toEqual([
      [undefined, 0],
      [7, 50],
      [7, 50],
    ]);
    expect(told).toEqual([true]);
  });

  test('what could not be stored is asked for again, what was stored is confirmed', async () => {
    let fails = 2;
    const taken: unknown[] = [];
    const { asked, pauses, told } = await played(
      [[update(5), update(6)], [update(6)], [update(6), update(7)]],
      async (raw) => {
        if (JSON.stringify(raw) === '{"update_id":6}' && fails-- > 0) throw new Error('away');
        taken.push(raw);
      },
    );
    expect(taken).toEqual([update(5), update(6), update(7)]);
    expect(asked.map(([offset]) => offset)).toEqual([undefined, 6, 6, 8]);
    expect([pauses, told]).toEqual([[1, 2], [true]]);
  });

  test('trouble is told once, and its end', async () => {
    const { pauses, told } = await played([lost, lost, lost, answered(409), answered(409), [], lost, []]);
    expect(told).toEqual(['network', 'conflict', true]);
    expect(pauses).toEqual([1, 2, 4, 40, 60, 1]);
  });

  test('updates without a number do not turn it into a race', async () => {
    const { asked, pauses } = await played([[update('x'), {}], [update(2 ** 60)], [update(3)]]);
    expect([pauses, asked.at(-1)]).toEqual([
      [1, 1],
      [4, 50],
    ]);
  });

  test('an answer that is no list is none', async () => {
    const { asked } = await played([[], [null, 5, 'x', update(1)]]);
    expect(asked.at(-1)).toEqual([2, 50]);
  });
});

describe('typing', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const shown: object[] = [];
  const typing = createTyping({
    call: async (method, payload) => {
      shown.push({ method, ...payload });
      throw new Error('nobody minds');
    },
  });
  beforeEach(() => void shown.splice(0));

  test('is shown once where no answer went out within a second', () => {
    typing.came('7');
    vi.advanceTimersByTime(999);
    expect(shown).toEqual([]);
    vi.advanceTimersByTime(60_000);
    expect(shown).toEqual([{ method: 'sendChatAction', chat_id: 7, action: 'typing' }]);
  });

  test('is not where one did, or the bot stops', () => {
    typing.came('7');
    typing.came('8');
    typing.came('9');
    typing.answered('7');
    vi.advanceTimersByTime(500);
    typing.came('8');
    typing.stop();
    vi.advanceTimersByTime(5000);
    expect(shown).toEqual([]);
  });
});
