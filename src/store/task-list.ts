import type { Db } from './db.ts';
import { Prisma } from './generated/client.ts';
import { cut, type Page } from './page.ts';
import type { TaskRow } from './tasks.ts';

const columns =
  Prisma.raw(`t.id, t.number, t.title, t.description, t.basis, t."dueAt", t."dueText", t.urgent, t."dutyId",
  t.cycle, t.period, t."createdAt"`);

/** Of an agency's own tasks; undefined: of all. */
const givenTo = (agencyIds: readonly string[] | undefined): Prisma.Sql =>
  agencyIds
    ? Prisma.sql`EXISTS (SELECT FROM "Assignment" a WHERE a."taskId" = t.id AND a."agencyId" = ANY(${agencyIds}::uuid[]))`
    : Prisma.sql`true`;

/** Tasks, the newest number first, a page at a time. */
export async function taskPage(
  db: Db,
  agencyIds: readonly string[] | undefined,
  { after, limit }: { after?: number; limit: number },
): Promise<Page<TaskRow>> {
  const rows = await db.$queryRaw<TaskRow[]>`
    SELECT ${columns} FROM "Task" t
    WHERE ${givenTo(agencyIds)} ${after === undefined ? Prisma.empty : Prisma.sql`AND t.number < ${after}::int`}
    ORDER BY t.number DESC LIMIT ${limit + 1}`;
  return cut(rows, limit, (row) => String(row.number));
}

/** One task; undefined where there is none, or it was given to none of these agencies. */
export async function listedTask(
  db: Db,
  number: number,
  agencyIds?: readonly string[],
): Promise<TaskRow | undefined> {
  const rows = await db.$queryRaw<TaskRow[]>`
    SELECT ${columns} FROM "Task" t WHERE t.number = ${number}::int AND ${givenTo(agencyIds)}`;
  return rows[0];
}
