import { owesReport } from '../domain/assignment.ts';
import { snoozeUntil, type Snooze } from '../domain/quiet-time.ts';
import { Refusal } from '../domain/refusal.ts';
import type { AssignmentRow } from '../store/assignments.ts';
import { putSnooze } from '../store/reminders.ts';
import { locked, record } from './act.ts';
import { agenciesOf, type Scope } from './scope.ts';

export interface Snoozed {
  row: AssignmentRow;
  /** When the person hears of the task again. */
  until: Date;
}

/**
 * Leaves one task out of one person's reminders for a while; the others of the agency hear of it as before. Not past
 * the date in force, which it never changes.
 */
export async function snooze(
  scope: Scope,
  input: { assignmentId: string; choice: Snooze },
): Promise<Snoozed> {
  const contactId = scope.actor.id;
  const row = await locked(scope, input.assignmentId);
  if (!contactId || !agenciesOf(scope.actor).includes(row.agencyId)) throw new Refusal('taskUnknown');
  if (!owesReport(row.state)) throw new Refusal('reminderNotPlanned', { task: row.number });
  const until = snoozeUntil(input.choice, scope.now, row.dueAt, scope.env);
  if (!until) throw new Refusal('snoozePastDue', { task: row.number });
  await putSnooze(scope.db, { contactId, assignmentId: row.id, until });
  await record(scope, { action: 'assignment.snooze', subject: `assignment:${row.id}`, after: { until } });
  return { row, until };
}
