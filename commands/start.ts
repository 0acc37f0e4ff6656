import { redeem } from '../src/decisions/redeem.ts';
import { defineCommand } from '../src/inbound/command.ts';

/** Bắt đầu: accepts an invitation or a code for one more channel; without a code it shows the menu. */
export default defineCommand<{ code?: string }>({
  name: 'start',
  slash: { vi: 'batdau', en: 'start' },
  words: ['bat dau'],
  who: 'anyone',
  params: [{ name: 'code', takes: 'rest', read: (words) => words.trim() }],
  async run(at, { code }) {
    const { t, message } = at;
    if (!code) return at.actor.id ? at.go('help', {}) : { text: t('common.stranger') };
    const { purpose } = await redeem(at, { code, channel: message.channel, address: message.sender });
    // Who was invited is welcomed by the decision itself.
    if (purpose === 'invite') return undefined;
    return {
      text: t('commands.start.channelAdded', { channel: t(`common.channel.${message.channel}`) }),
      buttons: [[{ label: t('commands.start.button.profile'), say: '/hoso' }]],
    };
  },
});
