import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cycleTasksDue, type CycleRecords, type ReportingCycle } from '../../src/domain/cycles.ts';
import { at, zone } from './support/calendar.ts';

const cycles: ReportingCycle[] = [
  {
    code: 'half-year',
    title: 'Báo cáo kết quả 6 tháng đầu năm {year}',
    dates: [{ opens: '16/5', due: 'trước ngày 15/6', reportsOn: 'same-year' }],
  },
  {
    code: 'yearly',
    title: 'Báo cáo kết quả năm {year}',
    dates: [{ opens: '15/11', due: 'trước ngày 15/12', reportsOn: 'same-year' }],
  },
  { code: 'mid-phase', title: 'Báo cáo sơ kết giữa giai đoạn {year}', years: [2028] },
  { code: 'end-of-phase', title: 'Báo cáo tổng kết giai đoạn {year}', years: [2030] },
];
const within = { from: 2024, to: 2030 };

/** What is recorded, as keys `code/period`; dates set as key → wording and instant. */
const recordsOf = (
  exist: readonly string[] = [],
  asked: readonly string[] = [],
  set: Readonly<Record<string, string>> = {},
): CycleRecords => ({
  exists: (code, period) => exist.includes(`${code}/${period}`),
  asked: (code, period) => asked.includes(`${code}/${period}`),
  dateSet: (code, period) => {
    const due = set[`${code}/${period}`];
    return due ? { dueAt: at(due), text: `trước ${due}` } : undefined;
  },
});

const keys = (items: readonly { code: string; period: string }[]) =>
  items.map(({ code, period }) => `${code}/${period}`);
const due = (now: string, records = recordsOf(), list = cycles) =>
  keys(cycleTasksDue(at(now), list, within, records, zone).tasks);

describe('which tasks should exist', () => {
  test.each([
    { now: '2026-05-15 23:59', want: [] },
    { now: '2026-05-16 00:00', want: ['half-year/2026'] },
    { now: '2026-06-14 23:59', want: ['half-year/2026'] },
    { now: '2026-06-15 00:00', want: [] },
    { now: '2026-11-14 23:59', want: [] },
    { now: '2026-11-15 00:00', want: ['yearly/2026'] },
    { now: '2026-11-24 11:00', want: ['yearly/2026'] },
    { now: '2026-12-14 23:59', want: ['yearly/2026'] },
    { now: '2026-12-15 00:00', want: [] },
    { now: '2027-01-01 00:00', want: [] },
    { now: '2023-11-20', want: [] },
    { now: '2030-11-20', want: ['yearly/2030'] },
    { now: '2031-05-20', want: [] },
  ])('at $now: $want', ({ now, want }) => {
    expect(due(now)).toEqual(want);
  });

  test('what exists is not created again', () => {
    expect(due('2026-12-14 12:00', recordsOf(['yearly/2026']))).toEqual([]);
    expect(due('2026-12-14 12:00', recordsOf(['yearly/2025', 'half-year/2026']))).toEqual(['yearly/2026']);
  });

  test('the task says its title, its wording with the year, and the instant at which the date ends', () => {
    const [task] = cycleTasksDue(at('2026-11-24'), cycles, within, recordsOf(), zone).tasks;
    expect(task).toEqual({
      code: 'yearly',
      period: '2026',
      year: 2026,
      title: 'Báo cáo kết quả năm 2026',
      opensOn: '2026-11-15',
      due: { dueAt: at('2026-12-15'), text: 'trước ngày 15/12/2026' },
    });
  });

  test('a report that is due early next year opens this year', () => {
    const january: ReportingCycle[] = [
      {
        code: 'annual',
        title: 'Báo cáo năm {year}',
        dates: [{ opens: '15/12', due: 'đến 15/1', reportsOn: 'previous-year' }],
      },
    ];
    expect(due('2026-12-14 23:59', recordsOf(), january)).toEqual([]);
    expect(due('2026-12-15 00:00', recordsOf(), january)).toEqual(['annual/2026']);
    expect(due('2027-01-15 23:59', recordsOf(), january)).toEqual(['annual/2026']);
    expect(due('2027-01-16 00:00', recordsOf(), january)).toEqual([]);
  });

  test('started at any times, a year gives each report once', () => {
    const starts = fc.array(fc.integer({ min: 0, max: 365 * 24 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(starts, (hours) => {
        const made: string[] = [];
        const begins = at('2026-01-01').getTime();
        for (const hour of hours.sort((a, b) => a - b)) {
          const now = new Date(begins + hour * 3_600_000);
          made.push(...keys(cycleTasksDue(now, cycles, within, recordsOf(made), zone).tasks));
        }
        const during = (from: string, to: string) =>
          hours.some(
            (hour) =>
              begins + hour * 3_600_000 >= at(from).getTime() && begins + hour * 3_600_000 < at(to).getTime(),
          );
        expect(made).toEqual([
          ...(during('2026-05-16', '2026-06-15') ? ['half-year/2026'] : []),
          ...(during('2026-11-15', '2026-12-15') ? ['yearly/2026'] : []),
        ]);
      }),
    );
  });
});

describe('reports for which the source names no date', () => {
  const asked = (now: string, records = recordsOf()) =>
    keys(cycleTasksDue(at(now), cycles, within, records, zone).askDate);

  test.each([
    { now: '2027-12-31 23:59', want: [] },
    { now: '2028-01-01 00:00', want: ['mid-phase/2028'] },
    { now: '2028-12-31 23:59', want: ['mid-phase/2028'] },
    { now: '2029-06-01', want: [] },
    { now: '2030-02-01', want: ['end-of-phase/2030'] },
  ])('at $now coordinators are asked for $want', ({ now, want }) => {
    expect(asked(now)).toEqual(want);
  });

  test('are asked for once, and have no task before', () => {
    expect(asked('2028-03-01', recordsOf([], ['mid-phase/2028']))).toEqual([]);
    expect(due('2028-03-01', recordsOf([], ['mid-phase/2028']))).toEqual([]);
  });

  test('open a month before the date that was set', () => {
    const set = recordsOf([], [], { 'mid-phase/2028': '2028-09-01' });
    expect(asked('2028-03-01', set)).toEqual([]);
    expect(due('2028-07-30 23:59', set)).toEqual([]);
    expect(due('2028-07-31 00:00', set)).toEqual(['mid-phase/2028']);
    expect(due('2028-09-01 00:00', set)).toEqual([]);
    const done = recordsOf(['mid-phase/2028'], [], { 'mid-phase/2028': '2028-09-01' });
    expect(due('2028-08-15', done)).toEqual([]);
  });
});
