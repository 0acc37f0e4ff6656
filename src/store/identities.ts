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
