import type { DateContext } from '../deadline.ts';
import type { Clause } from './clauses.ts';
import { isPredicate } from './clauses.ts';
import { has } from './lexer.ts';
import type { Word } from './lexer.ts';
import { isPerfective, stanceOf } from './stance.ts';
import type { Stance } from './stance.ts';
import type { Tag } from './vocabulary.ts';

/**
 * What a clause says of the whole task: that it is done, that it is under way
 * (not yet done, nearly, or a part of it), that it is meant for later; `open`
 * where it speaks of completion and one must ask.
 */
export type Completion = 'done' | 'underway' | 'planned' | 'open';

/** Words that may surround a completion without changing what it is about. */
const NEUTRAL: readonly Tag[] = [
  ...([
    'filler',
    'address',
    'own',
    'pronoun',
    'agency',
    'report',
    'perfect',
    'already',
    'barely',
    'okay',
  ] as const),
  ...([
    'finish',
    'deliver',
    'work',
    'formerly',
    'onTime',
    'promise',
    'able',
    'through',
    'receive',
    'noun',
  ] as const),
];

/** What the clause says of completion; `inherited` is the stance of the verb before it in the same breath. */
export function completionOf(
  clause: Clause,
  inherited: Stance | undefined,
  ctx: DateContext,
): Completion | undefined {
  const at = completionAt(clause);
  const word = clause.words[at];
  if (!word) return undefined;
  const own = stanceOf(clause, at, ctx);
  const stance = own === 'asserted' && !isPerfective(clause, at) && inherited ? inherited : own;
  if (stance === 'open' || stance === 'planned') return stance;
  if (stance === 'nearly') return 'underway';
  if (stance === 'denied')
    return has(clause.words[at - 1], 'not') && has(word, 'finish') ? 'open' : 'underway';
  if (clause.words.slice(0, at).some((before) => has(before, 'progressive'))) return 'underway';
  return assertedCompletion(clause, at);
}

/** Where the verb of completion stands: the last "xong", else a sending that is said as done or denied. */
export function completionAt(clause: Clause): number {
  const { words } = clause;
  const finish = words.findLastIndex((word) => has(word, 'finish'));
  if (finish !== -1) return finish;
  return words.findLastIndex(
    (word, i) =>
      has(word, 'deliver') &&
      (isPerfective(clause, i) ||
        words.slice(0, i).some((one) => has(one, 'not', 'notYet', 'future', 'later'))) &&
      !words.slice(i + 1).some((one) => isPredicate(one) && !has(one, 'deliver', 'able', 'onTime')),
  );
}

function assertedCompletion(clause: Clause, at: number): Completion {
  const { words } = clause;
  const before = words.slice(0, at);
  const after = words.slice(at + 1);
  if (words.some((word) => has(word, 'partial')) || words.some(isFraction)) return 'underway';
  if (before.some((word) => has(word, 'unit', 'away')) || words.some((word) => has(word, 'remain')))
    return 'open';
  if (before.some((word) => has(word, 'step')) && !isPerfective(clause, at)) return 'underway';
  if (has(words[at], 'deliver')) return sent(clause, at);
  // "Xong rồi em gửi": first this, then that.
  if (after.some((word) => has(word, 'work', 'deliver', 'step', 'wait') && !has(word, 'report')))
    return 'open';
  if (has(after[0], 'able') && !after.some((word) => has(word, 'already'))) return 'open';
  return isAboutTheTask(clause, at) ? 'done' : 'open';
}

const isFraction = ({ kind }: Word): boolean => kind === 'fraction';

/** A report that was sent is the task done; a letter, a draft or something sent to others is a step of it. */
function sent(clause: Clause, at: number): Completion {
  const after = clause.words.slice(at + 1).filter((word) => !has(word, 'address'));
  const object = after[0];
  const isReport = has(clause.words[at], 'report') || has(object, 'report');
  if (after.some((word) => has(word, 'other', 'unit', 'step') && !(isReport && has(word, 'report'))))
    return 'open';
  const unknown = after.filter((word) => isUnknown(word));
  return unknown.length === 0 || (isReport && has(object, 'report')) ? 'done' : 'open';
}

const isUnknown = (word: Word): boolean => word.kind === 'word' && !has(word, ...NEUTRAL);

/**
 * "Họp xong rồi" is about a meeting: the word right before "xong" must be known.
 * Names after "sở", "báo cáo" and the like, and names in capitals, belong to them.
 */
function isAboutTheTask(clause: Clause, at: number): boolean {
  const { words } = clause;
  const perfective = isPerfective(clause, at);
  const strange = words.filter((word, i) => isUnknown(word) && !isNamed(words, i));
  if (strange.length === 0) return true;
  if (strange.some(({ garbled }) => garbled) || !perfective) return false;
  const previous = words[at - 1];
  return !(previous && strange.includes(previous));
}

function isNamed(words: Word[], at: number): boolean {
  const word = words[at];
  if (word && /^\p{Lu}/u.test(word.text) && at > 0) return true;
  if (word && word.text.length > 1 && word.text === word.text.toUpperCase()) return true;
  const head = words.slice(0, at).findLastIndex((one) => !isUnknown(one));
  return has(words[head], 'agency', 'report', 'work', 'noun');
}
