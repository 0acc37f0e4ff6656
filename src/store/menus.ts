import type { ChannelName } from '../domain/message.ts';
import type { Db } from './db.ts';

/** Which list of commands each chat shows. */

export interface MenuRow {
  identityId: string;
  chat: string;
  /** Nobody's: a group or a person that is linked no more. */
  owner: 'person' | 'group' | 'nobody';
  roles: string[];
  language: string | null;
  /** What was shown last. */
  note: string | null;
}

/** Chats of this channel that have a list of their own, or still show one from before. */
export const menuChats = (db: Db, channel: ChannelName): Promise<MenuRow[]> =>
  db.$queryRaw<MenuRow[]>`
    SELECT i.id AS "identityId", split_part(i.address, '~', 1) AS chat, i.details->>'menu' AS note, c.language,
      CASE WHEN i.state = 'revoked' THEN 'nobody' WHEN r.roles IS NOT NULL THEN 'person'
        WHEN i."contactId" IS NULL AND i."agencyId" IS NOT NULL THEN 'group' ELSE 'nobody' END AS owner,
      COALESCE(r.roles, '{}') AS roles
    FROM "Identity" i
      LEFT JOIN "Contact" c ON c.id = i."contactId" AND c.active
      LEFT JOIN LATERAL (
        SELECT array_agg(DISTINCT o.role::text) AS roles FROM "ContactRole" o
        WHERE o."contactId" = c.id AND o."endedAt" IS NULL) r ON true
    WHERE i.channel = ${channel}::"Channel"
      AND CASE i.state
        WHEN 'active' THEN r.roles IS NOT NULL OR i."agencyId" IS NOT NULL OR i.details->>'menu' IS NOT NULL
        WHEN 'revoked' THEN i.details->>'menu' IS NOT NULL AND i."stateReason" <> 'moved' AND NOT EXISTS (
          SELECT FROM "Identity" now WHERE now.id <> i.id AND now.channel = i.channel AND now.address = split_part(i.address, '~', 1))
        ELSE false END
    ORDER BY i.id`;

export async function noteMenu(db: Db, identityId: string, note: string): Promise<void> {
  await db.$executeRaw`
    UPDATE "Identity" SET details = details || jsonb_build_object('menu', ${note}::text) WHERE id = ${identityId}::uuid`;
}
