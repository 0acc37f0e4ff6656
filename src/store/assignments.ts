import type { AssignmentFacts } from '../domain/timeliness.ts';
import type { Db } from './db.ts';

/** An assignment with what a decision and its messages need to know of its task and its agency. */
export interface AssignmentRow extends AssignmentFacts {
  id: string;
  taskId: string;
  number: number;
  title: string;
  basis: string | null;
  urgent: boolean;
  agencyId: string;
  agencyCode: string;
  agencyName: string;
  agencyShortName: string;
  /** 'requested': the body is asked ("trân trọng đề nghị"), never told. */
  manner: 'assigned' | 'requested';
  dueText: string;
  note: string | null;
  blockedText: string | null;
  nextReminderAt: Date | null;
  updatedAt: Date;
}

/** What every question about assignments selects, and from where: `a` the assignment, `t` its task, `g` its agency. */
export const assignmentColumns = `a.id, a."taskId", t.number, t.title, t.basis, t.urgent, a."agencyId", g.code AS "agencyCode",
  g.name AS "agencyName", g."shortName" AS "agencyShortName", g.manner::text AS manner, a.state::text AS state,
  a.percent, a.blocked, a."blockedText", a.note, a."dueAt", a."dueText", a."dueSetAt", a."lateSince", a."assignedAt",
  a."ackFrom", a."acknowledgedAt", a."confirmedAt", a."submittedAt", a."completedAt", a."extensionAskedAt",
  a."activityAt", a."nextReminderAt", a."updatedAt"`;
export const assignmentFrom = `FROM "Assignment" a JOIN "Task" t ON t.id = a."taskId" JOIN "Agency" g ON g.id = a."agencyId"`;

/** Locks one assignment until the transaction ends; undefined where it does not exist. */
export async function lockAssignment(db: Db, id: string): Promise<AssignmentRow | undefined> {
  const rows = await db.$queryRawUnsafe<AssignmentRow[]>(
    `SELECT ${assignmentColumns} ${assignmentFrom} WHERE a.id = $1::uuid FOR UPDATE OF a`,
    id,
  );
  return rows[0];
}

/** The assignments of these agencies that are in one of the states, the most urgent first. */
export const assignmentsOf = (
  db: Db,
  agencyIds: readonly string[],
  states: readonly string[],
): Promise<AssignmentRow[]> =>
  db.$queryRawUnsafe<AssignmentRow[]>(
    `SELECT ${assignmentColumns} ${assignmentFrom} WHERE a."agencyId" = ANY($1::uuid[]) AND a.state = ANY($2::"AssignmentState"[])
     ORDER BY a."dueAt", t.number`,
    agencyIds,
    states,
  );

/** The assignments of a task, by the agencies' order; with `agencyIds` only theirs. */
export const assignmentsOfTask = (
  db: Db,
  number: number,
  agencyIds?: readonly string[],
): Promise<AssignmentRow[]> =>
  db.$queryRawUnsafe<AssignmentRow[]>(
    `SELECT ${assignmentColumns} ${assignmentFrom} WHERE t.number = $1::int AND ($2::uuid[] IS NULL OR a."agencyId" = ANY($2::uuid[]))
     ORDER BY g.position, g.code`,
    number,
    agencyIds ?? null,
  );

export const assignmentsById = (db: Db, ids: readonly string[]): Promise<AssignmentRow[]> =>
  db.$queryRawUnsafe<AssignmentRow[]>(
    `SELECT ${assignmentColumns} ${assignmentFrom} WHERE a.id = ANY($1::uuid[])`,
    ids,
  );

/** What a decision changes in a locked assignment. */
export type AssignmentChange = AssignmentFacts &
  Pick<AssignmentRow, 'dueText' | 'note' | 'blockedText' | 'nextReminderAt'>;

/** Saves a decided assignment. The caller holds the lock. */
export async function saveAssignment(db: Db, id: string, row: AssignmentChange, now: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE "Assignment" SET state = ${row.state}::"AssignmentState", percent = ${row.percent}, blocked = ${row.blocked},
      "blockedText" = ${row.blockedText}, note = ${row.note}, "dueAt" = ${row.dueAt}, "dueText" = ${row.dueText},
      "dueSetAt" = ${row.dueSetAt}, "lateSince" = ${row.lateSince}, "ackFrom" = ${row.ackFrom},
      "acknowledgedAt" = ${row.acknowledgedAt}, "confirmedAt" = ${row.confirmedAt}, "submittedAt" = ${row.submittedAt},
      "completedAt" = ${row.completedAt}, "extensionAskedAt" = ${row.extensionAskedAt}, "activityAt" = ${row.activityAt},
      "nextReminderAt" = ${row.nextReminderAt}, "updatedAt" = ${now}
    WHERE id = ${id}::uuid`;
}
