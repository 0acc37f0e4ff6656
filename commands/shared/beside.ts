import type { Reply } from '../../src/domain/message.ts';
import type { Conversation, Param } from '../../src/inbound/command.ts';
import type { AssignmentRow } from '../../src/store/assignments.ts';
import { besides, saysOtherwise } from './against.ts';
import { say } from './say.ts';
import { askBack } from './unclear.ts';

/** /nhan and /xacnhan: the words after the number are kept beside the record, unless they say the contrary. */

export interface Args {
  task: AssignmentRow;
  note?: string;
}

export const noteParam: Param<Args> = { name: 'note', takes: 'rest', read: (words) => words.trim() };

export async function sayBeside(
  at: Conversation,
  kind: 'received' | 'confirm',
  { task, note = '' }: Args,
): Promise<Reply> {
  if (!at.message.pressed && saysOtherwise(kind, note, at)) return askBack(at, task, note);
  return say(at, task, [{ kind }, ...besides(kind, note, at)], note);
}
