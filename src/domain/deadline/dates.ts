import type { DateFault } from '../deadline.ts';
import { addMonths, dateOf, dayFrom, monthOf, yearOf } from '../time.ts';
import type { Day } from '../time.ts';
import { anyNumber, digitNumber, nameNumber } from './numbers.ts';
import type { Form, Source } from './source.ts';
import { isMarked, isWord, Lexicon } from './words.ts';
import type { Hit, Token } from './words.ts';

/** One day as read; a weekday alone (`weekdayOnly`) only checks a day that stands beside it. */
export type DayRead =
  { day: Day; form: Form; weekdayOnly?: number; nextYear?: boolean } | { fault: DateFault; form: Form };

const sign = (tokens: readonly Token[], place: number, signs: string): Token | undefined => {
  const token = tokens[place];
  return token?.kind === 'sign' && signs.includes(token.text) ? token : undefined;
};

/** Longest span into the future that a written year is believed; beyond, it is taken for a slip. */
const YEARS_AHEAD = 30;

const existing = (year: number, month: number, date: number, form: Form): DayRead => {
  const day = dayFrom(year, month, date);
  return day ? { day, form } : { fault: 'nonexistent', form };
};

/** The day of a date without a year: the next one, today included. */
export const nextDate = (s: Source, month: number, date: number, form: Form): DayRead => {
  const year = yearOf(s.today);
  const [day] = [year, year + 1]
    .map((each) => dayFrom(each, month, date))
    .filter((each) => each !== undefined && each >= s.today);
  return day ? { day, form, nextYear: yearOf(day) > year } : { fault: 'nonexistent', form };
};

const RELATIVE_YEAR = new Lexicon<number>([
  [0, 'năm nay|năm này'],
  [1, 'năm sau|năm tới|sang năm|năm kế tiếp'],
  [-1, 'năm ngoái|năm trước|năm qua'],
]);

/** A year after a date or month: "năm 2026", "/2026", "2026", "năm nay". */
export const yearAfter = (s: Source, place: number): Hit<number>[] => {
  const { tokens } = s;
  const joined = sign(tokens, place, ',/') ?? (separator(tokens, place) && tokens[place]);
  const at = joined ? place + 1 : place;
  const relative = RELATIVE_YEAR.at(tokens, at).map(({ value, next }) => ({
    value: yearOf(s.today) + value,
    next,
  }));
  const named = isWord(tokens[at], 'năm');
  const number = tokens[named ? at + 1 : at];
  const written = number?.kind === 'number' && number.text.length === 4 ? Number(number.text) : 0;
  const explicit =
    written >= 1900 && written <= 2999 ? [{ value: written, next: (named ? at + 1 : at) + 1 }] : [];
  return [...relative, ...explicit];
};

const inYear = (s: Source, year: number, month: number, date: number): DayRead =>
  year > yearOf(s.today) + YEARS_AHEAD
    ? { fault: 'ambiguous', form: 'full' }
    : existing(year, month, date, 'full');

/** Nothing is written on to the number that would make it part of something else: %, /CV, -STP, .5, h. */
export const standsAlone = (tokens: readonly Token[], next: number): boolean => {
  const after = tokens[next];
  if (!after?.glued) return true;
  if (after.kind === 'number') return false;
  // A forgotten blank ("20/12vì") against a unit ("1/2h") or an abbreviation ("45/12CV").
  if (after.kind === 'word') return after.text.length > 1 && after.text !== after.text.toUpperCase();
  if ('%#'.includes(after.text)) return false;
  const then = tokens[next + 1];
  if ('/-–'.includes(after.text)) return then?.glued !== true;
  return !('.,:'.includes(after.text) && then?.glued === true && then.kind === 'number');
};

/** Two signs of a date are of one kind, and - and . stand without blanks: "3 - 5" is a range. */
const separator = (tokens: readonly Token[], place: number): string | undefined => {
  const found = sign(tokens, place, '/-.–\\');
  if (!found) return undefined;
  if (found.text === '/' || found.text === '\\') return found.text;
  return found.glued && tokens[place + 1]?.glued ? found.text : undefined;
};

/** "15 - 12 - 2026": no range, as a year stands at its end. */
const isSpacedOut = (tokens: readonly Token[], place: number): boolean =>
  sign(tokens, place + 1, '-–.') !== undefined &&
  sign(tokens, place + 3, '-–.') !== undefined &&
  tokens[place + 4]?.kind === 'number' &&
  tokens[place + 4]?.text.length === 4;

/** 15/12, 15-12, 15.12, 15/12/26, 15/12/2026, 15/12 năm 2026. */
const numericDate = (s: Source, place: number): Hit<DayRead>[] => {
  const { tokens } = s;
  const spaced = isSpacedOut(tokens, place);
  const first = spaced ? '-' : separator(tokens, place + 1);
  const [date] = digitNumber(tokens, place, 2);
  const [month] = digitNumber(tokens, place + 2, 2);
  if (!first || !date || !month) return [];
  const year = tokens[place + 4];
  if ((spaced || separator(tokens, place + 3) === first) && year?.kind === 'number') {
    const digits = year.text.length;
    if ((digits !== 2 && digits !== 4) || !standsAlone(tokens, place + 5)) return [];
    const full = digits === 2 ? 2000 + Number(year.text) : Number(year.text);
    return [{ value: inYear(s, full, month.value, date.value), next: place + 5 }];
  }
  const long = yearAfter(s, place + 3).filter(({ next }) => standsAlone(tokens, next));
  if (long.length > 0)
    return long.map(({ value, next }) => ({ value: inYear(s, value, month.value, date.value), next }));
  if (!standsAlone(tokens, place + 3)) return [];
  const form = first === '/' && date.value > month.value ? 'short' : 'ratio';
  return [{ value: nextDate(s, month.value, date.value, form), next: place + 3 }];
};

/** 2026-12-15 and 2026/12/15. */
const yearFirst = (s: Source, place: number): Hit<DayRead>[] => {
  const { tokens } = s;
  const year = tokens[place];
  const first = separator(tokens, place + 1);
  const [month] = digitNumber(tokens, place + 2, 2);
  const [date] = digitNumber(tokens, place + 4, 2);
  if (year?.kind !== 'number' || year.text.length !== 4 || !month || !date) return [];
  if (!first || separator(tokens, place + 3) !== first || !standsAlone(tokens, place + 5)) return [];
  return [{ value: inYear(s, Number(year.text), month.value, date.value), next: place + 5 }];
};

/** A month; `ahead` where it was named by its place ("tháng sau"), which after a number may be a count. */
export interface MonthRead {
  month: number;
  year?: number;
  ahead?: number;
  next: number;
}

const THIS_OR_NEXT = new Lexicon<number>([
  [0, 'này|nay'],
  [1, 'sau|tới|kế tiếp|tiếp theo|kế|sắp tới|tới đây'],
  [2, 'sau nữa|tới nữa'],
  [-1, 'trước|vừa rồi|vừa qua|qua|rồi'],
]);

/** này, sau, tới, sau nữa: how many periods ahead. */
export const periodsAhead = (s: Source, place: number): readonly Hit<number>[] =>
  THIS_OR_NEXT.at(s.tokens, place);

/** "ngày 15 này", "ngày 15 tới": still the next one. */
const NEAR = new Lexicon<true>([[true, 'này|tới|tới đây|sắp tới']]);

/** Months named by the lunar calendar: not ours to convert. */
const LUNAR_MONTH = new Lexicon<true>([[true, 'giêng|chạp']]);

interface LunarMonth {
  lunar: true;
  next: number;
}

/** What makes the date before it one of the lunar calendar. */
export const LUNAR = new Lexicon<true>([[true, 'âm lịch|lịch âm|âl|tết']]);

/**
 * A month by number or place: tháng 12, tháng mười hai, th12, t12, tháng sau,
 * tháng 1 năm sau. `bare` allows "t2" to "t7", which else are weekdays.
 */
export const monthAt = (s: Source, place: number, bare: boolean): (MonthRead | LunarMonth)[] => {
  const { tokens } = s;
  const head = tokens[place];
  const short = head?.kind === 'word' && /^(t|th|thg)$/iu.test(head.text);
  if (!short && !isWord(head, 'tháng')) return [];
  const dot = short && sign(tokens, place + 1, '.')?.glued === true;
  const at = dot ? place + 2 : place + 1;
  const [lunar] = LUNAR_MONTH.at(tokens, at);
  if (lunar && !short) return [{ lunar: true, next: lunar.next }];
  const numbers = short
    ? digitNumber(tokens, at, 2).filter(
        ({ value }) =>
          (tokens[at]?.glued === true || head?.text.length === 3) && (bare || value < 2 || value > 7),
      )
    : [...digitNumber(tokens, at, 2), ...nameNumber(tokens, at).filter(() => !plainSix(tokens, at))];
  const named = numbers.flatMap(({ value, next }): MonthRead[] => {
    const years = yearAfter(s, next).map((year) => ({ month: value, year: year.value, next: year.next }));
    return standsAlone(tokens, next) || years.length > 0 ? [{ month: value, next }, ...years] : [];
  });
  const relative = short
    ? []
    : periodsAhead(s, at).map(({ value, next }) => {
        const then = addMonths(s.today, value);
        return { month: monthOf(then), year: yearOf(then), ahead: value, next };
      });
  return [...named, ...relative];
};

/** "tháng sau" is the next month unless June is written with its marks. */
const plainSix = (tokens: readonly Token[], place: number): boolean =>
  isWord(tokens[place], 'sáu') && !isMarked(tokens[place], 'sáu');

const isEarly = (token: Token | undefined): boolean => isWord(token, 'mùng') || isWord(token, 'mồng');

/** ngày 15 tháng 12 [năm 2026], mùng 5 tháng 12, 15 tháng sau, ngày 15/tháng 12. */
const namedDate = (s: Source, place: number): Hit<DayRead>[] => {
  const { tokens } = s;
  const early = isEarly(tokens[place]);
  return anyNumber(tokens, early ? place + 1 : place, 2)
    .filter(({ value }) => !early || value <= 10)
    .flatMap((date): Hit<DayRead>[] => {
      const at = sign(tokens, date.next, '/,') ? date.next + 1 : date.next;
      const counted = !isWord(tokens[place - 1], 'ngày') && !early && date.value <= 12;
      const months = monthAt(s, at, true).filter(
        (month) => !(counted && 'ahead' in month && month.ahead !== 0),
      );
      return months.map((month): Hit<DayRead> => {
        if ('lunar' in month) return { value: { fault: 'ambiguous', form: 'full' }, next: month.next };
        const value =
          month.year === undefined
            ? nextDate(s, month.month, date.value, 'full')
            : inYear(s, month.year, month.month, date.value);
        return { value, next: month.next };
      });
    });
};

/** "ngày 15" without a month: the next such day, today included. `place` is that of the number. */
const dayOfMonth = (s: Source, place: number): Hit<DayRead>[] =>
  digitNumber(s.tokens, place, 2)
    .filter(({ next }) => standsAlone(s.tokens, next))
    .map(({ value, next }) => {
      const month = value >= dateOf(s.today) ? s.today : addMonths(s.today, 1);
      const ahead = NEAR.longest(s.tokens, next);
      return { value: existing(yearOf(month), monthOf(month), value, 'number'), next: ahead?.next ?? next };
    });

/** Every reading of a calendar date at this place. */
export const dateAt = (s: Source, place: number): Hit<DayRead>[] => {
  const named = isWord(s.tokens[place], 'ngày');
  const at = named ? place + 1 : place;
  const early = isEarly(s.tokens[at]);
  const numeric = early ? at + 1 : at;
  const dates = [...numericDate(s, numeric), ...namedDate(s, at)];
  if (!early) dates.push(...yearFirst(s, at));
  const known = dates
    .filter(
      () => !early || Number(s.tokens[numeric]?.text ?? 0) <= 10 || s.tokens[numeric]?.kind !== 'number',
    )
    .map(({ value, next }): Hit<DayRead> => {
      const form = (named || early) && value.form !== 'number' ? 'full' : value.form;
      return {
        value: LUNAR.longest(s.tokens, next) ? { fault: 'ambiguous', form } : { ...value, form },
        next,
      };
    });
  // "Mùng 5" without a month is as likely one of the lunar calendar.
  if (early)
    known.push(
      ...anyNumber(s.tokens, numeric, 2).map(({ next }): Hit<DayRead> => ({
        value: { fault: 'ambiguous', form: 'number' },
        next,
      })),
    );
  return named && !early ? [...known, ...dayOfMonth(s, at)] : known;
};
