import type { Db } from './db.ts';

/** What nobody can use any more. History, messages and what people sent stay. */

/** Login and channel codes that ended before this instant. Invitations stay: they say who was asked in, and by whom. */
export const dropCodes = (db: Db, before: Date): Promise<number> =>
  db.$executeRaw`DELETE FROM "Invitation" WHERE purpose IN ('login', 'channel') AND "expiresAt" < ${before}`;

export const dropSessions = (db: Db, before: Date): Promise<number> =>
  db.$executeRaw`
    DELETE FROM "Session" WHERE "endedAt" < ${before} OR "expiresAt" < ${before}`;

/** Questions that were not answered in time. */
export const dropDialogues = (db: Db, before: Date): Promise<number> =>
  db.$executeRaw`DELETE FROM "Dialogue" WHERE "updatedAt" < ${before}`;

/** Wishes to hear of a task later, of tasks about which nothing more is said. */
export const dropSnoozes = (db: Db, before: Date): Promise<number> =>
  db.$executeRaw`
    DELETE FROM "Snooze" s USING "Assignment" a
    WHERE a.id = s."assignmentId" AND s.until < ${before}
      AND a.state NOT IN ('assigned', 'acknowledged', 'in_progress', 'returned')`;

/** Files uploaded before this instant that went into no message, task or report. */
export const dropUnusedFiles = (db: Db, before: Date): Promise<number> =>
  db.$executeRaw`
    DELETE FROM "File" f WHERE f.at < ${before}
      AND NOT EXISTS (SELECT FROM "_taskFiles" l WHERE l."A" = f.id)
      AND NOT EXISTS (SELECT FROM "_reportFiles" l WHERE l."A" = f.id)
      AND f.id NOT IN (
        SELECT unnest("fileIds") FROM "InboundMessage" WHERE cardinality("fileIds") > 0
        UNION SELECT unnest("fileIds") FROM "Delivery" WHERE cardinality("fileIds") > 0
        UNION SELECT unnest("fileIds") FROM "WebMessage" WHERE cardinality("fileIds") > 0
        UNION SELECT unnest("fileIds") FROM "Dialogue" WHERE cardinality("fileIds") > 0)`;

/** Which of these digests belong to a stored file. */
export async function knownDigests(db: Db, digests: readonly string[]): Promise<Set<string>> {
  const rows = await db.file.findMany({
    where: { sha256: { in: [...digests] } },
    select: { sha256: true },
    distinct: ['sha256'],
  });
  return new Set(rows.map((row) => row.sha256));
}
