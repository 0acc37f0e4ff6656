import type { ChannelName } from '../domain/message.ts';
import { hasText } from '../i18n.ts';
import { receivingToTell } from '../store/channel-state.ts';
import { everybodyWith } from '../store/recipients.ts';
import type { Scope } from './scope.ts';
import { coordinators } from './tell-report.ts';
import { tell } from './tell.ts';
import { instantWords } from './wording.ts';

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

/** How long nothing may come in before it is told; a refused token is told at once (ms). */
const receivingPatience = 5 * 60_000;

/** Nothing that people write gets to us on a channel, with the reason and what to do; or it does again. Each told once. */
export async function tellReceiving(scope: Scope): Promise<void> {
  const { db, now, env } = scope;
  const changes = await receivingToTell(db, new Date(now.getTime() - receivingPatience), now);
  for (const { channel, fault, since } of changes) {
    await tell(scope, {
      to: await everybodyWith(db, ['admin', 'coordinator']),
      kind: 'system',
      compose: (_, t) => {
        const name = t(`common.channel.${channel}`);
        if (fault === null) return { text: t('notices.receiveUp', { channel: name }) };
        const key = `notices.receiveFault.${fault}`;
        return {
          text: t('notices.receiveDown', {
            channel: name,
            since: instantWords(since ?? now, env, t),
            reason: t(hasText(key) ? key : 'notices.receiveFault.other'),
          }),
        };
      },
    });
  }
}

/** A group that is linked to an agency gets nothing any more: told once a day, and it stays linked. */
export async function tellGroupGone(scope: Scope, agencyId: string, day: string): Promise<void> {
  const agency = await scope.db.agency.findUnique({ where: { id: agencyId }, select: { shortName: true } });
  await tell(scope, {
    to: await coordinators(scope),
    kind: 'system',
    dedupe: `groupGone:${agencyId}:${day}`,
    compose: (_, t) => ({ text: t('notices.groupGone', { agency: agency?.shortName ?? '' }) }),
  });
}
