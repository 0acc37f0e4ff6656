import type { Deadline } from '../domain/deadline.ts';
import { decide, needReason, type Decided } from './decide.ts';
import type { Scope } from './scope.ts';
import { answerButtons } from './tell-assignment.ts';
import { dueWords, taskWords, youWords } from './wording.ts';

/** Opens a completed assignment again, with a reason and a date for the supplement as a return has. */
export const reopen = (
  scope: Scope,
  input: { assignmentId: string; reason: string; due?: Deadline },
): Promise<Decided> => {
  const reason = needReason(input.reason);
  return decide(scope, {
    assignmentId: input.assignmentId,
    act: 'reopen',
    kind: 'reopen',
    cause: 'reopen',
    reason,
    due: input.due,
    compose: ({ row }, person, t) => ({
      text: t(`notices.reopened.${row.manner}`, {
        you: person ? youWords(person, t) : row.agencyShortName,
        task: taskWords(row),
        reason,
        due: dueWords(row, scope.env, t),
      }),
      buttons: answerButtons(row, t),
      about: { assignmentId: row.id },
    }),
  });
};
