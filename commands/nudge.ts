import { headWords } from '../src/decisions/lines.ts';
import { nudge } from '../src/decisions/nudge.ts';
import { taskWords } from '../src/decisions/wording.ts';
import { owesReport } from '../src/domain/assignment.ts';
import type { Reply } from '../src/domain/message.ts';
import { mayNudge } from '../src/domain/quiet-time.ts';
import { Refusal } from '../src/domain/refusal.ts';
import { isLate } from '../src/domain/timeliness.ts';
import { fold } from '../src/domain/vietnamese.ts';
import { defineCommand, type Conversation } from '../src/inbound/command.ts';
import { agencyBook } from '../src/store/agencies.ts';
import {
  assignmentsOf,
  assignmentsOfTask,
  lockAssignment,
  type AssignmentRow,
} from '../src/store/assignments.ts';
import { lastNudges } from '../src/store/nudges.ts';
import { aboutAssignment, lineParam, placeOf, readTaskWords } from './shared/agency-task.ts';
import { agenciesWords } from './shared/decide-rows.ts';
import { settledRefusal } from './shared/settled.ts';
import { reachLines, sendMoment } from './shared/reach.ts';

interface Args {
  line?: string;
  who: AssignmentRow[];
  /** Also those that owe and are not late. */
  all?: boolean;
}

const owed = ['assigned', 'acknowledged', 'in_progress', 'returned'];
const mostLines = 10;

/** Nhắc: presses one agency, one task or one of both; what is late first, shown before it is sent. */
export default defineCommand<Args>({
  name: 'nudge',
  slash: { vi: 'nhac', en: 'nudge' },
  who: ['leader', 'coordinator', 'admin'],
  bare: false,
  params: [
    lineParam(),
    {
      name: 'who',
      takes: () => undefined,
      read: owing,
      async guess(at, { line }) {
        if (line) return line;
        const about = await aboutAssignment(at);
        return about && placeOf(about);
      },
      ask: askWhom,
    },
    { name: 'all', takes: () => undefined, read: (words) => words === 'có' },
  ],
  amend: (words) => (/^(nhac |nudge )?(ca|tat ca|all)\b/.test(fold(words)) ? { all: 'có' } : undefined),
  async preview(at, args) {
    const { who, all = false } = args;
    const { chosen, others, today, waiting } = await sorted(at, who, all);
    if (!chosen.length) throw await nothingToNudge(at, who, today);
    const lines = chosen.slice(0, mostLines).map((row) =>
      at.t('commands.nudge.line', {
        head: headWords(row, at),
        task: taskWords(row),
        agency: row.agencyShortName,
      }),
    );
    return {
      text: [
        `**${at.t('commands.nudge.sure', { count: chosen.length, agencies: new Set(chosen.map((row) => row.agencyId)).size })}**`,
        ...lines,
        chosen.length > mostLines
          ? at.t('commands.agencyTask.andOthers', { count: chosen.length - mostLines })
          : '',
        ...(await reachLines(await agenciesOf(chosen, at), ['focal', 'head'], at)),
        today.length ? at.t('commands.nudge.today', { count: today.length }) : '',
        waiting.length ? at.t('commands.nudge.waiting', { count: waiting.length }) : '',
        sendMoment(at, 'nudge', false).held ? sendMoment(at, 'nudge', false).sent : '',
      ]
        .filter(Boolean)
        .join('\n'),
      buttons: others.length
        ? [[{ label: at.t('commands.nudge.all', { count: chosen.length + others.length }), say: 'nhắc cả' }]]
        : [],
    };
  },
  async run(at, { who, all = false }) {
    const { chosen } = await sorted(at, who, all);
    const done: AssignmentRow[] = [];
    const unheard: AssignmentRow[] = [];
    for (const { id } of [...chosen].sort((a, b) => a.id.localeCompare(b.id))) {
      const row = await lockAssignment(at.db, id);
      // Pressed for by somebody else meanwhile, or no longer owed.
      if (!row || !(await sorted(at, [row], true)).chosen.length) continue;
      const { told } = await nudge(at, id);
      (told.reached.length ? done : unheard).push(row);
    }
    return doneReply(at, done, unheard);
  },
});

/** What is owed among the assignments that the words name. */
async function owing(words: string, at: Conversation): Promise<AssignmentRow[]> {
  const { number, agencies, rest } = await readTaskWords(words, at);
  const ids = agencies.map((agency) => agency.id);
  if (number === undefined && !ids.length) {
    if (rest && !/^(qua han|tre han|overdue|tat ca|all)/.test(fold(rest))) {
      throw new Refusal('agencyUnknown', { agency: rest.slice(0, 60) });
    }
    const { agencies: everybody } = await agencyBook(at.db);
    const rows = await assignmentsOf(
      at.db,
      everybody.map((agency) => agency.id),
      owed,
    );
    return rows.filter((row) => isLate(row, at.now));
  }
  const rows =
    number === undefined ? await assignmentsOf(at.db, ids, owed) : await assignmentsOfTask(at.db, number);
  const named = {
    ...(number === undefined ? {} : { task: number }),
    agency: agencies.map((agency) => agency.shortName).join(', '),
  };
  if (number !== undefined && !rows.length) throw new Refusal('noSuchTask', named);
  const meant = ids.length ? rows.filter((row) => ids.includes(row.agencyId)) : rows;
  if (!meant.length) throw new Refusal(number === undefined ? 'agencyOwesNothing' : 'agencyNotOnTask', named);
  const owes = meant.filter((row) => owesReport(row.state));
  if (owes.length) return owes;
  const [first, second] = meant;
  if (first?.state === 'submitted' && !second)
    throw new Refusal('reportWaitsHere', { task: first.number, agency: first.agencyShortName });
  throw first && !second ? await settledRefusal(at, meant, 'reschedule') : new Refusal('nobodyOwes', named);
}

interface Sorted {
  chosen: AssignmentRow[];
  /** Those that owe and are not late, where the late ones were chosen. */
  others: AssignmentRow[];
  /** Pressed for today already, and those that wait for our decision on a new date. */
  today: AssignmentRow[];
  waiting: AssignmentRow[];
}

async function sorted(at: Conversation, rows: readonly AssignmentRow[], all: boolean): Promise<Sorted> {
  const nudged = await lastNudges(
    at.db,
    rows.map((row) => row.id),
  );
  const waiting = rows.filter((row) => row.extensionAskedAt !== null);
  const owes = rows.filter((row) => owesReport(row.state) && !waiting.includes(row));
  const today = owes.filter((row) => !mayNudge(nudged.get(row.id), at.now, at.env.zone));
  const free = owes.filter((row) => !today.includes(row));
  const late = free.filter((row) => isLate(row, at.now));
  const chosen = all || !late.length ? free : late;
  return { chosen, others: free.filter((row) => !chosen.includes(row)), today, waiting };
}

async function nothingToNudge(
  at: Conversation,
  who: readonly AssignmentRow[],
  today: readonly AssignmentRow[],
): Promise<Refusal> {
  const [first, second] = who;
  if (!first) return new Refusal('nobodyLate');
  if (second) return new Refusal('nudgedAlready', { count: today.length });
  return new Refusal(today.length ? 'nudgedToday' : 'extensionWaits', { task: first.number });
}

/** Who is late, as buttons: the agencies with most, and all of them. */
async function askWhom(at: Conversation): Promise<Reply> {
  const late = await owing('', at);
  const counts = new Map<string, { name: string; count: number }>();
  for (const row of late) {
    const { count = 0 } = counts.get(row.agencyCode) ?? {};
    counts.set(row.agencyCode, { name: row.agencyShortName, count: count + 1 });
  }
  const agencies = [...counts].sort(([, a], [, b]) => b.count - a.count).slice(0, 8);
  return {
    text: at.t(late.length ? 'commands.nudge.ask' : 'commands.nudge.askNobodyLate', {
      count: late.length,
      agencies: counts.size,
    }),
    buttons: [
      ...agencies.map(([code, { name, count }]) => [
        { label: at.t('commands.nudge.agency', { agency: name, count }), say: code },
      ]),
      ...(counts.size > 1
        ? [[{ label: at.t('commands.nudge.everyLate', { count: late.length }), say: 'quá hạn' }]]
        : []),
    ],
  };
}

async function agenciesOf(rows: readonly AssignmentRow[], at: Conversation) {
  const { agencies } = await agencyBook(at.db);
  return agencies.filter((agency) => rows.some((row) => row.agencyId === agency.id));
}

function doneReply(
  at: Conversation,
  done: readonly AssignmentRow[],
  unheard: readonly AssignmentRow[],
): Reply {
  const moment = sendMoment(at, 'nudge', false);
  return {
    text: [
      done.length ? at.t('commands.nudge.done', { count: done.length, agency: agenciesWords(done, at) }) : '',
      done.length ? moment.sent : '',
      unheard.length ? at.t('commands.nudge.unheard', { agency: agenciesWords(unheard, at) }) : '',
      done.length || unheard.length ? '' : at.t('commands.nudge.none'),
    ]
      .filter(Boolean)
      .join('\n'),
    buttons: unheard.length ? [[{ label: at.t('commands.assign.calls'), say: '/cangoi' }]] : [],
  };
}
