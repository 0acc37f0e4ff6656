import type { Db } from './db.ts';

/** When each of these assignments was pressed for last; missing where it never was. */
export async function lastNudges(db: Db, assignmentIds: readonly string[]): Promise<Map<string, Date>> {
  const rows = await db.$queryRaw<{ id: string; at: Date }[]>`
    SELECT "assignmentId"::text AS id, max("createdAt") AS at FROM "Notice"
    WHERE "assignmentId" = ANY(${assignmentIds}::uuid[]) AND kind = 'nudge' GROUP BY 1`;
  return new Map(rows.map(({ id, at }) => [id, at]));
}
