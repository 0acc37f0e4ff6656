import { z } from 'zod';
import { channelNames } from '../../domain/message.ts';
import { deliveryPage, type DeliveryLine } from '../../store/delivery-list.ts';
import { numberCursor } from './directory.ts';
import { defineRoute, type Asked } from './route.ts';
import { instant, iso, maybeInstant, maybeIso, named, pageOf, paging } from './shapes.ts';

/** Proof of sending: what went to whom, on which channel, and what became of it. */

const states = ['queued', 'sending', 'waiting', 'sent', 'failed', 'withdrawn'] as const;

export const deliveryShape = z
  .object({
    id: z.string(),
    contact: named,
    channel: z.enum(channelNames),
    kind: z.string(),
    state: z.enum(states).describe('waiting: handed to the web chat and not yet shown in an open page'),
    attempts: z.int(),
    doubtful: z.boolean().describe('Sent once more because the answer was lost: may have arrived twice'),
    failure: z.string().nullable(),
    assignmentId: z.string().nullable(),
    createdAt: instant,
    notBefore: instant,
    sentAt: maybeInstant,
  })
  .meta({ id: 'Delivery', description: 'One message to one address; its text is not shown' });

export const deliveryOf = (line: DeliveryLine, at: Asked): z.output<typeof deliveryShape> => ({
  ...line,
  id: line.id.toString(),
  state: z.enum(states).parse(line.state),
  createdAt: iso(line.createdAt, at),
  notBefore: iso(line.notBefore, at),
  sentAt: maybeIso(line.sentAt, at),
});

const list = defineRoute({
  method: 'GET',
  path: '/deliveries',
  summary: 'Messages that went out or are to go out, the newest first',
  rights: ['seeAll'],
  query: paging.extend({ state: z.enum(states).optional(), contact: z.uuid().optional() }),
  answer: pageOf(deliveryShape),
  async run(at, { query: { after, limit, state, contact } }) {
    const { items, next } = await deliveryPage(
      at.db,
      { state, contactId: contact },
      { after: after === undefined ? undefined : numberCursor(after), limit },
    );
    return { items: items.map((line) => deliveryOf(line, at)), next };
  },
});

export const deliveryRoutes = [list];
