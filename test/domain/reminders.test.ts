import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assignmentStates } from '../../src/domain/assignment.ts';
import { lastGoodDay } from '../../src/domain/deadline.ts';
import {
  dueReminders,
  ladder,
  nextReminderAfter,
  nextReminderAfterAct,
  plannedReminders,
  type ReminderDates,
} from '../../src/domain/reminders.ts';
import { addDays, dayOf, instantOf, startOf, type Day } from '../../src/domain/time.ts';
import type { AssignmentFacts } from '../../src/domain/timeliness.ts';
import { at, calendarWith, plain, zone } from './support/calendar.ts';
import { given } from './support/facts.ts';

const dates = (assigned: string, due: string, changed = assigned): ReminderDates => ({
  assignedAt: at(assigned),
  ackFrom: at(assigned),
  dueAt: at(due),
  dueSetAt: at(changed),
});

const inWords = (planned: readonly { rule: string; day: Day }[]): string =>
  planned.map(({ rule, day }) => `${rule} ${day.slice(8)}/${day.slice(5, 7)}`).join(', ');

describe('the plan', () => {
  const tet = {
    calendar: calendarWith('2027-02-05', '2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11'),
    zone,
  };

  test.each([
    {
      case: 'trước 15/12/2026, a Tuesday: weekends move to the Friday before, T-3 and T-1 meet',
      dates: dates('2026-11-16 09:00', '2026-12-15'),
      want: 'unacknowledged 18/11, T-15 27/11, T-7 07/12, T-1 11/12, D 14/12, overdue 15/12, overdue 17/12, overdue 21/12, overdue 23/12, overdue 25/12',
    },
    {
      case: 'đến thứ Sáu 18/12: every rule on its own day',
      dates: dates('2026-11-16 09:00', '2026-12-19'),
      want: 'unacknowledged 18/11, T-15 03/12, T-7 11/12, T-3 15/12, T-1 17/12, D 18/12, overdue 21/12, overdue 23/12, overdue 25/12, overdue 29/12, overdue 31/12',
    },
    {
      case: 'a last good day on Sunday: Friday speaks once, as D',
      dates: dates('2026-11-16 09:00', '2026-12-21'),
      want: 'unacknowledged 18/11, T-15 04/12, T-7 11/12, T-3 17/12, D 18/12, overdue 21/12, overdue 23/12, overdue 25/12, overdue 29/12, overdue 31/12',
    },
    {
      case: 'given three days before: only rules after that day, receipt asked on the second working day',
      dates: dates('2026-12-11 09:00', '2026-12-15'),
      want: 'D 14/12, overdue 15/12, overdue 17/12, overdue 21/12, overdue 23/12, overdue 25/12',
    },
    {
      case: 'given on the last good day',
      dates: dates('2026-12-14 09:00', '2026-12-15'),
      want: 'overdue 15/12, unacknowledged 16/12, overdue 17/12, overdue 21/12, overdue 23/12, overdue 25/12',
    },
    {
      case: 'a rule that would move to the day of assignment does not exist',
      dates: dates('2026-12-04 09:00', '2026-12-14'),
      want: 'unacknowledged 08/12, T-3 10/12, D 11/12, overdue 14/12, overdue 16/12, overdue 18/12, overdue 22/12, overdue 24/12',
    },
    {
      case: 'changed on 7/12: nothing on or before that day',
      dates: dates('2026-11-16 09:00', '2026-12-15', '2026-12-07 07:00'),
      want: 'T-1 11/12, D 14/12, overdue 15/12, overdue 17/12, overdue 21/12, overdue 23/12, overdue 25/12',
    },
    {
      case: 'receipt and T-7 on one day: T-7',
      dates: dates('2026-12-03 09:00', '2026-12-15'),
      want: 'T-7 07/12, T-1 11/12, D 14/12, overdue 15/12, overdue 17/12, overdue 21/12, overdue 23/12, overdue 25/12',
    },
    {
      case: '07:00 of the 14th: D at 08:00 would be too late',
      dates: dates('2026-12-08 09:00', '2026-12-14 07:00'),
      want: 'unacknowledged 10/12, T-1 11/12, overdue 15/12, overdue 17/12, overdue 21/12, overdue 23/12, overdue 25/12',
    },
    {
      case: '17:00 of the 14th',
      dates: dates('2026-12-08 09:00', '2026-12-14 17:00'),
      want: 'unacknowledged 10/12, T-1 11/12, D 14/12, overdue 15/12, overdue 17/12, overdue 21/12, overdue 23/12, overdue 25/12',
    },
    {
      case: 'a last good day within Tết (5–11/2): all before speaks by 4/2, all after from 12/2',
      dates: dates('2027-01-11 09:00', '2027-02-11'),
      setting: tet,
      want: 'unacknowledged 13/01, T-15 26/01, T-7 03/02, D 04/02, overdue 12/02, overdue 16/02, overdue 18/02, overdue 22/02, overdue 24/02',
    },
  ])('$case', ({ dates: input, setting = plain, want }) => {
    expect(inWords(plannedReminders(input, setting))).toBe(want);
  });

  test('an agency without a contact is not asked about receipt', () => {
    const planned = plannedReminders({ ...dates('2026-11-16 09:00', '2026-12-15'), ackFrom: null }, plain);
    expect(planned.map(({ rule }) => rule)).not.toContain('unacknowledged');
  });

  const anyDay = fc.integer({ min: 0, max: 700 }).map((days) => addDays('2026-01-01', days));
  const anyDates = fc
    .record({
      assigned: anyDay,
      minute: fc.integer({ min: 0, max: 1439 }),
      lead: fc.integer({ min: 0, max: 60 }),
      hour: fc.integer({ min: 0, max: 23 }),
      change: fc.integer({ min: 0, max: 10 }),
    })
    .map(({ assigned, minute, lead, hour, change }) => {
      const assignedAt = new Date(startOf(assigned, zone).getTime() + minute * 60_000);
      return {
        assignedAt,
        ackFrom: assignedAt,
        dueAt: new Date(startOf(addDays(assigned, lead + change + 1), zone).getTime() + hour * 3_600_000),
        dueSetAt: new Date(assignedAt.getTime() + change * 86_400_000),
      };
    });
  const anySetting = fc
    .uniqueArray(anyDay, { maxLength: 60 })
    .map((free) => ({ calendar: calendarWith(...free), zone }));

  test('speaks only on working days after the last change, once a day, each rule once, five times when overdue', () => {
    fc.assert(
      fc.property(anyDates, anySetting, (input, setting) => {
        const planned = plannedReminders(input, setting);
        const days = planned.map(({ day }) => day);
        expect(days.filter((day) => setting.calendar.isFree(day))).toEqual([]);
        expect(days.filter((day) => day <= dayOf(input.dueSetAt, zone))).toEqual([]);
        expect(days).toEqual([...new Set(days)].sort());
        const count = (rule: string) => planned.filter((one) => one.rule === rule).length;
        for (const rule of ['T-15', 'T-7', 'T-3', 'T-1', 'D', 'unacknowledged'])
          expect(count(rule)).toBeLessThanOrEqual(1);
        expect(count('overdue')).toBe(5);
        const lastGood = lastGoodDay(input.dueAt, zone);
        for (const { rule, day } of planned) if (/^[TD]/.test(rule)) expect(day <= lastGood).toBe(true);
      }),
    );
  });
});

describe('the next reminder', () => {
  const next = (facts: AssignmentFacts, after: string) => nextReminderAfter(facts, at(after), plain);
  test('is the first one after an instant, with its hour', () => {
    expect(next(given(), '2026-12-01 09:00')).toEqual({
      rule: 'unacknowledged',
      day: '2026-12-03',
      at: at('2026-12-03 08:00'),
    });
    expect(next(given(), '2026-12-03 08:00')).toMatchObject({ rule: 'T-7', day: '2026-12-07' });
    expect(next(given(), '2026-12-25 08:00')).toBeUndefined();
  });

  test('leaves receipt out once there was an answer', () => {
    expect(next(given({ state: 'acknowledged' }), '2026-12-01 09:00')).toMatchObject({ rule: 'T-7' });
  });

  test.each(assignmentStates)('%s', (state) => {
    const owed = ['assigned', 'acknowledged', 'in_progress', 'returned'].includes(state);
    expect(next(given({ state }), '2026-12-01 09:00') !== undefined).toBe(owed);
  });

  test('none while an extension waits', () => {
    expect(next(given({ extensionAskedAt: at('2026-12-02') }), '2026-12-02')).toBeUndefined();
  });
});

describe('the next reminder after an act', () => {
  const working = given({ state: 'in_progress' });
  const moved = { ...working, dueAt: at('2026-12-22'), dueSetAt: at('2026-12-07 09:00') };
  const waiting = { ...working, extensionAskedAt: at('2026-12-07 09:00') };
  test.each([
    { case: 'to come', next: '2026-12-11 08:00', after: working, want: '2026-12-11 08:00' },
    {
      case: 'due and not handled yet: it stays due',
      next: '2026-12-07 08:00',
      after: working,
      want: '2026-12-07 08:00',
    },
    {
      case: 'a new date in force: a new plan',
      next: '2026-12-07 08:00',
      after: moved,
      want: '2026-12-14 08:00',
    },
    { case: 'an extension waits', next: '2026-12-07 08:00', after: waiting, want: null },
    { case: 'none before: the plan from now on', next: null, after: working, want: '2026-12-11 08:00' },
  ])('$case → $want', ({ next, after, want }) => {
    const before = { dueSetAt: working.dueSetAt, nextReminderAt: next ? at(next) : null };
    const found = nextReminderAfterAct(before, after, at('2026-12-07 09:00'), plain);
    expect(found).toEqual(want ? at(want) : null);
  });
});

describe('a tick', () => {
  const working = given({ state: 'in_progress' });
  const tick = (facts: AssignmentFacts, from: string, now: string, questionAt?: string) => {
    const { outcomes, next } = dueReminders(
      facts,
      { from: at(from), now: at(now), heard: { questionAt: questionAt ? at(questionAt) : undefined } },
      plain,
    );
    const said = outcomes
      .map(({ rule, outcome, late }) => `${rule} ${outcome}${late ? ' late' : ''}`)
      .join(', ');
    return { said, next };
  };

  test.each([
    {
      case: 'on time',
      facts: working,
      from: '2026-12-07 08:00',
      now: '2026-12-07 08:00',
      said: 'T-7 send',
      next: '2026-12-11 08:00',
    },
    {
      case: 'not yet',
      facts: working,
      from: '2026-12-07 08:00',
      now: '2026-12-07 07:59',
      said: '',
      next: '2026-12-07 08:00',
    },
    {
      case: 'a slow morning is not late',
      facts: working,
      from: '2026-12-07 08:00',
      now: '2026-12-07 08:40',
      said: 'T-7 send',
      next: '2026-12-11 08:00',
    },
    {
      case: 'the same day after an outage',
      facts: working,
      from: '2026-12-07 08:00',
      now: '2026-12-07 14:00',
      said: 'T-7 send late',
      next: '2026-12-11 08:00',
    },
    {
      case: 'back on in quiet time: nothing is decided',
      facts: working,
      from: '2026-12-07 08:00',
      now: '2026-12-07 18:00',
      said: '',
      next: '2026-12-07 08:00',
    },
    {
      case: 'the next morning',
      facts: working,
      from: '2026-12-07 08:00',
      now: '2026-12-08 08:00',
      said: 'T-7 send late',
      next: '2026-12-11 08:00',
    },
    {
      case: 'over several rules the latest speaks, the others are missed',
      facts: given(),
      from: '2026-12-03 08:00',
      now: '2026-12-10 09:00',
      said: 'unacknowledged missed, T-7 send late',
      next: '2026-12-11 08:00',
    },
    {
      case: 'today’s rule beside a missed one speaks in time',
      facts: working,
      from: '2026-12-07 08:00',
      now: '2026-12-11 08:00',
      said: 'T-7 missed, T-1 send',
      next: '2026-12-14 08:00',
    },
    {
      case: 'past the date a reminder of the date makes no sense',
      facts: working,
      from: '2026-12-07 08:00',
      now: '2026-12-15 08:00',
      said: 'T-7 missed, T-1 missed, D missed, overdue send',
      next: '2026-12-17 08:00',
    },
    {
      case: 'after the date but before the next working day nothing goes out',
      facts: given({ state: 'in_progress', dueAt: at('2026-12-12') }),
      from: '2026-12-10 08:00',
      now: '2026-12-12 09:00',
      said: '',
      next: '2026-12-10 08:00',
    },
    {
      case: 'weeks later only the last of the overdue ones',
      facts: working,
      from: '2026-12-15 08:00',
      now: '2027-01-11 09:00',
      said: 'overdue missed, overdue missed, overdue missed, overdue missed, overdue send late',
      next: undefined,
    },
    {
      case: 'T-7 is needless three working days after a report',
      facts: given({ state: 'in_progress', activityAt: at('2026-12-02 23:00') }),
      from: '2026-12-07 08:00',
      now: '2026-12-07 08:00',
      said: 'T-7 not_needed',
      next: '2026-12-11 08:00',
    },
    {
      case: 'and needed four after',
      facts: given({ state: 'in_progress', activityAt: at('2026-12-01 23:00') }),
      from: '2026-12-07 08:00',
      now: '2026-12-07 08:00',
      said: 'T-7 send',
      next: '2026-12-11 08:00',
    },
    {
      case: 'T-1 speaks whoever reported',
      facts: given({ state: 'in_progress', activityAt: at('2026-12-10 16:00') }),
      from: '2026-12-11 08:00',
      now: '2026-12-11 08:00',
      said: 'T-1 send',
      next: '2026-12-14 08:00',
    },
    {
      case: 'a receipt that came makes asking for it needless',
      facts: given({ state: 'acknowledged' }),
      from: '2026-12-03 08:00',
      now: '2026-12-03 08:00',
      said: 'unacknowledged not_needed',
      next: '2026-12-07 08:00',
    },
    {
      case: 'submitted',
      facts: given({ state: 'submitted', submittedAt: at('2026-12-04') }),
      from: '2026-12-07 08:00',
      now: '2026-12-07 08:00',
      said: '',
      next: undefined,
    },
    {
      case: 'an extension waits',
      facts: given({ extensionAskedAt: at('2026-12-04') }),
      from: '2026-12-07 08:00',
      now: '2026-12-07 08:00',
      said: '',
      next: undefined,
    },
  ])('$case', ({ facts, from, now, said, next }) => {
    expect(tick(facts, from, now)).toEqual({ said, next: next ? at(next) : undefined });
  });

  test('a question is a sign of life too', () => {
    expect(tick(working, '2026-12-07 08:00', '2026-12-07 08:00', '2026-12-04 10:00').said).toBe(
      'T-7 not_needed',
    );
  });

  test('whenever ticks come, each planned reminder gets one outcome, and no two of them speak on one tick', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 60 * 24 * 12 }), { maxLength: 40 });
    fc.assert(
      fc.property(gaps, (minutes) => {
        const planned = plannedReminders(working, plain);
        const recorded: string[] = [];
        let now = at('2026-12-01 09:00');
        let from = nextReminderAfter(working, now, plain)?.at;
        for (const gap of [...minutes, 60 * 24 * 60, 60 * 8]) {
          now = new Date(now.getTime() + gap * 60_000);
          if (from === undefined || from > now) continue;
          const { outcomes, next } = dueReminders(working, { from, now }, plain);
          expect(outcomes.filter(({ outcome }) => outcome === 'send').length).toBeLessThanOrEqual(1);
          recorded.push(...outcomes.map(({ rule, day }) => `${rule} ${day}`));
          from = next;
        }
        const past = planned.filter(
          ({ rule, day }) => rule !== 'unacknowledged' && instantOf(day, '08:00', zone) < (from ?? now),
        );
        expect(recorded).toEqual(past.map(({ rule, day }) => `${rule} ${day}`));
      }),
    );
  });
});

describe('the ladder', () => {
  const dueAt = at('2026-12-15');
  test.each([
    { today: '2026-12-07', unanswered: 0, want: 'main' },
    { today: '2026-12-11', unanswered: 1, want: 'main' },
    { today: '2026-12-14', unanswered: 2, want: 'main deputy' },
    { today: '2026-12-16', unanswered: 0, want: 'main' },
    { today: '2026-12-17', unanswered: 0, want: 'main head' },
    { today: '2026-12-17', unanswered: 4, want: 'main deputy head' },
    { today: '2026-12-21', unanswered: 5, want: 'main deputy head coordinator' },
    { today: '2026-12-07', unanswered: 0, mainAway: true, want: 'deputy' },
    { today: '2026-12-17', unanswered: 0, mainAway: true, want: 'deputy head' },
  ] as const)(
    '$today, $unanswered unanswered, main away $mainAway: $want',
    ({ today, unanswered, want, ...rest }) => {
      expect(ladder({ today, unanswered, dueAt, zone, ...rest }).join(' ')).toBe(want);
    },
  );
});
