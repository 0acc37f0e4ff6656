import type { Choice } from '../domain/message.ts';
import { nextReminderAfterAct } from '../domain/reminders.ts';
import { assignmentsOf, saveAssignment, type AssignmentRow } from '../store/assignments.ts';
import { taskLine, urgencyOf } from './lines.ts';
import type { Scope } from './scope.ts';
import { tell } from './tell.ts';
import { taskWords } from './wording.ts';

const open = ['assigned', 'acknowledged', 'in_progress', 'returned', 'submitted'] as const;

/**
 * A new contact of an agency gets all that is owed in one message. Where the agency had nobody before, the time for
 * acknowledging starts now (design §5, "Who is told when").
 */
export async function welcomeFirstContact(scope: Scope, agencyId: string, contactId: string): Promise<void> {
  const rows = await assignmentsOf(scope.db, [agencyId], open);
  for (const row of rows.filter((one) => one.ackFrom === null)) await startAcknowledging(scope, row);
  await stateOfPlay(scope, rows, contactId);
}

async function startAcknowledging(scope: Scope, row: AssignmentRow): Promise<void> {
  const heard = { ...row, ackFrom: scope.now };
  const nextReminderAt = nextReminderAfterAct(row, heard, scope.now, scope.env);
  await saveAssignment(scope.db, row.id, { ...heard, nextReminderAt }, scope.now);
}

/** What is owed, the most urgent first, in one message with a button for each task. */
export async function stateOfPlay(
  scope: Scope,
  rows: readonly AssignmentRow[],
  contactId: string,
): Promise<void> {
  if (!rows.length) return;
  await tell(scope, {
    to: [contactId],
    kind: 'answer',
    compose: (_, t) => {
      const moment = { now: scope.now, env: scope.env, t };
      const sorted = [...rows].sort((a, b) => urgencyOf(a, moment) - urgencyOf(b, moment));
      const shown = sorted.slice(0, 9);
      const buttons: Choice[][] = shown.map((row) => [{ label: taskWords(row), say: `#${row.number}` }]);
      return {
        text: [
          `**${t('notices.stateOfPlay', { count: rows.length, agency: rows[0]?.agencyShortName })}**`,
          ...sorted.slice(0, 20).map((row) => taskLine(row, moment)),
        ].join('\n'),
        buttons,
        about: { digest: shown.map((row) => row.id) },
      };
    },
  });
}
