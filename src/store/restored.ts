import type { Db } from './db.ts';
import { pausedSetting } from './health.ts';

/** What becomes of a database after a restore: what was under way, and what the lost key had sealed. */

/** What the old key had sealed and nobody can open any more. */
export interface Dropped {
  sessions: number;
  /** Invitations, login and channel codes that were not used yet. */
  invitations: { name: string | null; agency: string | null; purpose: string }[];
  apiTokens: string[];
  feeds: number;
  /** Channels whose stored authorisation is gone. */
  platformGrants: string[];
}

/** Ends all that was sealed by a key that is lost. */
export async function dropSealed(db: Db, now: Date): Promise<Dropped> {
  const sessions = await db.session.updateMany({ where: { endedAt: null }, data: { endedAt: now } });
  const invitations = await db.$queryRaw<Dropped['invitations']>`
    WITH gone AS (
      UPDATE "Invitation" SET "revokedAt" = ${now} WHERE "usedAt" IS NULL AND "revokedAt" IS NULL AND "expiresAt" > ${now}
      RETURNING name, purpose, "agencyId")
    SELECT g.name, g.purpose, a.code AS agency FROM gone g LEFT JOIN "Agency" a ON a.id = g."agencyId" ORDER BY g.name`;
  const apiTokens = await db.$queryRaw<{ name: string }[]>`
    UPDATE "ApiToken" SET "revokedAt" = ${now} WHERE "revokedAt" IS NULL RETURNING name`;
  const feeds = await db.setting.deleteMany({ where: { key: { startsWith: 'feed:' } } });
  const grants = await db.$queryRaw<
    { key: string }[]
  >`DELETE FROM "Setting" WHERE key LIKE 'grant:%' RETURNING key`;
  return {
    sessions: sessions.count,
    invitations,
    apiTokens: apiTokens.map((row) => row.name),
    feeds: feeds.count,
    platformGrants: grants.map((row) => row.key.slice('grant:'.length)),
  };
}

/** A message that was under way when the backup was made and will not be sent. */
export interface NotSent {
  name: string | null;
  channel: string;
  kind: string;
  text: string;
}

/** Withdraws all that waits to be sent, with the notices that stand behind it. */
export async function withdrawUnsent(db: Db, now: Date): Promise<NotSent[]> {
  const rows = await db.$queryRaw<NotSent[]>`
    WITH gone AS (
      UPDATE "Delivery" SET state = 'withdrawn', failure = 'restored'
      WHERE state IN ('queued', 'sending', 'waiting') RETURNING id, "identityId", channel, kind, text)
    SELECT c.name, g.channel::text AS channel, g.kind, g.text
    FROM gone g JOIN "Identity" i ON i.id = g."identityId" LEFT JOIN "Contact" c ON c.id = i."contactId" ORDER BY g.id`;
  await db.notice.updateMany({ where: { state: 'queued' }, data: { state: 'withdrawn', stateAt: now } });
  return rows;
}

export const isPaused = async (db: Db): Promise<boolean> =>
  (await db.setting.findUnique({ where: { key: pausedSetting } }))?.value === true;

/** Lets sending and polling go on; false where it was not paused. */
export async function endPause(db: Db): Promise<boolean> {
  const { count } = await db.setting.deleteMany({ where: { key: pausedSetting } });
  return count > 0;
}
