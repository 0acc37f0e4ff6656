import { unlink } from '../src/decisions/channels.ts';
import { defineCommand } from '../src/inbound/command.ts';
import { channelsOf } from '../src/store/identities.ts';

/** Hủy liên kết: this chat is no longer the person's. Always asks first, and says what that means. */
export default defineCommand({
  name: 'unlink',
  slash: { vi: 'huylienket', en: 'unlink' },
  who: 'all',
  bare: false,
  async preview({ db, t, actor, message }) {
    const others = (await channelsOf(db, actor.id)).filter((one) => one.id !== actor.identityId);
    return {
      text: [
        t('commands.unlink.sure', { channel: t(`common.channel.${message.channel}`) }),
        others.length
          ? t('commands.unlink.others', {
              channels: [...new Set(others.map(({ channel }) => t(`common.channel.${channel}`)))].join(', '),
            })
          : t('commands.unlink.last'),
      ].join('\n'),
    };
  },
  async run(at) {
    await unlink(at, at.actor.id, at.actor.identityId);
    return {
      text: at.t('commands.unlink.done', { channel: at.t(`common.channel.${at.message.channel}`) }),
    };
  },
});
