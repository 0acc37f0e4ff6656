import { report } from '../../src/decisions/report.ts';
import type { Reply } from '../../src/domain/message.ts';
import type { Meaning } from '../../src/domain/reply.ts';
import type { Conversation } from '../../src/inbound/command.ts';
import type { AssignmentRow } from '../../src/store/assignments.ts';
import { recordedReply } from './recorded.ts';

/** Records what the person says of an own task, and answers with what was recorded: the one way of all commands. */
export async function say(
  at: Conversation,
  task: AssignmentRow,
  meanings: readonly Meaning[],
  note = '',
): Promise<Reply> {
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
