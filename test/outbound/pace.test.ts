import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPace, type Pace } from '../../src/outbound/pace.ts';

/** Sends one message after another to `chats` in simulated time; timers fire late by what `late` says. */
function broadcast(pace: Pace, count: number, late: (n: number) => number, start = 0): number[] {
  const times: number[] = [];
  let now = start;
  for (let n = 0; n < count; n++) {
    const ready = pace.readyAt(now);
    if (ready > now) now = ready + late(n);
    pace.spend(`chat${n}`, now);
    times.push(now);
  }
  return times;
}

const mostInWindow = (times: readonly number[], window: number): number => {
  let most = 0;
  for (let from = 0, to = 0; to < times.length; to++) {
    while ((times[to] ?? 0) - (times[from] ?? 0) >= window) from++;
    most = Math.max(most, to - from + 1);
  }
  return most;
};

describe('the whole channel', () => {
  test('no second holds more than the limit, however late the timers and however the demand comes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.array(
          fc.record({
            pause: fc.double({ min: 0, max: 3000, noNaN: true }),
            burst: fc.integer({ min: 1, max: 90 }),
          }),
          { maxLength: 12 },
        ),
        fc.array(fc.double({ min: 0, max: 40, noNaN: true }), { minLength: 1, maxLength: 30 }),
        (limit, demand, lateness) => {
          const pace = createPace({ perSecond: limit });
          const times: number[] = [];
          let now = 0;
          for (const { pause, burst } of demand) {
            now += pause;
            const sent = broadcast(pace, burst, (n) => lateness[n % lateness.length] ?? 0, now);
            times.push(...sent);
            now = sent.at(-1) ?? now;
          }
          expect(mostInWindow(times, 1000)).toBeLessThanOrEqual(limit);
        },
      ),
    );
  });

  test.each([1, 5, 20, 30, 100, 1000])(
    'a broadcast at %i/s loses under 3 in 100 with timers up to 4 ms late',
    (limit) => {
      const count = limit * 40;
      const times = broadcast(createPace({ perSecond: limit }), count, (n) => (n * 7919) % 5);
      const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
      expect((count - 1) / seconds).toBeGreaterThanOrEqual(limit * 0.97);
      expect(mostInWindow(times, 1000)).toBeLessThanOrEqual(limit);
    },
  );

  test('in the midst of a broadcast at 30/s a place comes free within 150 ms', () => {
    const times = broadcast(createPace({ perSecond: 30 }), 900, () => 1);
    const gaps = times.slice(1).map((at, n) => at - (times[n] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(150);
  });

  test('a wait for the whole bot is kept to the millisecond, and holds all chats', () => {
    const pace = createPace({ perSecond: 30 });
    pace.spend('a', 1000);
    pace.hold(8000);
    expect(pace.readyAt(1001)).toBe(8000);
    expect(pace.room(1001, 250)).toBe(0);
    expect(pace.readyAt(8000)).toBe(8000);
  });

  test('without a limit there is always room', () => {
    const pace = createPace({ perSecond: Infinity });
    for (let n = 0; n < 1000; n++) pace.spend('a', 5);
    expect(pace.readyAt(5)).toBe(5);
    expect(pace.room(5, 250)).toBe(Infinity);
    expect(pace.busyChats(5)).toEqual([]);
  });

  test('room tells how many places come free soon', () => {
    const pace = createPace({ perSecond: 30 });
    expect(pace.room(0, 250)).toBeGreaterThanOrEqual(5);
    expect(pace.room(0, 250)).toBeLessThanOrEqual(12);
    broadcast(pace, 30, () => 0);
    expect(pace.room(850, 10)).toBe(0);
  });
});

describe('one chat', () => {
  test('a chat may have its burst at once, then its rate, and holds back nobody else', () => {
    const pace = createPace({ perSecond: Infinity, perChat: { perSecond: 1, burst: 3 } });
    for (let n = 0; n < 3; n++) {
      expect(pace.busyChats(0)).toEqual([]);
      pace.spend('a', 0);
    }
    expect(pace.busyChats(0)).toEqual(['a']);
    expect(pace.nextChatAt(0)).toBe(1000);
    expect(pace.readyAt(0)).toBe(0);
    expect(pace.busyChats(999)).toEqual(['a']);
    expect(pace.busyChats(1000)).toEqual([]);
  });

  test('in no stretch of time does a chat get more than its burst and its rate', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 60 }),
        (burst, steps) => {
          const pace = createPace({ perSecond: Infinity, perChat: { perSecond: 1, burst } });
          const times: number[] = [];
          let now = 0;
          for (const step of steps) {
            now += step;
            if (pace.busyChats(now).length) continue;
            pace.spend('a', now);
            times.push(now);
          }
          times.forEach((from, i) =>
            times
              .slice(i)
              .forEach((to, more) => expect(more + 1).toBeLessThanOrEqual(burst + (to - from) / 1000 + 1e-9)),
          );
        },
      ),
    );
  });

  test('a 429 of one chat is kept to the millisecond, then forgotten', () => {
    const pace = createPace({ perSecond: 30 });
    pace.hold(17_000, 'a');
    expect(pace.busyChats(16_999)).toEqual(['a']);
    expect(pace.nextChatAt(5)).toBe(17_000);
    expect(pace.readyAt(5)).toBe(5);
    expect(pace.busyChats(17_000)).toEqual([]);
    expect(pace.nextChatAt(17_000)).toBe(Infinity);
  });

  test('a shorter wait does not shorten a longer one', () => {
    const pace = createPace({ perSecond: Infinity });
    pace.hold(9000, 'a');
    pace.hold(4000, 'a');
    expect(pace.nextChatAt(0)).toBe(9000);
  });
});
