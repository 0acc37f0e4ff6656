import { z } from 'zod';
import { assignmentStates } from '../../domain/assignment.ts';
import { channelNames } from '../../domain/message.ts';
import { historyOfAssignment, type AssignmentHistory } from '../../store/assignment-detail.ts';
import { assignmentPage, listedAssignment, type ListedAssignment } from '../../store/assignment-list.ts';
import { deliveryPage } from '../../store/delivery-list.ts';
import { trackingTime } from '../../store/tracking.ts';
import { deliveryOf, deliveryShape } from './deliveries.ts';
import { uuidCursor } from './directory.ts';
import { Problem } from './problem.ts';
import { defineRoute, type Asked } from './route.ts';
import {
  assignmentOf,
  assignmentShape,
  categories,
  instant,
  iso,
  maybeInstant,
  maybeIso,
  named,
  pageOf,
  paging,
} from './shapes.ts';

/** Assignments: one task at one agency, in lists and with all that happened. */

const list = defineRoute({
  method: 'GET',
  path: '/assignments',
  summary: 'Assignments in the order in which they were given',
  rights: ['seeOwn', 'seeAll'],
  query: paging.extend({
    task: z.coerce.number().int().min(1).max(2_147_483_647).optional().describe('Number of the task'),
    agency: z.string().max(40).optional().describe('Code of the agency'),
    state: z.enum(assignmentStates).optional(),
    category: z.enum(categories).optional(),
    q: z.string().max(200).optional().describe('Words of the task or the agency, diacritics or not'),
  }),
  answer: pageOf(assignmentShape),
  async run(at, { query: { after, limit, ...filter } }) {
    const { items, next } = await assignmentPage(
      at.db,
      trackingTime(at.now, at.env.zone),
      { ...filter, agencyIds: at.agencyIds },
      { after: after === undefined ? undefined : uuidCursor(after), limit },
    );
    return { items: items.map((row) => assignmentOf(row, at)), next };
  },
});

const by = { by: named, recordedBy: named };
const detailShape = assignmentShape
  .extend({
    reports: z.array(
      z.object({
        id: z.string(),
        kind: z.string(),
        percent: z.int().nullable(),
        text: z.string(),
        ...by,
        source: z.string().nullable(),
        documentNumber: z.string().nullable(),
        at: instant.describe('The moment that counts'),
        recordedAt: instant,
        channel: z.enum(channelNames).nullable(),
        agencyName: z.string().describe('The name that the agency had then'),
        undone: z.boolean(),
        files: z.array(z.object({ id: z.string(), name: z.string(), size: z.int() })),
      }),
    ),
    confirmations: z.array(z.object({ id: z.string(), dueAt: instant, ...by, at: instant })),
    extensions: z.array(
      z.object({
        id: z.string(),
        askedAt: instant,
        ...by,
        dueAt: instant,
        dueText: z.string(),
        reason: z.string(),
        state: z.enum(['pending', 'approved', 'denied', 'withdrawn']),
        decidedBy: named,
        decidedAt: maybeInstant,
        decidedDueAt: maybeInstant,
        decidedReason: z.string().nullable(),
      }),
    ),
    decisions: z.array(
      z.object({
        id: z.string(),
        kind: z.string(),
        by: named,
        reason: z.string().nullable(),
        dueAt: maybeInstant,
        at: instant,
      }),
    ),
    reminders: z.array(
      z.object({
        id: z.string(),
        rule: z.string(),
        day: z.string(),
        outcome: z.string(),
        late: z.boolean(),
        at: instant,
      }),
    ),
    deliveries: z.array(deliveryShape).describe('The newest 100 messages about it, oldest first'),
  })
  .meta({ id: 'AssignmentInFull' });

const historyOf = (history: AssignmentHistory, at: Asked) => ({
  reports: history.reports.map((row) => ({
    ...row,
    at: iso(row.at, at),
    recordedAt: iso(row.recordedAt, at),
  })),
  confirmations: history.confirmations.map((row) => ({
    ...row,
    dueAt: iso(row.dueAt, at),
    at: iso(row.at, at),
  })),
  extensions: history.extensions.map((row) => ({
    ...row,
    askedAt: iso(row.askedAt, at),
    dueAt: iso(row.dueAt, at),
    decidedAt: maybeIso(row.decidedAt, at),
    decidedDueAt: maybeIso(row.decidedDueAt, at),
  })),
  decisions: history.decisions.map((row) => ({
    ...row,
    dueAt: maybeIso(row.dueAt, at),
    at: iso(row.at, at),
  })),
  reminders: history.reminders.map((row) => ({ ...row, at: iso(row.at, at) })),
});

const one = defineRoute({
  method: 'GET',
  path: '/assignments/:id',
  summary: 'One assignment with its reports, confirmations, extensions, decisions, reminders and deliveries',
  rights: ['seeOwn', 'seeAll'],
  params: z.strictObject({ id: z.uuid() }),
  answer: detailShape,
  async run(at, { params: { id } }) {
    const row = await visibleAssignment(at, id);
    const { items } = await deliveryPage(
      at.db,
      { assignmentId: id, agencyIds: at.agencyIds },
      { limit: 100 },
    );
    return {
      ...assignmentOf(row, at),
      ...historyOf(await historyOfAssignment(at.db, id), at),
      deliveries: items.map((line) => deliveryOf(line, at)).reverse(),
    };
  },
});

/** The assignment where the caller may see it; else it does not exist for the caller. */
export async function visibleAssignment(at: Asked, id: string): Promise<ListedAssignment> {
  const row = await listedAssignment(at.db, trackingTime(at.now, at.env.zone), id, at.agencyIds);
  if (!row) throw new Problem('notFound');
  return row;
}

export const assignmentRoutes = [list, one];
