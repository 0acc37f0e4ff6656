import { addDays, daysBetween, dayOf, endOf, startOf, timeOf, weekdayOf } from './time.ts';
import type { Day, TimeOfDay } from './time.ts';
import { fold } from './vietnamese.ts';
import { workingDayOnOrBefore } from './working-days.ts';
import type { WorkCalendar } from './working-days.ts';

export { findDeadline } from './deadline/find.ts';
export type { FindOptions, FoundDeadline } from './deadline/find.ts';
export { parseDeadline } from './deadline/parse.ts';
export type { ParsedDeadline } from './deadline/parse.ts';

/** A date by which something is asked, as said and as stored. */
export interface Deadline {
  /** Exclusive instant: what is sent before it is in time. "Trước ngày 15/6" is 15/6 00:00, "đến 15/6" is 16/6 00:00. */
  dueAt: Date;
  /** The wording as the person gave it, whitespace tidied ("trước ngày 15/12"). */
  text: string;
}

export interface DateContext {
  now: Date;
  zone: string;
  calendar: WorkCalendar;
  /** The date in force, for "thêm N ngày" of an extension: counts from its last good day, or from today once that is past. */
  inForce?: Date;
  /** Names, short names and codes of the speaker's own offices: what a reply says of another is not theirs. */
  own?: readonly string[];
}

/** Why a date is asked back: not understood, no such day, gone by, or more than one reading. */
export type DateFault = 'unreadable' | 'nonexistent' | 'past' | 'ambiguous';

/** D: the last local day on which sending is still in time. */
export const lastGoodDay = (dueAt: Date, zone: string): Day => dayOf(new Date(dueAt.getTime() - 1), zone);

/**
 * The day by which an office should send: the last working day that ends at or
 * before the formal instant. For "trước 15/6/2026" that is Friday, 12/6.
 */
export const advisedDay = (dueAt: Date, cal: WorkCalendar, zone: string): Day =>
  workingDayOnOrBefore(addDays(dayOf(dueAt, zone), -1), cal);

/** The exclusive instant at which the advised day ends; never after `dueAt`. */
export const advisedAt = (dueAt: Date, cal: WorkCalendar, zone: string): Date =>
  endOf(advisedDay(dueAt, cal, zone), zone);

/** How far past D a new date may lie before it is rather a slip and asked back, in days. */
const LONGEST_EXTENSION = 180;

/** Whether an extension to `due` is so long that it is asked back: more than 180 days past D of `inForce`. */
export const extensionNeedsAsking = (due: Date, inForce: Date, zone: string): boolean =>
  daysBetween(lastGoodDay(inForce, zone), lastGoodDay(due, zone)) > LONGEST_EXTENSION;

/** A deadline as data, for the words that echo it. */
export interface DeadlineDescription {
  /** "trước" (before the day begins), "đến hết" (until the day ends), or a clock time on the day. */
  manner: 'before' | 'through' | 'at';
  /** The day that the wording names: of "trước ngày 15/12" 15/12. */
  day: Day;
  /** ISO weekday of `day`, 1 Monday to 7 Sunday. */
  weekday: number;
  /** The clock time, where `manner` is "at". */
  time?: TimeOfDay;
  /** D, and its ISO weekday. */
  lastGoodDay: Day;
  lastGoodWeekday: number;
  advisedDay: Day;
  advisedWeekday: number;
}

/** `text` is the wording kept with the deadline: it tells "trước 15/12" from "đến hết 14/12". */
export const describeDeadline = (
  dueAt: Date,
  text: string,
  cal: WorkCalendar,
  zone: string,
): DeadlineDescription => {
  const last = lastGoodDay(dueAt, zone);
  const advised = advisedDay(dueAt, cal, zone);
  const dueDay = dayOf(dueAt, zone);
  const atMidnight = startOf(dueDay, zone).getTime() === dueAt.getTime();
  const before = /\b(truoc|trc)\b/u.test(fold(text));
  const manner = !atMidnight ? 'at' : before ? 'before' : 'through';
  const day = manner === 'through' ? last : dueDay;
  return {
    manner,
    day,
    weekday: weekdayOf(day),
    ...(manner === 'at' ? { time: timeOf(dueAt, zone) } : {}),
    lastGoodDay: last,
    lastGoodWeekday: weekdayOf(last),
    advisedDay: advised,
    advisedWeekday: weekdayOf(advised),
  };
};
