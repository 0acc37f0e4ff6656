import type { ChannelName } from '../domain/message.ts';
import { hasText } from '../i18n.ts';
import { everybodyWith } from '../store/recipients.ts';
import type { Scope } from './scope.ts';
import { coordinators } from './tell-report.ts';
import { tell } from './tell.ts';

/** What coordinators and administrators hear at once about delivery. */

/** Nobody and nothing is silently skipped: a person whom no channel reaches is told of, once a day. */
export async function tellUnreachable(
  scope: Scope,
  contactId: string,
  reason: string,
  day: string,
): Promise<void> {
  const contact = await scope.db.contact.findUnique({
    where: { id: contactId },
    select: {
      name: true,
      phone: true,
      roles: { where: { endedAt: null }, select: { agency: { select: { shortName: true } } }, take: 1 },
    },
  });
  if (!contact) return;
  const to = (await coordinators(scope)).filter((id) => id !== contactId);
  await tell(scope, {
    to,
    kind: 'system',
    dedupe: `unreachable:${contactId}:${day}`,
    compose: (_, t) => {
      const key = `notices.unreachableBecause.${reason}`;
      return {
        text: t('notices.unreachable', {
          name: contact.name,
          agency: contact.roles[0]?.agency.shortName ?? '',
          reason: t(hasText(key) ? key : 'notices.unreachableBecause.other'),
          phone: contact.phone ?? t('notices.noPhone'),
        }),
        buttons: [[{ label: t('notices.button.calls'), say: '/cangoi' }]],
      };
    },
  });
}

/** A channel is down (never "person silent"), or up again. */
export async function tellChannel(
  scope: Scope,
  channel: ChannelName,
  state: 'down' | 'up',
  reason = '',
): Promise<void> {
  await tell(scope, {
    to: await everybodyWith(scope.db, ['admin', 'coordinator']),
    kind: 'system',
    compose: (_, t) => ({
      text: t(state === 'down' ? 'notices.channelDown' : 'notices.channelUp', {
        channel: t(`common.channel.${channel}`),
        reason,
      }),
    }),
  });
}
