import { anyNumber } from './numbers.ts';
import { fault } from './source.ts';
import type { Core, Source, Unit } from './source.ts';
import { isMarked, isWord, Lexicon } from './words.ts';
import type { Hit } from './words.ts';

const UNITS = new Lexicon<Unit>([
  ['day', 'ngày|hôm|bữa'],
  ['workingDay', 'ngày làm việc|ngày làm|ngày công'],
  ['week', 'tuần|tuần lễ'],
  ['month', 'tháng'],
  ['year', 'năm'],
  ['hour', 'giờ|tiếng|tiếng đồng hồ|giờ đồng hồ|h'],
  ['minute', 'phút'],
]);

/** Counts that are no number: asked back. */
const VAGUE_COUNTS = new Lexicon<true>([
  [
    true,
    'vài|mấy|ít|một vài|vài ba|đôi|đôi ba|dăm|dăm ba|mươi|chục|một ít|ít lâu|một số|một hai|hai ba|ba bốn|bốn năm|năm sáu|năm bảy|nửa|một nửa',
  ],
]);

/** What follows an amount and says from when it counts. */
const SINCE = new Lexicon<'again' | 'today'>([
  ['again', 'nữa'],
  [
    'today',
    'tới|tới đây|sắp tới|tiếp theo|kể từ hôm nay|tính từ hôm nay|từ hôm nay|kể từ nay|tính từ nay|từ nay|kể từ bây giờ|kể từ ngày hôm nay|tính từ ngày hôm nay|từ ngày hôm nay|tới kể từ hôm nay|nữa kể từ hôm nay|nữa tính từ hôm nay',
  ],
]);

/** The day of receipt is known to the office, not to the reader of the text. */
const SINCE_UNKNOWN = new Lexicon<true>([
  [true, 'kể từ|tính từ|sau khi|trước|sau|kể từ ngày|từ khi|từ ngày|rưỡi|hơn|trở lên|trở lại|làm việc và'],
]);

const RANGE_JOINTS = new Lexicon<true>([[true, '-|–|,|đến|tới|hoặc|hay']]);

/** "3-5 ngày", "2, 3 hôm": a range, not a count. */
const range = (s: Source, place: number): Hit<true>[] =>
  anyNumber(s.tokens, place, 3).flatMap((low) =>
    RANGE_JOINTS.at(s.tokens, low.next)
      .flatMap(({ next }) => anyNumber(s.tokens, next, 3))
      .filter((high) => high.value > low.value && high.value <= 2 * low.value + 5)
      .map(({ next }) => ({ value: true as const, next })),
  );

/** Counts of a unit: "3 ngày", "hai tuần", "5 ngày làm việc", with what says from when. */
export const amountAt = (s: Source, place: number): Hit<Core>[] => {
  const vague = [...VAGUE_COUNTS.at(s.tokens, place), ...range(s, place)]
    .flatMap(({ next }) => UNITS.at(s.tokens, next))
    .flatMap(({ next }) => [{ next }, ...SINCE.at(s.tokens, next)])
    .map(({ next }): Hit<Core> => ({ value: fault('ambiguous', 'bare'), next }));
  const counted = anyNumber(s.tokens, place, 3)
    .filter(({ value }) => value > 0)
    .filter(({ next }) => next > place + 1 || !isUnmarkedSix(s, place))
    .flatMap(({ value: n, next }) =>
      UNITS.at(s.tokens, next)
        .filter((unit) => unit.value !== 'hour' || s.tokens[unit.next]?.kind !== 'number')
        .flatMap(({ value: unit, next: after }) => readAmount(s, n, unit, after)),
    );
  return [...vague, ...counted];
};

/** In a text with marks, "sau tuần" is no "sáu tuần". */
const isUnmarkedSix = (s: Source, place: number): boolean =>
  isWord(s.tokens[place], 'sáu') && !isMarked(s.tokens[place], 'sáu') && !s.plain;

const readAmount = (s: Source, n: number, unit: Unit, next: number): Hit<Core>[] => {
  const [unknown] = SINCE_UNKNOWN.at(s.tokens, next);
  const since = SINCE.at(s.tokens, next);
  const amount = (fromToday: boolean, again: boolean): Core => ({
    kind: 'amount',
    n,
    unit,
    fromToday,
    again,
    form: fromToday ? 'named' : 'bare',
  });
  const longest = since[0];
  if (unknown && (!longest || unknown.next > longest.next))
    return [{ value: fault('ambiguous', 'bare'), next: unknown.next }];
  return [
    { value: amount(false, false), next },
    ...since.map(({ value, next: after }) => ({ value: amount(true, value === 'again'), next: after })),
  ];
};
