import type { Day } from './time.ts';

/**
 * What the rules ask of the calendar of working days. Built from the yearly
 * tables in `prisma/calendars/`; a year without a table has weekends only.
 */
export interface WorkCalendar {
  /** A day on which offices are closed: weekend, holiday, day in lieu, unless swapped into a working day. */
  isFree(day: Day): boolean;
  /** The first free day of Tết of that year's table, or undefined without a table. */
  tetBegins(year: number): Day | undefined;
  /** True once an administrator has checked the year's table against the Government's notice. */
  isConfirmed(year: number): boolean;
}
