import type { Deadline } from '../domain/deadline.ts';
import type { Db } from './db.ts';

export interface TaskInput {
  title: string;
  description?: string;
  basis?: string;
  due: Deadline;
  dutyId?: string;
  cycle?: string;
  period?: string;
  urgent: boolean;
  createdById?: string;
  fileIds?: readonly string[];
}

/** Adds a task with the next number. Undefined where the cycle's task of that period exists already. */
export async function addTask(
  db: Db,
  task: TaskInput,
  now: Date,
): Promise<{ id: string; number: number } | undefined> {
  const rows = await db.$queryRaw<{ id: string; number: number }[]>`
    INSERT INTO "Task" (id, title, description, basis, "dueAt", "dueText", "dutyId", cycle, period, urgent,
      "createdById", "createdAt")
    VALUES (gen_random_uuid(), ${task.title}, ${task.description ?? ''}, ${task.basis ?? null}, ${task.due.dueAt},
      ${task.due.text}, ${task.dutyId ?? null}::uuid, ${task.cycle ?? null}, ${task.period ?? null}, ${task.urgent},
      ${task.createdById ?? null}::uuid, ${now})
    ON CONFLICT (cycle, period) DO NOTHING
    RETURNING id, number`;
  const [created] = rows;
  if (created && task.fileIds?.length) {
    await db.task.update({
      where: { id: created.id },
      data: { files: { connect: task.fileIds.map((id) => ({ id })) } },
    });
  }
  return created;
}

export interface NewAssignment {
  agencyId: string;
  ackFrom: Date | null;
  nextReminderAt: Date | null;
}

/** Gives a task to agencies, with the first date in force of each; those that have it already are left out. */
export async function addAssignments(
  db: Db,
  taskId: string,
  due: Deadline,
  rows: readonly NewAssignment[],
  byId: string | undefined,
  now: Date,
): Promise<string[]> {
  const added = await db.assignment.createManyAndReturn({
    data: rows.map((row) => ({
      ...row,
      taskId,
      dueAt: due.dueAt,
      dueText: due.text,
      dueSetAt: now,
      assignedAt: now,
      updatedAt: now,
    })),
    skipDuplicates: true,
    select: { id: true, agencyId: true },
  });
  await db.dueDate.createMany({
    data: added.map(({ id }) => ({
      assignmentId: id,
      dueAt: due.dueAt,
      dueText: due.text,
      cause: 'assigned',
      byId,
      at: now,
    })),
  });
  const order = rows.map((row) => row.agencyId);
  return added.sort((a, b) => order.indexOf(a.agencyId) - order.indexOf(b.agencyId)).map(({ id }) => id);
}

export interface TaskRow {
  id: string;
  number: number;
  title: string;
  description: string;
  basis: string | null;
  dueAt: Date;
  dueText: string;
  urgent: boolean;
  dutyId: string | null;
  cycle: string | null;
  period: string | null;
  createdAt: Date;
}

export const taskByNumber = (db: Db, number: number): Promise<TaskRow | null> =>
  db.task.findUnique({
    where: { number },
    select: {
      id: true,
      number: true,
      title: true,
      description: true,
      basis: true,
      dueAt: true,
      dueText: true,
      urgent: true,
      dutyId: true,
      cycle: true,
      period: true,
      createdAt: true,
    },
  });

/** The text and the files of a task, for whoever is told of it; without a text of its own, its duty's paragraph. */
export async function taskMatter(db: Db, id: string): Promise<{ description: string; fileIds: string[] }> {
  const { description, duty, files } = await db.task.findUniqueOrThrow({
    where: { id },
    select: { description: true, duty: { select: { text: true } }, files: { select: { id: true } } },
  });
  return { description: description || (duty?.text ?? ''), fileIds: files.map((file) => file.id) };
}
