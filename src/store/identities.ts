import type { ChannelName } from '../domain/message.ts';
import type { Db } from './db.ts';

/** Addresses of people and groups on the channels. */

/** The address works after all: the person wrote from it, or a message went through. Revoked ones stay so. */
export async function markReachable(db: Db, identityId: string, now: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE "Identity" SET state = 'active', "stateReason" = NULL, "stateAt" = ${now}
    WHERE id = ${identityId}::uuid AND state = 'unreachable'`;
}

/** One address of a person, as the person sees it. */
export interface PersonalChannel {
  id: string;
  channel: ChannelName;
  state: 'active' | 'unreachable';
  linkedAt: Date;
}

/** A person's addresses in the order in which they are used: the person's own, then the newest linked first. */
export const channelsOf = (db: Db, contactId: string): Promise<PersonalChannel[]> =>
  db.$queryRaw<PersonalChannel[]>`
    SELECT i.id, i.channel::text AS channel, i.state, i."linkedAt"
    FROM "Identity" i JOIN "Contact" c ON c.id = i."contactId"
    WHERE i."contactId" = ${contactId}::uuid AND i.state <> 'revoked'
    ORDER BY COALESCE(array_position(c."channelOrder", i.channel), 99), i."linkedAt" DESC`;

/**
 * Takes an address from a person. What went there stays theirs; the address itself is free again, so that the same
 * telephone or account may be linked to somebody else. Undefined where it is not this person's, or is no more.
 */
export async function revokeIdentity(
  db: Db,
  { contactId, identityId, reason }: { contactId: string; identityId: string; reason: string },
  now: Date,
): Promise<{ channel: ChannelName } | undefined> {
  const rows = await db.$queryRaw<{ channel: ChannelName }[]>`
    UPDATE "Identity" SET state = 'revoked', "stateReason" = ${reason}, "stateAt" = ${now},
      address = address || '~' || id
    WHERE id = ${identityId}::uuid AND "contactId" = ${contactId}::uuid AND state <> 'revoked'
    RETURNING channel::text AS channel`;
  return rows[0];
}

/** The person or group at this address cannot be written to, as the platform says. */
export async function markUnreachable(
  db: Db,
  at: { channel: ChannelName; address: string },
  reason: string,
  now: Date,
): Promise<{ contactId: string | null; agencyId: string | null } | undefined> {
  const rows = await db.$queryRaw<{ contactId: string | null; agencyId: string | null }[]>`
    UPDATE "Identity" SET state = 'unreachable', "stateReason" = ${reason}, "stateAt" = ${now}
    WHERE channel = ${at.channel}::"Channel" AND address = ${at.address} AND state = 'active'
    RETURNING "contactId"::text AS "contactId", "agencyId"::text AS "agencyId"`;
  return rows[0];
}

/** The address works again, as the platform says. */
export async function markReachableAt(
  db: Db,
  at: { channel: ChannelName; address: string },
  now: Date,
): Promise<void> {
  await db.$executeRaw`
    UPDATE "Identity" SET state = 'active', "stateReason" = NULL, "stateAt" = ${now}
    WHERE channel = ${at.channel}::"Channel" AND address = ${at.address} AND state = 'unreachable'`;
}

/**
 * A chat has another address from now on (a group became a larger one): what waits in either direction, and whose
 * chat it is, go there. Where the new address is known already, it takes over what the old one was.
 */
export async function moveAddress(
  db: Db,
  channel: ChannelName,
  from: string,
  to: string,
  now: Date,
): Promise<void> {
  if (from === to) return;
  const known = await db.identity.findUnique({ where: { channel_address: { channel, address: to } } });
  const old = await db.identity.findUnique({ where: { channel_address: { channel, address: from } } });
  if (known && old) {
    await db.delivery.updateMany({ where: { identityId: old.id }, data: { identityId: known.id } });
    await db.identity.update({
      where: { id: known.id },
      data: { agencyId: known.agencyId ?? old.agencyId, details: old.details ?? {} },
    });
    await db.identity.update({
      where: { id: old.id },
      data: {
        state: 'revoked',
        stateReason: 'moved',
        stateAt: now,
        address: `${from}~${old.id}`,
        agencyId: null,
      },
    });
  } else if (old) {
    await db.identity.update({
      where: { id: old.id },
      data: { address: to, state: 'active', stateReason: null },
    });
  }
  await db.delivery.updateMany({
    where: { channel, address: from, state: { in: ['queued', 'sending', 'waiting'] } },
    data: { address: to },
  });
  await db.inboundMessage.updateMany({
    where: { channel, address: from, state: 'received' },
    data: { address: to },
  });
}
