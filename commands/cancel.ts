import { endDialogue, readDialogue } from '../src/store/dialogues.ts';
import { defineCommand } from '../src/inbound/command.ts';

/** Hủy: drops the question that is open. */
export default defineCommand({
  name: 'cancel',
  slash: { vi: 'huy', en: 'cancel' },
  words: ['huy bo'],
  who: 'all',
  async run(at) {
    const open = await readDialogue(at.db, at.actor.id, at.now);
    await endDialogue(at.db, at.actor.id);
    return { text: at.t(open ? 'common.cancelled' : 'common.nothingToCancel') };
  },
});
