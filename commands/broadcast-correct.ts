import { correctBroadcast } from '../src/decisions/broadcast.ts';
import { refreshBroadcastProgress } from '../src/decisions/broadcast-progress.ts';
import { Refusal } from '../src/domain/refusal.ts';
import { defineCommand } from '../src/inbound/command.ts';
import { broadcastCounts, type BroadcastRow } from '../src/store/broadcasts.ts';
import { broadcastParam } from './shared/broadcast-param.ts';

interface Args {
  broadcast: BroadcastRow;
  text: string;
}

/** "/thongbao đính chính": asks for the right text and puts it in the place of what people have. */
export default defineCommand<Args>({
  name: 'broadcastCorrect',
  who: ['coordinator', 'admin'],
  params: [
    broadcastParam(),
    {
      name: 'text',
      takes: () => undefined,
      read: (words, at) =>
        words.trim() || { misread: at.t('commands.broadcast.askCorrection', { text: '' }) },
      ask(at, { broadcast }) {
        if (broadcast?.recalledAt) throw new Refusal('broadcastRecalled');
        return { text: at.t('commands.broadcast.askCorrection', { text: broadcast?.text ?? '' }) };
      },
    },
  ],
  async preview(at, { broadcast, text }) {
    const { total, noChannel, withdrawn, queued } = await broadcastCounts(at.db, broadcast.id);
    return {
      text: at.t('commands.broadcast.correctSure', { text, count: total - noChannel - withdrawn - queued }),
    };
  },
  async run(at, { broadcast, text }) {
    const count = await correctBroadcast(at, { id: broadcast.id, text });
    await refreshBroadcastProgress(at, broadcast.id, true);
    return { text: at.t('commands.broadcast.corrected', { count }), about: { broadcastId: broadcast.id } };
  },
});
