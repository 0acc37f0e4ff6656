import { report } from '../../src/decisions/report.ts';
import type { Reply } from '../../src/domain/message.ts';
import type { Meaning } from '../../src/domain/reply.ts';
import type { Conversation } from '../../src/inbound/command.ts';
import type { AssignmentRow } from '../../src/store/assignments.ts';
import { markAnswered } from '../../src/store/notices.ts';
import { recordedReply, waitsReply } from './recorded.ts';

/** Records what the person says of an own task, and answers with what was recorded: the one way of all commands. */
export async function say(
  at: Conversation,
  task: AssignmentRow,
  meanings: readonly Meaning[],
  note = '',
): Promise<Reply> {
  if (task.state === 'submitted' && !note && !at.message.fileIds.length && addsNothing(meanings)) {
    if (at.actor.id) await markAnswered(at.db, at.actor.id, task.id, 'answered', at.now);
    return waitsReply(at, task);
  }
  const recorded = await report(at, {
    assignmentId: task.id,
    meanings,
    note,
    fileIds: at.message.fileIds,
    at: at.message.sentAt,
    inboxId: at.message.id,
  });
  return recordedReply(at, recorded, note);
}

/** What is reported as done was received, and its date is kept: said again it changes nothing. */
const addsNothing = (meanings: readonly Meaning[]): boolean =>
  meanings.length > 0 &&
  meanings.every(({ kind }) => kind === 'received' || kind === 'confirm' || kind === 'done');
