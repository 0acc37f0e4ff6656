import { stopBroadcast } from '../src/decisions/broadcast.ts';
import { refreshBroadcastProgress } from '../src/decisions/broadcast-progress.ts';
import { defineCommand } from '../src/inbound/command.ts';
import type { BroadcastRow } from '../src/store/broadcasts.ts';
import { broadcastParam } from './shared/broadcast-param.ts';

/** "/thongbao dừng": at once and without a preview, for each second sends more. */
export default defineCommand<{ broadcast: BroadcastRow }>({
  name: 'broadcastStop',
  who: ['coordinator', 'admin'],
  params: [broadcastParam()],
  async run(at, { broadcast }) {
    const count = await stopBroadcast(at, broadcast.id);
    await refreshBroadcastProgress(at, broadcast.id, true);
    return { text: at.t('commands.broadcast.stopped', { count }), about: { broadcastId: broadcast.id } };
  },
});
