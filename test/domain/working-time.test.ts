import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, dayOf, instantOf } from '../../src/domain/time.ts';
import { workingTimeBefore } from '../../src/domain/working-time.ts';
import { workCalendar } from '../../src/domain/working-days.ts';

const zone = 'Asia/Ho_Chi_Minh';
const calendar = workCalendar([
  {
    year: 2026,
    confirmed: true,
    free: [{ day: '2026-11-24', reason: 'Ngày Văn hóa', enabled: true, tet: false }],
    working: [],
  },
]);
const at = (local: string): Date => new Date(`${local}:00+07:00`);
const hours = 3_600_000;

test.each([
  ['within one day', '2026-11-25T13:00', 4, '2026-11-25T09:00'],
  ['to the minute of opening', '2026-11-25T11:30', 4, '2026-11-25T07:30'],
  ['over the holiday to Monday', '2026-11-25T09:30', 4, '2026-11-23T15:30'],
  ['over a weekend to Friday', '2026-11-23T08:30', 4, '2026-11-20T14:30'],
  ['asked at night', '2026-11-25T22:00', 4, '2026-11-25T13:30'],
  ['asked before opening', '2026-11-25T06:00', 4, '2026-11-23T13:30'],
  ['asked on a Sunday', '2026-11-22T12:00', 10, '2026-11-20T07:30'],
  ['more than a day', '2026-11-26T08:30', 12, '2026-11-23T16:30'],
  ['none at all, in free time', '2026-11-25T20:00', 0, '2026-11-25T17:30'],
])('%s', (_, now, worked, want) =>
  expect(workingTimeBefore(at(now), worked * hours, calendar, zone)).toEqual(at(want)),
);

/** Working time between two instants, counted minute by minute. */
function countMinutes(from: Date, to: Date): number {
  let minutes = 0;
  for (let time = from.getTime(); time < to.getTime(); time += 60_000) {
    const day = dayOf(new Date(time), zone);
    const open = instantOf(day, '07:30', zone).getTime();
    if (!calendar.isFree(day) && time >= open && time < open + 10 * hours) minutes++;
  }
  return minutes;
}

test('exactly that much working time lies between', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 30 * 24 * 60 }),
      fc.integer({ min: 0, max: 30 * 60 }),
      (minute, worked) => {
        const now = new Date(instantOf(addDays('2026-11-01', 10), '00:00', zone).getTime() + minute * 60_000);
        const since = workingTimeBefore(now, worked * 60_000, calendar, zone);
        expect(countMinutes(since, now)).toBe(worked);
      },
    ),
    { numRuns: 60 },
  );
});
