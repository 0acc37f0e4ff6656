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

/** Where an agency stands with the tasks that are open anywhere. */
export interface AgencyReports {
  agencyId: string;
  code: string;
  shortName: string;
  /** Numbers of the tasks of which no completion was reported, at most nine of them. */
  owes: number[];
  owed: number;
  /** Numbers of the tasks of which completion was reported, accepted or not, at most nine of them. */
  reported: number[];
  reports: number;
  /** True where nothing at all was heard on what is owed. */
  silent: boolean;
}

/**
 * Who has reported on the current tasks and who has not: those of which something is still open at some agency. A
 * task that all have finished is past and not asked about.
 */
export const reportsByAgency = (db: Db, agencyIds?: readonly string[]): Promise<AgencyReports[]> =>
  db.$queryRaw<AgencyReports[]>`
    WITH current AS (SELECT DISTINCT a."taskId" AS id FROM "Assignment" a WHERE ${isOpen})
    SELECT a."agencyId", g.code, g."shortName",
      COALESCE((array_agg(t.number ORDER BY a."dueAt", t.number)
        FILTER (WHERE ${owesReport}))[1:9], '{}') AS owes,
      count(*) FILTER (WHERE ${owesReport})::int AS owed,
      COALESCE((array_agg(t.number ORDER BY a."dueAt", t.number)
        FILTER (WHERE a.state IN ('submitted', 'completed')))[1:9], '{}') AS reported,
      count(*) FILTER (WHERE a.state IN ('submitted', 'completed'))::int AS reports,
      COALESCE(bool_and(a."activityAt" IS NULL AND a."acknowledgedAt" IS NULL) FILTER (WHERE ${owesReport}), false) AS silent
    FROM current JOIN "Assignment" a ON a."taskId" = current.id AND a.state NOT IN ('cancelled', 'merged')
      JOIN "Task" t ON t.id = a."taskId" JOIN "Agency" g ON g.id = a."agencyId"
    ${agencyIds ? Prisma.sql`WHERE a."agencyId" = ANY(${agencyIds}::uuid[])` : Prisma.empty}
    GROUP BY a."agencyId", g.id ORDER BY g.position, g.code`;
