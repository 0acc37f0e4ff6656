import { fold } from '../vietnamese.ts';
import { any, has } from './lexer.ts';
import type { Word } from './lexer.ts';
import type { Mention } from './numbers.ts';
import { COURTESY } from './vocabulary.ts';

/** A bare number, 1 to 100, that may be a percentage whose sign was left out. */
export interface BareShare {
  at: number;
  percent: number;
  /** No task is named by it: "12 60 đang rà soát", "đạt 80". */
  noTask: boolean;
  /** Said so that one must ask; else only where no such task is open ("60", "xong 80"). */
  ask: boolean;
}

/** The numbers of a message that may be percentages; none where something counted follows ("12 60 hồ sơ"). */
export function bareSharesIn(words: Word[], mentions: Mention[]): BareShare[] {
  return words.flatMap((word, at) => {
    const named = mentions.some((mention) => mention.at === at && mention.sure);
    const percent = word.value ?? 0;
    if (word.kind !== 'number' || !/^[1-9]\d*$/.test(word.text) || percent > 100) return [];
    if (named || !mayEnd(words[at + 1])) return [];
    const kind = kindOf(words, at, mentions);
    return kind ? [{ at, percent, ...kind }] : [];
  });
}

/** Nothing follows, or what is said of the work: "60 đang rà soát", "80 rồi". */
const mayEnd = (next: Word | undefined): boolean =>
  next === undefined ||
  next.kind === 'break' ||
  has(next, 'already', 'progressive', 'work', 'step', 'begin', 'go', 'wait', ...COURTESY);

function kindOf(
  words: Word[],
  at: number,
  mentions: Mention[],
): Omit<BareShare, 'at' | 'percent'> | undefined {
  const before = words[at - 1];
  // "12 60" alone may name two tasks.
  const next = words[at + 1];
  const alone = next === undefined || next.kind === 'break';
  if (mentions.some((mention) => mention.at === at - 1)) return { noTask: !alone, ask: true };
  const said = fold(before?.text ?? '');
  // "Đến 12", "lên 12" lead to a date or a place as well.
  const reaching = has(before, 'reaching') && !has(before, 'through') && said !== 'sang';
  if (reaching || has(before, 'measure', 'able', 'about', 'barely', 'progressive'))
    return { noTask: true, ask: true };
  if (mentions.every((mention) => mention.at !== at)) return undefined;
  if (has(before, 'finish')) return { noTask: false, ask: said.startsWith('hoan') };
  const first = words.findIndex((word) => word.kind !== 'break' && !has(word, ...COURTESY));
  const other = words.some(({ kind }) => kind === 'percent') || any(words, 'wh');
  return first === at && mentions.length === 1 && !other ? { noTask: false, ask: false } : undefined;
}

/** The mentions without those that are rather percentages; a list ends where one of its numbers goes. */
export const withoutShares = (mentions: Mention[], shares: BareShare[]): Mention[] => {
  const gone = (mention: Mention | undefined): boolean =>
    mention !== undefined && shares.some(({ at, noTask }) => noTask && at === mention.at);
  return mentions
    .map((mention, i) => (gone(mentions[i - 1]) ? { ...mention, listed: false } : mention))
    .filter((mention) => !gone(mention));
};
