import { weekdayOf, type Day } from '../../../src/domain/time.ts';
import type { WorkCalendar } from '../../../src/domain/working-days.ts';

export const zone = 'Asia/Ho_Chi_Minh';

/** Weekends and the days given. */
export const calendarWith = (...holidays: Day[]): WorkCalendar => ({
  isFree: (day) => weekdayOf(day) > 5 || holidays.includes(day),
  tetBegins: () => undefined,
  isConfirmed: () => true,
});

export const plain = { calendar: calendarWith(), zone };

/** An instant in Vietnamese time: `at('2026-12-15 08:00')`, `at('2026-12-15')` is its beginning. */
export const at = (local: string): Date => {
  const [day, time = '00:00'] = local.split(' ');
  return new Date(`${day}T${time}:00+07:00`);
};
