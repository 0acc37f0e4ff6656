import { clausesOf } from './clauses.ts';
import { isPredicate } from './clauses.ts';
import { has } from './lexer.ts';
import type { Word } from './lexer.ts';
import type { Mention } from './numbers.ts';

/** The words about one task, or about several of which the same is said. */
export interface Segment {
  words: Word[];
  mentions: Mention[];
}

/**
 * A message that speaks of several tasks in turn, cut before each number
 * ("12 xong, 15 60%") or after it ("xong 12, đang làm 15"). One segment where
 * the numbers stand together, or where neither cut gives each number a verb.
 */
export function segmentsOf(words: Word[], mentions: Mention[]): Segment[] {
  const groups = grouped(words, mentions);
  const whole = [{ words, mentions }];
  if (groups.length < 2) return whole;
  const before = cut(words, groups, (group) => group[0]?.from ?? 0);
  if (before.every(({ words: part, mentions: own }) => saysSomething(part, own))) return before;
  const after = cut(words, groups, (_, i) => startAfter(words, groups[i - 1]));
  return after.every(({ words: part, mentions: own }) => saysSomething(part, own)) ? after : whole;
}

const startAfter = (words: Word[], previous: Mention[] | undefined): number => {
  const end = (previous?.at(-1)?.at ?? -1) + 1;
  const next = words.findIndex(
    (word, i) => i >= end && (word.kind === 'break' || has(word, 'and', 'but', 'remain')),
  );
  return next === -1 ? end : next;
};

function grouped(words: Word[], mentions: Mention[]): Mention[][] {
  const groups: Mention[][] = [];
  for (const mention of mentions) {
    const last = groups.at(-1);
    const between = words.slice((last?.at(-1)?.at ?? 0) + 1, mention.from);
    const together =
      last &&
      between.every((word) =>
        word.kind === 'break'
          ? !/^[.;\n]/.test(word.text)
          : has(word, 'and') || /^(?:với|voi|cùng|cung)$/iu.test(word.text),
      );
    if (last && together) last.push(mention);
    else groups.push([mention]);
  }
  return groups;
}

function cut(
  words: Word[],
  groups: Mention[][],
  startOf: (group: Mention[], i: number) => number,
): Segment[] {
  const starts = groups.map((group, i) => (i === 0 ? 0 : startOf(group, i)));
  return groups.map((mentions, i) => {
    const from = starts[i] ?? 0;
    const part = words.slice(from, starts[i + 1] ?? words.length);
    return {
      words: part,
      mentions: mentions.map((mention) => ({ ...mention, at: mention.at - from, from: mention.from - from })),
    };
  });
}

const saysSomething = (words: Word[], mentions: Mention[]): boolean => {
  const rest = words.filter((_, i) => !mentions.some(({ at, from }) => i >= from && i <= at));
  return clausesOf(rest).some((clause) =>
    clause.words.some((word) => isPredicate(word) || has(word, 'notYet', 'not', 'later', 'wh')),
  );
};
