import {
  dayOf,
  endOf,
  formatDay,
  startOf,
  timeOf,
  weekdayOf,
  addDays,
  lastDayBefore,
  type Day,
} from '../domain/time.ts';
import { workingDayOnOrBefore } from '../domain/working-days.ts';
import type { Translate } from '../i18n.ts';
import type { Env } from './scope.ts';

/** How persons, dates and tasks are worded, in one place for every message. The words live in `common.json` of each language. */

interface Named {
  name: string;
  honorific: 'dong_chi' | 'ong' | 'ba';
}

/** "đồng chí Lê Văn Cường" */
export const personWords = (person: Named, t: Translate): string =>
  t(`common.honorific.${person.honorific}`, { name: person.name });

/** How a person is addressed within a sentence: "đồng chí", "ông", "bà". */
export const youWords = (person: Named, t: Translate): string => t(`common.you.${person.honorific}`);

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** "thứ Hai, 14/12/2026" */
export const dayWords = (day: Day, t: Translate): string =>
  `${t(`common.weekday.${weekdays[weekdayOf(day) - 1] ?? 'monday'}`)}, ${formatDay(day)}`;

/** "09:41 ngày 25/11/2026" */
export const instantWords = (at: Date, env: Pick<Env, 'zone'>, t: Translate): string =>
  t('common.instant', { time: timeOf(at, env.zone), date: formatDay(dayOf(at, env.zone)) });

/**
 * The date in force as a phrase: "trước ngày 15/12/2026" where the person so worded it, "đến hết ngày 14/12/2026"
 * for another end of day, "trước 17:00 ngày 14/12/2026" for a clock time. `dueAt` is exclusive.
 */
export function dueWords(
  due: { dueAt: Date; dueText: string },
  env: Pick<Env, 'zone'>,
  t: Translate,
): string {
  const day = dayOf(due.dueAt, env.zone);
  if (startOf(day, env.zone).getTime() !== due.dueAt.getTime()) {
    return t('common.due.at', { time: timeOf(due.dueAt, env.zone), date: formatDay(day) });
  }
  return /^\s*(trước|truoc|before)/i.test(due.dueText.normalize('NFC'))
    ? t('common.due.before', { date: formatDay(day) })
    : t('common.due.until', { date: formatDay(addDays(day, -1)) });
}

/** The last working day on which sending is in time: the advised day. */
export const advisedDayOf = (dueAt: Date, env: Pick<Env, 'zone' | 'calendar'>): Day => {
  const last = lastDayBefore(dueAt, env.zone);
  // A deadline with a clock time on a working day is advised for that day itself.
  return workingDayOnOrBefore(last, env.calendar);
};

/** The advised date as an exclusive instant, never after the formal one. */
export const advisedAtOf = (dueAt: Date, env: Pick<Env, 'zone' | 'calendar'>): Date => {
  const end = endOf(advisedDayOf(dueAt, env), env.zone);
  return end < dueAt ? end : dueAt;
};

/**
 * Both dates: "trước ngày 15/12/2026 (chậm nhất nên gửi: thứ Hai, 14/12/2026)"; where they are one day, that day with
 * its weekday: "đến hết ngày 18/12/2026 (thứ Sáu)".
 */
export const bothDates = (due: { dueAt: Date; dueText: string }, env: Env, t: Translate): string => {
  const words = dueWords(due, env, t);
  const advised = dayWords(advisedDayOf(due.dueAt, env), t);
  const [weekday = '', date = ''] = advised.split(', ');
  return words.endsWith(date)
    ? t('common.due.same', { due: words, weekday })
    : t('common.due.both', { due: words, advised });
};

/** "#12 Báo cáo kết quả …" */
export const taskWords = (task: { number: number; title: string }): string => `#${task.number} ${task.title}`;

/** A state's name: "đang thực hiện 60%". */
export const stateWords = (row: { state: string; percent: number | null }, t: Translate): string => {
  const key = `common.state.${row.state}` as 'common.state.assigned';
  return row.state === 'in_progress' && row.percent !== null
    ? t('common.state.in_progress_percent', { percent: row.percent })
    : t(key);
};
