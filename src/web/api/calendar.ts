import { z } from 'zod';
import { dueWords, stateWords, taskWords } from '../../decisions/wording.ts';
import { lastGoodDay } from '../../domain/deadline.ts';
import { plainText } from '../../domain/markup.ts';
import { translatorFor } from '../../i18n.ts';
import { toCalendar } from '../../reports/calendar.ts';
import { assignmentsOf } from '../../store/assignments.ts';
import { hashToken } from '../../store/codes.ts';
import { feedReader } from '../../store/feeds.ts';
import { Problem } from './problem.ts';
import { defineRoute } from './route.ts';

/** The dates of a person's agencies as a feed for calendars, which can send no more than an address. */

const open = ['assigned', 'acknowledged', 'in_progress', 'submitted', 'returned'];

const feed = defineRoute({
  method: 'GET',
  path: '/calendar.ics',
  summary: 'Dates of open assignments for the calendar of the person whose token it is',
  rights: 'public',
  query: z.strictObject({ token: z.string().min(1).max(200) }),
  media: 'text/calendar',
  answer: z.string(),
  async run({ db, env }, { query: { token } }) {
    const reader = await feedReader(db, hashToken(env.secretKey, token));
    if (!reader) throw new Problem('notFound');
    const t = translatorFor(reader.language);
    const rows = await assignmentsOf(db, reader.agencyIds, open);
    return toCalendar(
      t('reports.calendar'),
      rows.map((row) => ({
        uid: `${row.id}@dondoc`,
        day: lastGoodDay(row.dueAt, env.zone),
        title: plainText(taskWords(row)),
        text: plainText([row.agencyName, dueWords(row, env, t), stateWords(row, t)].join('\n')),
        changedAt: row.updatedAt,
      })),
    );
  },
});

export const calendarRoutes = [feed];
