import type { ChannelName } from '../domain/message.ts';
import type { Role } from '../domain/roles.ts';
import type { Db } from './db.ts';

/** A person's role in an agency, with how they are reached. */
export interface ContactLine {
  contactId: string;
  agencyId: string;
  name: string;
  honorific: 'dong_chi' | 'ong' | 'ba';
  phone: string | null;
  role: Role;
  rank: 'main' | 'deputy';
  /** Channels that work, the preferred one first. */
  channels: ChannelName[];
  /** Channels whose messages no longer arrive. */
  broken: ChannelName[];
  away: boolean;
}

/** Everybody with a role in force, by agency; `today` is a local day. */
export const contactLines = (
  db: Db,
  today: string,
  filter: { agencyIds?: readonly string[]; contactId?: string } = {},
): Promise<ContactLine[]> =>
  db.$queryRaw<ContactLine[]>`
    SELECT c.id AS "contactId", r."agencyId", c.name, c.honorific::text AS honorific, c.phone, r.role::text AS role,
      r.rank::text AS rank,
      ARRAY(SELECT i.channel::text FROM "Identity" i WHERE i."contactId" = c.id AND i.state = 'active'
        ORDER BY COALESCE(array_position(c."channelOrder", i.channel), 99), i."linkedAt" DESC) AS channels,
      ARRAY(SELECT i.channel::text FROM "Identity" i WHERE i."contactId" = c.id AND i.state = 'unreachable') AS broken,
      COALESCE(c."awayFrom" <= ${today} AND ${today} <= COALESCE(c."awayTo", '9999'), false) AS away
    FROM "ContactRole" r JOIN "Contact" c ON c.id = r."contactId" AND c.active JOIN "Agency" a ON a.id = r."agencyId"
    WHERE r."endedAt" IS NULL
      AND (${filter.agencyIds ?? null}::uuid[] IS NULL OR r."agencyId" = ANY(${filter.agencyIds ?? null}::uuid[]))
      AND (${filter.contactId ?? null}::uuid IS NULL OR c.id = ${filter.contactId ?? null}::uuid)
    ORDER BY a.position, a.code, r.role, r.rank, c.name`;
