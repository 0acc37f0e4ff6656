import { headWords } from '../src/decisions/lines.ts';
import { rolesOf } from '../src/decisions/scope.ts';
import { figureWords } from '../src/decisions/status.ts';
import { bothDates, dueWords, stateWords, taskWords } from '../src/decisions/wording.ts';
import { isOpen, owesReport } from '../src/domain/assignment.ts';
import type { Choice, Reply } from '../src/domain/message.ts';
import { Refusal } from '../src/domain/refusal.ts';
import { may } from '../src/domain/roles.ts';
import { categoryOf, lightOf } from '../src/domain/timeliness.ts';
import { defineCommand, type Conversation, type Misread } from '../src/inbound/command.ts';
import { assignmentsOfTask, type AssignmentRow } from '../src/store/assignments.ts';
import { taskByNumber, type TaskRow } from '../src/store/tasks.ts';
import { tracking } from '../src/store/tracking.ts';
import { waitingFor, type Waiting } from '../src/store/waiting.ts';
import { aboutAssignment } from './shared/agency-task.ts';
import { sayOf } from './shared/waiting.ts';

interface Args {
  task: TaskRow;
  offset?: number;
}

/** Agencies on one page: what a phone shows, and what has digits beside "next". */
const page = 8;

/** Theo dõi: one task across agencies, what waits and what is late first. */
export default defineCommand<Args>({
  name: 'track',
  slash: { vi: 'theodoi', en: 'track' },
  words: ['theo doi'],
  who: ['leader', 'coordinator', 'admin'],
  params: [
    {
      name: 'task',
      takes: 'word',
      read: readTask,
      ask: (at) => ({ text: at.t('commands.track.ask') }),
      guess: async (at) => (await aboutAssignment(at))?.number.toString(),
    },
    {
      name: 'offset',
      takes: (rest) => {
        const match = /^(?:tiếp|tiep|next)\s*(\d+)?/iu.exec(rest);
        return match ? { value: match[1] ?? String(page), rest: rest.slice(match[0].length) } : undefined;
      },
      read: Number,
    },
  ],
  run: show,
});

async function readTask(words: string, at: Conversation): Promise<TaskRow | Misread> {
  const number = Number(/^\s*#?(\d{1,7})\s*$/.exec(words)?.[1]);
  if (!number) return { misread: at.t('commands.track.ask') };
  const task = await taskByNumber(at.db, number);
  if (!task) throw new Refusal('noSuchTask', { task: number });
  return task;
}

async function show(at: Conversation, { task, offset = 0 }: Args): Promise<Reply> {
  const { db, env, now, t } = at;
  const rows = (await assignmentsOfTask(db, task.number)).sort((a, b) => rankOf(a, at) - rankOf(b, at));
  const { totals } = await tracking(db, now, env.zone, { taskId: task.id });
  const shown = rows.slice(offset, offset + page);
  const waiting = await waitingFor(
    db,
    shown.map((row) => row.id),
  );
  const left = Math.max(0, rows.length - offset - shown.length);
  return {
    text: [
      `**${taskWords(task)}**`,
      t('commands.track.due', { due: bothDates(task, env, t), count: totals.assigned }),
      ...(offset
        ? []
        : [figureWords(totals, t, 'assigned'), besides(totals.unacknowledged, totals.blocked, waiting, at)]),
      ...shown.map((row) => lineOf(row, task, waiting, at)),
      left ? t('commands.track.more', { count: left }) : '',
    ]
      .filter(Boolean)
      .join('\n'),
    buttons: buttonsOf(at, task, rows, waiting, left ? offset + page : undefined),
    about: { taskId: task.id },
  };
}

/** What waits for us, then the late ones, then by urgency; what is done or withdrawn stands last. */
function rankOf(row: AssignmentRow, at: Conversation): number {
  if (row.state === 'submitted' || (row.extensionAskedAt && isOpen(row.state))) return 0;
  if (!isOpen(row.state)) return row.state === 'completed' ? 4 : 5;
  const { light } = lightOf(row, at.now, at.env.calendar, at.env.zone);
  return light === 'red' ? 1 : light === 'yellow' ? 2 : 3;
}

const besides = (
  unacknowledged: number,
  blocked: number,
  waiting: readonly Waiting[],
  { t }: Conversation,
): string =>
  [
    waiting.length ? t('commands.track.waiting', { count: waiting.length }) : '',
    unacknowledged ? t('commands.track.unacknowledged', { count: unacknowledged }) : '',
    blocked ? t('commands.track.blocked', { count: blocked }) : '',
  ]
    .filter(Boolean)
    .join(' · ');

/** "🔴 Quá hạn 2 ngày · Sở Tư pháp: đang thực hiện 60%, \"đang rà soát\"" */
function lineOf(row: AssignmentRow, task: TaskRow, waiting: readonly Waiting[], at: Conversation): string {
  const { t, env } = at;
  const extension = waiting.find((item) => item.kind === 'extension' && item.row.id === row.id);
  const facts = [
    // The head says already that it waits, or how it ended.
    isOpen(row.state) && row.state !== 'submitted' ? stateWords(row, t) : '',
    row.dueAt.getTime() === task.dueAt.getTime()
      ? ''
      : t('commands.track.ownDue', { due: dueWords(row, env, t) }),
    extension?.kind === 'extension' ? t('commands.track.asks', { due: dueWords(extension, env, t) }) : '',
    row.blocked && row.blockedText
      ? t('commands.track.blockedBy', { text: row.blockedText.slice(0, 80) })
      : '',
    row.note && row.note !== row.blockedText
      ? t('commands.track.words', { text: row.note.slice(0, 80) })
      : '',
  ];
  const said = facts.filter(Boolean).join(', ');
  return t(said ? 'commands.track.line' : 'commands.track.bareLine', {
    head: headOf(row, at),
    agency: row.agencyShortName,
    facts: said,
  });
}

/** What has ended has no light any more; its category says how it ended. */
const headOf = (row: AssignmentRow, at: Conversation): string =>
  isOpen(row.state) ? headWords(row, at) : at.t(`commands.track.ended.${categoryOf(row, at.now)}`);

function buttonsOf(
  at: Conversation,
  task: TaskRow,
  rows: readonly AssignmentRow[],
  waiting: readonly Waiting[],
  next: number | undefined,
): Choice[][] {
  const { t } = at;
  const roles = rolesOf(at.actor);
  const decide: Choice[][] = may(roles, 'accept')
    ? waiting.slice(0, page - 2).map((item) => [
        {
          label: t(`commands.track.decide.${item.kind}`, { agency: item.row.agencyShortName }),
          say: `/duyet ${sayOf(item)}`,
        },
      ])
    : [];
  const last: Choice[] = [
    ...(next === undefined
      ? []
      : [{ label: t('commands.waiting.next'), say: `/theodoi ${task.number} tiếp ${next}` }]),
    ...(rows.some((row) => owesReport(row.state))
      ? [{ label: t('commands.track.nudge'), say: `/nhac ${task.number}` }]
      : []),
  ];
  return [...decide, ...(last.length ? [last] : [])];
}
