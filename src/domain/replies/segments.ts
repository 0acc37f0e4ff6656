import { isPredicate } from './clauses.ts';
import { any, has } from './lexer.ts';
import type { Word } from './lexer.ts';
import { fold } from '../vietnamese.ts';
import { isMention } from './numbers.ts';
import type { Mention } from './numbers.ts';
import { COURTESY, DENIALS, PLANS } from './vocabulary.ts';

/** The words about one task, or about several of which the same is said. */
export interface Segment {
  words: Word[];
  mentions: Mention[];
  /** Names several tasks in places that cannot be told apart: nothing of it may be recorded. */
  mixed: boolean;
  /** One number stands against another, and which holds must be asked: "13 chứ không phải 12 xong", "16 xong, nhầm 15". */
  corrected?: boolean;
}

/**
 * A message that speaks of several tasks in turn, cut before each number
 * ("12 xong, 15 60%") or after it ("xong 12, đang làm 15"), as it begins. One
 * segment where the numbers stand together.
 */
export function segmentsOf(words: Word[], mentions: Mention[]): Segment[] {
  if (mentions.some(({ from }) => isCorrected(words, from)))
    return [{ words, mentions, mixed: true, corrected: true }];
  const groups = groupsOf(words, mentions);
  if (groups.length < 2) return [{ words, mentions, mixed: false }];
  const atNumbers = groups.map((group, i) => (i === 0 ? 0 : (group[0]?.from ?? 0)));
  const afterNumbers = groups.map((_, i) => (i === 0 ? 0 : endOfGroup(words, groups[i - 1])));
  const first = words.findIndex(
    (word, i) => isMention(mentions, i) || !(word.kind === 'break' || has(word, ...COURTESY)),
  );
  const cuts = isMention(mentions, first) ? [atNumbers, afterNumbers] : [afterNumbers, atNumbers];
  const fitting = cuts
    .map((starts) => cut(words, groups, starts))
    .find((segments) => segments.every(saysSomething));
  return fitting ?? [{ words, mentions, mixed: true }];
}

/** "Không phải 12", "à nhầm, 15": the word before the number denies or corrects it. */
function isCorrected(words: Word[], from: number): boolean {
  const before = words
    .slice(0, from)
    .findLast((word) => word.kind !== 'break' && !has(word, 'filler', 'askEnd'));
  return has(before, 'mistake') || (has(before, 'not') && fold(before?.text ?? '').includes('phai'));
}

/** The break or conjunction behind the last number of a group. */
function endOfGroup(words: Word[], group: Mention[] | undefined): number {
  const end = (group?.at(-1)?.at ?? -1) + 1;
  const next = words.findIndex(
    (word, i) => i >= end && (word.kind === 'break' || has(word, 'and', 'but', 'remain')),
  );
  return next === -1 ? end : next;
}

/** Numbers of one list together, unless the list is two halves: "xong 12, 15 60%". */
function groupsOf(words: Word[], mentions: Mention[]): Mention[][] {
  const groups: Mention[][] = [];
  for (const mention of mentions) {
    const last = groups.at(-1);
    const between = words.slice((last?.at(-1)?.at ?? 0) + 1, mention.from);
    if (last && (mention.listed || between.every((word) => isSeparator(word)))) last.push(mention);
    else groups.push([mention]);
  }
  return groups.flatMap((group) =>
    isTwoHalves(words, group) ? [group.slice(0, -1), group.slice(-1)] : [group],
  );
}

const isSeparator = (word: Word): boolean =>
  word.kind === 'break'
    ? !/^[.;\n]/.test(word.text)
    : has(word, 'and') || /^(?:với|voi|cùng|cung)$/iu.test(word.text);

function isTwoHalves(words: Word[], group: Mention[]): boolean {
  const [first, ...others] = group;
  const last = others.at(-1);
  if (!first || !last) return false;
  const start = words.findLastIndex(({ kind }, i) => i < first.from && kind === 'break') + 1;
  const next = words[last.at + 1];
  const said = words.slice(start, first.from).some((word) => isPredicate(word) && !has(word, ...COURTESY));
  return said && next !== undefined && isPredicate(next);
}

function cut(words: Word[], groups: Mention[][], starts: number[]): Segment[] {
  return groups.map((mentions, i) => {
    const from = starts[i] ?? 0;
    const part = words.slice(from, starts[i + 1] ?? words.length);
    const joint = part.findLastIndex((word) => word.kind !== 'break' && !has(word, 'and', 'but', 'remain'));
    const own = mentions.map((mention) => ({ ...mention, at: mention.at - from, from: mention.from - from }));
    return { words: part.slice(0, joint + 1), mentions: own, mixed: false };
  });
}

const saysSomething = ({ words, mentions }: Segment): boolean => {
  const rest = words.filter((_, i) => !isMention(mentions, i));
  return rest.some(isPredicate) || any(rest, ...DENIALS, ...PLANS, 'wh', 'already');
};
