import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SendFailure } from '../../src/channels/channel.ts';
import {
  afterFailure,
  backOff,
  longestBackOff,
  maxAttempts,
  probeAfter,
  speaksOfChannel,
} from '../../src/outbound/policy.ts';

const now = new Date('2026-11-25T02:00:00Z');
const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const first = { attempts: 1, doubtful: false };

describe('what a failure means', () => {
  test.each<[string, SendFailure, { attempts: number; doubtful: boolean }, object]>([
    [
      'a chat is asked to wait',
      { kind: 'retryAfter', seconds: 17 },
      first,
      { do: 'wait', until: after(17), holds: 'chat', costsAttempt: false },
    ],
    [
      'the whole bot is asked to wait',
      { kind: 'retryAfter', seconds: 3, whole: true },
      first,
      { do: 'wait', until: after(3), holds: 'channel', costsAttempt: false },
    ],
    [
      'a wait of no time is a second',
      { kind: 'retryAfter', seconds: 0 },
      first,
      { do: 'wait', until: after(1), holds: 'chat' },
    ],
    [
      'a 429 never uses up the attempts',
      { kind: 'retryAfter', seconds: 5 },
      { attempts: 99, doubtful: false },
      { do: 'wait' },
    ],
    ['refused for now', { kind: 'retry' }, first, { do: 'wait', until: after(1.5), costsAttempt: true }],
    [
      'refused for now, again',
      { kind: 'retry' },
      { attempts: 4, doubtful: false },
      { do: 'wait', until: after(12) },
    ],
    [
      'refused for the last time',
      { kind: 'retry' },
      { attempts: maxAttempts, doubtful: false },
      { do: 'tryNextChannel', gone: false },
    ],
    ['the answer lost', { kind: 'unknown' }, first, { do: 'wait', until: after(60), doubtful: true }],
    [
      'the answer lost a second time',
      { kind: 'unknown' },
      { attempts: 2, doubtful: true },
      { do: 'giveUp', reason: 'unknown' },
    ],
    [
      'blocked us',
      { kind: 'recipientGone', reason: 'blocked' },
      first,
      { do: 'tryNextChannel', reason: 'blocked', gone: true },
    ],
    [
      'this text never',
      { kind: 'messageRefused', reason: 'too long' },
      first,
      { do: 'giveUp', reason: 'too long' },
    ],
    ['token revoked', { kind: 'channelDown', reason: '401' }, first, { do: 'holdChannel', reason: '401' }],
  ])('%s', (_, failure, row, want) => expect(afterFailure(failure, row, now, 0.5)).toMatchObject(want));

  test('back-off grows, stays within its cap and is spread', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempts, random) => {
          const seconds = backOff(attempts, random);
          const whole = Math.min(longestBackOff, 2 ** attempts);
          expect(seconds).toBeGreaterThanOrEqual(whole / 2);
          expect(seconds).toBeLessThanOrEqual(whole);
        },
      ),
    );
    expect(backOff(3, 0)).not.toBe(backOff(3, 0.9));
  });

  test('a wait that the platform named is never shortened, whatever the dice', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 90_000, noNaN: true }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (seconds, random) => {
          const next = afterFailure({ kind: 'retryAfter', seconds }, first, now, random);
          expect(next.do === 'wait' && next.until.getTime() - now.getTime()).toBeGreaterThanOrEqual(
            seconds * 1000,
          );
        },
      ),
    );
  });

  test('a row is sent a bounded number of times, and never a third time after doubt', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom<SendFailure>({ kind: 'retry' }, { kind: 'unknown' }), {
          minLength: 20,
          maxLength: 20,
        }),
        (failures) => {
          const row = { attempts: 0, doubtful: false };
          let lost = 0;
          for (const failure of failures) {
            row.attempts++;
            if (failure.kind === 'unknown') lost++;
            const next = afterFailure(failure, row, now, 0.5);
            if (next.do !== 'wait') break;
            row.doubtful ||= next.doubtful ?? false;
          }
          expect(row.attempts).toBeLessThanOrEqual(maxAttempts + 1);
          expect(lost).toBeLessThanOrEqual(2);
        },
      ),
    );
  });

  test.each<[SendFailure['kind'], boolean]>([
    ['retry', true],
    ['unknown', true],
    ['channelDown', true],
    ['retryAfter', false],
    ['recipientGone', false],
    ['messageRefused', false],
    ['moved', false],
  ])('%s speaks of the channel: %s', (kind, want) =>
    expect(speaksOfChannel({ kind, seconds: 1, reason: '', to: '' })).toBe(want),
  );

  test('a channel that is down is tried again ever more rarely, and at least twice a minute', () => {
    const waits = [0, 1, 2, 3, 9].map(probeAfter);
    expect(waits).toEqual([5, 10, 20, 30, 30]);
  });
});
