import { decide, type Decided } from './decide.ts';
import type { Scope } from './scope.ts';
import { taskWords } from './wording.ts';

/** Accepts a report of completion: the assignment is completed. Refuses where none waits. */
export const accept = (scope: Scope, assignmentId: string): Promise<Decided> =>
  decide(scope, {
    assignmentId,
    act: 'accept',
    kind: 'accept',
    compose: ({ row }, _person, t) => ({
      text: t(
        row.lateSince || (row.submittedAt && row.submittedAt >= row.dueAt)
          ? 'notices.acceptedLate'
          : 'notices.accepted',
        {
          task: taskWords(row),
        },
      ),
      about: { assignmentId: row.id },
    }),
  });
