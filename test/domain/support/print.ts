import { lastGoodDay } from '../../../src/domain/deadline.ts';
import type { ReminderRule, Rung } from '../../../src/domain/reminders.ts';
import { dayOf, daysBetween, formatDay, timeOf, weekdayOf, type Day } from '../../../src/domain/time.ts';
import { zone } from './calendar.ts';
import { holidays } from './stories.ts';

/** Prints what reminders said in a year as a calendar that a person can check. */

export interface PrintedReminder {
  number: number;
  title: string;
  agency: string;
  rule: ReminderRule;
  outcome: 'send' | 'missed' | 'not_needed';
  late: boolean;
  at: Date;
  /** The date in force (exclusive). */
  dueAt: Date;
  to: readonly Rung[];
}

const weekdays = ['Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy', 'Chủ nhật'];
const inWords = (day: Day) => `${weekdays[weekdayOf(day) - 1]}, ${formatDay(day)}`;
const rungWords = {
  main: 'đầu mối chính',
  deputy: 'đầu mối phó',
  head: 'thủ trưởng',
  coordinator: 'cán bộ theo dõi',
};

const lineOf = ({ rule, outcome, late, dueAt, at: when, to }: PrintedReminder): string => {
  const lastGood = lastGoodDay(dueAt, zone);
  const left = daysBetween(dayOf(when, zone), lastGood);
  const state = left > 0 ? `còn ${left} ngày` : left === 0 ? 'đến hạn hôm nay' : `quá hạn ${-left} ngày`;
  if (outcome === 'not_needed') return `${rule}: không cần nhắc`;
  if (outcome === 'missed') return `${rule}: bỏ lỡ`;
  const asked = rule === 'unacknowledged' ? 'chưa tiếp nhận, ' : '';
  return `${rule}: ${asked}${state} (ngày cuối ${inWords(lastGood)})${late ? ', gửi muộn' : ''} → ${to.map((rung) => rungWords[rung]).join(', ')}`;
};

/** One paragraph a day; bodies that hear the same of the same task stand in one line. `notes` go beside the day. */
export const calendarText = (
  printed: readonly PrintedReminder[],
  notes: (day: Day) => string = () => '',
): string => {
  const days = [...new Set(printed.map(({ at: when }) => dayOf(when, zone)))].sort();
  const free = holidays.filter((day) => weekdayOf(day) < 6).map((day) => formatDay(day).slice(0, 5));
  const paragraphs = days.map((day) => {
    const lines = new Map<string, string[]>();
    for (const one of printed.filter(({ at: when }) => dayOf(when, zone) === day)) {
      const line = `${timeOf(one.at, zone)} · #${one.number} ${one.title} · ${lineOf(one)}`;
      lines.set(line, [...(lines.get(line) ?? []), one.agency]);
    }
    return [
      `${inWords(day)}${notes(day)}`,
      ...[...lines].map(([line, agencies]) => `  ${line}: ${agencies.join(', ')}`),
    ].join('\n');
  });
  return [
    'Lịch nhắc năm 2027 (mô phỏng)',
    `Ngày nghỉ ngoài thứ Bảy, Chủ nhật: ${free.join(', ')}`,
    'Hệ thống ngừng từ 06:00 ngày 04/03/2027 đến 15:00 ngày 09/03/2027',
    '',
    paragraphs.join('\n\n'),
    '',
  ].join('\n');
};
