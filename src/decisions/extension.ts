import type { Deadline } from '../domain/deadline.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Meaning } from '../domain/reply.ts';
import type { AssignmentRow } from '../store/assignments.ts';
import { after } from './act.ts';
import type { ReportInput } from './report.ts';
import type { Scope } from './scope.ts';

/** A requested new date, as recorded. */
export interface Asked {
  id: string;
  due: Deadline;
  reason: string;
  row: AssignmentRow;
}

/**
 * Records the request for a new date. A second request replaces the one that waits and keeps its moment of asking.
 * Refuses without a readable date or a reason.
 */
export async function askExtension(
  scope: Scope,
  row: AssignmentRow,
  meaning: Extract<Meaning, { kind: 'extend' }>,
  input: ReportInput,
  batchId: string,
): Promise<Asked> {
  if (!meaning.due) throw new Refusal('dateUnreadable', { task: row.number });
  const reason = meaning.reason?.trim() || input.note.trim();
  if (!reason) throw new Refusal('reasonMissing', { task: row.number });
  const next = after(row, 'requestExtension', { at: input.at, dueAt: meaning.due.dueAt }, scope);
  await scope.db.extension.updateMany({
    where: { assignmentId: row.id, state: 'pending' },
    data: { state: 'withdrawn', decidedAt: scope.now },
  });
  const { id } = await scope.db.extension.create({
    data: {
      assignmentId: row.id,
      contactId: input.onBehalf ? undefined : scope.actor.id,
      recordedById: input.onBehalf ? scope.actor.id : undefined,
      askedAt: next.extensionAskedAt ?? input.at,
      dueAt: meaning.due.dueAt,
      dueText: meaning.due.text,
      reason,
      batchId,
    },
    select: { id: true },
  });
  return { id, due: meaning.due, reason, row: next };
}
