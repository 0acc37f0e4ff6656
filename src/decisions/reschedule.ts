import type { Deadline } from '../domain/deadline.ts';
import { decide, needReason, type Decided } from './decide.ts';
import type { Scope } from './scope.ts';
import { answerButtons } from './tell-assignment.ts';
import { bothDates, dueWords, taskWords } from './wording.ts';

/** Sets a new date in force. A confirmation of the old one is void; a request for an extension goes on waiting. */
export const reschedule = (
  scope: Scope,
  input: { assignmentId: string; due: Deadline; reason: string },
): Promise<Decided> => {
  const reason = needReason(input.reason);
  return decide(scope, {
    assignmentId: input.assignmentId,
    act: 'reschedule',
    kind: 'reschedule',
    cause: 'reschedule',
    reason,
    due: input.due,
    compose: ({ row, before }, _person, t) => ({
      text: t('notices.rescheduled', {
        task: taskWords(row),
        was: dueWords(before, scope.env, t),
        due: bothDates(row, scope.env, t),
        reason,
      }),
      buttons: answerButtons(row, t),
      about: { assignmentId: row.id },
    }),
  });
};
