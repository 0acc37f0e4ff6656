import { z } from 'zod';
import { auditPage } from '../../store/audit-list.ts';
import { numberCursor } from './directory.ts';
import { defineRoute } from './route.ts';
import { instant, iso, pageOf, paging } from './shapes.ts';

/** Who did what. */

const list = defineRoute({
  method: 'GET',
  path: '/audit',
  summary: 'The audit log, the newest first',
  rights: ['audit'],
  query: paging.extend({
    subject: z.string().max(100).optional().describe('For example assignment:<id> or contact:<id>'),
  }),
  answer: pageOf(
    z.object({
      id: z.string(),
      at: instant,
      actor: z
        .object({ id: z.string(), name: z.string().nullable() })
        .nullable()
        .describe('A contact or an API token; null for the program itself'),
      channel: z.string(),
      action: z.string(),
      subject: z.string(),
      before: z.unknown(),
      after: z.unknown(),
    }),
  ),
  async run(at, { query: { after, limit, subject } }) {
    const { items, next } = await auditPage(
      at.db,
      { subject },
      { after: after === undefined ? undefined : numberCursor(after), limit },
    );
    return { items: items.map((line) => ({ ...line, id: line.id.toString(), at: iso(line.at, at) })), next };
  },
});

export const auditRoutes = [list];
