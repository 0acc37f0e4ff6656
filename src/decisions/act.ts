import { standingFor, type Act, type Standing } from '../domain/assignment.ts';
import { applyAct, type ActInput } from '../domain/acts.ts';
import { Refusal } from '../domain/refusal.ts';
import { nextReminderAfterAct } from '../domain/reminders.ts';
import { audit, type AuditEntry } from '../store/audit.ts';
import { lockAssignment, saveAssignment, type AssignmentRow } from '../store/assignments.ts';
import { rolesOf, type Actor, type Scope } from './scope.ts';

/** What every decision about one assignment has in common: lock, permission, rule, save, audit. */

/** Roles that the actor holds at one agency. */
const rolesAt = (actor: Actor, agencyId: string) =>
  actor.offices.filter((office) => office.agencyId === agencyId).map((office) => office.role);

/**
 * How the actor may do this act on this assignment. The program itself may do all. Refuses with `taskUnknown` where
 * the assignment is not the actor's business at all: a stranger to it learns not even that it exists.
 */
export function standing(actor: Actor, act: Act, row: AssignmentRow): Standing {
  if (actor.kind === 'system') return 'office';
  const found = standingFor(act, rolesAt(actor, row.agencyId), rolesOf(actor));
  if (found) return found;
  const sees =
    rolesAt(actor, row.agencyId).length > 0 ||
    rolesOf(actor).some((role) => role !== 'focal' && role !== 'head');
  throw new Refusal(sees ? 'notAllowed' : 'taskUnknown', { task: row.number });
}

/** The assignment, locked; refused as unknown where there is none. */
export async function locked(scope: Scope, assignmentId: string): Promise<AssignmentRow> {
  const row = await lockAssignment(scope.db, assignmentId);
  if (!row) throw new Refusal('taskUnknown');
  return row;
}

/** The row after an act, by the one table of what acts change. Throws a Refusal that names the task. */
export function after(row: AssignmentRow, act: Act, input: ActInput, scope: Scope): AssignmentRow {
  try {
    return { ...row, ...applyAct(row, act, input, scope.env) };
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal(error.code, { ...error.fields, task: row.number });
    throw error;
  }
}

/** Saves what was decided and when the next reminder speaks; `before` is the row as it was locked. */
export async function save(scope: Scope, before: AssignmentRow, row: AssignmentRow): Promise<void> {
  const nextReminderAt = nextReminderAfterAct(before, row, scope.now, scope.env);
  await saveAssignment(scope.db, row.id, { ...row, nextReminderAt }, scope.now);
}

/** A line of the audit log in the name of the actor. */
export const record = (scope: Scope, entry: Omit<AuditEntry, 'at' | 'actorId' | 'channel'>): Promise<void> =>
  audit(scope.db, {
    at: scope.now,
    actorId: scope.actor.id ?? scope.actor.tokenId,
    channel: scope.actor.channel,
    ...entry,
  });

/** What of an assignment the log shows before and after. */
export const logged = (row: AssignmentRow) => ({
  state: row.state,
  percent: row.percent,
  blocked: row.blocked,
  dueAt: row.dueAt,
  submittedAt: row.submittedAt,
  lateSince: row.lateSince,
});
