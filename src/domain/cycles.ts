import { lastGoodDay, type Deadline } from './deadline.ts';
import { fillTitle, occurrencesDueIn, type CycleDate } from './programme-dates.ts';
import { addMonths, dayOf, startOf, yearOf, type Day } from './time.ts';

/**
 * Which reports of the cycles should have a task at an instant (for Decision 119:
 * Phần IV.II.1, six-monthly before 15/6 and yearly before 15/12). Asking twice is
 * harmless: what exists already is not named again.
 */

/** A cycle as the programme file has it: yearly dates, or single years whose date coordinators set. */
export interface ReportingCycle {
  code: string;
  title: string;
  dates?: readonly CycleDate[] | undefined;
  years?: readonly number[] | undefined;
}

/** A task that should exist and does not. Its assignments are announced when quiet time allows. */
export interface CycleTask {
  code: string;
  /** Unique within the cycle: `2026`. */
  period: string;
  /** The year reported on. */
  year: number;
  title: string;
  /** Local day on which it should have been created. */
  opensOn: Day;
  due: Deadline;
}

/** A report for which the source names no date, and coordinators have set none yet. */
export interface DateWanted {
  code: string;
  period: string;
  year: number;
  title: string;
}

export interface CycleNeeds {
  tasks: CycleTask[];
  /** To be asked of coordinators, once each, from the beginning of the year. */
  askDate: DateWanted[];
}

/** What is there already, by cycle code and period. */
export interface CycleRecords {
  exists(code: string, period: string): boolean;
  asked(code: string, period: string): boolean;
  /** The date that coordinators have set for a report without one. */
  dateSet(code: string, period: string): Deadline | undefined;
}

/** A report with a date set by coordinators opens about as early as the yearly ones do. */
const MONTHS_OPEN = 1;

const datedTasks = (cycle: ReportingCycle, dueYear: number, within: Within, zone: string): CycleTask[] =>
  occurrencesDueIn(cycle, dueYear, within).map(({ period, year, title, opensOn, dueBefore, dueText }) => ({
    code: cycle.code,
    period,
    year,
    title,
    opensOn,
    due: { dueAt: startOf(dueBefore, zone), text: dueText },
  }));

const wanted = (cycle: ReportingCycle, { from, to }: Within): DateWanted[] =>
  (cycle.years ?? [])
    .filter((year) => year >= from && year <= to)
    .map((year) => ({ code: cycle.code, period: String(year), year, title: fillTitle(cycle.title, year) }));

/** The local day on which the task of a report opens whose date coordinators set. */
export const opensFor = (due: Deadline, zone: string): Day =>
  addMonths(lastGoodDay(due.dueAt, zone), -MONTHS_OPEN);

const withDate = (report: DateWanted, due: Deadline, zone: string): CycleTask => ({
  ...report,
  due,
  opensOn: opensFor(due, zone),
});

interface Within {
  from: number;
  to: number;
}

/**
 * The tasks to create and the dates to ask for at `now`. A task is due from the
 * beginning of its opening day, or at the first start after that, as long as its
 * date has not passed. `within` are the years the programme runs.
 */
export const cycleTasksDue = (
  now: Date,
  cycles: readonly ReportingCycle[],
  within: Within,
  records: CycleRecords,
  zone: string,
): CycleNeeds => {
  const today = dayOf(now, zone);
  const thisYear = yearOf(today);
  const undated = cycles.flatMap((cycle) => wanted(cycle, within));
  const dated = undated.flatMap((report) => {
    const due = records.dateSet(report.code, report.period);
    return due ? [withDate(report, due, zone)] : [];
  });
  // A report due early next year may open this year.
  const yearly = cycles.flatMap((cycle) =>
    [thisYear, thisYear + 1].flatMap((year) => datedTasks(cycle, year, within, zone)),
  );
  return {
    tasks: [...yearly, ...dated].filter(
      ({ code, period, opensOn, due }) =>
        opensOn <= today && now < due.dueAt && !records.exists(code, period),
    ),
    askDate: undated.filter(
      ({ code, period, year }) =>
        year === thisYear && !records.dateSet(code, period) && !records.asked(code, period),
    ),
  };
};
