import type { Deadline } from '../domain/deadline.ts';
import { Refusal } from '../domain/refusal.ts';
import { decide, needReason, type Decided } from './decide.ts';
import type { Scope } from './scope.ts';
import { bothDates, dueWords, taskWords } from './wording.ts';

/** The request that waits for an assignment; refused where none does. */
async function pending(scope: Scope, assignmentId: string) {
  const found = await scope.db.extension.findFirst({
    where: { assignmentId, state: 'pending' },
    orderBy: { askedAt: 'desc' },
  });
  if (!found) {
    const row = await scope.db.assignment.findUnique({
      where: { id: assignmentId },
      select: { task: { select: { number: true } } },
    });
    throw new Refusal(row ? 'extensionMissing' : 'taskUnknown', { task: row?.task.number });
  }
  return found;
}

async function settle(
  scope: Scope,
  id: string,
  data: {
    state: 'approved' | 'denied';
    decidedDueAt?: Date;
    decidedDueText?: string;
    decidedReason?: string;
  },
): Promise<void> {
  const { count } = await scope.db.extension.updateMany({
    where: { id, state: 'pending' },
    data: { ...data, decidedById: scope.actor.id, decidedAt: scope.now },
  });
  if (count !== 1) throw new Refusal('extensionMissing');
}

/**
 * Approves the request that waits, for the date that was asked or for the coordinator's own. Asked for in time it
 * counts from the asking; asked for after the date, late stays late.
 */
export async function approveExtension(
  scope: Scope,
  input: { assignmentId: string; due?: Deadline },
): Promise<Decided> {
  const asked = await pending(scope, input.assignmentId);
  const due = input.due ?? { dueAt: asked.dueAt, text: asked.dueText };
  const decided = await decide(scope, {
    assignmentId: input.assignmentId,
    act: 'approveExtension',
    kind: 'approve',
    cause: 'extension',
    due,
    compose: ({ row }, _person, t) => ({
      text: t('notices.approved', { task: taskWords(row), due: bothDates(row, scope.env, t) }),
      about: { assignmentId: row.id },
    }),
  });
  await settle(scope, asked.id, { state: 'approved', decidedDueAt: due.dueAt, decidedDueText: due.text });
  return decided;
}

/** Denies the request that waits: the date in force stays. */
export async function denyExtension(
  scope: Scope,
  input: { assignmentId: string; reason: string },
): Promise<Decided> {
  const asked = await pending(scope, input.assignmentId);
  const reason = needReason(input.reason);
  const decided = await decide(scope, {
    assignmentId: input.assignmentId,
    act: 'denyExtension',
    kind: 'deny',
    reason,
    compose: ({ row }, _person, t) => ({
      text: t('notices.denied', { task: taskWords(row), reason, due: dueWords(row, scope.env, t) }),
      about: { assignmentId: row.id },
    }),
  });
  await settle(scope, asked.id, { state: 'denied', decidedReason: reason });
  return decided;
}
