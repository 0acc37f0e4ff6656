import { isMarked, isWord, Lexicon } from './words.ts';
import type { Hit, Token } from './words.ts';

/**
 * Numbers in digits and in words, as far as dates need them (1 to 99).
 */
const ONES = new Lexicon<number>([
  [1, 'một'],
  [2, 'hai'],
  [3, 'ba'],
  [4, 'bốn'],
  [5, 'năm'],
  [6, 'sáu'],
  [7, 'bảy|bẩy'],
  [8, 'tám'],
  [9, 'chín'],
]);

/** The last word of a compound: hai mươi mốt, mười lăm, hai mươi tư. */
const LAST_ONES = new Lexicon<number>([
  [1, 'một|mốt'],
  [2, 'hai'],
  [3, 'ba'],
  [4, 'bốn|tư'],
  [5, 'lăm|nhăm|năm'],
  [6, 'sáu'],
  [7, 'bảy|bẩy'],
  [8, 'tám'],
  [9, 'chín'],
]);

const compound = (tokens: readonly Token[], place: number, tens: number): Hit<number>[] => [
  ...LAST_ONES.at(tokens, place).map(({ value, next }) => ({ value: tens + value, next })),
  { value: tens, next: place },
];

/** A number written in words; every reading, "mười" of "mười lăm" too. */
export const wordNumber = (tokens: readonly Token[], place: number): Hit<number>[] => {
  if (isWord(tokens[place], 'mười')) return compound(tokens, place + 1, 10);
  if (isMarked(tokens[place], 'hăm')) return compound(tokens, place + 1, 20);
  return ONES.at(tokens, place).flatMap(({ value, next }) =>
    value > 1 && isWord(tokens[next], 'mươi') ? compound(tokens, next + 1, value * 10) : [{ value, next }],
  );
};

/** A number of at most `digits` digits. */
export const digitNumber = (tokens: readonly Token[], place: number, digits: number): Hit<number>[] => {
  const token = tokens[place];
  return token?.kind === 'number' && token.text.length <= digits
    ? [{ value: Number(token.text), next: place + 1 }]
    : [];
};

/** A number in digits or in words. */
export const anyNumber = (tokens: readonly Token[], place: number, digits: number): Hit<number>[] => [
  ...digitNumber(tokens, place, digits),
  ...wordNumber(tokens, place),
];

/** A month's, weekday's or quarter's name in words: as a number, and tư for four. */
export const nameNumber = (tokens: readonly Token[], place: number): Hit<number>[] =>
  isWord(tokens[place], 'tư') ? [{ value: 4, next: place + 1 }] : wordNumber(tokens, place);
