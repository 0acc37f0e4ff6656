import { expect, test } from 'vitest';
import { parseDeadline } from '../../src/domain/deadline.ts';
import { at, calendar, now, zone } from '../fixtures/phrases/context.ts';
import { dates } from '../fixtures/phrases/dates.ts';
import type { DatePhrase } from '../fixtures/phrases/dates.ts';
import { judgeDate } from '../fixtures/phrases/judge.ts';

const verdictOn = (phrase: DatePhrase) => {
  const read = parseDeadline(phrase.say, {
    now: phrase.now ? at(phrase.now) : now,
    zone,
    calendar,
    ...(phrase.inForce ? { inForce: at(phrase.inForce) } : {}),
  });
  return judgeDate(phrase, read.ok ? read.deadline.dueAt : read.fault);
};

test.each(dates.map((phrase): [string, DatePhrase] => [`${phrase.say} (${phrase.now ?? 'now'})`, phrase]))(
  '%s',
  (_, phrase) => {
    expect(verdictOn(phrase)).toEqual({ grade: 'right', differences: [] });
  },
);
