import type { Db } from './db.ts';

/** What agencies said in a span of time, for the summaries of those who follow up. */

/** One thing said of one assignment. */
export interface SaidLine {
  kind: 'acknowledged' | 'confirmed' | 'progress' | 'unblocked' | 'note';
  task: number;
  agency: string;
  percent: number | null;
  text: string;
  /** Recorded by a coordinator on the agency's behalf. */
  onBehalf: boolean;
  at: Date;
}

/** Receipts, confirmations, progress and words that were kept as a note; what was taken back since is left out. */
export const saidBetween = (db: Db, after: Date, until: Date): Promise<SaidLine[]> =>
  db.$queryRaw<SaidLine[]>`
    WITH said AS (
      SELECT r.*, t.number AS task, g."shortName" AS agency, g.position, row_number() OVER (PARTITION BY r."batchId" ORDER BY r.id) AS nth
      FROM "StatusReport" r JOIN "Assignment" a ON a.id = r."assignmentId" JOIN "Task" t ON t.id = a."taskId"
        JOIN "Agency" g ON g.id = a."agencyId"
      WHERE r."recordedAt" > ${after} AND r."recordedAt" <= ${until}
        AND NOT EXISTS (SELECT FROM "StatusReport" u WHERE u."undoesBatchId" = r."batchId"))
    SELECT line.kind, s.task, s.agency, s.percent, s.text, s."recordedById" IS NOT NULL AS "onBehalf", s."recordedAt" AS at
    FROM said s CROSS JOIN LATERAL (
      SELECT s.kind::text AS kind
        WHERE s.kind IN ('acknowledged', 'progress', 'unblocked') OR (s.kind = 'note' AND s.meaning = '')
      UNION ALL
      -- A confirmation has a table of its own, whatever else was said with it.
      SELECT 'confirmed' FROM "DeadlineConfirmation" c
        WHERE s.nth = 1 AND c."assignmentId" = s."assignmentId" AND c."batchId" = s."batchId") line
    ORDER BY s.task, s.position, s.agency, s."recordedAt"`;

/** Words that belong to no task and that nobody could make sense of. */
export interface StrayWords {
  name: string;
  agency: string;
  text: string;
}

export const strayWordsBetween = (db: Db, after: Date, until: Date): Promise<StrayWords[]> =>
  db.$queryRaw<StrayWords[]>`
    SELECT c.name, COALESCE((
      SELECT g."shortName" FROM "ContactRole" r JOIN "Agency" g ON g.id = r."agencyId"
      WHERE r."contactId" = c.id AND r."endedAt" IS NULL ORDER BY r.role, g.position LIMIT 1), '') AS agency, m.text
    FROM "InboundMessage" m JOIN "Identity" i ON i.channel = m.channel AND i.address = m.sender
      JOIN "Contact" c ON c.id = i."contactId"
    WHERE m.failure = 'not understood' AND m."handledAt" > ${after} AND m."handledAt" <= ${until}
    ORDER BY m.id`;

/** Counted bodies, and whether anything was heard from them since. */
export const heardSince = (db: Db, since: Date): Promise<{ name: string; heard: boolean }[]> =>
  db.$queryRaw<{ name: string; heard: boolean }[]>`
    SELECT g."shortName" AS name, COALESCE(bool_or(a."activityAt" >= ${since}), false) AS heard
    FROM "Agency" g JOIN "Assignment" a ON a."agencyId" = g.id AND a.state NOT IN ('cancelled', 'merged')
    WHERE g.counted AND g."endedOn" IS NULL
    GROUP BY g.id ORDER BY g.position, g.code`;
