import type { Batch } from './reports.ts';
import type { Db } from './db.ts';

/** Somebody's act after a report; `taken` where the report itself was taken back already. */
export interface ActAfter {
  by: string;
  at: Date;
  taken: boolean;
}

/** The first who acted on an assignment after a batch was recorded: a decision, a later report, or its undoing. */
export async function firstActAfter(
  db: Db,
  assignmentId: string,
  batch: Pick<Batch, 'batchId' | 'recordedAt'>,
): Promise<ActAfter | undefined> {
  const rows = await db.$queryRaw<ActAfter[]>`
    SELECT COALESCE(c.name, '') AS by, acts.at, acts.taken FROM (
      SELECT "byId" AS who, at, false AS taken FROM "Decision"
        WHERE "assignmentId" = ${assignmentId}::uuid AND at >= ${batch.recordedAt}
      UNION ALL
      SELECT COALESCE("recordedById", "contactId"), "recordedAt", "undoesBatchId" IS NOT DISTINCT FROM ${batch.batchId}::uuid
        FROM "StatusReport" r
        WHERE "assignmentId" = ${assignmentId}::uuid AND "batchId" <> ${batch.batchId}::uuid
          AND "recordedAt" >= ${batch.recordedAt}
          -- What was said of a report that waits changes nothing in it.
          AND NOT (r.before ->> 'state' = 'submitted' AND kind IN ('acknowledged', 'progress'))
          -- What was said and taken back again since stands in nobody's way.
          AND ("undoesBatchId" = ${batch.batchId}::uuid OR (kind NOT IN ('undone', 'withdrawn', 'note', 'question', 'answer')
            AND NOT EXISTS (SELECT FROM "StatusReport" u WHERE u."undoesBatchId" = r."batchId")))
    ) acts LEFT JOIN "Contact" c ON c.id = acts.who
    ORDER BY acts.taken DESC, acts.at LIMIT 1`;
  return rows[0];
}
