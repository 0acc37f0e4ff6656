import type { Clause } from './clauses.ts';
import { isPredicate } from './clauses.ts';
import { any, has } from './lexer.ts';
import { COURTESY, DENIALS, PLANS } from './vocabulary.ts';

/**
 * True where a clause speaks against a completion that stands beside it,
 * whatever it says alone: it excepts a part ("trừ phụ lục", "một phần thôi"),
 * denies something after a "nhưng" ("nhưng chưa đủ phụ lục"), tells of trouble
 * ("bị trả lại"), or leaves the sending for later ("mai gửi", "chờ đóng dấu").
 */
export function speaksAgainst({ words, joint }: Clause): boolean {
  if (any(words, 'except', 'trouble')) return true;
  if (words.some((word) => has(word, 'notYet')) && !words.some((word) => has(word, 'stuck'))) return true;
  if (joint === 'but' && any(words, ...DENIALS, 'need', 'wish', 'lack', 'partial', 'almost')) return true;
  return isPartOnly(words) || isForLater(words);
}

/** "Một phần", "mới một ít thôi" behind a full stop. */
const isPartOnly = (words: Clause['words']): boolean =>
  any(words, 'partial') &&
  words.every(
    (word) => has(word, 'partial', 'barely', 'digit', 'able', ...COURTESY) || word.kind === 'number',
  );

/** "Mai gửi", "chiều nộp", "chờ đóng dấu": something is still to come. */
function isForLater(words: Clause['words']): boolean {
  if (words.some((word) => has(word, 'wait') && !has(word, 'filler'))) return true;
  const verb = words.findIndex((word) => isPredicate(word) && has(word, 'deliver', 'finish', 'step', 'work'));
  const before = words.slice(0, Math.max(0, verb));
  const later = any(before, ...PLANS, 'today') || before.some(({ kind }) => kind === 'time');
  return verb !== -1 && later && !any(before, 'perfect') && !any(words, 'already');
}
