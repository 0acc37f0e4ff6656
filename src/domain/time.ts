import { DateTime } from 'luxon';

/**
 * The one calendar module: a local day is text, an instant is a `Date`, and only
 * the functions here turn one into the other. Zones are IANA names
 * (`Asia/Ho_Chi_Minh`). Nothing here reads a clock.
 */

/** A local calendar day, `YYYY-MM-DD`. Compares correctly as text. */
export type Day = `${number}-${number}-${number}`;

/** A local time of day, `HH:mm`. */
export type TimeOfDay = `${number}:${number}`;

const utc = (day: Day): DateTime => DateTime.fromISO(day, { zone: 'utc' });

/** True for a day that exists in the Gregorian calendar. */
export const isDay = (text: string): text is Day =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid;

/** The day of these numbers, or undefined where it does not exist (31/11). */
export const dayFrom = (year: number, month: number, date: number): Day | undefined => {
  const made = DateTime.utc(year, month, date);
  return made.isValid && year >= 1000 && year <= 9999 ? (made.toISODate() as Day) : undefined;
};

/**
 * Answers of the zone tables, remembered: asking them costs more than everything
 * else here together. Bounded, for instants of many years pass through a process.
 */
const REMEMBERED = 10_000;
const remember = (make: (key: string, zone: string) => number) => {
  const answers = new Map<string, number>();
  return (key: string, zone: string): number => {
    const place = `${key} ${zone}`;
    const known = answers.get(place);
    if (known !== undefined) return known;
    if (answers.size >= REMEMBERED) answers.clear();
    const made = make(key, zone);
    answers.set(place, made);
    return made;
  };
};

const MS_PER_MINUTE = 60_000;
/** Zones change their offset on a quarter of an hour. */
const MS_PER_QUARTER = 15 * MS_PER_MINUTE;

const offsetOfQuarter = remember(
  (quarter, zone) => DateTime.fromMillis(Number(quarter) * MS_PER_QUARTER, { zone }).offset,
);
const localTime = remember((written, zone) => DateTime.fromISO(written, { zone }).toMillis());
const localStart = remember((day, zone) => DateTime.fromISO(day, { zone }).startOf('day').toMillis());

/** An instant as the clock on the wall writes it, `YYYY-MM-DDTHH:mm:ss.sssZ` with a meaningless Z. */
const onTheWall = (at: Date, zone: string): string => {
  const offset = offsetOfQuarter(String(Math.floor(at.getTime() / MS_PER_QUARTER)), zone);
  return new Date(at.getTime() + offset * MS_PER_MINUTE).toISOString();
};

/** The local day on which an instant falls. */
export const dayOf = (at: Date, zone: string): Day => onTheWall(at, zone).slice(0, 10) as Day;

/** The instant when a local day begins. */
export const startOf = (day: Day, zone: string): Date => new Date(localStart(day, zone));

/** The instant when a local day has ended, which is when the next begins. */
export const endOf = (day: Day, zone: string): Date => startOf(addDays(day, 1), zone);

/** The local day that holds the last moment before an exclusive instant: of 15/6 00:00 that is 14/6. */
export const lastDayBefore = (instant: Date, zone: string): Day =>
  dayOf(new Date(instant.getTime() - 1), zone);

/** The instant of a time of day on a local day. */
export const instantOf = (day: Day, time: TimeOfDay, zone: string): Date =>
  new Date(localTime(`${day}T${time.padStart(5, '0')}`, zone));

/** The time of day of an instant, `HH:mm`. */
export const timeOf = (at: Date, zone: string): TimeOfDay => onTheWall(at, zone).slice(11, 16) as TimeOfDay;

// Days are counted on the proleptic Gregorian calendar without a library: plans walk over many of them.
const MS_PER_DAY = 86_400_000;
const midnight = (day: Day): number => Date.parse(`${day}T00:00:00Z`);

export const addDays = (day: Day, days: number): Day =>
  new Date(midnight(day) + days * MS_PER_DAY).toISOString().slice(0, 10) as Day;

/** Adds months; a day past the end of the month becomes its last day. */
export const addMonths = (day: Day, months: number): Day => utc(day).plus({ months }).toISODate() as Day;

/** Whole calendar days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => (midnight(to) - midnight(from)) / MS_PER_DAY;

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export const weekdayOf = (day: Day): number => new Date(midnight(day)).getUTCDay() || 7;

/** Monday of the week that holds `day`. */
export const mondayOf = (day: Day): Day => addDays(day, 1 - weekdayOf(day));

export const earliest = <T extends Date>(...instants: T[]): T =>
  instants.reduce((first, next) => (next < first ? next : first));
export const latest = <T extends Date>(...instants: T[]): T =>
  instants.reduce((last, next) => (next > last ? next : last));

export const yearOf = (day: Day): number => Number(day.slice(0, 4));
export const monthOf = (day: Day): number => Number(day.slice(5, 7));
export const dateOf = (day: Day): number => Number(day.slice(8, 10));
export const lastDayOfMonth = (year: number, month: number): Day =>
  DateTime.utc(year, month, 1).endOf('month').toISODate() as Day;

/** `dd/MM/yyyy`, as Vietnamese print writes a date. */
export const formatDay = (day: Day): string => utc(day).toFormat('dd/MM/yyyy');

/** An instant as ISO 8601 with the zone's offset, for the API. */
export const isoWithOffset = (at: Date, zone: string): string =>
  DateTime.fromJSDate(at, { zone }).toISO({ suppressMilliseconds: true }) ?? at.toISOString();
