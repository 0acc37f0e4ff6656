import { addDays, dayOf, mondayOf, startOf } from '../domain/time.ts';
import { Prisma } from './generated/client.ts';
import type { Db } from './db.ts';

/**
 * The one tracking query: page, chat, API and reports all read these words of SQL, so they can never disagree.
 * The rules are those of `domain/timeliness.ts`, said in SQL.
 */

/** The instants that the question needs, made from `now` by the calendar module. */
export interface TrackingTime {
  now: Date;
  /** Exclusive end of the days that count as due soon. */
  soon: Date;
  /** Monday 00:00 of this week. */
  monday: Date;
}

export const trackingTime = (now: Date, zone: string): TrackingTime => {
  const today = dayOf(now, zone);
  return { now, soon: startOf(addDays(today, 8), zone), monday: startOf(mondayOf(today), zone) };
};

/** Late at the instant of the question; `a` is the assignment. */
export const lateSql = ({ now }: TrackingTime): Prisma.Sql =>
  Prisma.sql`(a."lateSince" IS NOT NULL OR COALESCE(a."submittedAt", ${now}::timestamptz) >= a."dueAt")`;

/** The category by which the administration reports. */
export const categorySql = (time: TrackingTime): Prisma.Sql => Prisma.sql`
  CASE WHEN a.state IN ('cancelled', 'merged') THEN 'cancelled'
    WHEN a.state = 'completed' THEN CASE WHEN ${lateSql(time)} THEN 'late' ELSE 'on_time' END
    WHEN ${lateSql(time)} THEN 'overdue' ELSE 'in_progress' END`;

export const dueSoonSql = (time: TrackingTime): Prisma.Sql => Prisma.sql`
  (a.state IN ('assigned', 'acknowledged', 'in_progress', 'returned') AND NOT ${lateSql(time)}
    AND a."dueAt" <= ${time.soon}::timestamptz)`;

export const blockedSql = Prisma.sql`(a.blocked AND a.state NOT IN ('completed', 'cancelled', 'merged'))`;

export interface Figures {
  assigned: number;
  on_time: number;
  late: number;
  in_progress: number;
  overdue: number;
  unacknowledged: number;
  due_soon: number;
  blocked: number;
  updated: number;
}

export interface AgencyFigures extends Figures {
  agency: { code: string; name: string };
}

export interface Tracking {
  asOf: Date;
  totals: Figures;
  byAgency: AgencyFigures[];
}

const none: Figures = {
  assigned: 0,
  on_time: 0,
  late: 0,
  in_progress: 0,
  overdue: 0,
  unacknowledged: 0,
  due_soon: 0,
  blocked: 0,
  updated: 0,
};
const names = Object.keys(none).filter((name): name is keyof Figures => name in none);

const add = (sum: Figures, row: Figures): Figures => {
  const total = { ...sum };
  for (const name of names) total[name] += row[name];
  return total;
};

/**
 * The state of all work at an instant, in the four categories and the measures beside them, whole and by agency.
 * Every counted body stands in the list, also without a task. `agencyIds` and `taskId` narrow the question.
 */
export async function tracking(
  db: Db,
  now: Date,
  zone: string,
  { agencyIds, taskId }: { agencyIds?: readonly string[]; taskId?: string } = {},
): Promise<Tracking> {
  const time = trackingTime(now, zone);
  const byAgency = await db.$queryRaw<(Figures & { code: string; name: string })[]>`
    WITH figures AS (
      SELECT a."agencyId", count(*)::int AS assigned,
        count(*) FILTER (WHERE a.state = 'completed' AND NOT ${lateSql(time)})::int AS on_time,
        count(*) FILTER (WHERE a.state = 'completed' AND ${lateSql(time)})::int AS late,
        count(*) FILTER (WHERE a.state <> 'completed' AND NOT ${lateSql(time)})::int AS in_progress,
        count(*) FILTER (WHERE a.state <> 'completed' AND ${lateSql(time)})::int AS overdue,
        count(*) FILTER (WHERE a.state = 'assigned')::int AS unacknowledged,
        count(*) FILTER (WHERE ${dueSoonSql(time)})::int AS due_soon,
        count(*) FILTER (WHERE ${blockedSql})::int AS blocked,
        count(*) FILTER (WHERE a."activityAt" >= ${time.monday}::timestamptz)::int AS updated
      FROM "Assignment" a
      WHERE a.state NOT IN ('cancelled', 'merged')
        ${agencyIds ? Prisma.sql`AND a."agencyId" = ANY(${agencyIds}::uuid[])` : Prisma.empty}
        ${taskId === undefined ? Prisma.empty : Prisma.sql`AND a."taskId" = ${taskId}::uuid`}
      GROUP BY a."agencyId")
    SELECT g.code, g.name, ${Prisma.join(
      names.map((name) => Prisma.sql`COALESCE(f.${Prisma.raw(name)}, 0) AS ${Prisma.raw(name)}`),
    )}
    FROM "Agency" g LEFT JOIN figures f ON f."agencyId" = g.id
    WHERE (f.assigned IS NOT NULL OR (g.counted AND g."endedOn" IS NULL))
      ${agencyIds ? Prisma.sql`AND g.id = ANY(${agencyIds}::uuid[])` : Prisma.empty}
    ORDER BY g.position, g.code`;
  const totals = byAgency.reduce(add, none);
  return {
    asOf: now,
    totals,
    byAgency: byAgency.map(({ code, name, ...figures }) => ({ agency: { code, name }, ...figures })),
  };
}
