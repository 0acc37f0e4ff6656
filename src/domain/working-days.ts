import { z } from 'zod';
import type { Day } from './time.ts';
import { addDays, isDay, weekdayOf, yearOf } from './time.ts';

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

const dayField = z
  .string({ error: 'must be a day written YYYY-MM-DD' })
  .refine(isDay, { error: 'is no day of the calendar: write an existing day as YYYY-MM-DD' });
const reason = z
  .string({ error: 'needs a reason, in words that people read' })
  .trim()
  .min(1, { error: 'needs a reason, in words that people read' });
const flag = z.boolean({ error: 'must be true or false' });

/** One day on which offices are closed beside the weekends, and why. */
const freeLineSchema = z.strictObject({
  day: dayField,
  reason,
  /** `false` keeps the line for the record and takes it out of force. */
  enabled: flag.default(true),
  /** Marks the statutory days of Tết; the first of them is when "trước Tết" ends. */
  tet: flag.default(false),
  /** The holiday that fell on a weekend; where that line is switched off, so is this one. */
  inLieuOf: dayField.optional(),
});

/** One weekend day on which offices work, in exchange for a free working day. */
const workingLineSchema = z.strictObject({
  day: dayField,
  reason,
  enabled: flag.default(true),
  /** The free day this one makes up for; where that line is switched off, so is this one. */
  insteadOf: dayField.optional(),
});

const isWeekend = (day: Day): boolean => weekdayOf(day) >= 6;

/** The table of one year, `prisma/calendars/YYYY.yaml`. Weekends need no line. */
export const calendarFileSchema = z
  .strictObject({
    year: z
      .int({ error: 'must be a year, such as 2026' })
      .min(2000, { error: 'must be a year from 2000 to 2100' })
      .max(2100, { error: 'must be a year from 2000 to 2100' }),
    confirmed: z.boolean({
      error: 'must be true (checked against the Government’s notice) or false (not yet checked)',
    }),
    free: z.array(freeLineSchema, { error: 'must be a list of free days' }),
    working: z
      .array(workingLineSchema, { error: 'must be a list of working Saturdays or Sundays' })
      .default([]),
  })
  .superRefine((table, context) => {
    const fault = (list: 'free' | 'working', index: number, field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [list, index, field], message });
    const freeDays = new Set(table.free.map((line) => line.day));
    const seen = new Set<string>();
    for (const list of ['free', 'working'] as const)
      table[list].forEach((line, index) => {
        if (yearOf(line.day) !== table.year)
          fault(list, index, 'day', `is not in ${table.year}: move the line to the table of its own year`);
        if (seen.has(line.day)) fault(list, index, 'day', `${line.day} stands twice: keep one line`);
        seen.add(line.day);
      });
    table.free.forEach((line, index) => {
      if (line.inLieuOf && !freeDays.has(line.inLieuOf))
        fault(
          'free',
          index,
          'inLieuOf',
          `${line.inLieuOf} has no line under free: add it or correct the day`,
        );
      if (line.inLieuOf === line.day) fault('free', index, 'inLieuOf', 'is the day itself: name the holiday');
    });
    table.working.forEach((line, index) => {
      if (!isWeekend(line.day))
        fault('working', index, 'day', 'is no Saturday or Sunday: a weekday is a working day without a line');
    });
  });

/** A checked table of one year. */
export type CalendarTable = z.infer<typeof calendarFileSchema>;

/** The lines in force of one table: a line hanging on a switched-off one is off as well. */
const inForce = (table: CalendarTable) => {
  const off = new Set(table.free.filter((line) => !line.enabled).map((line) => line.day));
  return {
    free: table.free.filter((line) => line.enabled && !(line.inLieuOf && off.has(line.inLieuOf))),
    working: table.working.filter((line) => line.enabled && !(line.insteadOf && off.has(line.insteadOf))),
  };
};

/** The calendar made of these tables. Of two tables for one year the later counts. */
export const workCalendar = (tables: readonly CalendarTable[]): WorkCalendar => {
  const byYear = new Map(tables.map((table) => [table.year, table]));
  const free = new Set<Day>();
  const working = new Set<Day>();
  const tet = new Map<number, Day>();
  for (const table of byYear.values()) {
    const lines = inForce(table);
    for (const line of lines.free) free.add(line.day);
    for (const line of lines.working) working.add(line.day);
    const first = lines.free
      .filter((line) => line.tet)
      .map((line) => line.day)
      .sort()[0];
    if (first) tet.set(table.year, first);
  }
  return {
    isFree: (day) => free.has(day) || (isWeekend(day) && !working.has(day)),
    tetBegins: (year) => tet.get(year),
    isConfirmed: (year) => byYear.get(year)?.confirmed ?? false,
  };
};

const workingDayFrom = (day: Day, step: 1 | -1, cal: WorkCalendar): Day => {
  let at = day;
  while (cal.isFree(at)) at = addDays(at, step);
  return at;
};

/** The day itself if it is a working day, else the last working day before it. */
export const workingDayOnOrBefore = (day: Day, cal: WorkCalendar): Day => workingDayFrom(day, -1, cal);

/** The day itself if it is a working day, else the first working day after it. */
export const workingDayOnOrAfter = (day: Day, cal: WorkCalendar): Day => workingDayFrom(day, 1, cal);

/** The first working day after this day. */
export const nextWorkingDay = (day: Day, cal: WorkCalendar): Day => workingDayOnOrAfter(addDays(day, 1), cal);

/**
 * The n-th working day after `day` (before it, where n is negative); `day` is
 * not counted, working or not. With n = 0 it is `day` itself.
 */
export const addWorkingDays = (day: Day, n: number, cal: WorkCalendar): Day => {
  const step = n < 0 ? -1 : 1;
  let at = day;
  for (let left = Math.abs(n); left > 0; left--) at = workingDayFrom(addDays(at, step), step, cal);
  return at;
};

/** How many working days lie after `from`, up to and including `to`; negative when `to` is earlier. */
export const workingDaysBetween = (from: Day, to: Day, cal: WorkCalendar): number => {
  if (to < from) return -workingDaysBetween(to, from, cal);
  let count = 0;
  for (let at = addDays(from, 1); at <= to; at = addDays(at, 1)) if (!cal.isFree(at)) count++;
  return count;
};
