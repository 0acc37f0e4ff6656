import { setCycleDate } from '../src/decisions/set-cycle-date.ts';
import { taskWords } from '../src/decisions/wording.ts';
import { opensFor } from '../src/domain/cycles.ts';
import { lastGoodDay, type Deadline } from '../src/domain/deadline.ts';
import type { Choice, Reply } from '../src/domain/message.ts';
import { fillTitle } from '../src/domain/programme-dates.ts';
import { dayOf, formatDay, latest, startOf, yearOf, type Day } from '../src/domain/time.ts';
import { defineCommand, isMisread, type Conversation, type Misread } from '../src/inbound/command.ts';
import { storedCycles, type StoredCycle } from '../src/store/cycles.ts';
import { echoDue, readDue } from './shared/date.ts';

/** A report whose date the source does not name. */
interface Report {
  cycle: StoredCycle;
  year: number;
}

interface Args {
  report: Report;
  due: Deadline;
}

/** Hạn báo cáo: the date of a mid-phase or end-of-phase report. */
export default defineCommand<Args>({
  name: 'cycleDate',
  slash: { vi: 'hanbaocao', en: 'reportdate' },
  who: ['coordinator', 'admin'],
  bare: false,
  params: [
    { name: 'report', takes: takeReport, read: readReport, guess: onlyReport, ask: askReport },
    {
      name: 'due',
      takes: 'rest',
      read: (words, at, { report }) => (report ? readDate(words, at, report) : undefined),
      ask: (at, { report }) => ({ text: at.t('commands.cycleDate.askDue', { title: titleOf(report) }) }),
    },
  ],
  preview: async (at, { report, due }) => {
    const opens = opensFor(due, at.env.zone);
    const now = opens <= dayOf(at.now, at.env.zone);
    return {
      text: at.t(now ? 'commands.cycleDate.sureNow' : 'commands.cycleDate.sure', {
        title: titleOf(report),
        due: echoDue(due, at),
        count: report.cycle.reporters.length,
        opens: formatDay(opens),
      }),
    };
  },
  async run(at, { report, due }) {
    const { task } = await setCycleDate(at, {
      cycleId: report.cycle.id,
      period: String(report.year),
      due,
    });
    const title = titleOf(report);
    return {
      text: task
        ? at.t('commands.cycleDate.given', {
            task: taskWords({ number: task.number, title }),
            count: task.assignments.length,
            due: echoDue(due, at),
          })
        : at.t('commands.cycleDate.done', {
            title,
            due: echoDue(due, at),
            opens: formatDay(opensFor(due, at.env.zone)),
          }),
    };
  },
});

const titleOf = (report: Report | undefined): string =>
  report ? fillTitle(report.cycle.cycle.title, report.year) : '';

/** Reports of this year and later whose date is for coordinators to set. */
async function reportsToCome(at: Conversation): Promise<Report[]> {
  const thisYear = yearOf(dayOf(at.now, at.env.zone));
  const cycles = await storedCycles(at.db);
  return cycles
    .flatMap((cycle) => (cycle.cycle.years ?? []).map((year) => ({ cycle, year })))
    .filter(({ year }) => year >= thisYear)
    .sort((a, b) => a.year - b.year);
}

const nameOf = ({ cycle, year }: Report): string => `${year} ${cycle.key}`;

const choices = (reports: readonly Report[]): Choice[][] =>
  reports.slice(0, 9).map((report) => [{ label: titleOf(report), say: nameOf(report) }]);

/** "2028 15/12" → the year; "2028 119-qd-ubnd/mid-phase 15/12" → the year and the cycle. */
function takeReport(rest: string): { value: string; rest: string } | undefined {
  const match = /^\s*(\d{4}(?:\s+[a-z0-9-]+\/[a-z0-9-]*[a-z][a-z0-9-]*)?)(?:\s+([\s\S]*))?$/.exec(rest);
  return match?.[1] ? { value: match[1], rest: match[2] ?? '' } : undefined;
}

async function readReport(words: string, at: Conversation): Promise<Report | Misread> {
  const [year = '', key] = words.trim().split(/\s+/);
  const all = await reportsToCome(at);
  const fitting = all.filter((report) => String(report.year) === year && (!key || report.cycle.key === key));
  const [only, ...others] = fitting;
  if (only && !others.length) return only;
  return {
    misread: at.t(only ? 'commands.cycleDate.which' : 'commands.cycleDate.unknown', { year }),
    buttons: choices(only ? fitting : all),
  };
}

async function onlyReport(at: Conversation): Promise<string | undefined> {
  const [only, ...others] = await reportsToCome(at);
  return only && !others.length ? nameOf(only) : undefined;
}

async function askReport(at: Conversation): Promise<Reply> {
  const reports = await reportsToCome(at);
  return reports.length
    ? { text: at.t('commands.cycleDate.which', { year: '' }), buttons: choices(reports) }
    : { text: at.t('commands.cycleDate.none') };
}

/** A date in the year of the report, or in the one after: a year that is not said is the report's own. */
function readDate(words: string, at: Conversation, { year }: Report): Deadline | Misread {
  const begins = startOf(`${year}-01-01` as Day, at.env.zone);
  const due = readDue(words, { ...at, now: latest(at.now, begins) });
  if (isMisread(due)) return due;
  const falls = yearOf(lastGoodDay(due.dueAt, at.env.zone));
  return falls === year || falls === year + 1
    ? due
    : { misread: at.t('commands.cycleDate.otherYear', { year, due: echoDue(due, at) }) };
}
