import { dayFrom, startOf, yearOf } from '../time.ts';
import { yearAfter } from './dates.ts';
import { fault } from './source.ts';
import type { Core, Source } from './source.ts';
import { isWord, Lexicon } from './words.ts';
import type { Hit } from './words.ts';

/** Words that may lead to Tết: "trước kỳ nghỉ Tết", "trước khi nghỉ Tết". */
const LEADS = new Lexicon<true>([
  [
    true,
    'kỳ nghỉ|kì nghỉ|khi nghỉ|lúc nghỉ|dịp|dịp nghỉ|đợt nghỉ|ngày|ngày nghỉ|nghỉ|lễ|cái|thời điểm|ngày tết',
  ],
]);
const LUNAR_NEW_YEAR = new Lexicon<true>([
  [true, 'nguyên đán|âm lịch|âm|âl|ta|cổ truyền|cổ truyền dân tộc|ấy|này'],
]);
const SOLAR_NEW_YEAR = new Lexicon<true>([[true, 'dương lịch|dương|dl|tây']]);
const OTHER_TET = new Lexicon<true>([
  [true, 'trung thu|đoan ngọ|thanh minh|hàn thực|thiếu nhi|nguyên tiêu|ông công|ông táo|độc lập'],
]);

const STEMS = new Lexicon<number>(
  ['canh', 'tân', 'nhâm', 'quý', 'giáp', 'ất', 'bính', 'đinh', 'mậu', 'kỷ'].map(
    (word, n) => [n, word] as const,
  ),
);
const BRANCHES = new Lexicon<number>(
  ['thân', 'dậu', 'tuất', 'hợi', 'tý', 'sửu', 'dần', 'mão', 'thìn', 'tỵ', 'ngọ', 'mùi'].map(
    (word, n) => [n, word] as const,
  ),
);

/** A year's name in the sixty-year cycle: Đinh Mùi is 2027; the next such year, this one included. */
const cycleYear = (s: Source, place: number): Hit<number>[] =>
  STEMS.at(s.tokens, place).flatMap((stem) =>
    BRANCHES.at(s.tokens, stem.next).flatMap((branch) => {
      const from = yearOf(s.today);
      const year = Array.from({ length: 60 }, (_, n) => from + n).find(
        (each) => each % 10 === stem.value && each % 12 === branch.value,
      );
      return year === undefined ? [] : [{ value: year, next: branch.next }];
    }),
  );

/** Tết of that year, else the next that has not begun. A year without a table is not guessed at. */
const tetOf = (s: Source, year: number | undefined): Core => {
  const here = yearOf(s.today);
  const candidates = year === undefined ? [here, here + 1] : [year];
  const begins = candidates
    .map((each) => s.ctx.calendar.tetBegins(each))
    .find((day) => day !== undefined && (year !== undefined || startOf(day, s.ctx.zone) > s.ctx.now));
  if (!begins || (year === undefined && s.ctx.calendar.tetBegins(here) === undefined))
    return fault('unreadable');
  return { kind: 'days', first: begins, last: begins, form: 'named', beginOnly: true };
};

const newYearsDay = (s: Source, year: number | undefined): Core => {
  const day = dayFrom(year ?? yearOf(s.today) + 1, 1, 1);
  return day ? { kind: 'days', first: day, last: day, form: 'named' } : fault('nonexistent');
};

const skip = (s: Source, place: number, words: Lexicon<true>): number =>
  words.longest(s.tokens, place)?.next ?? place;

/** Tết as an event that begins; "trước Tết" is all that can be asked of it. */
export const tetAt = (s: Source, place: number): Hit<Core>[] => {
  let at = place;
  while (LEADS.longest(s.tokens, at)) at = skip(s, at, LEADS);
  if (!isWord(s.tokens[at], 'tết')) return [];
  at += 1;
  const other = OTHER_TET.longest(s.tokens, at);
  if (other) return [{ value: fault('unreadable'), next: other.next }];
  const solar = SOLAR_NEW_YEAR.longest(s.tokens, at);
  const after = solar?.next ?? skip(s, at, LUNAR_NEW_YEAR);
  const readAs = (year: number | undefined): Core => (solar ? newYearsDay(s, year) : tetOf(s, year));
  const named = cycleYear(s, after);
  const numbered = [after, ...named.map(({ next }) => next)].flatMap((from) => yearAfter(s, from));
  return [
    { value: readAs(undefined), next: after },
    ...named.map(({ value, next }) => ({ value: readAs(value), next })),
    ...numbered.map(({ value, next }) => ({ value: readAs(value), next })),
  ];
};
