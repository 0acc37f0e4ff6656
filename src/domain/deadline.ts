import type { WorkCalendar } from './working-days.ts';

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
}

export type DateFault = 'unreadable' | 'nonexistent' | 'past' | 'ambiguous';
