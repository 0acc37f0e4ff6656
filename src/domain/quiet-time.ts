import type { DeliveryKind } from './message.ts';
import { addDays, dayOf, instantOf, timeOf, type Day, type TimeOfDay } from './time.ts';
import { fold } from './vietnamese.ts';
import { workingDayOnOrAfter, type WorkCalendar } from './working-days.ts';

/**
 * When a message may disturb somebody: quiet time, one digest per half-day, one
 * nudge per day, snoozing. What is shown in the web chat disturbs nobody and is
 * never held; that is the caller's knowledge.
 */

interface Setting {
  calendar: WorkCalendar;
  zone: string;
}

export const QUIET_FROM: TimeOfDay = '17:30';
export const QUIET_UNTIL: TimeOfDay = '07:30';
export const REMINDERS_AT: TimeOfDay = '08:00';

/** From which time of day each kind may go out; null: at any time, on any day. */
const opensAt: Readonly<Record<DeliveryKind, TimeOfDay | null>> = {
  answer: null,
  decision: null,
  system: null, // what coordinators get at once
  assignment: QUIET_UNTIL,
  reminder: REMINDERS_AT,
  nudge: QUIET_UNTIL,
  summary: QUIET_UNTIL,
  broadcast: QUIET_UNTIL,
};

/** True while messages of this kind are held: before its hour, from 17:30, and on free days. */
export const isQuiet = (at: Date, kind: DeliveryKind, { calendar, zone }: Setting): boolean => {
  const opens = opensAt[kind];
  if (opens === null) return false;
  const time = timeOf(at, zone);
  return time < opens || time >= QUIET_FROM || calendar.isFree(dayOf(at, zone));
};

/** The instant at which a message of this kind may go out: `at` itself, or the hour at which the hold ends. KHẨN is not held. */
export const sendTime = (
  at: Date,
  kind: DeliveryKind,
  urgent: boolean,
  calendar: WorkCalendar,
  zone: string,
): Date => {
  const opens = opensAt[kind];
  if (urgent || opens === null || !isQuiet(at, kind, { calendar, zone })) return at;
  const today = dayOf(at, zone);
  const from = timeOf(at, zone) < opens ? today : addDays(today, 1);
  return instantOf(workingDayOnOrAfter(from, calendar), opens, zone);
};

/** The same for reminders, which nothing makes urgent. */
const reminderTime = (at: Date, { calendar, zone }: Setting): Date =>
  sendTime(at, 'reminder', false, calendar, zone);

/** A half of a local day, `2026-11-25/am` up to noon, then `/pm`: at most one digest per person in each. */
export type HalfDay = `${Day}/${'am' | 'pm'}`;

const NOON: TimeOfDay = '12:00';
export const AFTERNOON_DIGEST: TimeOfDay = '13:30';

export const halfDayOf = (at: Date, zone: string): HalfDay =>
  `${dayOf(at, zone)}/${timeOf(at, zone) < NOON ? 'am' : 'pm'}`;

/**
 * When reminders that come due at `at` may go to a person whose last digest went
 * out at `lastDigestAt`: at once, or in the next half-day.
 */
export const nextDigestTime = (at: Date, lastDigestAt: Date | undefined, setting: Setting): Date => {
  const earliest = reminderTime(at, setting);
  const half = halfDayOf(earliest, setting.zone);
  if (lastDigestAt === undefined || halfDayOf(lastDigestAt, setting.zone) !== half) return earliest;
  const day = dayOf(earliest, setting.zone);
  if (half.endsWith('/am')) return instantOf(day, AFTERNOON_DIGEST, setting.zone);
  return reminderTime(instantOf(day, QUIET_FROM, setting.zone), setting);
};

/** One nudge a day per assignment. */
export const mayNudge = (lastNudgedAt: Date | undefined, now: Date, zone: string): boolean =>
  lastNudgedAt === undefined || dayOf(lastNudgedAt, zone) !== dayOf(now, zone);

export const snoozes = ['twoHours', 'tomorrow', 'threeDays'] as const;
export type Snooze = (typeof snoozes)[number];

/** How a button says each of them. */
export const snoozeWords: Readonly<Record<Snooze, string>> = {
  twoHours: '2h',
  tomorrow: 'mai',
  threeDays: '3 ngay',
};

// Read folded.
const snoozeForms: readonly (readonly [Snooze, RegExp])[] = [
  ['twoHours', /^(sau )?(2|hai) ?(h|gio|tieng|hours?)( nua)?$/],
  ['tomorrow', /^(sang |ngay )?mai$|^(sau )?(1|mot) ?(ngay|d|days?)( nua)?$|^tomorrow( morning)?$/],
  ['threeDays', /^(sau |in )?(3|ba) ?(n|ngay|d|days?)( nua)?$/],
];

/** Reads "2h", "sáng mai", "sau 3 ngày"; undefined where it is none of the three. */
export const readSnooze = (words: string): Snooze | undefined =>
  snoozeForms.find(([, form]) => form.test(fold(words)))?.[0];

const snoozeStart = (choice: Snooze, now: Date, zone: string): Date => {
  if (choice === 'twoHours') return new Date(now.getTime() + 2 * 3_600_000);
  return instantOf(addDays(dayOf(now, zone), choice === 'tomorrow' ? 1 : 3), REMINDERS_AT, zone);
};

/**
 * When a snoozed reminder speaks again; held by quiet time as every reminder.
 * Undefined where that would be past the date in force (exclusive instant).
 */
export const snoozeUntil = (choice: Snooze, now: Date, dueAt: Date, setting: Setting): Date | undefined => {
  const until = reminderTime(snoozeStart(choice, now, setting.zone), setting);
  return until < dueAt ? until : undefined;
};

/** The snoozes that may be offered now. */
export const snoozesOffered = (now: Date, dueAt: Date, setting: Setting): Snooze[] =>
  snoozes.filter((choice) => snoozeUntil(choice, now, dueAt, setting) !== undefined);
