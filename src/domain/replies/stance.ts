import type { DateContext } from '../deadline.ts';
import { dayFrom, dayOf, yearOf } from '../time.ts';
import type { Day } from '../time.ts';
import type { Clause } from './clauses.ts';
import { isPredicate } from './clauses.ts';
import { has } from './lexer.ts';
import type { Word } from './lexer.ts';
import type { Tag } from './vocabulary.ts';

/**
 * How the speaker stands to a verb: says that it is so, denies it, means it for
 * later, says that it is nearly so, or leaves it open, which is never recorded.
 */
export type Stance = 'asserted' | 'denied' | 'planned' | 'nearly' | 'open';

const FOR_LATER: readonly Tag[] = ['future', 'wish', 'purpose', 'wait', 'later', 'dateNoun', 'soon'];

/** What stands over the word at `at` by the words before and after it in its clause. */
export function stanceOf(clause: Clause, at: number, ctx: DateContext): Stance {
  const { words } = clause;
  const before = words.slice(0, at);
  const after = words.slice(at + 1);
  const done = isPerfective(clause, at);
  const later: Stance = done ? 'open' : 'planned';
  if (words.some((word) => has(word, 'perhaps', 'mistake')) || before.some((word) => has(word, 'hearsay'))) {
    return 'open';
  }
  const denial = denialBefore(words, at);
  if (denial) return denial;
  if (clause.supposed || before.some((word) => has(word, ...FOR_LATER)) || asksBefore(words, at))
    return later;
  if (after.some((word) => has(word, 'later', 'soon', 'future'))) return later;
  if (after.some((word) => has(word, 'not', 'notYet', 'where', 'cannot'))) return 'open';
  if (before.some((word) => has(word, 'almost'))) return 'nearly';
  return done ? pastUnless(daysIn(clause, ctx).ahead, 'open') : undated(clause, ctx);
}

const pastUnless = (ahead: boolean, otherwise: Stance): Stance => (ahead ? otherwise : 'asserted');

/** A verb with no sign of its tense: a date or hour beside it makes it a plan, or leaves it open. */
function undated(clause: Clause, ctx: DateContext): Stance {
  const { ahead, any } = daysIn(clause, ctx);
  if (ahead) return 'planned';
  return any || clause.words.some((word) => word.kind === 'time' || has(word, 'today')) ? 'open' : 'asserted';
}

/** "Xin", "cho", "cần" before the first verb: asked for, not done. After it "cho" only names who gets it. */
const asksBefore = (words: Word[], at: number): boolean => {
  const head = words.findIndex(isPredicate);
  return words.slice(0, Math.min(head, at)).some((word) => has(word, 'request'));
};

/**
 * A negation reaches the verb unless it was used up by another between them
 * ("không vướng gì đã xong"). "kh" may be "không" or "kế hoạch": open.
 */
function denialBefore(words: Word[], at: number): Stance | undefined {
  const last = words.slice(0, at).findLastIndex((word) => has(word, 'not', 'notYet', 'cannot'));
  const denial = words[last];
  if (!denial) return undefined;
  const between = words.slice(last + 1, at);
  if (between.some((word) => has(word, 'stuck', 'lack', 'receive'))) {
    return between.some((word) => has(word, 'perfect')) ? undefined : 'open';
  }
  return has(denial, 'report', 'finish') ? 'open' : 'denied';
}

/** Said as done: "đã", "vừa" before it in reach, or "rồi" after it. */
export function isPerfective(clause: Clause, at: number): boolean {
  const { words } = clause;
  const start = words
    .slice(0, at)
    .findLastIndex((word) => isPredicate(word) && !has(word, 'work', 'report', 'okay'));
  const reach = words.slice(start + 1, at);
  const end = words.findIndex((word, i) => i > at && isPredicate(word) && !has(word, 'report', 'able'));
  const rest = words.slice(at + 1, end === -1 ? undefined : end);
  return (
    reach.some((word) => has(word, 'perfect')) ||
    rest.some((word) => has(word, 'already')) ||
    has(words[at - 1], 'barely')
  );
}

/** The dates of a clause, a day and month being of this year; a bare "ngày 20" counts as one that nobody can place. */
function daysIn(clause: Clause, ctx: DateContext): { any: boolean; ahead: boolean } {
  const today = dayOf(ctx.now, ctx.zone);
  const days = clause.words
    .filter(({ kind }) => kind === 'date')
    .map(({ text }) => dayIn(text, yearOf(today)));
  const loose = clause.words.some(
    (word, i) => /^ng[aà]y$/iu.test(word.text) && clause.words[i + 1]?.kind === 'number',
  );
  return { any: loose || days.length > 0, ahead: days.some((day) => day === undefined || day > today) };
}

function dayIn(text: string, thisYear: number): Day | undefined {
  const [date = 0, month = 0, year = thisYear] = text.split(/[/.-]/).map(Number);
  return dayFrom(year < 100 ? 2000 + year : year, month, date);
}
