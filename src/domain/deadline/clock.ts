import type { DateFault } from '../deadline.ts';
import { standsAlone } from './dates.ts';
import { digitNumber, wordNumber } from './numbers.ts';
import type { Source } from './source.ts';
import { isMarked, isWord, Lexicon } from './words.ts';
import type { Hit, Token } from './words.ts';

/** A time of day in minutes from midnight, 0 to 1440; hours written without "chiều" may mean either half. */
export interface ClockRead {
  minutes: number;
  /** Hours 1 to 6 written with one digit: "5h" is rather five in the afternoon, and is asked back. */
  eitherHalf: boolean;
}

export type PartOfDay = 'morning' | 'noon' | 'afternoon' | 'evening' | 'night';

const PARTS = new Lexicon<PartOfDay>([
  ['morning', 'sáng|buổi sáng'],
  ['noon', 'trưa|buổi trưa'],
  ['afternoon', 'chiều|buổi chiều'],
  ['evening', 'tối|buổi tối'],
  ['night', 'đêm|khuya|buổi đêm|nửa đêm'],
]);

export const partOfDayAt = (s: Source, place: number): Hit<PartOfDay>[] =>
  PARTS.at(s.tokens, place).filter(
    // "sang" in a text with marks is "sang" (over to), not "sáng".
    ({ value }) =>
      value !== 'morning' || s.plain || isMarked(s.tokens[place], 'sáng') || isWord(s.tokens[place], 'buổi'),
  );

/** Minutes after an hour: 17h30, 17h30', 17 giờ 30 phút, 17 giờ rưỡi; or none. */
const minutesAt = (tokens: readonly Token[], place: number): Hit<number>[] => {
  const none = { value: 0, next: place };
  if (isWord(tokens[place], 'rưỡi')) return [{ value: 30, next: place + 1 }];
  const found = digitNumber(tokens, place, 2)
    .filter(() => tokens[place]?.text.length === 2 || isWord(tokens[place + 1], 'phút'))
    .map(({ value, next }) => {
      const unit = tokens[next];
      const written = isWord(unit, 'phút') || /^(p|ph|['’′])$/iu.test(unit?.text ?? '');
      return { value, next: written ? next + 1 : next };
    })
    .filter(({ next }) => standsAlone(tokens, next));
  return tokens[place]?.glued && tokens[place]?.kind === 'number' && found.length > 0
    ? found
    : [...found, none];
};

const isHourWord = (token: Token | undefined): boolean =>
  isWord(token, 'giờ') || (token?.kind === 'word' && /^(h|g|gi)$/iu.test(token.text));

const clock = (hour: number, minute: number, token: Token | undefined): ClockRead | { fault: DateFault } => {
  const minutes = hour * 60 + minute;
  if (minute > 59 || minutes > 24 * 60) return { fault: 'nonexistent' };
  const oneDigit = token?.kind !== 'number' || token.text.length === 1;
  return { minutes, eitherHalf: oneDigit && hour >= 1 && hour <= 6 };
};

/** 17h, 17h30, 17 giờ 30, 17g, 17:30, năm giờ. */
export const clockAt = (s: Source, place: number): Hit<ClockRead | { fault: DateFault }>[] => {
  const { tokens } = s;
  const head = tokens[place];
  const colon = tokens[place + 1];
  if (colon?.text === ':' && colon.glued && tokens[place + 2]?.glued && tokens[place + 2]?.text.length === 2)
    return digitNumber(tokens, place, 2).flatMap((hour) =>
      digitNumber(tokens, place + 2, 2)
        .map((minute) => {
          // Seconds count for nothing, but belong to it.
          const seconds =
            tokens[place + 3]?.text === ':' && tokens[place + 3]?.glued && tokens[place + 4]?.glued;
          return { value: minute.value, next: seconds ? place + 5 : minute.next };
        })
        .filter(({ next }) => standsAlone(tokens, next) || isHourWord(tokens[next]))
        .map((minute) => ({
          value: clock(hour.value, minute.value, head),
          next: isHourWord(tokens[minute.next]) ? minute.next + 1 : minute.next,
        })),
    );
  const spelt = wordNumber(tokens, place).filter(({ next }) => isWord(tokens[next], 'giờ'));
  return [...digitNumber(tokens, place, 2), ...spelt]
    .filter(({ next }) => isHourWord(tokens[next]))
    .filter(({ next }) => !isWord(tokens[next + 1], 'kém'))
    .flatMap((hour) =>
      minutesAt(tokens, hour.next + 1).map((minute) => ({
        value: clock(hour.value, minute.value, head),
        next: minute.next,
      })),
    );
};

const HALF = 12 * 60;

/** The clock time with its part of the day: "5h chiều" is 17:00. What does not fit is asked back. */
export const inPartOfDay = (time: ClockRead, part: PartOfDay | undefined): number | { fault: DateFault } => {
  const { minutes, eitherHalf } = time;
  const hour = Math.floor(minutes / 60);
  const pick = (value: number, fits: boolean) => (fits ? value : { fault: 'ambiguous' as const });
  switch (part) {
    case undefined:
      return pick(minutes, !eitherHalf);
    case 'morning':
      return pick(minutes, hour < 12);
    case 'noon':
      return hour < 3 ? pick(minutes + HALF, hour >= 1) : pick(minutes, hour >= 10 && hour <= 13);
    case 'afternoon':
      return hour < 7 ? pick(minutes + HALF, hour >= 1) : pick(minutes, hour >= 12 && hour < 19);
    case 'evening':
      return hour < 12 ? pick(minutes + HALF, hour >= 5) : pick(minutes, hour >= 17 && hour < 24);
    case 'night':
      return hour < 12 ? pick(minutes + HALF, hour >= 8) : pick(minutes, hour >= 20 && minutes < 24 * 60);
  }
};
