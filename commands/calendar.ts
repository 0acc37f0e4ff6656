import { feedPath, newFeed } from '../src/decisions/calendar-feed.ts';
import { agenciesOf } from '../src/decisions/scope.ts';
import { dayWords, dueWords, stateWords, taskWords } from '../src/decisions/wording.ts';
import { lastGoodDay } from '../src/domain/deadline.ts';
import type { Reply } from '../src/domain/message.ts';
import { fold } from '../src/domain/vietnamese.ts';
import { defineCommand, type Conversation, type Misread } from '../src/inbound/command.ts';
import type { AssignmentRow } from '../src/store/assignments.ts';
import { choices, open, ownAssignments } from './shared/own-task.ts';
import { pageUrl } from './shared/place.ts';

/** Dates that a message holds before it says how many more there are. */
const mostLines = 30;

/** Lịch: the dates of one's open tasks, and the address under which a calendar on a telephone reads them. */
export default defineCommand<{ what?: 'feed' }>({
  name: 'calendar',
  slash: { vi: 'lich', en: 'calendar' },
  words: ['lich'],
  who: ['focal', 'head'],
  params: [{ name: 'what', takes: 'rest', read: readWhat }],
  run: (at, { what }) => (what === 'feed' ? feed(at) : dates(at)),
});

function readWhat(words: string, { t }: Conversation): 'feed' | Misread {
  const known = ['lien ket', 'link', 'feed'].includes(fold(words));
  return known ? 'feed' : { misread: t('commands.calendar.unreadable') };
}

async function dates(at: Conversation): Promise<Reply> {
  const { t } = at;
  const rows = (await ownAssignments(at, open)).sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
  const feedButton = pageUrl(at, '') === undefined ? [] : [feedChoice(at)];
  if (!rows.length) return { text: t('commands.calendar.none'), buttons: feedButton };
  const shown = rows.slice(0, mostLines);
  return {
    text: [
      t('commands.calendar.head', { count: rows.length }),
      ...shown.map((row) => line(row, at)),
      ...(rows.length > shown.length
        ? [t('commands.status.moreTasks', { count: rows.length - shown.length })]
        : []),
    ].join('\n'),
    buttons: [...choices(rows.slice(0, 8), at), ...feedButton],
  };
}

const feedChoice = ({ t }: Conversation) => [
  { label: t('commands.calendar.button.feed'), say: '/lich lien ket' },
];

/** "- thứ Hai, 14/12/2026: #12 Báo cáo … (trước ngày 15/12/2026), đang thực hiện 60%" */
function line(row: AssignmentRow, at: Conversation): string {
  const { t, env } = at;
  const several = agenciesOf(at.actor).length > 1;
  return t('commands.calendar.line', {
    day: dayWords(lastGoodDay(row.dueAt, env.zone), t),
    task: taskWords(row),
    agency: several ? `, ${row.agencyShortName}` : '',
    due: dueWords(row, env, t),
    state: stateWords(row, t),
  });
}

/** A new address each time it is asked for, so that a lost one can be made void by asking again. */
async function feed(at: Conversation): Promise<Reply> {
  const { t } = at;
  if (pageUrl(at, '') === undefined) return { text: t('commands.calendar.noUrl') };
  const url = pageUrl(at, feedPath(await newFeed(at, at.actor.id))) ?? '';
  return { text: t('commands.calendar.feed', { url }) };
}
