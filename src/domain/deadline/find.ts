import type { DateContext, DateFault, Deadline } from '../deadline.ts';
import { nfc } from '../vietnamese.ts';
import { dayOf, daysBetween } from '../time.ts';
import { lookAhead, lookBack } from './context.ts';
import type { After, Before } from './context.ts';
import { expressionsAt } from './expression.ts';
import type { Expression } from './expression.ts';
import { sourceOf } from './source.ts';
import type { Source } from './source.ts';

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

const ASKING = ['verb', 'add', 'ask'] as const;
const BINDING = ['before', 'through', 'end', 'within'] as const;

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
 * How much speaks for this expression being the deadline that is meant: 3, a
 * new date is asked for (gia hạn đến …); 2, a word binds it (trước, đến); 1, by
 * its form alone; 0, not at all.
 */
const weigh = (s: Source, place: number, e: Expression, asked: boolean): number => {
  const before = lookBack(s, place, e.roles.size > 0);
  const after = lookAhead(s, e.next);
  const asksItself = ASKING.some((role) => e.roles.has(role));
  const asks = asksItself || before.verb || asked;
  const binds = BINDING.some((role) => e.roles.has(role));
  if (before.mention || before.document || after.fails || (before.not && !asksItself)) return 0;
  if (after.still && !asksItself) return 0;
  if (e.form === 'ratio' && after.counted) return 0;
  if (!asks && isFar(s, e)) return 0;
  const whole = place === 0 && e.next === s.tokens.length;
  return weighForm(e, { asks, binds, asksItself, whole, before, after });
};

const weighForm = (e: Expression, signs: Signs): number => {
  const { asks, binds, asksItself, whole, after } = signs;
  const bound = asks ? 3 : 2;
  switch (e.form) {
    case 'full':
    case 'short':
    case 'ratio':
    case 'named':
      return asks || binds ? bound : weighAlone(e, signs);
    case 'number':
    case 'today':
      return binds || asksItself ? bound : whole ? 1 : 0;
    case 'bare':
      if (binds || e.roles.has('verb') || e.roles.has('add')) return bound;
      if (asks) return after.ends || after.delivers ? 2 : 0;
      return weighAlone(e, signs);
  }
};

/** A date that no word asks for. A date that does not exist is asked about, other faults are not. */
const weighAlone = (e: Expression, { whole, before, after }: Signs): number => {
  if (after.counted || before.was) return 0;
  if ('fault' in e.outcome && e.outcome.fault !== 'nonexistent' && !whole) return 0;
  const promised = after.delivers || before.delivers;
  switch (e.form) {
    case 'full':
    case 'short':
      return 1;
    case 'ratio':
      return before.starts || after.ends || promised ? 1 : 0;
    case 'named':
      return whole || promised ? 1 : 0;
    default:
      return whole || (promised && (before.starts || before.delivers)) ? 1 : 0;
  }
};

/** A number that goes on to the left is a part of something else: 1.15/12, 0274-15/12. */
const isInsideNumber = (s: Source, place: number): boolean => {
  const [before, here] = [s.tokens[place - 1], s.tokens[place]];
  if (here?.kind !== 'number' || !here.glued || !before) return false;
  return before.kind !== 'sign' || '/-.#,+'.includes(before.text);
};

const better = (a: Expression, b: Expression): Expression => {
  if (a.next !== b.next) return a.next > b.next ? a : b;
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
    const weight = weigh(s, place, expression, asked);
    found.push({ expression: weight > 0 ? doubted(s, place, expression) : expression, place, weight });
    place = Math.max(place, expression.next - 1);
  }
  return found;
};

/** In a reason ("vì đến 20/12 mới có số liệu") it may be another's date: asked back. */
const doubted = (s: Source, place: number, e: Expression): Expression => {
  if (ASKING.some((role) => e.roles.has(role))) return e;
  const inReason = lookBack(s, place, true).reason || lookAhead(s, e.next).onlyThen;
  // More words of time follow ("trước Tết 1 tuần"): what was read is not all that was said.
  return inReason || goesOn(s, e.next) ? { ...e, outcome: { fault: 'ambiguous' } } : e;
};

const goesOn = (s: Source, next: number): boolean => {
  const token = s.tokens[next];
  if (!token || token.kind === 'sign' || token.newLine) return false;
  return expressionsAt(s, next, false).some(({ form, roles }) => roles.size === 0 && form !== 'ratio');
};

/** "15/12 sang 20/12": the first is the old date. */
const withoutReplaced = (candidates: readonly Candidate[]): Candidate[] =>
  candidates.filter(({ expression }, n) => {
    const then = candidates[n + 1];
    return !(then && then.place === expression.next && then.expression.roles.has('through'));
  });

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
