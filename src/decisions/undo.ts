import { randomUUID } from 'node:crypto';
import { undo as undone, type Snapshot } from '../domain/acts.ts';
import { mayUndo, type UndoWay } from '../domain/duplicates.ts';
import { Refusal } from '../domain/refusal.ts';
import { timeOf, dayOf, formatDay } from '../domain/time.ts';
import type { AssignmentRow } from '../store/assignments.ts';
import { firstActAfter } from '../store/history.ts';
import { addReports, findBatch, type Batch } from '../store/reports.ts';
import { locked, logged, record, save } from './act.ts';
import { tellUndone } from './tell-report.ts';
import type { Scope } from './scope.ts';

/**
 * Takes back what a person reported: a completion by withdrawing it, anything else by restoring what stood before.
 * It is a new row of the history. Refused once somebody acted on the report, naming who and when, and by the button
 * after 5 minutes.
 */
export async function undo(
  scope: Scope,
  input: { batchId: string; way: UndoWay; inboxId?: bigint },
): Promise<{ row: AssignmentRow; batch: Batch }> {
  const batch = await findBatch(scope.db, input.batchId);
  const mine = batch && (batch.contactId === scope.actor.id || batch.recordedById === scope.actor.id);
  if (!batch || !mine || !scope.actor.id) throw new Refusal('undoNothing');
  const row = await locked(scope, batch.assignmentId);
  const actedUpon = await firstActAfter(scope.db, row.id, batch);
  if (actedUpon?.taken) throw new Refusal('undoNothing');
  const verdict = mayUndo(input.way, { recordedAt: batch.recordedAt, actedUpon }, scope.now);
  if (!verdict.allowed) throw refusal(verdict, row, scope);
  if (!isSnapshot(batch.before)) throw new Refusal('undoNothing');
  const restored: AssignmentRow = { ...row, ...undone(row, batch.before) };
  await withdrawExtension(scope, batch.batchId, batch.before);
  await addReports(scope.db, [
    {
      id: randomUUID(),
      assignmentId: row.id,
      kind: batch.kinds.includes('done') ? 'withdrawn' : 'undone',
      text: '',
      contactId: scope.actor.id,
      at: scope.now,
      recordedAt: scope.now,
      inboxId: input.inboxId,
      agencyName: row.agencyName,
      meaning: '',
      batchId: randomUUID(),
      undoesBatchId: batch.batchId,
    },
  ]);
  await save(scope, row, restored);
  await record(scope, {
    action: 'report.undo',
    subject: `assignment:${row.id}`,
    before: logged(row),
    after: { ...logged(restored), batchId: batch.batchId },
  });
  await tellUndone(scope, restored, batch.batchId);
  return { row: restored, batch };
}

function refusal(
  verdict: { because: 'tooLate' } | { because: 'actedUpon'; by: string; at: Date },
  row: AssignmentRow,
  { env }: Scope,
): Refusal {
  if (verdict.because === 'tooLate') return new Refusal('undoTooLate', { task: row.number });
  const date = formatDay(dayOf(verdict.at, env.zone));
  return new Refusal('undoActedUpon', {
    task: row.number,
    name: verdict.by,
    time: timeOf(verdict.at, env.zone),
    date,
  });
}

const isSnapshot = (value: unknown): value is Snapshot =>
  typeof value === 'object' && value !== null && 'state' in value && 'dueSetAt' in value;

/** The request of this report is taken back; the earlier one that it had replaced waits again. */
async function withdrawExtension(scope: Scope, batchId: string, before: Snapshot): Promise<void> {
  const { db, now } = scope;
  const mine = await db.extension.findFirst({ where: { batchId, state: 'pending' } });
  if (!mine) return;
  await db.extension.update({ where: { id: mine.id }, data: { state: 'withdrawn', decidedAt: now } });
  if (before.extensionAskedAt === null) return;
  const replaced = await db.extension.findFirst({
    where: { assignmentId: mine.assignmentId, state: 'withdrawn', id: { not: mine.id }, decidedById: null },
    orderBy: { decidedAt: 'desc' },
  });
  if (replaced) {
    await db.extension.update({ where: { id: replaced.id }, data: { state: 'pending', decidedAt: null } });
  }
}
