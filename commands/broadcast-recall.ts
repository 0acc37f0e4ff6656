import { recallBroadcast } from '../src/decisions/broadcast.ts';
import { refreshBroadcastProgress } from '../src/decisions/broadcast-progress.ts';
import { instantWords } from '../src/decisions/wording.ts';
import { Refusal } from '../src/domain/refusal.ts';
import { defineCommand } from '../src/inbound/command.ts';
import { broadcastCounts, type BroadcastRow } from '../src/store/broadcasts.ts';
import { broadcastParam } from './shared/broadcast-param.ts';

/** "/thongbao thu hồi": shown before it is done, for it cannot be undone. */
export default defineCommand<{ broadcast: BroadcastRow }>({
  name: 'broadcastRecall',
  who: ['coordinator', 'admin'],
  params: [broadcastParam()],
  async preview(at, { broadcast }) {
    if (broadcast.recalledAt) throw new Refusal('broadcastRecalled');
    const { total, noChannel, withdrawn, queued } = await broadcastCounts(at.db, broadcast.id);
    return {
      text: at.t('commands.broadcast.recallSure', {
        at: instantWords(broadcast.createdAt, at.env, at.t),
        text: broadcast.text.slice(0, 200),
        out: total - noChannel - withdrawn - queued,
        queued,
      }),
    };
  },
  async run(at, { broadcast }) {
    const { withdrawn, replaced } = await recallBroadcast(at, broadcast.id);
    await refreshBroadcastProgress(at, broadcast.id, true);
    return { text: at.t('commands.broadcast.recalled', { withdrawn, replaced }) };
  },
});
