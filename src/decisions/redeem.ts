import { randomUUID } from 'node:crypto';
import type { ChannelName } from '../domain/message.ts';
import { Refusal } from '../domain/refusal.ts';
import { audit } from '../store/audit.ts';
import { hashCode } from '../store/codes.ts';
import { addRole, spend, whyUnusable, type InvitationRow } from '../store/invitations.ts';
import { everybodyWith } from '../store/recipients.ts';
import type { Scope } from './scope.ts';
import { tell } from './tell.ts';
import { welcome } from './welcome.ts';

export interface Redeemed {
  contactId: string;
  identityId: string;
  purpose: 'invite' | 'channel' | 'login';
}

/** Where the code was given. The web chat makes its own address; `address` is the platform's for the others. */
export interface RedeemAt {
  code: string;
  channel: ChannelName;
  address?: string;
}

const refusals = {
  unknown: 'codeUnknown',
  used: 'codeUsed',
  expired: 'codeExpired',
} as const;

/**
 * Spends a code: an invitation makes a person (or adds a role to the one who gives it), a channel code adds this
 * address to its person, a login code opens the web chat. Single use also for two who try at once. Administrators
 * hear of each invitation that was used.
 */
export async function redeem(scope: Scope, at: RedeemAt): Promise<Redeemed> {
  const { db, env, now } = scope;
  const codeHash = hashCode(env.secretKey, at.code);
  const invitation = await spend(db, codeHash, now);
  if (!invitation) throw new Refusal(refusals[(await whyUnusable(db, codeHash, now)) ?? 'used']);
  const known = at.address === undefined ? undefined : await identityAt(scope, at.channel, at.address);
  const contactId = await whose(scope, invitation, known?.contactId ?? undefined);
  if (known?.contactId && known.contactId !== contactId) throw new Refusal('channelTaken');
  const identityId = await link(scope, contactId, at, known?.id);
  await db.invitation.update({ where: { id: invitation.id }, data: { usedById: contactId } });
  await audit(db, {
    at: now,
    actorId: contactId,
    channel: at.channel,
    action: `invitation.redeem.${invitation.purpose}`,
    subject: `invitation:${invitation.id}`,
    after: { contactId, role: invitation.role, agencyId: invitation.agencyId },
  });
  if (invitation.purpose === 'invite') {
    await welcome(scope, invitation, contactId);
    await tellAdministrators(scope, invitation, contactId);
  }
  return { contactId, identityId, purpose: invitation.purpose };
}

const identityAt = (scope: Scope, channel: ChannelName, address: string) =>
  scope.db.identity.findUnique({ where: { channel_address: { channel, address } } });

/** The person that the code stands for, made where it invites somebody new. */
async function whose(scope: Scope, invitation: InvitationRow, knownId: string | undefined): Promise<string> {
  const { db, now } = scope;
  const { agencyId, role, rank } = invitation;
  if (invitation.purpose !== 'invite' || !agencyId || !role) {
    if (!invitation.contactId) throw new Refusal('codeUnknown');
    return invitation.contactId;
  }
  const contactId =
    invitation.contactId ??
    knownId ??
    (
      await db.contact.create({
        data: {
          name: invitation.name ?? '',
          honorific: invitation.honorific,
          position: invitation.position,
          phone: invitation.phone,
          email: invitation.email,
          language: scope.env.locale,
          createdAt: now,
        },
        select: { id: true },
      })
    ).id;
  await addRole(db, { contactId, agencyId, role, rank }, now);
  return contactId;
}

/** The person's address on this channel: the web chat has one for each person, shared by all their browsers. */
async function link(
  scope: Scope,
  contactId: string,
  at: RedeemAt,
  knownId: string | undefined,
): Promise<string> {
  const { db, now } = scope;
  if (knownId) {
    await db.identity.update({
      where: { id: knownId },
      data: { contactId, state: 'active', stateReason: null },
    });
    return knownId;
  }
  if (at.address === undefined) {
    const existing = await db.identity.findFirst({
      where: { contactId, channel: at.channel, state: { not: 'revoked' } },
    });
    if (existing) return existing.id;
  }
  const { id } = await db.identity.create({
    data: { channel: at.channel, address: at.address ?? randomUUID(), contactId, linkedAt: now },
    select: { id: true },
  });
  return id;
}

async function tellAdministrators(scope: Scope, invitation: InvitationRow, contactId: string): Promise<void> {
  const { db } = scope;
  const contact = await db.contact.findUniqueOrThrow({ where: { id: contactId } });
  const agency = invitation.agencyId
    ? await db.agency.findUnique({ where: { id: invitation.agencyId } })
    : undefined;
  const admins = await everybodyWith(db, ['admin']);
  await tell(scope, {
    to: admins.filter((id) => id !== contactId),
    kind: 'system',
    compose: (_, t) => ({
      text: t('notices.joined', {
        name: contact.name,
        agency: agency?.shortName ?? '',
        role: t(`common.role.${invitation.role ?? 'focal'}`),
      }),
      buttons: [[{ label: t('notices.button.revoke'), say: `/lienhe ngung ${contactId}` }]],
    }),
  });
}
