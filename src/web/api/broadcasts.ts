import { z } from 'zod';
import { broadcast } from '../../decisions/broadcast.ts';
import { broadcastById, broadcastCounts } from '../../store/broadcasts.ts';
import { Problem } from './problem.ts';
import { defineRoute, type Asked } from './route.ts';
import { instant, iso, maybeInstant, maybeIso } from './shapes.ts';
import { agenciesNamed, audience } from './tasks.ts';

/** Broadcasts, and what became of them: each person of the audience stands in exactly one state. */

const count = z.int();
const shape = z
  .object({
    id: z.string(),
    text: z.string(),
    audience: z.array(z.string()),
    requireAck: z.boolean(),
    urgent: z.boolean(),
    createdAt: instant,
    stoppedAt: maybeInstant,
    recalledAt: maybeInstant,
    people: count.describe('The audience: the sum of the states'),
    states: z.object({
      acknowledged: count,
      read: count,
      sent: count,
      doubtful: count,
      queued: count,
      failed: count,
      no_channel: count,
      withdrawn: count,
    }),
  })
  .meta({ id: 'Broadcast' });

const one = defineRoute({
  method: 'GET',
  path: '/broadcasts/:id',
  summary: 'One broadcast, and how many people it has reached',
  rights: ['seeAll'],
  params: z.strictObject({ id: z.uuid() }),
  answer: shape,
  run: (at, { params: { id } }) => shown(at, id),
});

async function shown(at: Asked, id: string): Promise<z.output<typeof shape>> {
  const row = await broadcastById(at.db, id);
  if (!row) throw new Problem('notFound');
  const { total, noChannel, ...counts } = await broadcastCounts(at.db, id);
  return {
    id: row.id,
    text: row.text,
    audience: row.audience,
    requireAck: row.requireAck,
    urgent: row.urgent,
    createdAt: iso(row.createdAt, at),
    stoppedAt: maybeIso(row.stoppedAt, at),
    recalledAt: maybeIso(row.recalledAt, at),
    people: total,
    states: { ...counts, no_channel: noChannel },
  };
}

const create = defineRoute({
  method: 'POST',
  path: '/broadcasts',
  summary: 'Sends a message to the people of agencies',
  rights: ['broadcast'],
  status: 201,
  once: true,
  body: z.strictObject({
    text: z.string().trim().min(1).max(20_000),
    audience,
    requireAck: z.boolean().optional().describe('Asks each person for "đã nhận"'),
    urgent: z.boolean().optional().describe('KHẨN: not held back in quiet time'),
  }),
  answer: shape,
  async run(at, { body }) {
    const agencyIds = await agenciesNamed(at, body.audience);
    const { id } = await broadcast(at, { ...body, agencyIds });
    return shown(at, id);
  },
});

export const broadcastRoutes = [one, create];
