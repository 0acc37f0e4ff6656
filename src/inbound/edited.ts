import { undo } from '../decisions/undo.ts';
import { versionsOf } from '../store/inbox.ts';
import { batchesOfInbox } from '../store/reports.ts';
import type { Conversation } from './command.ts';

/**
 * An edited message corrects what it had reported: that is taken back, and the new words are read as if they had
 * been said now. Refused, naming who and when, once somebody acted on the report (design §5, "Short replies").
 */
export async function takeBackEdited(at: Conversation, platformId: string): Promise<void> {
  if (!at.actor.id) return;
  for (const inboxId of await versionsOf(at.db, at.message.channel, platformId, at.message.id)) {
    for (const batchId of await batchesOfInbox(at.db, inboxId)) {
      await undo(at, { batchId, way: 'edit', inboxId: at.message.id });
    }
  }
}
