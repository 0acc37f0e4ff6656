import { randomUUID } from 'node:crypto';
import type { Reply } from '../domain/message.ts';
import { nextReminderAfterAct } from '../domain/reminders.ts';
import { assignmentsOf, type AssignmentRow } from '../store/assignments.ts';
import { addNotices, closeNotices } from '../store/notices.ts';
import { planNext, startAcknowledging } from '../store/reminders.ts';
import { taskMatter } from '../store/tasks.ts';
import { taskLine, urgencyOf, type Moment } from './lines.ts';
import type { Scope } from './scope.ts';
import { assignmentReply } from './tell-assignment.ts';
import { tell } from './tell.ts';
import { taskWords } from './wording.ts';

const open = ['assigned', 'acknowledged', 'in_progress', 'returned', 'submitted'] as const;

/** Tasks that can be chosen by a digit, and lines that are still read. */
const mostChoices = 9;
const mostLines = 20;
/** Letters of the last words that a line shows. */
const shown = 120;

/**
 * A new contact of an agency gets all that is owed in one message. Where nobody of the agency has been told before,
 * the time for acknowledging starts now (design §5, "Who is told when"). Tells whether a message is on its way.
 */
export async function welcomeFirstContact(
  scope: Scope,
  agencyId: string,
  contactId: string,
): Promise<boolean> {
  const rows = await assignmentsOf(scope.db, [agencyId], open);
  const fresh = await startAcknowledging(scope.db, agencyId, contactId, scope.now);
  await planNext(
    scope.db,
    fresh.map(({ id, ...row }) => ({ id, next: nextReminderAfterAct(row, row, scope.now, scope.env) })),
  );
  return stateOfPlay(scope, rows, contactId);
}

/**
 * What is owed, the most urgent first, in one message: with the last words on each task, what waits for a decision
 * and a button for each. One notice for each task. False where the person has no channel yet.
 */
export async function stateOfPlay(
  scope: Scope,
  rows: readonly AssignmentRow[],
  contactId: string,
): Promise<boolean> {
  if (!rows.length) return false;
  const { db, now, env } = scope;
  const notices = rows.map(({ id }) => ({
    id: randomUUID(),
    kind: 'assignment' as const,
    contactId,
    assignmentId: id,
    reachable: true,
  }));
  await addNotices(db, notices, now);
  const [first] = rows;
  // A single task that nobody has answered yet comes as it would have come.
  const only = rows.length === 1 && first?.state === 'assigned' ? first : undefined;
  const matter = only && (await taskMatter(db, only.taskId));
  const ids = notices.map((notice) => notice.id);
  const told = await tell(scope, {
    to: [contactId],
    kind: 'assignment',
    noticeIds: new Map([[contactId, ids]]),
    // It answers somebody who has just come in.
    urgent: true,
    compose: (person, t) =>
      only ? assignmentReply(only, person, env, t, matter) : playReply(rows, { now, env, t }),
  });
  if (told.reached.length) return true;
  await closeNotices(db, ids, 'no_channel', now);
  return false;
}

function playReply(rows: readonly AssignmentRow[], at: Moment): Reply {
  const { t } = at;
  const sorted = [...rows].sort((a, b) => urgencyOf(a, at) - urgencyOf(b, at) || a.number - b.number);
  const [first] = sorted;
  if (!first) return { text: '' };
  const choices = sorted.slice(0, mostChoices);
  const more = sorted.length - mostLines;
  return {
    text: [
      `**${t('notices.stateOfPlay', { count: rows.length, agency: first.agencyShortName })}**`,
      ...sorted.slice(0, mostLines).flatMap((row) => [taskLine(row, at), ...besides(row, at)]),
      ...(more > 0 ? [t('commands.tasks.more', { count: more })] : []),
      t('commands.tasks.how', { task: first.number }),
    ].join('\n'),
    buttons: choices.map((row) => [{ label: taskWords(row), say: `#${row.number} ${row.agencyCode}` }]),
    about: { digest: choices.map((row) => row.id) },
  };
}

/** What somebody who comes in needs to know of a task beside its line. */
function besides(row: AssignmentRow, { t }: Moment): string[] {
  const said = row.blocked ? (row.blockedText ?? row.note) : row.note;
  return [
    ...(said
      ? [`- ${t(row.blocked ? 'jobs.play.blocked' : 'jobs.play.said', { text: said.slice(0, shown) })}`]
      : []),
    ...(row.extensionAskedAt ? [`- ${t('jobs.play.extension')}`] : []),
  ];
}
