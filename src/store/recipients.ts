import type { ChannelName } from '../domain/message.ts';
import type { Role } from '../domain/roles.ts';
import type { Db } from './db.ts';

/** A person to whom something is told, with the addresses that can be used, best first. */
export interface Recipient {
  id: string;
  name: string;
  honorific: 'dong_chi' | 'ong' | 'ba';
  language: string;
  identities: { id: string; channel: ChannelName; address: string }[];
}

/**
 * People with their usable addresses: active identities only, in the person's own order of channels, then the
 * newest linked first. Inactive people are left out.
 */
export const recipients = (db: Db, contactIds: readonly string[]): Promise<Recipient[]> =>
  db.$queryRaw<Recipient[]>`
    SELECT c.id, c.name, c.honorific::text AS honorific, c.language,
      COALESCE(jsonb_agg(jsonb_build_object('id', i.id, 'channel', i.channel, 'address', i.address)
        ORDER BY COALESCE(array_position(c."channelOrder", i.channel), 99), i."linkedAt" DESC)
        FILTER (WHERE i.id IS NOT NULL), '[]') AS identities
    FROM "Contact" c
      LEFT JOIN "Identity" i ON i."contactId" = c.id AND i.state = 'active'
    WHERE c.id = ANY(${contactIds}::uuid[]) AND c.active
    GROUP BY c.id`;

/** A role of an active person in an agency. */
export interface Holder {
  contactId: string;
  agencyId: string;
  role: Role;
  rank: 'main' | 'deputy';
  /** Away on the given local day: the deputy receives instead. */
  away: boolean;
}

/** Who holds these roles in these agencies, main contacts first. `today` is a local day. */
export const holders = (
  db: Db,
  agencyIds: readonly string[],
  roles: readonly Role[],
  today: string,
): Promise<Holder[]> =>
  db.$queryRaw<Holder[]>`
    SELECT r."contactId", r."agencyId", r.role::text AS role, r.rank::text AS rank,
      COALESCE(c."awayFrom" <= ${today} AND ${today} <= COALESCE(c."awayTo", '9999'), false) AS away
    FROM "ContactRole" r JOIN "Contact" c ON c.id = r."contactId" AND c.active
    WHERE r."endedAt" IS NULL AND r."agencyId" = ANY(${agencyIds}::uuid[])
      AND r.role::text = ANY(${roles}::text[])
    ORDER BY r.rank, r.since, r.id`;

/** Everybody with one of these roles anywhere: coordinators, leaders, administrators. */
export const everybodyWith = async (db: Db, roles: readonly Role[]): Promise<string[]> => {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT r."contactId" AS id FROM "ContactRole" r
      JOIN "Contact" c ON c.id = r."contactId" AND c.active
    WHERE r."endedAt" IS NULL AND r.role::text = ANY(${roles}::text[])`;
  return rows.map((row) => row.id);
};

/** A message sent to somebody about a report. */
export interface SentAbout {
  id: bigint;
  identityId: string;
  channel: ChannelName;
  address: string;
  /** Null in a group. */
  language: string | null;
  text: string;
}

/** Messages that told others of a report (not the reporter's own answers). */
export const deliveriesAbout = (db: Db, batchId: string): Promise<SentAbout[]> =>
  db.$queryRaw<SentAbout[]>`
    SELECT d.id, d."identityId", d.channel::text AS channel, d.address, c.language, d.text
    FROM "Delivery" d JOIN "Identity" i ON i.id = d."identityId" LEFT JOIN "Contact" c ON c.id = i."contactId"
    WHERE d.kind IN ('system', 'decision') AND d."editsId" IS NULL AND d."assignmentId" = (
        SELECT "assignmentId" FROM "StatusReport" WHERE "batchId" = ${batchId}::uuid LIMIT 1)
      AND d.about->>'batchId' = ${batchId}`;
