import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, weekdayOf } from '../../src/domain/time.ts';
import type { Day } from '../../src/domain/time.ts';
import {
  addWorkingDays,
  calendarFileSchema,
  nextWorkingDay,
  workCalendar,
  workingDayOnOrAfter,
  workingDayOnOrBefore,
  workingDaysBetween,
} from '../../src/domain/working-days.ts';
import { loadCalendars } from '../../src/store/calendars.ts';

const shipped = await loadCalendars(fileURLToPath(new URL('../../prisma/calendars', import.meta.url)));
const cal = workCalendar(shipped);
const none = workCalendar([]);
const days = fc.integer({ min: 0, max: 2556 }).map((n) => addDays('2024-01-01', n));

test('the years 2024 to 2030 are shipped, those already announced as confirmed', () => {
  expect(shipped.map((table) => [table.year, table.confirmed])).toEqual([
    [2024, true],
    [2025, true],
    [2026, true],
    [2027, false],
    [2028, false],
    [2029, false],
    [2030, false],
  ]);
  expect(cal.isConfirmed(2026)).toBe(true);
  expect(cal.isConfirmed(2027)).toBe(false);
  expect(cal.isConfirmed(2031)).toBe(false);
});

test.each<[number, Day | undefined]>([
  [2024, '2024-02-08'],
  [2025, '2025-01-27'],
  [2026, '2026-02-16'],
  [2027, '2027-02-05'],
  [2028, '2028-01-24'],
  [2029, '2029-02-12'],
  [2030, '2030-02-01'],
  [2031, undefined],
])('Tết of %i begins on %s', (year, day) => {
  expect(cal.tetBegins(year)).toBe(day);
});

describe('free days', () => {
  test.each<[Day, boolean, string]>([
    ['2026-01-01', true, 'Tết Dương lịch'],
    ['2026-01-02', true, 'swapped against 10/1'],
    ['2026-01-10', false, 'the Saturday worked for 2/1'],
    ['2026-01-17', true, 'an ordinary Saturday'],
    ['2026-02-13', false, 'the Friday before Tết'],
    ['2026-02-16', true, 'the day before mùng 1'],
    ['2026-02-20', true, 'mùng 4'],
    ['2026-02-23', false, 'work resumes'],
    ['2026-04-26', true, 'Giỗ Tổ on a Sunday'],
    ['2026-04-27', true, 'in lieu of Giỗ Tổ'],
    ['2026-08-22', false, 'the Saturday worked for 31/8'],
    ['2026-08-31', true, 'swapped against 22/8'],
    ['2026-09-01', true, 'second day of Quốc khánh'],
    ['2026-09-03', false, 'work resumes'],
    ['2026-11-24', true, 'Ngày Văn hóa Việt Nam'],
    ['2025-11-24', false, 'not yet a holiday'],
    ['2027-02-11', true, 'in lieu of mùng 2'],
    ['2027-02-12', false, 'work resumes'],
    ['2027-05-03', true, 'in lieu of 1/5'],
    ['2028-05-02', true, 'in lieu of 30/4'],
    ['2030-11-25', true, 'in lieu of 24/11'],
    ['2031-01-01', false, 'a year without a table has weekends only'],
    ['2031-01-04', true, 'and those'],
  ])('%s: %s (%s)', (day, free) => {
    expect(cal.isFree(day)).toBe(free);
  });

  test('every statutory holiday of every shipped year is there: 12 days, 11 before 2026', () => {
    for (const table of shipped) {
      const statutory = table.free.filter((line) => !line.inLieuOf && !line.reason.startsWith('Hoán đổi'));
      expect([table.year, statutory.length]).toEqual([table.year, table.year < 2026 ? 11 : 12]);
      expect(statutory.filter((line) => line.tet)).toHaveLength(5);
    }
  });

  test('each holiday on a weekend is made up for by a weekday of its own', () => {
    for (const table of shipped)
      for (const line of table.free.filter((each) => weekdayOf(each.day) >= 6)) {
        const lieu = table.free.filter((each) => each.inLieuOf === line.day);
        expect([line.day, lieu.length]).toEqual([line.day, 1]);
        expect(weekdayOf(lieu[0]?.day ?? line.day)).toBeLessThan(6);
      }
  });
});

describe('a line switched off', () => {
  const table = calendarFileSchema.parse({
    year: 2029,
    confirmed: true,
    free: [
      { day: '2029-11-24', reason: 'Ngày Văn hóa Việt Nam', enabled: false },
      { day: '2029-11-26', reason: 'Nghỉ bù', inLieuOf: '2029-11-24' },
      { day: '2029-03-05', reason: 'Hoán đổi', enabled: false },
    ],
    working: [{ day: '2029-03-10', reason: 'Làm bù', insteadOf: '2029-03-05' }],
  });

  test('takes the day in lieu and the day worked in exchange with it', () => {
    const off = workCalendar([table]);
    expect(off.isFree('2029-11-26')).toBe(false);
    expect(off.isFree('2029-03-05')).toBe(false);
    expect(off.isFree('2029-03-10')).toBe(true);
  });

  test('stands again once it is switched on', () => {
    const on = workCalendar([{ ...table, free: table.free.map((line) => ({ ...line, enabled: true })) }]);
    expect(on.isFree('2029-11-26')).toBe(true);
    expect(on.isFree('2029-03-05')).toBe(true);
    expect(on.isFree('2029-03-10')).toBe(false);
  });
});

describe('counting in working days', () => {
  test.each<[Day, Day, Day]>([
    ['2026-06-14', '2026-06-12', '2026-06-15'],
    ['2026-06-12', '2026-06-12', '2026-06-12'],
    ['2026-02-18', '2026-02-13', '2026-02-23'],
    ['2026-01-10', '2026-01-10', '2026-01-10'],
  ])('%s: on or before %s, on or after %s', (day, before, after) => {
    expect(workingDayOnOrBefore(day, cal)).toBe(before);
    expect(workingDayOnOrAfter(day, cal)).toBe(after);
  });

  test.each<[Day, number, Day]>([
    ['2026-11-23', 1, '2026-11-25'],
    ['2026-11-25', 3, '2026-11-30'],
    ['2026-02-13', 1, '2026-02-23'],
    ['2026-02-15', 1, '2026-02-23'],
    ['2026-01-09', 1, '2026-01-10'],
    ['2026-02-23', -1, '2026-02-13'],
    ['2026-02-18', 0, '2026-02-18'],
  ])('%s and %i working days is %s', (day, n, result) => {
    expect(addWorkingDays(day, n, cal)).toBe(result);
  });

  test('the next working day after a Friday is the Monday', () => {
    expect(nextWorkingDay('2026-11-27', cal)).toBe('2026-11-30');
  });

  test('adding and counting agree, in both directions', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -40, max: 40 }), fc.constantFrom(cal, none), (day, n, calendar) => {
        const start = workingDayOnOrAfter(day, calendar);
        const end = addWorkingDays(start, n, calendar);
        expect(workingDaysBetween(start, end, calendar)).toBe(n === 0 ? 0 : n);
        if (n !== 0) expect(calendar.isFree(end)).toBe(false);
        expect(addWorkingDays(end, -n, calendar)).toBe(start);
      }),
    );
  });

  test('on or before, on or after: working, nearest, nothing working between', () => {
    fc.assert(
      fc.property(days, fc.constantFrom(cal, none), (day, calendar) => {
        const before = workingDayOnOrBefore(day, calendar);
        const after = workingDayOnOrAfter(day, calendar);
        expect(before <= day && day <= after).toBe(true);
        expect(calendar.isFree(before) || calendar.isFree(after)).toBe(false);
        expect(workingDaysBetween(before, after, calendar)).toBe(before === after ? 0 : 1);
      }),
    );
  });
});
