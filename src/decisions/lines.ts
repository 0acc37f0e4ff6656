import { dueWords, stateWords, taskWords } from './wording.ts';
import { daysBetween, dayOf } from '../domain/time.ts';
import { lastGoodDay } from '../domain/deadline.ts';
import { isDueSoon, lightOf, overdueDays, type Light } from '../domain/timeliness.ts';
import type { Translate } from '../i18n.ts';
import type { AssignmentRow } from '../store/assignments.ts';
import type { Env } from './scope.ts';

/** One line for one assignment, the same in every list: light with its word, number, title, dates, state. */

/** When it is said and in whose language: a conversation fits as it is. */
export interface Moment {
  now: Date;
  env: Env;
  t: Translate;
}

const signs: Record<Light, string> = { red: '🔴', yellow: '🟡', green: '🟢' };
const rank: Record<Light, number> = { red: 0, yellow: 1, green: 2 };

export const urgencyOf = (row: AssignmentRow, at: Moment): number =>
  row.state === 'submitted' ? 3 : rank[lightOf(row, at.now, at.env.calendar, at.env.zone).light];

/** "🔴 Quá hạn · #12 Báo cáo năm: quá hạn 1 ngày (trước ngày 15/12/2026), đang thực hiện 60%" */
export function taskLine(row: AssignmentRow, at: Moment): string {
  const { t, env } = at;
  const { sign, word } = lightWords(row, at);
  return t('commands.lines.task', {
    sign,
    word,
    task: taskWords(row),
    when: whenWords(row, at),
    due: dueWords(row, env, t),
    state: stateWords(row, t),
  });
}

/** "🟡 Sắp đến hạn, còn 3 ngày", "🔴 Quá hạn 2 ngày": the head of a message about one assignment. */
export function headWords(row: AssignmentRow, at: Moment): string {
  const { sign, word } = lightWords(row, at);
  const when = whenWords(row, at);
  const counted = overdueDays(row, at.now, at.env.zone) > 0;
  return counted ? `${sign} ${when.charAt(0).toUpperCase()}${when.slice(1)}` : `${sign} ${word}, ${when}`;
}

/** The traffic light's sign with its word, neither ever without the other. */
function lightWords(row: AssignmentRow, { t, env, now }: Moment): { sign: string; word: string } {
  const { light, reasons } = lightOf(row, now, env.calendar, env.zone);
  const [reason] = reasons;
  const word =
    reason === undefined
      ? t(row.state === 'submitted' ? 'commands.lines.waiting' : 'commands.lines.fine')
      : reason === 'overdue'
        ? t(`commands.lines.overdue.${row.manner}`)
        : t(`commands.lines.${reason}`);
  return { sign: signs[light], word };
}

/** "quá hạn 3 ngày", "còn 5 ngày", "hôm nay là ngày cuối". */
function whenWords(row: AssignmentRow, at: Moment): string {
  const { t, env, now } = at;
  const past = overdueDays(row, now, env.zone);
  if (past > 0)
    return t(row.manner === 'requested' ? 'commands.lines.pastRequested' : 'commands.lines.past', {
      count: past,
    });
  const left = daysBetween(dayOf(now, env.zone), lastGoodDay(row.dueAt, env.zone));
  if (row.state === 'submitted') return t('commands.lines.sent');
  if (left < 0 || (left === 0 && !isDueSoon(row, now, env.zone))) return t('commands.lines.pastToday');
  return left === 0 ? t('commands.lines.lastDay') : t('commands.lines.left', { count: left });
}
