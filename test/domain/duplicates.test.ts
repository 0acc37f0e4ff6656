import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRepeat, mayUndo, meaningKey, type Said, type UndoWay } from '../../src/domain/duplicates.ts';
import type { Meaning } from '../../src/domain/reply.ts';
import { at } from './support/calendar.ts';

describe('one report', () => {
  const said: Said = {
    contactId: 'cuong',
    assignmentId: 'a12',
    meaning: 'progress:60',
    at: at('2026-12-08 09:00'),
  };
  test.each([
    { case: 'again after 10 minutes', next: { at: at('2026-12-08 09:10') }, want: true },
    {
      case: 'after 10 minutes and a second',
      next: { at: new Date(at('2026-12-08 09:10').getTime() + 1000) },
      want: false,
    },
    { case: 'a message that overtook the first', next: { at: at('2026-12-08 08:55') }, want: true },
    { case: 'another person', next: { contactId: 'lan' }, want: false },
    { case: 'another task', next: { assignmentId: 'a13' }, want: false },
    { case: 'another percentage', next: { meaning: 'progress:70' }, want: false },
    { case: 'another change between', next: {}, changed: true, want: false },
  ])('$case: $want', ({ next, changed = false, want }) => {
    expect(isRepeat(said, { ...said, ...next }, changed)).toBe(want);
  });
});

describe('the meaning of a message as one text', () => {
  const due = (day: string): Meaning => ({ kind: 'extend', due: { dueAt: at(day), text: day } });
  test.each<[string, Meaning[], Meaning[], boolean]>([
    [
      'order is no meaning',
      [{ kind: 'received' }, { kind: 'confirm' }],
      [{ kind: 'confirm' }, { kind: 'received' }],
      true,
    ],
    ['said twice is said once', [{ kind: 'done' }, { kind: 'done' }], [{ kind: 'done' }], true],
    ['percentages', [{ kind: 'progress', percent: 6 }], [{ kind: 'progress', percent: 60 }], false],
    ['with and without a percentage', [{ kind: 'progress' }], [{ kind: 'progress', percent: 60 }], false],
    ['done is not progress', [{ kind: 'progress', percent: 100 }], [{ kind: 'done' }], false],
    [
      'the same date otherwise worded',
      [due('2026-12-20')],
      [{ ...due('2026-12-20'), reason: 'chờ số liệu' } as Meaning],
      true,
    ],
    ['another date', [due('2026-12-20')], [due('2026-12-21')], false],
  ])('%s', (_, a, b, same) => {
    expect(meaningKey(a) === meaningKey(b)).toBe(same);
  });
});

describe('taking a report back', () => {
  const recordedAt = at('2026-12-08 09:00');
  const actedUpon = { by: 'Trần Thị Lan', at: at('2026-12-08 09:02') };
  test.each<{ way: UndoWay; now: string; want: string }>([
    { way: 'button', now: '2026-12-08 09:05', want: 'yes' },
    { way: 'button', now: '2026-12-08 09:06', want: 'tooLate' },
    { way: 'command', now: '2026-12-08 09:06', want: 'yes' },
    { way: 'command', now: '2026-12-20 09:06', want: 'yes' },
    { way: 'edit', now: '2026-12-20 09:06', want: 'yes' },
  ])('by $way at $now: $want', ({ way, now, want }) => {
    const verdict = mayUndo(way, { recordedAt }, at(now));
    expect(verdict.allowed ? 'yes' : verdict.because).toBe(want);
  });

  test('never once somebody acted on it, and then says who and when', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<UndoWay>('button', 'command', 'edit'),
        fc.integer({ min: 0, max: 9000 }),
        (way, minutes) => {
          const now = new Date(actedUpon.at.getTime() + minutes * 60_000);
          const verdict = mayUndo(way, { recordedAt, actedUpon }, now);
          expect(verdict).toEqual({ allowed: false, because: 'actedUpon', ...actedUpon });
        },
      ),
    );
  });
});
