import type { ChannelName } from '../domain/message.ts';
import type { ReportKind } from './generated/client.ts';
import type { Db } from './db.ts';

export type { ReportKind } from './generated/client.ts';

/** The rows of one message on one assignment: recorded together, taken back together. */
export interface Batch {
  batchId: string;
  contactId: string | null;
  recordedById: string | null;
  kinds: ReportKind[];
  percent: number | null;
  text: string;
  meaning: string;
  at: Date;
  recordedAt: Date;
  before: unknown;
  inboxId: bigint | null;
  undoesBatchId: string | null;
}

const batchColumns = `r."batchId", (array_agg(r."contactId"))[1] AS "contactId",
  (array_agg(r."recordedById"))[1] AS "recordedById", array_agg(r.kind::text ORDER BY r.kind) AS kinds,
  max(r.percent) AS percent, max(r.text) AS text, max(r.meaning) AS meaning, min(r.at) AS at, min(r."recordedAt") AS "recordedAt",
  (array_agg(r.before) FILTER (WHERE r.before IS NOT NULL))[1] AS before, max(r."inboxId") AS "inboxId",
  (array_agg(r."undoesBatchId"))[1] AS "undoesBatchId"`;

/** The last thing that was said of an assignment by anybody, taken back or not. */
export async function lastBatch(db: Db, assignmentId: string): Promise<Batch | undefined> {
  const rows = await db.$queryRawUnsafe<Batch[]>(
    `SELECT ${batchColumns} FROM "StatusReport" r WHERE r."batchId" = (
       SELECT "batchId" FROM "StatusReport" WHERE "assignmentId" = $1::uuid ORDER BY "recordedAt" DESC, id DESC LIMIT 1)
     GROUP BY r."batchId"`,
    assignmentId,
  );
  return rows[0];
}

export async function findBatch(
  db: Db,
  batchId: string,
): Promise<(Batch & { assignmentId: string }) | undefined> {
  const rows = await db.$queryRawUnsafe<(Batch & { assignmentId: string })[]>(
    `SELECT r."assignmentId", ${batchColumns} FROM "StatusReport" r WHERE r."batchId" = $1::uuid
     GROUP BY r."assignmentId", r."batchId"`,
    batchId,
  );
  return rows[0];
}

/** The last batch of this person that still stands: the one that /rutlai takes back. */
export async function lastStandingBatchOf(
  db: Db,
  contactId: string,
  assignmentId?: string,
  kind?: ReportKind,
): Promise<string | undefined> {
  const rows = await db.$queryRaw<{ batchId: string }[]>`
    SELECT r."batchId" FROM "StatusReport" r
    WHERE (r."contactId" = ${contactId}::uuid OR r."recordedById" = ${contactId}::uuid)
      AND (${assignmentId ?? null}::uuid IS NULL OR r."assignmentId" = ${assignmentId ?? null}::uuid)
      AND r.kind NOT IN ('undone', 'withdrawn', 'answer')
      AND (${kind ?? null}::text IS NULL OR r.kind::text = ${kind ?? null}::text)
      AND NOT EXISTS (SELECT FROM "StatusReport" u WHERE u."undoesBatchId" = r."batchId")
    ORDER BY r."recordedAt" DESC, r.id DESC LIMIT 1`;
  return rows[0]?.batchId;
}

/** What a stored message reported and still stands. */
export const batchesOfInbox = async (db: Db, inboxId: bigint): Promise<string[]> => {
  const rows = await db.$queryRaw<{ batchId: string }[]>`
    SELECT DISTINCT "batchId" FROM "StatusReport" r WHERE "inboxId" = ${inboxId}
      AND kind NOT IN ('undone', 'withdrawn')
      AND NOT EXISTS (SELECT FROM "StatusReport" u WHERE u."undoesBatchId" = r."batchId")`;
  return rows.map((row) => row.batchId);
};

export interface NewReport {
  id: string;
  assignmentId: string;
  kind: ReportKind;
  percent?: number;
  text: string;
  contactId?: string;
  recordedById?: string;
  source?: string;
  documentNumber?: string;
  at: Date;
  recordedAt: Date;
  channel?: ChannelName;
  inboxId?: bigint;
  agencyName: string;
  before?: object;
  /** See domain/duplicates.ts. */
  meaning: string;
  batchId: string;
  undoesBatchId?: string;
  fileIds?: readonly string[];
}

/** Adds rows to the history, in one statement. */
export async function addReports(db: Db, reports: readonly NewReport[]): Promise<void> {
  const rows = reports.map((report) => ({
    ...report,
    inboxId: report.inboxId === undefined ? null : Number(report.inboxId),
  }));
  await db.$executeRaw`
    WITH rows AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, "assignmentId" uuid,
        kind "ReportKind", percent int, text text, "contactId" uuid, "recordedById" uuid, source text,
        "documentNumber" text, at timestamptz, "recordedAt" timestamptz, channel "Channel", "inboxId" bigint,
        "agencyName" text, before jsonb, meaning text, "batchId" uuid, "undoesBatchId" uuid, "fileIds" uuid[])),
    added AS (
      INSERT INTO "StatusReport" (id, "assignmentId", kind, percent, text, "contactId", "recordedById", source,
        "documentNumber", at, "recordedAt", channel, "inboxId", "agencyName", before, meaning, "batchId", "undoesBatchId")
      SELECT id, "assignmentId", kind, percent, text, "contactId", "recordedById", source, "documentNumber", at,
        "recordedAt", channel, "inboxId", "agencyName", before, meaning, "batchId", "undoesBatchId" FROM rows
      RETURNING id)
    INSERT INTO "_reportFiles" ("A", "B")
      SELECT f.file, rows.id FROM rows JOIN added USING (id), unnest(rows."fileIds") AS f(file)`;
}
