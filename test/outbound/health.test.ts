import { describe, expect, test } from 'vitest';
import type { SendFailure } from '../../src/channels/channel.ts';
import { createHealth } from '../../src/outbound/health.ts';

const start = new Date('2026-11-25T02:00:00Z');
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const retry: SendFailure = { kind: 'retry' };

/** A channel after this many different chats failed. */
function failing(chats: number, failure = retry) {
  const health = createHealth();
  for (let n = 0; n < chats; n++) health.failed(`chat${n}`, failure, start);
  return health;
}

describe('down', () => {
  test('five different chats failing with no success between', () => {
    expect(failing(4).downSince).toBeUndefined();
    expect(failing(5).downSince).toEqual(start);
    expect(failing(5, { kind: 'unknown' }).downSince).toEqual(start);
  });

  test('one chat failing five times is that chat, not the channel', () => {
    const health = createHealth();
    for (let n = 0; n < 9; n++) health.failed('a', retry, start);
    expect(health.downSince).toBeUndefined();
  });

  test('a success between starts the count anew', () => {
    const health = failing(4);
    health.answered();
    health.failed('z', retry, start);
    expect(health.downSince).toBeUndefined();
  });

  test('people who blocked us are no sign of a channel that is down', () => {
    expect(failing(9, { kind: 'recipientGone', reason: 'blocked' }).downSince).toBeUndefined();
    expect(failing(9, { kind: 'messageRefused', reason: 'bad' }).downSince).toBeUndefined();
    expect(failing(9, { kind: 'retryAfter', seconds: 3 }).downSince).toBeUndefined();
  });

  test('a 429 between does not start the count anew', () => {
    const health = failing(4);
    health.failed('y', { kind: 'retryAfter', seconds: 3 }, start);
    health.failed('z', retry, start);
    expect(health.downSince).toEqual(start);
  });

  test('a dead token at once', () => {
    const health = createHealth();
    health.failed('a', { kind: 'channelDown', reason: '401' }, start);
    expect([health.downSince, health.reason]).toEqual([start, '401']);
  });

  test('what failed before a restart counts', () => {
    const health = createHealth({ failing: ['a', 'b', 'c', 'd'] });
    health.failed('e', retry, start);
    expect(health.downSince).toEqual(start);
  });
});

describe('while down', () => {
  test('it is tried again after 5 s, then ever more rarely', () => {
    const health = failing(5);
    expect(health.probeAt()).toEqual(at(5));
    health.failed('chat0', retry, at(5));
    expect(health.probeAt()).toEqual(at(15));
    health.failed('chat1', retry, at(15));
    expect(health.probeAt()).toEqual(at(35));
  });

  test('rows move after ten minutes', () => {
    const health = failing(5);
    expect(health.downTooLong(at(599))).toBe(false);
    expect(health.downTooLong(at(600))).toBe(true);
    expect(createHealth().downTooLong(at(600))).toBe(false);
  });

  test('any answer of the platform ends it', () => {
    const health = failing(5);
    health.failed('chat1', { kind: 'recipientGone', reason: 'blocked' }, at(5));
    expect(health.downSince).toBeUndefined();
  });

  test('a channel that was down before a restart is tried at once', () => {
    const health = createHealth({ downSince: start, reason: '401' });
    expect(health.probeAt() <= start).toBe(true);
    expect(health.downTooLong(at(600))).toBe(true);
  });
});

test('changes are told once each', () => {
  const health = failing(5);
  expect([health.takeChange(), health.takeChange()]).toEqual(['down', undefined]);
  health.answered();
  expect([health.takeChange(), health.takeChange()]).toEqual(['up', undefined]);
  health.failed('a', retry, start);
  expect(health.takeChange()).toBe('failing');
  health.answered();
  expect(health.takeChange()).toBe('failing');
  health.answered();
  expect(health.takeChange()).toBeUndefined();
});
