import { z } from 'zod';
import { assignmentStates } from '../../domain/assignment.ts';
import { advisedAt, parseDeadline, type Deadline } from '../../domain/deadline.ts';
import { percentOf } from '../../domain/timeliness.ts';
import { isoWithOffset } from '../../domain/time.ts';
import type { ListedAssignment } from '../../store/assignment-list.ts';
import type { TaskRow } from '../../store/tasks.ts';
import { DateProblem } from './problem.ts';
import type { Asked } from './route.ts';

/** The shapes that several routes share, and how a row becomes one. Instants are ISO 8601 with the zone's offset. */

export const instant = z.iso.datetime({ offset: true }).meta({ id: 'Instant' });
export const maybeInstant = instant.nullable();
export const iso = (at: Date, { env }: Pick<Asked, 'env'>): string => isoWithOffset(at, env.zone);
export const maybeIso = (at: Date | null, asked: Pick<Asked, 'env'>): string | null =>
  at === null ? null : iso(at, asked);

export const named = z.object({ id: z.string(), name: z.string() }).nullable();
export const agencyRef = z.object({ code: z.string(), name: z.string() });

/** The number of a page's items that may be asked for. */
const MOST = 200;
export const paging = z.strictObject({
  after: z.string().max(100).optional().describe('The `next` of the page before'),
  limit: z.coerce.number().int().min(1).max(MOST).default(50),
});

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().optional() });

export const categories = ['on_time', 'late', 'in_progress', 'overdue', 'cancelled'] as const;

export const assignmentShape = z
  .object({
    id: z.string(),
    task: z.object({ number: z.int(), title: z.string() }),
    agency: agencyRef,
    state: z.enum(assignmentStates),
    category: z.enum(categories),
    percent: z.int().nullable(),
    blocked: z.boolean(),
    note: z.string().nullable(),
    dueAt: instant.describe('Exclusive: what is sent before it is in time'),
    dueText: z.string(),
    adviseAt: instant.describe('Exclusive end of the last working day on which sending is in time'),
    confirmedAt: maybeInstant,
    acknowledgedAt: maybeInstant,
    submittedAt: maybeInstant,
    completedAt: maybeInstant,
    updatedAt: instant,
  })
  .meta({ id: 'Assignment', description: 'One task at one agency' });
export type AssignmentShape = z.output<typeof assignmentShape>;

export const assignmentOf = (row: ListedAssignment, at: Asked): AssignmentShape => ({
  id: row.id,
  task: { number: row.number, title: row.title },
  agency: { code: row.agencyCode, name: row.agencyName },
  state: row.state,
  category: row.category,
  percent: percentOf(row),
  blocked: row.blocked,
  note: row.note,
  ...dueOf(row, at),
  confirmedAt: maybeIso(row.confirmedAt, at),
  acknowledgedAt: maybeIso(row.acknowledgedAt, at),
  submittedAt: maybeIso(row.submittedAt, at),
  completedAt: maybeIso(row.completedAt, at),
  updatedAt: iso(row.updatedAt, at),
});

const dueOf = (row: { dueAt: Date; dueText: string }, at: Asked) => ({
  dueAt: iso(row.dueAt, at),
  dueText: row.dueText,
  adviseAt: iso(advisedAt(row.dueAt, at.env.calendar, at.env.zone), at),
});

export const taskShape = z
  .object({
    number: z.int(),
    title: z.string(),
    dueAt: instant,
    dueText: z.string(),
    adviseAt: instant,
    dutyId: z.string().optional(),
    cycle: z.string().optional(),
    createdAt: instant,
  })
  .meta({ id: 'Task', description: 'What is asked, by when' });

export const taskDetailShape = taskShape
  .extend({
    description: z.string(),
    basis: z.string().nullable(),
    urgent: z.boolean(),
    period: z.string().optional(),
  })
  .meta({ id: 'TaskInFull' });

export const taskOf = (row: TaskRow, at: Asked): z.output<typeof taskShape> => ({
  number: row.number,
  title: row.title,
  ...dueOf(row, at),
  ...(row.dutyId === null ? {} : { dutyId: row.dutyId }),
  ...(row.cycle === null ? {} : { cycle: row.cycle }),
  createdAt: iso(row.createdAt, at),
});

export const taskDetailOf = (row: TaskRow, at: Asked): z.output<typeof taskDetailShape> => ({
  ...taskOf(row, at),
  description: row.description,
  basis: row.basis,
  urgent: row.urgent,
  ...(row.period === null ? {} : { period: row.period }),
});

export const dueText = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .describe('A date as people write it ("trước 15/12", "hết thứ sáu tuần sau", "17h 20/12") or ISO 8601');

/** The date of a request, read by the rules of the chat; what they cannot read is refused with the reason. */
export function readDue(text: string, { now, env }: Asked): Deadline {
  const read = parseDeadline(text, { now, zone: env.zone, calendar: env.calendar });
  if (!read.ok) throw new DateProblem(read.fault, text);
  return read.deadline;
}
