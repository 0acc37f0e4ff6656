import { Refusal } from '../../src/domain/refusal.ts';
import type { Param } from '../../src/inbound/command.ts';
import { broadcastById, newestBroadcast, type BroadcastRow } from '../../src/store/broadcasts.ts';

/** Which broadcast is meant: that of the message whose button was pressed or that is answered, else the newest. */
export const broadcastParam = <A extends { broadcast: BroadcastRow }>(): Param<A> => ({
  name: 'broadcast',
  takes: () => undefined,
  async read(words, at) {
    const row = await broadcastById(at.db, words);
    if (!row) throw new Refusal('broadcastUnknown');
    return row;
  },
  async guess(at) {
    const id = at.message.about?.broadcastId ?? (await newestBroadcast(at.db, at.actor.id))?.id;
    if (!id) throw new Refusal('broadcastUnknown');
    return id;
  },
});
