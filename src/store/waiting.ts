import { assignmentColumns, assignmentFrom, type AssignmentRow } from './assignments.ts';
import type { Db } from './db.ts';

/** What waits for a coordinator's decision: reports of completion and requests for a new date. */

export interface WaitingReport {
  kind: 'report';
  row: AssignmentRow;
  /** When it was sent. */
  at: Date;
  by: string;
  text: string;
  batchId: string;
}

export interface WaitingExtension {
  kind: 'extension';
  row: AssignmentRow;
  at: Date;
  by: string;
  id: string;
  dueAt: Date;
  dueText: string;
  reason: string;
}

export type Waiting = WaitingReport | WaitingExtension;

/** Assignments with something that waits; with `assignmentIds` only those. The oldest first. */
export async function waitingFor(db: Db, assignmentIds?: readonly string[]): Promise<Waiting[]> {
  const ids = assignmentIds ?? null;
  const reports = await db.$queryRawUnsafe<
    (AssignmentRow & { sentBy: string; sentText: string; batchId: string })[]
  >(
    `SELECT ${assignmentColumns}, COALESCE(r.by, '') AS "sentBy", COALESCE(r.text, '') AS "sentText", r."batchId"
     ${assignmentFrom} JOIN LATERAL (
       SELECT s.text, s."batchId", c.name AS by FROM "StatusReport" s
         LEFT JOIN "Contact" c ON c.id = COALESCE(s."contactId", s."recordedById")
       WHERE s."assignmentId" = a.id AND s.kind = 'done'
         AND NOT EXISTS (SELECT FROM "StatusReport" u WHERE u."undoesBatchId" = s."batchId")
       ORDER BY s."recordedAt" DESC LIMIT 1) r ON true
     WHERE a.state = 'submitted' AND ($1::uuid[] IS NULL OR a.id = ANY($1::uuid[]))`,
    ids,
  );
  const extensions = await db.$queryRawUnsafe<
    (AssignmentRow & { askedBy: string; askId: string; askDueAt: Date; askDueText: string; reason: string })[]
  >(
    `SELECT ${assignmentColumns}, COALESCE(c.name, '') AS "askedBy", e.id AS "askId", e."dueAt" AS "askDueAt",
       e."dueText" AS "askDueText", e.reason
     ${assignmentFrom} JOIN "Extension" e ON e."assignmentId" = a.id AND e.state = 'pending'
       LEFT JOIN "Contact" c ON c.id = COALESCE(e."contactId", e."recordedById")
     WHERE a."extensionAskedAt" IS NOT NULL AND a.state NOT IN ('completed', 'cancelled', 'merged')
       AND ($1::uuid[] IS NULL OR a.id = ANY($1::uuid[]))`,
    ids,
  );
  const waiting: Waiting[] = [
    ...extensions.map(({ askedBy, askId, askDueAt, askDueText, reason, ...row }) => ({
      kind: 'extension' as const,
      row,
      at: row.extensionAskedAt ?? row.updatedAt,
      by: askedBy,
      id: askId,
      dueAt: askDueAt,
      dueText: askDueText,
      reason,
    })),
    ...reports.map(({ sentBy, sentText, batchId, ...row }) => ({
      kind: 'report' as const,
      row,
      at: row.submittedAt ?? row.updatedAt,
      by: sentBy,
      text: sentText,
      batchId,
    })),
  ];
  return waiting.sort((a, b) => a.at.getTime() - b.at.getTime() || a.row.number - b.row.number);
}

/** The last decision on an assignment, with who took it. */
export interface Settled {
  kind: string;
  by: string;
  at: Date;
}

export async function lastDecision(
  db: Db,
  assignmentId: string,
  kinds: readonly string[],
): Promise<Settled | undefined> {
  const rows = await db.$queryRaw<Settled[]>`
    SELECT d.kind, COALESCE(c.name, '') AS by, d.at FROM "Decision" d LEFT JOIN "Contact" c ON c.id = d."byId"
    WHERE d."assignmentId" = ${assignmentId}::uuid AND d.kind = ANY(${kinds}::text[])
    ORDER BY d.at DESC, d.id DESC LIMIT 1`;
  return rows[0];
}

/** What became of one request for a new date. */
export async function extensionById(
  db: Db,
  id: string,
): Promise<{ state: string; by: string; at: Date | null } | undefined> {
  const rows = await db.$queryRaw<{ state: string; by: string; at: Date | null }[]>`
    SELECT e.state::text AS state, COALESCE(c.name, '') AS by, e."decidedAt" AS at
    FROM "Extension" e LEFT JOIN "Contact" c ON c.id = e."decidedById" WHERE e.id = ${id}::uuid`;
  return rows[0];
}
