import type { ChannelName } from '../domain/message.ts';
import type { Role } from '../domain/roles.ts';
import type { Db } from './db.ts';

/** A person as conversations and notices need them, with the roles in force. */
export interface Known {
  id: string;
  name: string;
  honorific: 'dong_chi' | 'ong' | 'ba';
  language: string;
  offices: {
    role: Role;
    rank: 'main' | 'deputy';
    agencyId: string;
    agencyCode: string;
    agencyName: string;
    agencyShortName: string;
    oversight: boolean;
  }[];
}

export interface KnownIdentity extends Known {
  identityId: string;
  channel: ChannelName;
  address: string;
}

/**
 * Who writes from this address. Undefined for a stranger, a revoked identity, an inactive person or one without a
 * role. One statement: this runs for every message that comes in.
 */
export async function findPerson(
  db: Db,
  channel: ChannelName,
  address: string,
): Promise<KnownIdentity | undefined> {
  const rows = await db.$queryRaw<KnownIdentity[]>`
    SELECT c.id, c.name, c.honorific::text AS honorific, c.language, i.id AS "identityId", i.channel::text AS channel,
      i.address, jsonb_agg(jsonb_build_object('role', r.role, 'rank', r.rank, 'agencyId', a.id, 'agencyCode', a.code,
        'agencyName', a.name, 'agencyShortName', a."shortName", 'oversight', a.oversight)
        ORDER BY a.position, r.role) AS offices
    FROM "Identity" i
      JOIN "Contact" c ON c.id = i."contactId" AND c.active
      JOIN "ContactRole" r ON r."contactId" = c.id AND r."endedAt" IS NULL
      JOIN "Agency" a ON a.id = r."agencyId"
    WHERE i.channel = ${channel}::"Channel" AND i.address = ${address} AND i.state <> 'revoked'
    GROUP BY c.id, i.id`;
  return rows[0];
}
