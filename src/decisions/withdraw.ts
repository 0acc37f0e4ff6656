import { decide, needReason, type Decided } from './decide.ts';
import { withdrawNotices } from '../store/notices.ts';
import type { Scope } from './scope.ts';
import { taskWords } from './wording.ts';

/** Withdraws an assignment (thu hồi): counted in no category from now on, and nothing more is sent about it. */
export async function withdraw(
  scope: Scope,
  input: { assignmentId: string; reason: string },
): Promise<Decided> {
  const reason = needReason(input.reason);
  await withdrawNotices(scope.db, input.assignmentId, ['assignment', 'reminder', 'nudge'], scope.now);
  return decide(scope, {
    assignmentId: input.assignmentId,
    act: 'cancel',
    kind: 'withdraw',
    reason,
    compose: ({ row }, _person, t) => ({
      text: t('notices.withdrawn', { task: taskWords(row), reason }),
      about: { assignmentId: row.id },
    }),
  });
}
