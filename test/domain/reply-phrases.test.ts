import { describe, expect, test } from 'vitest';
import { readReply } from '../../src/domain/reply.ts';
import { calendar, inForce, now, zone } from '../fixtures/phrases/context.ts';
import { judgeReply } from '../fixtures/phrases/judge.ts';
import { replies } from '../fixtures/phrases/replies.ts';

const ctx = { now, zone, calendar, inForce };

describe('short replies as people type them', () => {
  test.each(replies.map((phrase) => [phrase.say, phrase] as const))('%s', (say, phrase) => {
    expect(judgeReply(phrase, readReply(say, ctx))).toEqual({ grade: 'right', differences: [] });
  });
});
