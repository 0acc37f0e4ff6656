import fc from 'fast-check';
import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  dayFrom,
  dayOf,
  daysBetween,
  earliest,
  endOf,
  formatDay,
  instantOf,
  isDay,
  isoWithOffset,
  lastDayBefore,
  latest,
  mondayOf,
  startOf,
  timeOf,
  weekdayOf,
  type Day,
} from '../../src/domain/time.ts';
import { at, zone } from './support/calendar.ts';

const anyDay = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2090-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10) as Day);

test('days are counted as the library counts them', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: -4000, max: 4000 }), (day, days) => {
      const moved = DateTime.fromISO(day, { zone: 'utc' }).plus({ days });
      expect(addDays(day, days)).toBe(moved.toISODate());
      expect(weekdayOf(addDays(day, days))).toBe(moved.weekday);
      expect(daysBetween(day, addDays(day, days))).toBe(days);
    }),
  );
});

test('a day begins where the one before ends, and its last moment is still its own', () => {
  fc.assert(
    fc.property(anyDay, fc.constantFrom(zone, 'Europe/Berlin', 'UTC', 'America/New_York'), (day, where) => {
      expect(endOf(day, where)).toEqual(startOf(addDays(day, 1), where));
      expect(dayOf(startOf(day, where), where)).toBe(day);
      expect(lastDayBefore(endOf(day, where), where)).toBe(day);
      expect(lastDayBefore(startOf(day, where), where)).toBe(addDays(day, -1));
    }),
  );
});

test('instants are local days and times as the library has them, summer time and all', () => {
  const instant = fc.date({ min: new Date('1975-01-01'), max: new Date('2090-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(instant, fc.constantFrom(zone, 'Europe/Berlin', 'Asia/Kathmandu', 'UTC'), (when, where) => {
      const local = DateTime.fromJSDate(when, { zone: where });
      expect(dayOf(when, where)).toBe(local.toISODate());
      expect(timeOf(when, where)).toBe(local.toFormat('HH:mm'));
      expect(startOf(dayOf(when, where), where)).toEqual(local.startOf('day').toJSDate());
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['2026-02-28', 1, '2026-03-01'],
  ['2028-02-28', 1, '2028-02-29'],
  ['2026-12-31', 1, '2027-01-01'],
  ['2026-03-01', -1, '2026-02-28'],
] as const)('%s %i day → %s', (day, days, want) => expect(addDays(day, days)).toBe(want));

test.each([
  ['2026-01-31', 1, '2026-02-28'],
  ['2026-12-15', -1, '2026-11-15'],
] as const)('%s %i month → %s', (day, months, want) => expect(addMonths(day, months)).toBe(want));

test.each([
  [2026, 11, 31, undefined],
  [2026, 2, 29, undefined],
  [2028, 2, 29, '2028-02-29'],
  [26, 2, 1, undefined],
] as const)('%i-%i-%i is %s', (year, month, date, want) => expect(dayFrom(year, month, date)).toBe(want));

test.each([
  ['2026-11-30', true],
  ['2026-11-31', false],
  ['2026-1-1', false],
  ['15/12/2026', false],
])('%s is a day: %s', (text, want) => expect(isDay(text)).toBe(want));

test('the week begins on Monday', () => {
  expect(mondayOf('2026-12-13')).toBe('2026-12-07');
  expect(mondayOf('2026-12-07')).toBe('2026-12-07');
  expect(weekdayOf('2026-12-13')).toBe(7);
});

test('local time and its writings', () => {
  expect(instantOf('2026-12-14', '08:00', zone)).toEqual(at('2026-12-14 08:00'));
  expect(instantOf('2026-12-14', '8:05', zone)).toEqual(at('2026-12-14 08:05'));
  expect(timeOf(new Date('2026-12-14T23:30:00Z'), zone)).toBe('06:30');
  expect(dayOf(new Date('2026-12-14T23:30:00Z'), zone)).toBe('2026-12-15');
  expect(formatDay('2026-12-05')).toBe('05/12/2026');
  expect(isoWithOffset(at('2026-12-14 08:00'), zone)).toBe('2026-12-14T08:00:00+07:00');
});

test('earlier and later of several', () => {
  const [a, b] = [at('2026-12-14'), at('2026-12-15')];
  expect([earliest(b, a), latest(a, b), earliest(a)]).toEqual([a, b, a]);
});
