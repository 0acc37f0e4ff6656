import { addDays, dayFrom, daysBetween, type Day } from './time.ts';
import { fold } from './vietnamese.ts';

/** A date without a year. */
export interface DayOfYear {
  date: number;
  month: number;
}

/** A yearly date with its wording: `inclusive` when the named day itself still counts. */
export interface YearlyDue extends DayOfYear {
  inclusive: boolean;
}

// Read folded. Only "trước" excludes the named day (design of deadlines: "trước ngày 15/6" ends when 15/6 begins).
const DUE = /^(truoc|den het|den|han|cham nhat|khong qua)(?: ngay)? (\d{1,2})\/(\d{1,2})$/;

// A year without 29/2: what exists in it exists every year.
const COMMON_YEAR = 2023;

const dayOfYear = (date: number, month: number): DayOfYear | undefined =>
  dayFrom(COMMON_YEAR, month, date) ? { date, month } : undefined;

/** Reads `16/5`; undefined where no such day exists every year (31/11, 29/2). */
export const readDayOfYear = (text: string): DayOfYear | undefined => {
  const match = /^(\d{1,2})\/(\d{1,2})$/.exec(text.trim());
  return match ? dayOfYear(Number(match[1]), Number(match[2])) : undefined;
};

/** Reads `trước ngày 15/6`, `đến 30/6`, `chậm nhất ngày 30/6`, with and without diacritics. */
export const readDue = (text: string): YearlyDue | undefined => {
  const match = DUE.exec(fold(text));
  const read = match && dayOfYear(Number(match[2]), Number(match[3]));
  return read ? { ...read, inclusive: match[1] !== 'truoc' } : undefined;
};

/** The wording of a yearly date with the year put in: `trước ngày 15/6` → `trước ngày 15/6/2026`. */
export const dueTextIn = (due: string, year: number): string => `${due}/${year}`;

/** One date of a recurring cycle, as the programme file has it. */
export interface CycleDate {
  opens: string;
  due: string;
  period?: string | undefined;
  reportsOn: 'same-year' | 'previous-year';
}

/** One report asked in one year. */
export interface Occurrence {
  /** Unique within the cycle: `2026`, or `2026-3` where the cycle has several dates. */
  period: string;
  /** The year reported on, for `{year}` in titles. */
  year: number;
  title: string;
  /** Local day when the task is created. */
  opensOn: Day;
  /** Exclusive local day: what is sent before it begins is in time. */
  dueBefore: Day;
  dueText: string;
}

export const MAX_DAYS_OPEN = 184;

const lastBefore = (at: DayOfYear, limit: Day): Day => {
  const sameYear = dayFrom(Number(limit.slice(0, 4)), at.month, at.date);
  return sameYear && sameYear < limit
    ? sameYear
    : (dayFrom(Number(limit.slice(0, 4)) - 1, at.month, at.date) as Day);
};

/** When a date that is due in `dueYear` opens and ends; undefined where its texts cannot be read. */
export const spanOf = (date: CycleDate, dueYear: number): { opensOn: Day; dueBefore: Day } | undefined => {
  const due = readDue(date.due);
  const opens = readDayOfYear(date.opens);
  const named = due && dayFrom(dueYear, due.month, due.date);
  if (!due || !opens || !named) return undefined;
  const dueBefore = due.inclusive ? addDays(named, 1) : named;
  return { opensOn: lastBefore(opens, dueBefore), dueBefore };
};

/** Days between opening and end, for the check that a slip has not opened a task a year ahead. */
export const daysOpen = (date: CycleDate): number => {
  const span = spanOf(date, COMMON_YEAR);
  return span ? daysBetween(span.opensOn, span.dueBefore) : 0;
};

/** `Báo cáo {period} năm {year}` with both put in. */
export const fillTitle = (pattern: string, year: number, period = ''): string =>
  pattern.replaceAll('{year}', String(year)).replaceAll('{period}', period);

/**
 * The reports of a cycle that are due in one calendar year, in order of the
 * file. A cycle of single years without a date (mid-phase, end of phase) gives
 * none: a coordinator sets its date. `within` are the years the programme runs;
 * a report on a year outside them does not exist.
 */
export const occurrencesDueIn = (
  cycle: { title: string; dates?: readonly CycleDate[] | undefined },
  dueYear: number,
  within: { from: number; to: number },
): Occurrence[] =>
  (cycle.dates ?? []).flatMap((date, index, all) => {
    const span = spanOf(date, dueYear);
    const year = date.reportsOn === 'previous-year' ? dueYear - 1 : dueYear;
    if (!span || year < within.from || year > within.to) return [];
    return {
      ...span,
      period: all.length === 1 ? String(year) : `${year}-${index + 1}`,
      year,
      title: fillTitle(cycle.title, year, date.period),
      dueText: dueTextIn(date.due, dueYear),
    };
  });
