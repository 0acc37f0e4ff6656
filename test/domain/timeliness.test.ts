import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assignmentStates } from '../../src/domain/assignment.ts';
import {
  acknowledgeBy,
  categoryOf,
  extensionEffect,
  isBlocked,
  isDueSoon,
  isLate,
  isUnacknowledgedTooLong,
  lightOf,
  overdueDays,
  percentOf,
  supplementDate,
  updatedThisWeek,
} from '../../src/domain/timeliness.ts';
import { at, calendarWith, plain, zone } from './support/calendar.ts';
import { given } from './support/facts.ts';

describe('category', () => {
  const due = at('2026-12-15');
  const missed = at('2026-12-10');
  test.each([
    { case: 'given, before the date', facts: {}, now: '2026-12-14 23:59', want: 'in_progress' },
    { case: 'given, when the date begins', facts: {}, now: '2026-12-15 00:00', want: 'overdue' },
    {
      case: 'reported in time and waiting for weeks',
      facts: { state: 'submitted', submittedAt: at('2026-12-14 23:59') },
      now: '2027-01-20',
      want: 'in_progress',
    },
    {
      case: 'reported at the very instant',
      facts: { state: 'submitted', submittedAt: due },
      now: '2026-12-15 08:00',
      want: 'overdue',
    },
    {
      case: 'accepted late, reported in time',
      facts: { state: 'completed', submittedAt: at('2026-12-14 10:00') },
      now: '2026-12-20',
      want: 'on_time',
    },
    {
      case: 'accepted, reported late',
      facts: { state: 'completed', submittedAt: at('2026-12-16 10:00') },
      now: '2026-12-20',
      want: 'late',
    },
    {
      case: 'returned after a report in time, supplement to come',
      facts: { state: 'returned', dueAt: at('2026-12-19') },
      now: '2026-12-18 17:00',
      want: 'in_progress',
    },
    {
      case: 'returned after a late report: late although the supplement is to come',
      facts: { state: 'returned', dueAt: at('2026-12-19'), lateSince: due },
      now: '2026-12-18 17:00',
      want: 'overdue',
    },
    {
      case: 'supplement in time after a late report',
      facts: {
        state: 'submitted',
        submittedAt: at('2026-12-18'),
        dueAt: at('2026-12-19'),
        lateSince: missed,
      },
      now: '2026-12-18 17:00',
      want: 'overdue',
    },
    {
      case: 'withdrawn long after its date',
      facts: { state: 'cancelled' },
      now: '2027-01-01',
      want: 'cancelled',
    },
    {
      case: 'merged, late',
      facts: { state: 'merged', lateSince: missed },
      now: '2027-01-01',
      want: 'cancelled',
    },
  ] as const)('$case: $want', ({ facts, now, want }) => {
    expect(categoryOf(given(facts), at(now))).toBe(want);
  });

  test('a report in time is never shown as overdue, whenever one looks', () => {
    const minutes = fc.integer({ min: 1, max: 60 * 24 * 400 });
    fc.assert(
      fc.property(minutes, minutes, fc.constantFrom('submitted', 'completed'), (before, later, state) => {
        const submittedAt = new Date(due.getTime() - before * 60_000);
        const now = new Date(submittedAt.getTime() + later * 60_000);
        const category = categoryOf(given({ state, submittedAt }), now);
        expect(category).toBe(state === 'completed' ? 'on_time' : 'in_progress');
      }),
    );
  });

  test('four categories add up to what is assigned; only the dropped stand aside', () => {
    const instant = fc
      .integer({ min: 0, max: 90 })
      .map((days) => new Date(at('2026-11-01').getTime() + days * 86_400_000));
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            state: fc.constantFrom(...assignmentStates),
            dueAt: instant,
            lateSince: fc.option(instant),
          }),
        ),
        instant,
        (rows, now) => {
          const categories = rows.map((row) =>
            categoryOf(given({ ...row, submittedAt: row.state === 'submitted' ? row.dueAt : null }), now),
          );
          const counted = categories.filter((one) => one !== 'cancelled').length;
          expect(counted).toBe(
            rows.filter(({ state }) => state !== 'cancelled' && state !== 'merged').length,
          );
        },
      ),
    );
  });
});

test.each([
  { case: 'in time', facts: {}, now: '2026-12-14 10:00', want: 0 },
  { case: 'trước 15/12, on 15/12', facts: {}, now: '2026-12-15 08:00', want: 1 },
  { case: 'calendar days, weekends too', facts: {}, now: '2026-12-21 08:00', want: 7 },
  { case: 'one second before midnight is the same day', facts: {}, now: '2026-12-15 23:59', want: 1 },
  {
    case: 'an hour after 17 giờ',
    facts: { dueAt: at('2026-12-14 17:00') },
    now: '2026-12-14 18:00',
    want: 0,
  },
  {
    case: 'the day after 17 giờ',
    facts: { dueAt: at('2026-12-14 17:00') },
    now: '2026-12-15 07:00',
    want: 1,
  },
  {
    case: 'counts up to the report',
    facts: { state: 'submitted', submittedAt: at('2026-12-17 09:00') },
    now: '2026-12-30',
    want: 3,
  },
  {
    case: 'from the date that was missed, not from the supplement’s',
    facts: { state: 'returned', dueAt: at('2026-12-24'), lateSince: at('2026-12-15') },
    now: '2026-12-18 08:00',
    want: 4,
  },
  {
    case: 'reported in time, accepted late',
    facts: { state: 'completed', submittedAt: at('2026-12-14 09:00') },
    now: '2027-02-01',
    want: 0,
  },
] as const)('days overdue, $case: $want', ({ facts, now, want }) => {
  expect(overdueDays(given(facts), at(now), zone)).toBe(want);
});

test.each([
  { case: '8 days before the last good day', facts: {}, now: '2026-12-06 10:00', want: false },
  { case: '7 days before the last good day (14/12)', facts: {}, now: '2026-12-07 00:00', want: true },
  { case: 'the last good day', facts: {}, now: '2026-12-14 23:00', want: true },
  { case: 'once overdue no longer', facts: {}, now: '2026-12-15 00:00', want: false },
  {
    case: '17 giờ 14/12, 7 days before',
    facts: { dueAt: at('2026-12-14 17:00') },
    now: '2026-12-07 09:00',
    want: true,
  },
  {
    case: 'nothing is owed while a report waits',
    facts: { state: 'submitted', submittedAt: at('2026-12-08') },
    now: '2026-12-10',
    want: false,
  },
] as const)('due soon, $case: $want', ({ facts, now, want }) => {
  expect(isDueSoon(given(facts), at(now), zone)).toBe(want);
});

describe('receipt is expected within one working day', () => {
  test.each([
    { case: 'given on Tuesday, until the end of Wednesday', from: '2026-12-01 09:00', want: '2026-12-03' },
    { case: 'given on Friday, until the end of Monday', from: '2026-12-04 16:00', want: '2026-12-08' },
    { case: 'given on Saturday, until the end of Monday', from: '2026-12-05 20:00', want: '2026-12-08' },
  ])('$case', ({ from, want }) => {
    expect(acknowledgeBy(at(from), plain.calendar, zone)).toEqual(at(want));
  });

  test.each([
    { case: 'within it', facts: {}, now: '2026-12-02 23:59', want: false },
    { case: 'after it', facts: {}, now: '2026-12-03 00:00', want: true },
    { case: 'received', facts: { state: 'acknowledged' }, now: '2026-12-09', want: false },
    { case: 'nobody to tell yet', facts: { ackFrom: null }, now: '2026-12-09', want: false },
  ] as const)('$case: $want', ({ facts, now, want }) => {
    expect(isUnacknowledgedTooLong(given(facts), at(now), plain.calendar, zone)).toBe(want);
  });
});

test.each([
  { case: 'nothing to say', facts: { state: 'in_progress' }, now: '2026-12-03', light: 'green', reasons: [] },
  { case: 'silent', facts: {}, now: '2026-12-03', light: 'yellow', reasons: ['unacknowledged'] },
  {
    case: 'soon and stuck',
    facts: { state: 'in_progress', blocked: true },
    now: '2026-12-10',
    light: 'yellow',
    reasons: ['due_soon', 'blocked'],
  },
  {
    case: 'overdue outweighs all',
    facts: { blocked: true },
    now: '2026-12-16',
    light: 'red',
    reasons: ['overdue', 'blocked', 'unacknowledged'],
  },
  {
    case: 'completed late is over',
    facts: { state: 'completed', submittedAt: at('2026-12-16') },
    now: '2026-12-20',
    light: 'green',
    reasons: [],
  },
  {
    case: 'withdrawn',
    facts: { state: 'cancelled', blocked: true },
    now: '2026-12-20',
    light: 'green',
    reasons: [],
  },
] as const)('light, $case: $light', ({ facts, now, light, reasons }) => {
  expect(lightOf(given(facts), at(now), plain.calendar, zone)).toEqual({ light, reasons });
});

test('a blocker counts only while work is open', () => {
  expect(isBlocked({ state: 'in_progress', blocked: true })).toBe(true);
  expect(isBlocked({ state: 'completed', blocked: true })).toBe(false);
});

test.each([
  { activity: '2026-12-07 00:00', now: '2026-12-13 23:59', want: true },
  { activity: '2026-12-06 23:59', now: '2026-12-07 08:00', want: false },
  { activity: '2026-12-14 09:00', now: '2026-12-14 09:00', want: true },
])('updated $activity, seen $now: $want', ({ activity, now, want }) => {
  expect(updatedThisWeek(at(activity), at(now), zone)).toBe(want);
});

test('no word, no update', () => expect(updatedThisWeek(null, at('2026-12-14'), zone)).toBe(false));

test.each([
  ['in_progress', 60, 60],
  ['in_progress', null, null],
  ['submitted', 60, 100],
  ['completed', null, 100],
  ['returned', 60, 60],
] as const)('%s at %s shows %s', (state, percent, want) => expect(percentOf({ state, percent })).toBe(want));

describe('the supplement’s date', () => {
  const tet = calendarWith('2027-02-05', '2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11');
  test.each([
    { case: 'third working day: Tuesday to Friday', returned: '2026-12-15 10:00', want: '2026-12-19' },
    { case: 'over a weekend: Wednesday to Monday', returned: '2026-12-16 10:00', want: '2026-12-22' },
    { case: 'returned on a Sunday: Wednesday', returned: '2026-12-20 10:00', want: '2026-12-24' },
    { case: 'over Tết: Thursday 4/2 to Tuesday 16/2', returned: '2027-02-04 10:00', want: '2027-02-17' },
    { case: 'the coordinator’s', returned: '2026-12-15 10:00', named: '2026-12-31', want: '2026-12-31' },
    { case: 'never before the date in force', returned: '2026-12-08 10:00', want: '2026-12-15' },
    { case: 'nor the coordinator’s', returned: '2026-12-08 10:00', named: '2026-12-10', want: '2026-12-15' },
  ])('$case', ({ returned, named, want }) => {
    const setting = { calendar: tet, zone };
    const date = supplementDate(at(returned), named ? at(named) : undefined, at('2026-12-15'), setting);
    expect(date).toEqual(at(want));
  });
});

describe('an extension', () => {
  const inForce = { dueAt: at('2026-12-15'), lateSince: null };
  test('asked for before the date counts from the asking, approved whenever', () => {
    const effect = extensionEffect(at('2026-12-14 23:59'), inForce, at('2026-12-21'));
    expect(effect).toEqual({ dueAt: at('2026-12-21'), lateSince: null });
  });
  test('asked for after the date, late stays late', () => {
    const effect = extensionEffect(at('2026-12-15 00:00'), inForce, at('2026-12-21'));
    expect(effect).toEqual({ dueAt: at('2026-12-21'), lateSince: at('2026-12-15') });
    expect(isLate({ ...effect, submittedAt: null }, at('2026-12-16'))).toBe(true);
  });
  test('heals no lateness that was decided before', () => {
    const late = { ...inForce, lateSince: at('2026-12-01') };
    expect(extensionEffect(at('2026-12-02'), late, at('2026-12-21')).lateSince).toEqual(at('2026-12-01'));
  });
});
