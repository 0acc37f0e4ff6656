import type { Deadline } from '../domain/deadline.ts';
import { decide, needReason, type Decided } from './decide.ts';
import type { Scope } from './scope.ts';
import { answerButtons } from './tell-assignment.ts';
import { dueWords, taskWords, youWords } from './wording.ts';

/**
 * Sends a report back with what is missing. The supplement is due on the coordinator's date, else at the end of the
 * third working day, never before the date in force (design §5, "On time or late").
 */
export const returnReport = (
  scope: Scope,
  input: { assignmentId: string; reason: string; due?: Deadline },
): Promise<Decided> => {
  const reason = needReason(input.reason);
  return decide(scope, {
    assignmentId: input.assignmentId,
    act: 'return',
    kind: 'return',
    cause: 'return',
    reason,
    due: input.due,
    compose: ({ row }, person, t) => ({
      text: t(`notices.returned.${row.manner}`, {
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
