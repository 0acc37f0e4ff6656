import { z } from 'zod';
import { assign } from '../../decisions/assign.ts';
import { Refusal } from '../../domain/refusal.ts';
import { agencyBook } from '../../store/agencies.ts';
import { listedTask, taskPage } from '../../store/task-list.ts';
import { numberCursor } from './directory.ts';
import { Problem } from './problem.ts';
import { defineRoute, type Asked } from './route.ts';
import {
  dueText,
  pageOf,
  paging,
  readDue,
  taskDetailOf,
  taskDetailShape,
  taskOf,
  taskShape,
} from './shapes.ts';

/** Tasks: what is asked of one agency, several or all. */

const list = defineRoute({
  method: 'GET',
  path: '/tasks',
  summary: 'Tasks, the newest first; an agency sees those that it was given',
  rights: ['seeOwn', 'seeAll'],
  query: paging,
  answer: pageOf(taskShape),
  async run(at, { query: { after, limit } }) {
    const { items, next } = await taskPage(at.db, at.agencyIds, {
      after: after === undefined ? undefined : Number(numberCursor(after)),
      limit,
    });
    return { items: items.map((row) => taskOf(row, at)), next };
  },
});

const number = z.coerce.number().int().min(1).max(2_147_483_647);

const one = defineRoute({
  method: 'GET',
  path: '/tasks/:number',
  summary: 'One task by the number that people say',
  rights: ['seeOwn', 'seeAll'],
  params: z.strictObject({ number }),
  answer: taskDetailShape,
  run: (at, { params }) => visibleTask(at, params.number),
});

async function visibleTask(at: Asked, taskNumber: number): Promise<z.output<typeof taskDetailShape>> {
  const row = await listedTask(at.db, taskNumber, at.agencyIds);
  if (!row) throw new Problem('notFound');
  return taskDetailOf(row, at);
}

export const audience = z
  .array(z.string().trim().min(1).max(40))
  .min(1)
  .max(500)
  .describe('Codes of agencies or groups, for example STP, so, tat-ca');

/** Ids of the agencies that are meant, each once, in the order of the source. What is not known is named. */
export async function agenciesNamed(at: Asked, codes: readonly string[]): Promise<string[]> {
  const { agencies, groups } = await agencyBook(at.db);
  const meant = new Set<string>();
  for (const code of codes) {
    const wanted = code.toLowerCase();
    const group = groups.find((one) => one.code.toLowerCase() === wanted);
    const agency = agencies.find((one) => one.code.toLowerCase() === wanted && one.counted && !one.endedOn);
    if (!group && !agency) throw new Problem('agencyUnknown', { agency: code });
    for (const member of group ? group.members : [agency?.code ?? '']) meant.add(member);
  }
  return agencies.filter((agency) => meant.has(agency.code)).map((agency) => agency.id);
}

const create = defineRoute({
  method: 'POST',
  path: '/tasks',
  summary: 'Gives a task to agencies',
  rights: ['createTask'],
  status: 201,
  once: true,
  body: z.strictObject({
    title: z.string().trim().min(1).max(300),
    description: z.string().trim().max(20_000).optional(),
    due: dueText,
    agencies: audience,
    dutyId: z.uuid().optional(),
    urgent: z.boolean().optional().describe('KHẨN: not held back in quiet time'),
  }),
  answer: taskDetailShape,
  async run(at, { body: { due, agencies, dutyId, ...task } }) {
    if (dutyId && !(await at.db.duty.count({ where: { id: dutyId } }))) throw new Problem('dutyUnknown');
    const created = await assign(at, {
      ...task,
      due: readDue(due, at),
      agencyIds: await agenciesNamed(at, agencies),
      dutyId,
    });
    if (!created) throw new Refusal('actImpossible');
    return visibleTask(at, created.number);
  },
});

export const taskRoutes = [list, one, create];
