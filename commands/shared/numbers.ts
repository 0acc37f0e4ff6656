import { isOpen } from '../../src/domain/assignment.ts';
import { refusalFor } from '../../src/domain/acts.ts';
import type { Choice, Reply } from '../../src/domain/message.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import type { Reading } from '../../src/domain/reply.ts';
import { taskWords } from '../../src/decisions/wording.ts';
import type { Conversation } from '../../src/inbound/command.ts';
import { wordRefusal } from '../../src/inbound/refusals.ts';
import type { AssignmentRow } from '../../src/store/assignments.ts';
import { wordsBeside } from './unclear.ts';
import { answeredAssignment, choices, owed, ownAssignments } from './own-task.ts';

/** Numbers in an agency's words that name no open task: nothing is ever recorded elsewhere instead. */

/** A task that was named and is over: why, and what can be done. */
export function closedReply(at: Conversation, row: AssignmentRow): Reply | undefined {
  if (isOpen(row.state)) return undefined;
  const reply = wordRefusal(new Refusal(refusalFor(row.state, 'progress'), { task: row.number }), at.t);
  return {
    ...reply,
    buttons: [
      [
        {
          label: at.t('commands.status.button.task', { task: row.number }),
          say: `/chitiet ${row.number} ${row.agencyCode}`,
        },
      ],
    ],
    about: { assignmentId: row.id },
  };
}

/**
 * "60 đang rà soát", "245 xong": no task of theirs bears the number. Where it may be a percentage that is offered for
 * each task; else the words are.
 */
export async function askNumber(
  at: Conversation,
  { maybePercent }: Reading,
  number: number,
  words: string,
): Promise<Reply> {
  const answered = await answeredAssignment(at);
  const owing = answered ? [answered] : await ownAssignments(at, owed);
  const rows = owing.length ? owing : await ownAssignments(at);
  if (!rows.length) throw new Refusal('taskNotOwn', { task: number });
  const said = words.replace(/\s+/g, ' ').trim().slice(0, 500);
  if (maybePercent !== number) {
    return {
      text: at.t('commands.ownTask.noSuchNumber', { number }),
      buttons: choices(rows, at).map((line) =>
        line.map((one) => ({ ...one, say: `${one.say ?? ''} ${said}` })),
      ),
    };
  }
  const rest = wordsBeside(said, number);
  const shares: Choice[][] = rows
    .slice(0, 8)
    .map((row) => [
      { label: `${taskWords(row)}: ${number}%`, say: `/tiendo ${row.number} ${number}% ${rest}`.trim() },
    ]);
  return {
    text: at.t('commands.ownTask.percentMeant', { number }),
    buttons: [...shares, [{ label: at.t('commands.unclear.myTasks'), say: '/nhiemvu' }]],
  };
}
