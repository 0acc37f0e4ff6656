import { assignmentColumns, assignmentFrom, type AssignmentRow } from './assignments.ts';
import type { Db } from './db.ts';

/** Assignments of any agency, for an oversight office to choose from. */

/** As many as a list with buttons can offer, and a few more. */
const most = 20;

/** Open ones, those that are due first. */
export const openAssignments = (db: Db): Promise<AssignmentRow[]> =>
  db.$queryRawUnsafe<AssignmentRow[]>(
    `SELECT ${assignmentColumns} ${assignmentFrom}
     WHERE a.state IN ('assigned', 'acknowledged', 'in_progress', 'returned', 'submitted')
     ORDER BY a."dueAt", t.number, g.position LIMIT ${most}`,
  );

/** Completed ones, the newest first. */
export const completedLately = (db: Db): Promise<AssignmentRow[]> =>
  db.$queryRawUnsafe<AssignmentRow[]>(
    `SELECT ${assignmentColumns} ${assignmentFrom} WHERE a.state = 'completed'
     ORDER BY a."completedAt" DESC NULLS LAST LIMIT ${most}`,
  );
