import { z } from 'zod';
import { exportTracking, trackingJson } from '../../reports/tables.ts';
import { tracking } from '../../store/tracking.ts';
import { defineRoute } from './route.ts';
import { agencyRef, instant } from './shapes.ts';

/** The state of all work, from the one tracking query. */

const count = z.int();
const figures = z.object({
  assigned: count,
  on_time: count,
  late: count,
  in_progress: count,
  overdue: count,
  unacknowledged: count,
  due_soon: count,
  blocked: count,
  updated: count.describe('With a report, confirmation, extension request or blocker since Monday'),
});

const figuresNow = defineRoute({
  method: 'GET',
  path: '/tracking',
  summary: 'Figures by category, whole and by agency; an agency sees its own',
  rights: ['seeOwn', 'seeAll'],
  query: z.strictObject({}),
  answer: z.object({
    asOf: instant,
    totals: figures,
    byAgency: z.array(figures.extend({ agency: agencyRef })),
  }),
  async run({ db, now, env, agencyIds }) {
    return trackingJson(await tracking(db, now, env.zone, { agencyIds }), env.zone);
  },
});

const csv = defineRoute({
  method: 'GET',
  path: '/tracking.csv',
  summary: 'The same figures as a table for spreadsheets',
  rights: ['seeOwn', 'seeAll'],
  query: z.strictObject({}),
  media: 'text/csv',
  answer: z.string(),
  run: ({ db, now, env, t, agencyIds }) =>
    exportTracking(db, { now, zone: env.zone, format: 'csv', t, agencyIds }),
});

export const trackingRoutes = [figuresNow, csv];
