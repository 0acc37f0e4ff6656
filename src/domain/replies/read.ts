import type { DateContext } from '../deadline.ts';
import type { Meaning, Reading } from '../reply.ts';
import { bareSharesIn, withoutShares } from './bare-shares.ts';
import type { BareShare } from './bare-shares.ts';
import { clausesOf } from './clauses.ts';
import { findingsIn } from './findings.ts';
import type { Findings } from './findings.ts';
import { wordsOf } from './lexer.ts';
import { judge } from './meanings.ts';
import { noteOf } from './note.ts';
import { isBareAssent } from './receipt.ts';
import { isMention, mentionsIn, optionOf } from './numbers.ts';
import { segmentsOf } from './segments.ts';
import type { Segment } from './segments.ts';
import { tidy } from './tokens.ts';

/**
 * What a message says of each task that it speaks of: one reading for each
 * stretch about one task (or about several of which the same is said).
 */
export function readReplies(text: string, ctx: DateContext): Reading[] {
  const tidied = tidy(text);
  const words = wordsOf(tidied);
  const option = optionOf(words);
  if (option !== undefined) return [{ tasks: [], bare: [], option, meanings: [], note: '', unsure: false }];
  const mentions = mentionsIn(words, tidied, ctx);
  const shares = bareSharesIn(words, mentions);
  return segmentsOf(words, withoutShares(mentions, shares)).map((segment) =>
    readSegment(
      segment,
      shares.filter(({ at }) => segment.words.some(({ start }) => start === words[at]?.start)),
      tidied,
      ctx,
    ),
  );
}

/**
 * What a message says, taken as one. Where it says different things of
 * different tasks the reading is unsure: use `readReplies`.
 */
export function readReply(text: string, ctx: DateContext): Reading {
  const [first, ...others] = readReplies(text, ctx);
  if (!first || others.length === 0)
    return first ?? { tasks: [], bare: [], meanings: [], note: '', unsure: false };
  const all = [first, ...others];
  const alike = all.every((one) => saidOf(one.meanings) === saidOf(first.meanings));
  return {
    tasks: distinct(all.flatMap(({ tasks }) => tasks)),
    bare: distinct(all.flatMap(({ bare }) => bare)),
    meanings: alike ? first.meanings : byKind(all.flatMap(({ meanings }) => meanings)),
    note: all
      .map(({ note }) => note)
      .filter((note) => note !== '')
      .join(', '),
    unsure: !alike || all.some(({ unsure }) => unsure),
  };
}

function readSegment(segment: Segment, shares: BareShare[], text: string, ctx: DateContext): Reading {
  const { words, mentions, mixed } = segment;
  const rest = words.filter((_, i) => !isMention(mentions, i));
  const clauses = clausesOf(rest);
  const assent: Findings = { findings: [{ meaning: { kind: 'received' }, slight: true }] };
  const bare = mentions.length === 0 && isBareAssent(clauses);
  const { findings, extension } = bare ? assent : findingsIn(clauses, text, ctx);
  const doubtful = segment.corrected || shares.some(({ ask }) => ask);
  const { meanings, unsure } = judge(doubtful ? [...findings, { doubt: 'ask' }] : findings, mixed);
  const asks = meanings.some(({ kind }) => kind === 'question');
  const whole = meanings.length === 0 || unsure || asks;
  return {
    tasks: distinct(mentions.filter(({ sure }) => sure).map(({ task }) => task)),
    bare: distinct(mentions.filter(({ sure }) => !sure).map(({ task }) => task)),
    meanings,
    note: noteOf(asks && !extension ? clausesOf(words) : clauses, extension, text, whole),
    unsure,
    ...(shares.length === 1 && shares[0] && { maybePercent: shares[0].percent }),
  };
}

const distinct = (numbers: number[]): number[] => [...new Set(numbers)];
const saidOf = (meanings: Meaning[]): string => JSON.stringify(meanings);
const byKind = (meanings: Meaning[]): Meaning[] => [
  ...new Map(meanings.map((meaning) => [saidOf([meaning]), meaning])).values(),
];
