import { agenciesOf } from '../decisions/scope.ts';
import { taskWords } from '../decisions/wording.ts';
import type { Reply } from '../domain/message.ts';
import { readReplies } from '../domain/reply.ts';
import { assignmentsOf } from '../store/assignments.ts';
import { awaitedReceipt, type AwaitedReceipt } from '../store/broadcasts.ts';
import { wroteSince } from '../store/inbox.ts';
import type { Conversation } from './command.ts';

/** "Đã nhận", typed behind a broadcast that asks for it and not as a reply to it. */

/** The broadcast that the words may be about: the newest thing that came, of this day, and not yet acknowledged. */
export async function receiptMeant(at: Conversation): Promise<AwaitedReceipt | undefined> {
  const { text, about, pressed, fileIds } = at.message;
  if (pressed || about?.assignmentId || about?.broadcastId || fileIds.length) return undefined;
  const [first, second] = readReplies(text, { now: at.now, zone: at.env.zone, calendar: at.env.calendar });
  const received = first?.meanings.length === 1 && first.meanings[0]?.kind === 'received';
  if (!received || second || first.unsure || first.tasks.length || first.bare.length) return undefined;
  return awaitedReceipt(at.db, at.actor.id, at.now);
}

/** Whoever has written since may mean a task as well: then it is asked. */
export async function receiptQuestion(
  at: Conversation,
  { broadcastId, text, createdAt }: AwaitedReceipt,
): Promise<Reply | undefined> {
  if (!(await wroteSince(at.db, at.message, createdAt))) return undefined;
  const rows = await assignmentsOf(at.db, agenciesOf(at.actor), ['assigned']);
  if (!rows.length) return undefined;
  const short = text.replace(/\s+/g, ' ').slice(0, 60);
  return {
    text: at.t('common.receivedWhat'),
    buttons: [
      [{ label: at.t('common.receivedBroadcast', { text: short }), say: at.t('notices.broadcast.ack') }],
      ...rows
        .slice(0, 8)
        .map((row) => [{ label: taskWords(row), say: `/nhan ${row.number} ${row.agencyCode}` }]),
    ],
    about: { broadcastId },
  };
}
