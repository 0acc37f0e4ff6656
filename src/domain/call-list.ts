import { startOf, addDays, dayOf, type Day } from './time.ts';
import { addWorkingDays, workingDaysBetween, type WorkCalendar } from './working-days.ts';

/** Why an agency is telephoned (design §5, "On behalf"): unreachable, without a contact, silent, climbed. */

export type CallReason = 'noContact' | 'unreachable' | 'climbed' | 'silent';

/** The weightiest first: whoever hears nothing of us comes before those who do not answer. */
const weight: readonly CallReason[] = ['noContact', 'unreachable', 'climbed', 'silent'];

/** Working days without a word after which silence is a reason to call. */
const SILENT_WORKING_DAYS = 2;
/** Calendar days past the date in force after which the ladder has reached the coordinators. */
const CLIMBED_DAYS = 7;

interface Setting {
  calendar: WorkCalendar;
  zone: string;
}

/** The instants that the questions to the database need. */
export function callTimes(
  now: Date,
  { calendar, zone }: Setting,
): { silentBefore: Date; climbedBefore: Date } {
  const today = dayOf(now, zone);
  return {
    silentBefore: startOf(addDays(addWorkingDays(today, -SILENT_WORKING_DAYS, calendar), 1), zone),
    climbedBefore: startOf(addDays(today, 1 - CLIMBED_DAYS), zone),
  };
}

/** From when a call counts as just made: the working day before today. */
export const calledSince = (now: Date, { calendar, zone }: Setting): Date =>
  startOf(addWorkingDays(dayOf(now, zone), -1, calendar), zone);

export const silentDays = (since: Date, today: Day, { calendar, zone }: Setting): number =>
  workingDaysBetween(dayOf(since, zone), today, calendar);

/** Smaller is more pressing. */
export const pressing = (reasons: readonly CallReason[]): number =>
  Math.min(...reasons.map((reason) => weight.indexOf(reason)));
