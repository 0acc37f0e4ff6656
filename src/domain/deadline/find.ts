import type { DateContext, DateFault, Deadline } from '../deadline.ts';
import { nfc } from '../vietnamese.ts';
import { dayOf, daysBetween } from '../time.ts';
import { lookAhead, lookBack } from './context.ts';
import type { After, Before } from './context.ts';
import { ASKING, BINDING, has } from './bindings.ts';
import { expressionsAt } from './expression.ts';
import type { Expression } from './expression.ts';
import { sourceOf } from './source.ts';
import type { Source } from './source.ts';
import { Lexicon } from './words.ts';

/**
 * A deadline expression inside free text. Most numbers in a message are no
 * dates, and most dates are no deadlines: what is not asked for by a word
 * (đến, trước, gia hạn …) counts only where it can hardly be anything else.
 */
export interface FoundDeadline {
  deadline?: Deadline;
  fault?: DateFault;
  /** Offsets into the NFC text: the wording, and nothing of the reason behind it. */
  start: number;
  end: number;
}

export interface FindOptions {
  /** The text answers "until when?", so that no word need ask for a date (the arguments of /giahan). */
  asked?: boolean;
}

/** A place in the text that reads as a deadline, and how much speaks for it. */
export interface Candidate {
  expression: Expression;
  /** Token where it begins, with its verb. */
  place: number;
  weight: number;
}

/** How long ahead a date without a year is still taken for a plan rather than for a mention of last year's. */
const FAR_DAYS = 180;

const isFar = (s: Source, e: Expression): boolean =>
  e.nextYear && 'dueAt' in e.outcome && daysBetween(s.today, dayOf(e.outcome.dueAt, s.ctx.zone)) > FAR_DAYS;

interface Signs {
  asks: boolean;
  binds: boolean;
  /** The expression itself holds a word that asks for a new date. */
  asksItself: boolean;
  whole: boolean;
  before: Before;
  after: After;
}

/**
 * How much speaks for this expression being the deadline that is meant: 4, a
 * word of it asks for a new date (gia hạn đến …); 3, a word binds it (trước,
 * đến); 2, a new date is asked for elsewhere in the sentence; 1, its form
 * alone; 0, nothing, or something against it.
 */
const weigh = (s: Source, place: number, e: Expression, asked: boolean): Candidate => {
  const before = lookBack(s, place, e.roles !== 0);
  const after = lookAhead(s, e.next);
  const asksItself = (e.roles & ASKING) !== 0;
  const signs: Signs = {
    asks: asksItself || before.verb || asked,
    binds: (e.roles & BINDING) !== 0,
    asksItself,
    whole: place === 0 && e.next === s.tokens.length,
    before,
    after,
  };
  if (isOutOfQuestion(s, e, signs)) return { expression: e, place, weight: 0 };
  const weight = weighForm(e, signs);
  // In a reason it may be another's date: asked back, and only where no other is asked for.
  const inReason = !asksItself && before.reason;
  const doubtful = inReason || (!asksItself && after.onlyThen) || goesOn(s, e.next);
  return {
    expression: doubtful ? { ...e, outcome: { fault: 'ambiguous' } } : e,
    place,
    weight: inReason ? Math.min(weight, 1) : weight,
  };
};

const isOutOfQuestion = (s: Source, e: Expression, signs: Signs): boolean => {
  const { asks, binds, asksItself, before, after } = signs;
  if (before.mention || before.document || before.waived || after.fails) return true;
  if (!asksItself && (before.not || after.still)) return true;
  if (!asksItself && !binds && (before.reason || after.onlyThen)) return true;
  if (e.form === 'ratio' && after.counted) return true;
  return !asks && isFar(s, e);
};

const weighForm = (e: Expression, signs: Signs): number => {
  const { asks, binds, asksItself, whole, before, after } = signs;
  const bound = asksItself || (binds && asks) ? 4 : 3;
  switch (e.form) {
    case 'full':
    case 'short':
    case 'ratio':
    case 'named':
      if (asksItself || binds) return bound;
      return asks ? 2 : weighAlone(e, signs);
    case 'number':
    case 'today':
      return binds || asksItself ? bound : whole ? 1 : 0;
    case 'bare':
      if (binds || has(e.roles, 'verb', 'add')) return bound;
      if (asksItself) return after.ends || after.delivers ? 2 : 0;
      // "gia hạn việc 12 tuần sau", but not "gia hạn báo cáo tháng 11".
      return asks && (before.number || before.starts) ? 2 : weighAlone(e, signs);
  }
};

/** A date that no word asks for. A date that does not exist is asked about, other faults are not. */
const weighAlone = (e: Expression, { whole, before, after }: Signs): number => {
  if (whole) return 1;
  if (after.counted || before.was) return 0;
  if ('fault' in e.outcome && e.outcome.fault !== 'nonexistent') return 0;
  const promised = after.delivers || before.delivers;
  switch (e.form) {
    case 'full':
    case 'short':
      return 1;
    case 'ratio':
      return before.delivers || (before.starts && !after.done) ? 1 : 0;
    case 'named':
      return promised || before.done ? 1 : 0;
    default:
      return promised && (before.starts || before.delivers) ? 1 : 0;
  }
};

/** A number that goes on to the left is a part of something else: 1.15/12, 0274-15/12. */
const isInsideNumber = (s: Source, place: number): boolean => {
  const [before, here] = [s.tokens[place - 1], s.tokens[place]];
  if (here?.kind !== 'number' || !here.glued || !before) return false;
  return before.kind !== 'sign' || '/-.#,+'.includes(before.text);
};

const bitsOf = (roles: number): number => roles.toString(2).replaceAll('0', '').length;

const better = (a: Expression, b: Expression): Expression => {
  if (a.next !== b.next) return a.next > b.next ? a : b;
  if ('fault' in a.outcome && 'fault' in b.outcome) return bitsOf(b.roles) > bitsOf(a.roles) ? b : a;
  return 'fault' in a.outcome && 'dueAt' in b.outcome ? b : a;
};

/** The longest reading at a place; readings of one length that differ make it ambiguous. */
const readAt = (s: Source, place: number): Expression | undefined => {
  const all = expressionsAt(s, place, false);
  if (all.length === 0) return undefined;
  const best = all.reduce(better);
  const dues = all.flatMap(({ next, outcome }) =>
    next === best.next && 'dueAt' in outcome ? [+outcome.dueAt] : [],
  );
  return new Set(dues).size > 1 ? { ...best, outcome: { fault: 'ambiguous' } } : best;
};

/** All places that read as a deadline, weighed; those with nothing behind them too. */
export const candidatesOf = (s: Source, asked: boolean): Candidate[] => {
  const found: Candidate[] = [];
  for (let place = 0; place < s.tokens.length; place++) {
    const expression = isInsideNumber(s, place) ? undefined : readAt(s, place);
    if (!expression) continue;
    found.push(weigh(s, place, expression, asked));
    place = Math.max(place, expression.next - 1);
  }
  return found;
};

const OR = new Lexicon<true>([[true, 'hoặc|hay|hay là|hoặc là|, hoặc|, hay']]);

/** More words of time follow ("trước Tết 1 tuần", "20/12 hoặc 25/12"): what was read is not all that was said. */
const goesOn = (s: Source, next: number): boolean => {
  const or = OR.longest(s.tokens, next);
  if (or && expressionsAt(s, or.next, false).length > 0) return true;
  const token = s.tokens[next];
  if (!token || token.kind === 'sign' || token.newLine) return false;
  return expressionsAt(s, next, false).some(({ form, roles }) => roles === 0 && form !== 'ratio');
};

const FEW_DAYS_MS = 3 * 24 * 60 * 60 * 1000;

/**
 * "15/12 sang 20/12": the first is the old date. "1 tháng, đến 15/1": the date
 * is meant where both come to nearly the same.
 */
const isReplaced = ({ expression: e }: Candidate, then: Candidate | undefined): boolean => {
  if (!then || then.place !== e.next || !has(then.expression.roles, 'through')) return false;
  const [a, b] = [e.outcome, then.expression.outcome];
  if (e.kind !== 'amount') return true;
  return 'dueAt' in a && 'dueAt' in b && Math.abs(a.dueAt.getTime() - b.dueAt.getTime()) <= FEW_DAYS_MS;
};

const withoutReplaced = (candidates: readonly Candidate[]): Candidate[] =>
  candidates.filter((candidate, n) => !isReplaced(candidate, candidates[n + 1]));

const isOther = (e: Expression, inForce: Date | undefined): boolean =>
  'fault' in e.outcome || !inForce || e.outcome.dueAt.getTime() !== inForce.getTime();

const choose = (candidates: readonly Candidate[], inForce: Date | undefined): Candidate | undefined => {
  const likely = withoutReplaced(candidates.filter(({ weight }) => weight > 0));
  const others = likely.filter(({ expression }) => isOther(expression, inForce));
  const pool = others.length > 0 ? others : likely;
  const heaviest = Math.max(...pool.map(({ weight }) => weight));
  const best = pool.filter(({ weight }) => weight === heaviest);
  const [first] = best;
  if (!first) return undefined;
  const meanings = new Set(
    best.map(({ expression: { outcome } }) => ('dueAt' in outcome ? +outcome.dueAt : outcome.fault)),
  );
  return meanings.size > 1
    ? { ...first, expression: { ...first.expression, outcome: { fault: 'ambiguous' } } }
    : first;
};

/** The text of an expression and where it stands. */
export const wording = (
  s: Source,
  text: string,
  e: Expression,
): { text: string; start: number; end: number } => {
  const start = s.tokens[e.from]?.start ?? 0;
  const end = s.tokens[e.next - 1]?.end ?? start;
  return { text: text.slice(start, end).replace(/\s+/gu, ' ').trim(), start, end };
};

/**
 * Finds the deadline that a message asks for or promises, or the fault of what
 * looks like one. Undefined where the text names none.
 */
export const findDeadline = (
  text: string,
  ctx: DateContext,
  options: FindOptions = {},
): FoundDeadline | undefined => {
  const composed = nfc(text);
  const s = sourceOf(composed, ctx);
  const found = choose(candidatesOf(s, options.asked ?? false), ctx.inForce);
  if (!found) return undefined;
  const { outcome } = found.expression;
  const { text: words, start, end } = wording(s, composed, found.expression);
  return 'dueAt' in outcome
    ? { deadline: { dueAt: outcome.dueAt, text: words }, start, end }
    : { fault: outcome.fault, start, end };
};
