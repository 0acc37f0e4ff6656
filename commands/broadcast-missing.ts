import { defineCommand } from '../src/inbound/command.ts';
import { missingOf, type BroadcastRow } from '../src/store/broadcasts.ts';
import { broadcastParam } from './shared/broadcast-param.ts';

interface Args {
  broadcast: BroadcastRow;
  offset?: number;
}

const page = 20;

/** "/thongbao chưa nhận": who has not got it or not confirmed it yet, with the telephone number. */
export default defineCommand<Args>({
  name: 'broadcastMissing',
  who: ['coordinator', 'admin'],
  params: [broadcastParam(), { name: 'offset', takes: () => undefined, read: Number }],
  async run(at, { broadcast, offset = 0 }) {
    const { t } = at;
    const found = await missingOf(at.db, broadcast, page + 1, offset);
    if (!found.length) return { text: t('commands.broadcast.nobodyMissing') };
    const lines = found.slice(0, page).map(({ agency, name, phone, state }) =>
      t('commands.broadcast.missingLine', {
        agency,
        name: phone ? `${name} (${phone})` : name,
        state: t(`commands.broadcast.missing.${state}` as 'commands.broadcast.missing.sent'),
      }),
    );
    return {
      text: [`**${t('commands.broadcast.missingHead')}**`, ...lines].join('\n'),
      buttons:
        found.length > page
          ? [[{ label: t('commands.waiting.next'), say: `/thongbao chưa nhận tiếp ${offset + page}` }]]
          : [],
      about: { broadcastId: broadcast.id },
    };
  },
});
