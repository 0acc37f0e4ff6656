import type { Deadline } from '../domain/deadline.ts';
import { may } from '../domain/roles.ts';
import { Refusal } from '../domain/refusal.ts';
import { nextReminderAfter } from '../domain/reminders.ts';
import type { AssignmentFacts } from '../domain/timeliness.ts';
import { dayOf } from '../domain/time.ts';
import { holders } from '../store/recipients.ts';
import { addTask, addAssignments, taskMatter, type NewAssignment } from '../store/tasks.ts';
import { assignmentsById, type AssignmentRow } from '../store/assignments.ts';
import { record } from './act.ts';
import { rolesOf, type Scope } from './scope.ts';
import { tell } from './tell.ts';
import { tellGroups } from './tell-groups.ts';
import { assignmentReply, type TaskMatter } from './tell-assignment.ts';

export interface NewTask {
  title: string;
  description?: string;
  basis?: string;
  due: Deadline;
  /** Agency ids, each once. */
  agencyIds: readonly string[];
  dutyId?: string;
  cycle?: string;
  period?: string;
  urgent?: boolean;
  fileIds?: readonly string[];
}

export interface CreatedTask {
  id: string;
  number: number;
  assignments: AssignmentRow[];
  /** Agencies without any contact: told nothing, listed as "chưa có đầu mối". */
  withoutContact: AssignmentRow[];
}

/**
 * Gives a task to agencies: task, assignments, first dates in force, audit and one message to every focal contact,
 * in the caller's transaction. Refuses a date that has passed and whom it does not behove. Undefined where the
 * cycle's task of that period exists already.
 */
export async function assign(scope: Scope, task: NewTask): Promise<CreatedTask | undefined> {
  allow(scope);
  if (task.due.dueAt <= scope.now) throw new Refusal('datePast');
  const created = await addTask(
    scope.db,
    { ...task, createdById: scope.actor.id, urgent: task.urgent ?? false },
    scope.now,
  );
  if (!created) return undefined;
  const assignments = await give(scope, created.id, task.due, task.agencyIds);
  await record(scope, {
    action: 'task.create',
    subject: `task:${created.id}`,
    after: {
      number: created.number,
      dueAt: task.due.dueAt,
      agencies: assignments.map((row) => row.agencyCode),
    },
    texts: [{ text: task.title }],
  });
  const withoutContact = await announce(scope, assignments, await taskMatter(scope.db, created.id));
  return { ...created, assignments, withoutContact };
}

/** Gives an existing task to one more agency, or several, with the task's own date. */
export async function addAgencies(
  scope: Scope,
  task: { id: string; number: number; dueAt: Date; dueText: string },
  agencyIds: readonly string[],
): Promise<AssignmentRow[]> {
  allow(scope);
  if (task.dueAt <= scope.now) throw new Refusal('datePast');
  const rows = await give(scope, task.id, { dueAt: task.dueAt, text: task.dueText }, agencyIds);
  await record(scope, {
    action: 'task.addAgency',
    subject: `task:${task.id}`,
    after: { number: task.number, agencies: rows.map((row) => row.agencyCode) },
  });
  await announce(scope, rows, await taskMatter(scope.db, task.id));
  return rows;
}

const allow = ({ actor }: Scope): void => {
  if (actor.kind !== 'system' && !may(rolesOf(actor), 'createTask')) throw new Refusal('notAllowed');
};

async function give(
  scope: Scope,
  taskId: string,
  due: Deadline,
  agencyIds: readonly string[],
): Promise<AssignmentRow[]> {
  const { db, now, env } = scope;
  const today = dayOf(now, env.zone);
  const told = new Set((await holders(db, agencyIds, ['focal'], today)).map((holder) => holder.agencyId));
  const rows: NewAssignment[] = agencyIds.map((agencyId) => {
    const ackFrom = told.has(agencyId) ? now : null;
    return {
      agencyId,
      ackFrom,
      nextReminderAt: nextReminderAfter(freshFacts(due, now, ackFrom), now, env)?.at ?? null,
    };
  });
  const ids = await addAssignments(db, taskId, due, rows, scope.actor.id, now);
  const byId = new Map((await assignmentsById(db, ids)).map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

const freshFacts = (due: Deadline, now: Date, ackFrom: Date | null): AssignmentFacts => ({
  state: 'assigned',
  percent: null,
  blocked: false,
  assignedAt: now,
  ackFrom,
  acknowledgedAt: null,
  confirmedAt: null,
  dueAt: due.dueAt,
  dueSetAt: now,
  lateSince: null,
  submittedAt: null,
  completedAt: null,
  extensionAskedAt: null,
  activityAt: null,
});

/** One message to each focal contact of each agency; whoever serves several agencies gets one for each. */
async function announce(
  scope: Scope,
  rows: readonly AssignmentRow[],
  matter: TaskMatter,
): Promise<AssignmentRow[]> {
  const { db, env, now } = scope;
  const people = await holders(
    db,
    rows.map((row) => row.agencyId),
    ['focal'],
    dayOf(now, env.zone),
  );
  const silent: AssignmentRow[] = [];
  for (const row of rows) {
    const to = people.filter((person) => person.agencyId === row.agencyId).map((person) => person.contactId);
    if (!to.length) silent.push(row);
    await tell(scope, {
      to,
      kind: 'assignment',
      urgent: row.urgent,
      notice: { kind: 'assignment', assignmentId: row.id },
      dedupe: `assigned:${row.id}`,
      compose: (person, t) => assignmentReply(row, person, env, t, matter),
    });
    if (!to.length) continue;
    await tellGroups(scope, {
      agencyIds: [row.agencyId],
      kind: 'assignment',
      urgent: row.urgent,
      dedupe: `assigned:${row.id}`,
      compose: (_, t) => assignmentReply(row, undefined, env, t, matter),
    });
  }
  return silent;
}
