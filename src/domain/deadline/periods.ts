import { addDays, addMonths, dayFrom, lastDayOfMonth, mondayOf, monthOf, yearOf } from '../time.ts';
import type { Day } from '../time.ts';
import { workingDayOnOrBefore } from '../working-days.ts';
import { monthAt, periodsAhead, standsAlone, yearAfter } from './dates.ts';
import { digitNumber, nameNumber } from './numbers.ts';
import { fault, oneDay } from './source.ts';
import type { Core, Source } from './source.ts';
import { isWord, Lexicon } from './words.ts';
import type { Hit } from './words.ts';

/** Weeks, months, quarters and years as a first and a last day. */
interface Period {
  first: Day;
  last: Day;
  needs?: readonly ('before' | 'through' | 'end' | 'within')[];
}

/** "tháng", "quý", "năm", "tuần" with nothing after them: cuối tháng, trong tuần. */
const HEADS = ['end', 'within'] as const;
/** "t12" is a month where something says that it is a date. */
const BOUND = ['before', 'through', 'end', 'within'] as const;

type PeriodHit = Hit<Period | 'nonexistent' | 'ambiguous'>;

const months = (year: number, month: number, count: number): Period | 'nonexistent' => {
  const first = dayFrom(year, month, 1);
  if (!first) return 'nonexistent';
  const end = addMonths(first, count - 1);
  return { first, last: lastDayOfMonth(yearOf(end), monthOf(end)) };
};

/** A period named without a year: the one that has not ended yet. */
const nextMonths = (s: Source, month: number, count: number): Period | 'nonexistent' => {
  const here = months(yearOf(s.today), month, count);
  return here === 'nonexistent' || here.last >= s.today ? here : months(yearOf(s.today) + 1, month, count);
};

const weeks = (s: Source, place: number): PeriodHit[] => {
  if (!isWord(s.tokens[place], 'tuần')) return [];
  const week = (ahead: number): Period => {
    const first = addDays(mondayOf(s.today), 7 * ahead);
    return { first, last: addDays(first, 6) };
  };
  return [
    ...periodsAhead(s, place + 1).map(({ value, next }) => ({ value: week(value), next })),
    { value: { ...week(0), needs: HEADS }, next: place + 1 },
  ];
};

/** "t6", "th6": Friday or June? */
const isShort = (s: Source, place: number, letters: string): boolean =>
  s.tokens[place]?.text.toLowerCase() === letters;

const calendarMonths = (s: Source, place: number): PeriodHit[] => {
  const named = monthAt(s, place, true).map((month): PeriodHit => {
    if ('lunar' in month) return { value: 'ambiguous', next: month.next };
    if (month.year !== undefined) return { value: months(month.year, month.month, 1), next: month.next };
    const period = nextMonths(s, month.month, 1);
    const maybeWeekday = month.month >= 2 && month.month <= 7;
    if (maybeWeekday && isShort(s, place, 'th')) return { value: 'ambiguous', next: month.next };
    if (period === 'nonexistent' || !isShort(s, place, 't')) return { value: period, next: month.next };
    return { value: { ...period, needs: maybeWeekday ? HEADS : BOUND }, next: month.next };
  });
  const own: PeriodHit[] = isWord(s.tokens[place], 'tháng')
    ? [{ value: thisPeriod(months(yearOf(s.today), monthOf(s.today), 1)), next: place + 1 }]
    : [];
  const [first, slash, second] = [place, place + 1, place + 2].map((at) => s.tokens[at]);
  const isMonthYear =
    first?.kind === 'number' &&
    first.text.length <= 2 &&
    (slash?.text === '/' || (slash?.text === '-' && slash.glued && second?.glued)) &&
    second?.kind === 'number' &&
    second.text.length === 4 &&
    standsAlone(s.tokens, place + 3) &&
    Number(first.text) <= 12 &&
    Number(second.text) >= 2000 &&
    Number(second.text) < 2100;
  const monthYear: PeriodHit[] = isMonthYear
    ? [{ value: months(Number(second.text), Number(first.text), 1), next: place + 3 }]
    : [];
  return [...named, ...own, ...monthYear];
};

const thisPeriod = (period: Period | 'nonexistent'): Period | 'nonexistent' =>
  period === 'nonexistent' ? period : { ...period, needs: HEADS };

const ROMAN = new Map([
  ['i', 1],
  ['ii', 2],
  ['iii', 3],
  ['iv', 4],
]);

const quarterNumber = (s: Source, place: number): Hit<number>[] => {
  const roman = ROMAN.get(s.tokens[place]?.text.toLowerCase() ?? '');
  if (roman) return [{ value: roman, next: place + 1 }];
  return [...digitNumber(s.tokens, place, 1), ...nameNumber(s.tokens, place)].filter(
    ({ next }) => standsAlone(s.tokens, next) || yearAfter(s, next).length > 0,
  );
};

const quarters = (s: Source, place: number): PeriodHit[] => {
  const head = s.tokens[place];
  const short = head?.kind === 'word' && /^q$/iu.test(head.text);
  if (!short && !isWord(head, 'quý') && !isWord(head, 'quí')) return [];
  const own = Math.ceil(monthOf(s.today) / 3);
  const numbered = quarterNumber(s, place + 1)
    .filter(() => !short || s.tokens[place + 1]?.glued === true)
    .flatMap(({ value, next }): PeriodHit[] => {
      if (value < 1 || value > 4) return [{ value: 'nonexistent', next }];
      const month = 3 * value - 2;
      return [
        { value: nextMonths(s, month, 3), next },
        ...yearAfter(s, next).map((year) => ({ value: months(year.value, month, 3), next: year.next })),
      ];
    });
  if (short) return numbered;
  const ahead = periodsAhead(s, place + 1).map(({ value, next }): PeriodHit => {
    const month = addMonths(dayFrom(yearOf(s.today), 3 * own - 2, 1) ?? s.today, 3 * value);
    return { value: months(yearOf(month), monthOf(month), 3), next };
  });
  const bare = thisPeriod(months(yearOf(s.today), 3 * own - 2, 3));
  return [...numbered, ...ahead, { value: bare, next: place + 1 }];
};

const years = (s: Source, place: number): PeriodHit[] => {
  const named = isWord(s.tokens[place], 'năm') || isWord(s.tokens[place], 'sang');
  if (!named) return [];
  const bare = isWord(s.tokens[place], 'năm')
    ? [{ value: thisPeriod(months(yearOf(s.today), 1, 12)), next: place + 1 }]
    : [];
  return [...yearAfter(s, place).map(({ value, next }) => ({ value: months(value, 1, 12), next })), ...bare];
};

const HALVES = new Lexicon<'first' | 'last'>([
  ['first', 'tháng đầu năm'],
  ['last', 'tháng cuối năm'],
]);

/** "6 tháng đầu năm 2026" ends with June, "9 tháng đầu năm" with September. */
const monthsOfYear = (s: Source, place: number): PeriodHit[] =>
  [...digitNumber(s.tokens, place, 2), ...nameNumber(s.tokens, place)]
    .filter(({ value }) => value >= 1 && value <= 11)
    .flatMap(({ value: count, next }) =>
      HALVES.at(s.tokens, next).flatMap(({ value: half, next: after }): PeriodHit[] => {
        const month = half === 'first' ? 1 : 13 - count;
        return [
          { value: nextMonths(s, month, count), next: after },
          // "đầu năm 2026": the year stands where "năm" already was read.
          ...yearAfter(s, after - 1).map((year) => ({
            value: months(year.value, month, count),
            next: year.next,
          })),
        ];
      }),
    );

const periodAt = (s: Source, place: number): PeriodHit[] => [
  ...weeks(s, place),
  ...calendarMonths(s, place),
  ...quarters(s, place),
  ...years(s, place),
  ...monthsOfYear(s, place),
];

const coreOf = ({ value, next }: PeriodHit): Hit<Core> =>
  value === 'nonexistent' || value === 'ambiguous'
    ? { value: fault(value, 'bare'), next }
    : { value: { kind: 'days', form: 'bare', ...value }, next };

/** "Đầu tháng", "giữa quý", "tuần cuối tháng 12": no day is named; asked back. */
const VAGUE_PARTS = new Lexicon<true>([
  [
    true,
    'đầu|giữa|nửa đầu|nửa cuối|nửa sau|đầu của|giữa của|tuần đầu|tuần cuối|tuần đầu tiên|tuần cuối cùng|thứ hai đầu tiên|những ngày đầu|những ngày cuối|mấy ngày cuối|khoảng giữa|khoảng cuối',
  ],
]);

const vaguePart = (s: Source, place: number): Hit<Core>[] =>
  VAGUE_PARTS.at(s.tokens, place)
    .map(({ next }) => (isWord(s.tokens[next], 'của') || isWord(s.tokens[next], 'trong') ? next + 1 : next))
    .flatMap((next) => periodAt(s, next))
    .map(({ next }) => ({ value: fault('ambiguous'), next }));

const LAST_DAY = new Lexicon<'day' | 'workingDay'>([
  ['day', 'ngày cuối|ngày cuối cùng'],
  ['workingDay', 'ngày làm việc cuối|ngày làm việc cuối cùng'],
]);

/** "Ngày cuối cùng của tháng", "ngày làm việc cuối cùng của năm". */
const lastDayOf = (s: Source, place: number): Hit<Core>[] =>
  LAST_DAY.at(s.tokens, place).flatMap(({ value: kind, next }) => {
    const at = isWord(s.tokens[next], 'của') || isWord(s.tokens[next], 'trong') ? next + 1 : next;
    return periodAt(s, at).flatMap(({ value, next: after }): Hit<Core>[] => {
      if (typeof value === 'string') return [{ value: fault(value), next: after }];
      const day = kind === 'day' ? value.last : workingDayOnOrBefore(value.last, s.ctx.calendar);
      return [{ value: oneDay(day, 'named'), next: after }];
    });
  });

/** Every reading of a period at this place; "trong ngày" is today. */
export const periodsAt = (s: Source, place: number): Hit<Core>[] => {
  const found = [...periodAt(s, place).map(coreOf), ...vaguePart(s, place), ...lastDayOf(s, place)];
  if (isWord(s.tokens[place], 'ngày'))
    found.push({
      value: { kind: 'days', first: s.today, last: s.today, form: 'bare', needs: HEADS },
      next: place + 1,
    });
  return found;
};
