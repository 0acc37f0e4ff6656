import type { Db } from './db.ts';

/** Calendar feeds: one secret address a person, of which only the token's hash is kept. */

const keyOf = (contactId: string): string => `feed:${contactId}`;

/** Keeps the hash of the person's token; the one before is void from now on. */
export const keepFeed = (db: Db, contactId: string, tokenHash: string, now: Date): Promise<unknown> =>
  db.setting.upsert({
    where: { key: keyOf(contactId) },
    create: { key: keyOf(contactId), value: tokenHash, updatedAt: now },
    update: { value: tokenHash, updatedAt: now },
  });

/** Ends the person's feed. */
export const endFeed = (db: Db, contactId: string): Promise<unknown> =>
  db.setting.deleteMany({ where: { key: keyOf(contactId) } });

export interface FeedReader {
  id: string;
  language: string;
  /** Agencies for which the person answers. */
  agencyIds: string[];
}

/** Whose feed a token opens: an active person with an office. */
export async function feedReader(db: Db, tokenHash: string): Promise<FeedReader | undefined> {
  const rows = await db.$queryRaw<FeedReader[]>`
    SELECT c.id, c.language, array_agg(DISTINCT r."agencyId"::text) AS "agencyIds"
    FROM "Setting" s
      JOIN "Contact" c ON c.id = split_part(s.key, ':', 2)::uuid AND c.active
      JOIN "ContactRole" r ON r."contactId" = c.id AND r."endedAt" IS NULL AND r.role IN ('focal', 'head')
    WHERE s.key LIKE 'feed:%' AND s.value = to_jsonb(${tokenHash}::text)
    GROUP BY c.id`;
  return rows[0];
}
