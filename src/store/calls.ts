import type { Db } from './db.ts';

/** Whom to telephone: what the deliveries, notices and dates say of each agency, and who was called last. */

/** Assignments of one agency that are a reason to call. */
export interface CallReasons {
  agencyId: string;
  /** Owed and never heard of by anybody there: numbers of the tasks. */
  owed: number[];
  /** Told at least two working days ago, and no word since. */
  silent: number[];
  silentSince: Date | null;
  /** Late long enough for the ladder to have reached the coordinators. */
  climbed: number[];
  climbedSince: Date | null;
}

export interface CallTimes {
  /** Notices older than this have been unanswered for two working days. */
  silentBefore: Date;
  /** Dates in force up to this have been missed by seven days. */
  climbedBefore: Date;
}

/** One row for each agency that owes anything. A pending extension waits for us: nobody is called about it. */
export const callReasons = (db: Db, { silentBefore, climbedBefore }: CallTimes): Promise<CallReasons[]> =>
  db.$queryRaw<CallReasons[]>`
    WITH owed AS (
      SELECT a.id, a."agencyId", t.number, COALESCE(a."lateSince", a."dueAt") AS missed,
        GREATEST(a."activityAt", a."acknowledgedAt") AS heard
      FROM "Assignment" a JOIN "Task" t ON t.id = a."taskId"
      WHERE a.state IN ('assigned', 'acknowledged', 'in_progress', 'returned') AND a."extensionAskedAt" IS NULL),
    told AS (
      SELECT o.id, min(n."createdAt") AS since
      FROM owed o JOIN "Notice" n ON n."assignmentId" = o.id
      WHERE n.kind IN ('assignment', 'reminder', 'nudge') AND n.state IN ('queued', 'sent', 'read', 'doubtful')
        AND n."createdAt" < ${silentBefore} AND (o.heard IS NULL OR n."createdAt" > o.heard)
      GROUP BY o.id)
    SELECT o."agencyId", array_agg(o.number ORDER BY o.missed, o.number) AS owed,
      COALESCE(array_agg(o.number ORDER BY told.since, o.number) FILTER (WHERE told.id IS NOT NULL), '{}') AS silent,
      min(told.since) AS "silentSince",
      COALESCE(array_agg(o.number ORDER BY o.missed, o.number) FILTER (WHERE o.missed <= ${climbedBefore}), '{}') AS climbed,
      min(o.missed) FILTER (WHERE o.missed <= ${climbedBefore}) AS "climbedSince"
    FROM owed o LEFT JOIN told ON told.id = o.id
    GROUP BY o."agencyId"`;

/** A person who answers for an agency, and whether our messages arrive. */
export interface Callable {
  agencyId: string;
  contactId: string;
  name: string;
  honorific: 'dong_chi' | 'ong' | 'ba';
  role: 'focal' | 'head';
  rank: 'main' | 'deputy';
  phone: string | null;
  reachable: boolean;
  /** The newest message failed for good; null where it did not. */
  failure: string | null;
}

/** Focal contacts and heads, main contacts first. */
export const callables = (db: Db, agencyIds: readonly string[]): Promise<Callable[]> =>
  db.$queryRaw<Callable[]>`
    SELECT r."agencyId", c.id AS "contactId", c.name, c.honorific::text AS honorific, r.role::text AS role,
      r.rank::text AS rank, c.phone, EXISTS (
        SELECT FROM "Identity" i WHERE i."contactId" = c.id AND i.state = 'active') AS reachable,
      CASE WHEN newest.state IN ('failed', 'no_channel') THEN COALESCE(newest.failure, newest.state::text) END AS failure
    FROM "ContactRole" r JOIN "Contact" c ON c.id = r."contactId" AND c.active
      LEFT JOIN LATERAL (
        SELECT n.state, n.failure FROM "Notice" n WHERE n."contactId" = c.id AND n.state <> 'withdrawn'
        ORDER BY n."createdAt" DESC LIMIT 1) newest ON true
    WHERE r."endedAt" IS NULL AND r."agencyId" = ANY(${agencyIds}::uuid[]) AND r.role IN ('focal', 'head')
    ORDER BY r.role, r.rank, r.since, r.id`;

export interface LastCall {
  agencyId: string;
  by: string;
  at: Date;
  text: string;
}

/** The newest call to each agency since an instant. */
export const lastCalls = (db: Db, since: Date): Promise<LastCall[]> =>
  db.$queryRaw<LastCall[]>`
    SELECT DISTINCT ON (n."agencyId") n."agencyId", COALESCE(c.name, '') AS by, n.at, n.text
    FROM "CallNote" n LEFT JOIN "Contact" c ON c.id = n."byId"
    WHERE n.at >= ${since} ORDER BY n."agencyId", n.at DESC`;

export async function addCallNote(
  db: Db,
  note: { agencyId: string; contactId?: string; byId: string; text: string; at: Date },
): Promise<string> {
  const { id } = await db.callNote.create({ data: note, select: { id: true } });
  return id;
}
