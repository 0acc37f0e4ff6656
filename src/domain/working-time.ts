import { QUIET_FROM, QUIET_UNTIL } from './quiet-time.ts';
import { addDays, dayOf, instantOf, type Day } from './time.ts';
import { workingDayOnOrBefore, type WorkCalendar } from './working-days.ts';

/** Working hours: 07:30 to 17:30 of working days, the times at which people may be disturbed. */

const opens = (day: Day, zone: string): Date => instantOf(day, QUIET_UNTIL, zone);
const closes = (day: Day, zone: string): Date => instantOf(day, QUIET_FROM, zone);

/**
 * The instant since which `ms` of working time have passed at `at`: what lay waiting at it has waited so long. Within
 * free time it is the end of the working time before.
 */
export function workingTimeBefore(at: Date, ms: number, calendar: WorkCalendar, zone: string): Date {
  let left = ms;
  let end = at;
  for (let day = workingDayOnOrBefore(dayOf(at, zone), calendar); ;) {
    const from = opens(day, zone);
    const until = closes(day, zone) < end ? closes(day, zone) : end;
    const worked = Math.max(0, until.getTime() - from.getTime());
    if (worked >= left) return new Date(until.getTime() - left);
    left -= worked;
    end = from;
    day = workingDayOnOrBefore(addDays(day, -1), calendar);
  }
}
