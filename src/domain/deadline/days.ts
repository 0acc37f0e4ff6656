import { addDays, mondayOf, weekdayOf } from '../time.ts';
import type { Day } from '../time.ts';
import { dateAt, periodsAhead, standsAlone } from './dates.ts';
import type { DayRead } from './dates.ts';
import { digitNumber, nameNumber } from './numbers.ts';
import type { Source } from './source.ts';
import { isMarked, isWord, Lexicon } from './words.ts';
import type { Hit } from './words.ts';

/** Days named from today. */
const FROM_TODAY = new Lexicon<number>([
  [-1, 'hôm qua|ngày hôm qua|bữa qua'],
  [0, 'hôm nay|ngày hôm nay|bữa nay|hnay'],
  [1, 'ngày mai|bữa mai'],
  [2, 'ngày kia|ngày mốt|bữa mốt'],
]);
/** The same without "ngày": words with other meanings too. */
const FROM_TODAY_SHORT = new Lexicon<number>([
  [1, 'mai'],
  [2, 'mốt'],
]);
/** Some day, not a day. */
const SOME_DAY = new Lexicon<true>([
  [true, 'mai mốt|mai kia|nay mai|mốt mai|ngày một ngày hai|một ngày nào đó'],
]);

const relativeDay = (s: Source, place: number): Hit<DayRead>[] => {
  const vague = SOME_DAY.longest(s.tokens, place);
  if (vague) return [{ value: { fault: 'ambiguous', form: 'named' }, next: vague.next }];
  const long = FROM_TODAY.at(s.tokens, place).map(({ value, next }): Hit<DayRead> => {
    return { value: { day: addDays(s.today, value), form: value === 0 ? 'today' : 'named' }, next };
  });
  // "mot" without its mark is rather "một".
  const short = FROM_TODAY_SHORT.at(s.tokens, place)
    .filter(({ value }) => value === 1 || isMarked(s.tokens[place], 'mốt'))
    .map(({ value, next }): Hit<DayRead> => ({
      value: { day: addDays(s.today, value), form: 'bare' },
      next,
    }));
  return [...long, ...short];
};

const SUNDAY = new Lexicon<true>([[true, 'chủ nhật|chúa nhật|chủ nhựt|chúa nhựt']]);

/** The number of a weekday, 1 Monday to 7 Sunday: thứ hai, thứ 2, t2, CN, chủ nhật. */
const weekdayName = (s: Source, place: number): Hit<number | 'nonexistent'>[] => {
  const { tokens } = s;
  const head = tokens[place];
  const sunday = SUNDAY.longest(tokens, place);
  if (sunday) return [{ value: 7, next: sunday.next }];
  if (head?.kind === 'word' && /^cn$/iu.test(head.text)) return [{ value: 7, next: place + 1 }];
  if (head?.kind === 'word' && /^t$/iu.test(head.text))
    return digitNumber(tokens, place + 1, 1)
      .filter(
        ({ value, next }) =>
          value >= 2 && value <= 7 && tokens[place + 1]?.glued && standsAlone(tokens, next),
      )
      .map(({ value, next }) => ({ value: value - 1, next }));
  if (!isWord(head, 'thứ')) return [];
  return [...digitNumber(tokens, place + 1, 1), ...nameNumber(tokens, place + 1)]
    .filter(({ next }) => standsAlone(tokens, next))
    .map(({ value, next }) => ({
      value: value >= 2 && value <= 7 ? value - 1 : ('nonexistent' as const),
      next,
    }));
};

const WEEK = new Lexicon<true>([[true, 'tuần|của tuần|trong tuần|đầu tuần|cuối tuần|giữa tuần']]);
const COMING = new Lexicon<true>([[true, 'tới|tới đây|sắp tới|này']]);

/** "tuần sau" and the like as weeks ahead, also behind a weekday ("đầu tuần sau"). */
const weeksAhead = (s: Source, place: number): Hit<number>[] =>
  WEEK.at(s.tokens, place).flatMap(({ next }) => periodsAhead(s, next));

/** The next such weekday after today. */
const coming = (today: Day, weekday: number): Day =>
  addDays(today, ((weekday - weekdayOf(today) + 6) % 7) + 1);

const weekdayRead = (s: Source, weekday: number, next: number): Hit<DayRead>[] => {
  const inWeek = weeksAhead(s, next).map(({ value, next: after }): Hit<DayRead> => ({
    value: { day: addDays(mondayOf(s.today), 7 * value + weekday - 1), form: 'named' },
    next: after,
  }));
  const near = COMING.at(s.tokens, next).map(({ next: after }): Hit<DayRead> => {
    const isToday = weekdayOf(s.today) === weekday && isWord(s.tokens[next], 'này');
    return { value: { day: isToday ? s.today : coming(s.today, weekday), form: 'named' }, next: after };
  });
  // "Thứ sáu" said on a Friday: today or in a week? Asked back, unless a date stands beside it.
  const day = weekdayOf(s.today) === weekday ? s.today : coming(s.today, weekday);
  const alone: Hit<DayRead> = { value: { day, form: 'named', weekdayOnly: weekday }, next };
  const decorated = WEEK.at(s.tokens, next)
    .filter(({ next: after }) => after > next + 1)
    .map(({ next: after }): Hit<DayRead> => ({ ...alone, next: after }));
  return [...inWeek, ...near, ...decorated, alone];
};

/** thứ sáu, thứ sáu tuần sau, thứ 6 này, tuần sau thứ 6. */
const weekday = (s: Source, place: number): Hit<DayRead>[] => {
  const at = isWord(s.tokens[place], 'ngày') ? place + 1 : place;
  const direct = weekdayName(s, at).flatMap(({ value, next }): Hit<DayRead>[] =>
    value === 'nonexistent'
      ? [next, ...weeksAhead(s, next).map((week) => week.next)].map((after): Hit<DayRead> => ({
          value: { fault: 'nonexistent', form: 'named' },
          next: after,
        }))
      : weekdayRead(s, value, next),
  );
  if (!isWord(s.tokens[place], 'tuần')) return direct;
  const weekFirst = periodsAhead(s, place + 1).flatMap(({ value: weeks, next }) =>
    weekdayName(s, next).flatMap(({ value, next: after }): Hit<DayRead>[] =>
      value === 'nonexistent'
        ? []
        : [{ value: { day: addDays(mondayOf(s.today), 7 * weeks + value - 1), form: 'named' }, next: after }],
    ),
  );
  return [...direct, ...weekFirst];
};

/** Every reading of one day at this place. */
export const dayAt = (s: Source, place: number): Hit<DayRead>[] => [
  ...dateAt(s, place),
  ...relativeDay(s, place),
  ...weekday(s, place),
];
