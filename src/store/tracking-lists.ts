import { assignmentColumns, assignmentFrom, type AssignmentRow } from './assignments.ts';
import type { Db } from './db.ts';
import { Prisma } from './generated/client.ts';
import { blockedSql, lateSql, trackingTime } from './tracking.ts';

/** Whom the figures of the tracking query speak of, by name: the same words of SQL, so that lists and figures agree. */

/** When, and of which agencies (undefined: of all). */
export interface ListQuestion {
  now: Date;
  zone: string;
  agencyIds?: readonly string[];
  /** The most rows that are wanted. */
  limit: number;
}

const list = (
  db: Db,
  { agencyIds, limit }: ListQuestion,
  condition: Prisma.Sql,
  order: Prisma.Sql,
): Promise<AssignmentRow[]> => db.$queryRaw<AssignmentRow[]>`
  SELECT ${Prisma.raw(assignmentColumns)} ${Prisma.raw(assignmentFrom)}
  WHERE ${condition} ${agencyIds ? Prisma.sql`AND a."agencyId" = ANY(${agencyIds}::uuid[])` : Prisma.empty}
  ORDER BY ${order}, t.number, g.position, g.code LIMIT ${limit}`;

const isOpen = Prisma.sql`a.state IN ('assigned', 'acknowledged', 'in_progress', 'submitted', 'returned')`;
const owesReport = Prisma.sql`a.state IN ('assigned', 'acknowledged', 'in_progress', 'returned')`;

/** Open and late, the longest overdue first. */
export const overdueList = (db: Db, question: ListQuestion): Promise<AssignmentRow[]> =>
  list(
    db,
    question,
    Prisma.sql`${isOpen} AND ${lateSql(trackingTime(question.now, question.zone))}`,
    Prisma.sql`COALESCE(a."lateSince", a."dueAt")`,
  );

/** With a difficulty that is not cleared, the nearest date first. */
export const blockedList = (db: Db, question: ListQuestion): Promise<AssignmentRow[]> =>
  list(db, question, blockedSql, Prisma.sql`a."dueAt"`);

/** Not acknowledged, the longest known first. */
export const unacknowledgedList = (db: Db, question: ListQuestion): Promise<AssignmentRow[]> =>
  list(db, question, Prisma.sql`a.state = 'assigned'`, Prisma.sql`a."assignedAt"`);

/** Where an agency stands with the current tasks: those of which something is still open at some agency. */
export interface AgencyReports {
  agencyId: string;
  code: string;
  shortName: string;
  /** Tasks of which no completion was reported, and the lowest of their numbers. */
  owed: number;
  owes: number[];
  /** True where nothing at all was heard on what is owed. */
  silent: boolean;
  /** Tasks of which completion was reported, accepted or not, and the lowest of their numbers. */
  reports: number;
  reported: number[];
}

/** Numbers of tasks by agency that are shown before "…": the lowest, which are the oldest. */
const lowest = (numbers: string): Prisma.Sql =>
  Prisma.raw(`ARRAY(SELECT n FROM unnest(c.${numbers}) n ORDER BY n LIMIT 5)`);

/**
 * Who has reported on the current tasks and who has not; agencies without any are left out. A task that all have
 * finished is past and not asked about.
 */
export const reportsByAgency = (db: Db, agencyIds?: readonly string[]): Promise<AgencyReports[]> =>
  db.$queryRaw<AgencyReports[]>`
    WITH current AS MATERIALIZED (
      SELECT id, number FROM "Task" WHERE id IN (SELECT a."taskId" FROM "Assignment" a WHERE ${isOpen})),
    counts AS (
      SELECT a."agencyId", array_agg(current.number) FILTER (WHERE ${owesReport}) AS owes,
        array_agg(current.number) FILTER (WHERE a.state IN ('submitted', 'completed')) AS reported,
        COALESCE(bool_and(a."activityAt" IS NULL AND a."acknowledgedAt" IS NULL) FILTER (WHERE ${owesReport}), false)
          AS silent
      FROM "Assignment" a JOIN current ON current.id = a."taskId"
      WHERE a.state NOT IN ('cancelled', 'merged')
        ${agencyIds ? Prisma.sql`AND a."agencyId" = ANY(${agencyIds}::uuid[])` : Prisma.empty}
      GROUP BY a."agencyId")
    SELECT c."agencyId", g.code, g."shortName", c.silent, COALESCE(cardinality(c.owes), 0) AS owed,
      COALESCE(cardinality(c.reported), 0) AS reports, ${lowest('owes')} AS owes, ${lowest('reported')} AS reported
    FROM counts c JOIN "Agency" g ON g.id = c."agencyId"
    ORDER BY g.position, g.code`;
