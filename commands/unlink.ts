import { unlink } from '../src/decisions/channels.ts';
import { mayLink, unlinkGroup } from '../src/decisions/link-group.ts';
import type { Reply } from '../src/domain/message.ts';
import { Refusal } from '../src/domain/refusal.ts';
import { defineCommand, type Conversation } from '../src/inbound/command.ts';
import { channelsOf } from '../src/store/identities.ts';
import { groupAgency } from './shared/group.ts';

/**
 * Hủy liên kết: this chat is no longer the person's, or this group no longer the agency's. Always asks first, and says
 * what that means.
 */
export default defineCommand({
  name: 'unlink',
  slash: { vi: 'huylienket', en: 'unlink' },
  who: 'all',
  inGroup: 'here',
  bare: false,
  preview: (at) => (at.group ? groupPreview(at) : ownPreview(at)),
  async run(at) {
    const { t, actor, group } = at;
    if (group) {
      await unlinkGroup(at, group.identityId);
      return { text: t('commands.unlink.groupDone') };
    }
    await unlink(at, actor.id, actor.identityId);
    return { text: t('commands.unlink.done', { channel: t(`common.channel.${at.message.channel}`) }) };
  },
});

async function ownPreview({ db, t, actor, message }: Conversation): Promise<Reply> {
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
}

async function groupPreview(at: Conversation): Promise<Reply> {
  const agency = await groupAgency(at);
  if (!agency) throw new Refusal('groupNotLinked');
  if (!mayLink(at, agency.id)) throw new Refusal('groupNotYours', { agency: agency.shortName });
  return { text: at.t('commands.unlink.groupSure', { agency: agency.name }) };
}
