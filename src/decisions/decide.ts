import type { Act } from '../domain/assignment.ts';
import type { Deadline } from '../domain/deadline.ts';
import { Refusal } from '../domain/refusal.ts';
import type { AssignmentRow } from '../store/assignments.ts';
import { dayOf } from '../domain/time.ts';
import type { Reply } from '../domain/message.ts';
import type { Translate } from '../i18n.ts';
import { holders, type Recipient } from '../store/recipients.ts';
import { withdrawNotices } from '../store/notices.ts';
import { after, locked, logged, record, save, standing } from './act.ts';
import type { Scope } from './scope.ts';
import { tellGroups } from './tell-groups.ts';
import { tell } from './tell.ts';

/** What every decision of a coordinator about one assignment has in common. */

export interface Decided {
  before: AssignmentRow;
  row: AssignmentRow;
}

export interface Deciding {
  assignmentId: string;
  act: Act;
  /** As the history names it: accept, return, reopen, reschedule, withdraw, approve, deny. */
  kind: string;
  reason?: string;
  due?: Deadline;
  /** Why the date in force changed, for its history. */
  cause?: 'extension' | 'reschedule' | 'return' | 'reopen';
  /** What of the facts is set besides (an act's own business). */
  compose?(decided: Decided, person: Recipient | undefined, t: Translate): Reply;
}

/**
 * Lock, permission, rule, history, dates in force, audit and what the agency's contacts are told, in the caller's
 * transaction.
 */
export async function decide(scope: Scope, deciding: Deciding): Promise<Decided> {
  const before = await locked(scope, deciding.assignmentId);
  standing(scope.actor, deciding.act, before);
  const moved = after(before, deciding.act, { at: scope.now, dueAt: deciding.due?.dueAt }, scope);
  const row = { ...moved, dueText: dueTextOf(before, moved, deciding) };
  await scope.db.decision.create({
    data: {
      assignmentId: row.id,
      kind: deciding.kind,
      byId: scope.actor.id,
      reason: deciding.reason,
      dueAt: row.dueAt.getTime() === before.dueAt.getTime() ? undefined : row.dueAt,
      at: scope.now,
    },
  });
  await keepDate(scope, before, row, deciding);
  await save(scope, before, row);
  await closeRequest(scope, before, row, deciding.act);
  await withdrawNotices(scope.db, row.id, ['reminder', 'nudge'], scope.now);
  await record(scope, {
    action: `assignment.${deciding.kind}`,
    subject: `assignment:${row.id}`,
    before: logged(before),
    after: logged(row),
    texts: deciding.reason ? [{ text: deciding.reason }] : [],
  });
  const decided = { before, row };
  await tellContacts(scope, decided, deciding);
  return decided;
}

/** The wording of the date in force: the coordinator's own, else that of a whole day. */
function dueTextOf(before: AssignmentRow, row: AssignmentRow, { due }: Deciding): string {
  if (row.dueAt.getTime() === before.dueAt.getTime()) return before.dueText;
  return due?.dueAt.getTime() === row.dueAt.getTime() ? due.text : '';
}

async function keepDate(
  scope: Scope,
  before: AssignmentRow,
  row: AssignmentRow,
  deciding: Deciding,
): Promise<void> {
  if (row.dueAt.getTime() === before.dueAt.getTime()) return;
  await scope.db.dueDate.create({
    data: {
      assignmentId: row.id,
      dueAt: row.dueAt,
      dueText: row.dueText,
      cause: deciding.cause ?? deciding.kind,
      byId: scope.actor.id,
      reason: deciding.reason,
      at: scope.now,
    },
  });
}

/** A request for a new date that another decision has made needless waits no longer. */
async function closeRequest(
  scope: Scope,
  before: AssignmentRow,
  row: AssignmentRow,
  act: Act,
): Promise<void> {
  const decided = act === 'approveExtension' || act === 'denyExtension';
  if (decided || before.extensionAskedAt === null || row.extensionAskedAt !== null) return;
  await scope.db.extension.updateMany({
    where: { assignmentId: row.id, state: 'pending' },
    data: { state: 'withdrawn', decidedAt: scope.now },
  });
}

async function tellContacts(scope: Scope, decided: Decided, { compose }: Deciding): Promise<void> {
  if (!compose) return;
  const today = dayOf(scope.now, scope.env.zone);
  const people = await holders(scope.db, [decided.row.agencyId], ['focal', 'head'], today);
  const focal = people.filter((person) => person.role === 'focal');
  await tell(scope, {
    to: (focal.length ? focal : people)
      .map((person) => person.contactId)
      .filter((id) => id !== scope.actor.id),
    kind: 'decision',
    compose: (person, t) => compose(decided, person, t),
  });
  if (!people.length) return;
  await tellGroups(scope, {
    agencyIds: [decided.row.agencyId],
    kind: 'decision',
    compose: (_, t) => compose(decided, undefined, t),
  });
}

/** A reason is what the agency reads: not empty. */
export function needReason(reason: string | undefined, task?: number): string {
  const words = reason?.trim();
  if (!words) throw new Refusal('reasonMissing', task === undefined ? {} : { task });
  return words;
}
