import { undo } from '../decisions/undo.ts';
import { versionsOf, wordsBefore } from '../store/inbox.ts';
import { batchesOfInbox } from '../store/reports.ts';
import type { Conversation } from './command.ts';

/**
 * An edited message corrects what it had reported: that is taken back, and the new words are read as if they had
 * been said now. Refused, naming who and when, once somebody acted on the report (design §5, "Short replies"). True
 * where something was taken back.
 */
export async function takeBackEdited(at: Conversation, platformId: string): Promise<boolean> {
  if (!at.actor.id) return false;
  let took = false;
  for (const inboxId of await versionsOf(at.db, at.message.channel, platformId, at.message.id)) {
    for (const batchId of await batchesOfInbox(at.db, inboxId)) {
      await undo(at, { batchId, way: 'edit', inboxId: at.message.id });
      took = true;
    }
  }
  return took;
}

/** A platform also tells of an edit where only a preview or a picture's size changed. */
export const saysTheSame = async ({ db, message }: Conversation, platformId: string): Promise<boolean> =>
  (await wordsBefore(db, message.channel, platformId, message.id)) === message.text;
