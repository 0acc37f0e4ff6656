import type { Clause } from './clauses.ts';
import { isPredicate } from './clauses.ts';
import { has } from './lexer.ts';
import type { Word } from './lexer.ts';

/**
 * True where a clause asks: by its mark, by a question word that no negation
 * and no condition makes indefinite ("không vướng gì", "khi nào xong em báo"),
 * or by a particle at its end ("xong chưa", "được không").
 */
export function asks(clause: Clause): boolean {
  const { words } = clause;
  if (clause.marked) return true;
  if (words.some((word) => has(word, 'askVerb') && !has(word, 'not', 'notYet'))) return true;
  return endsAsking(words) || hasQuestionWord(clause);
}

/** Words of courtesy after the particle do not hide it: "xong chưa vậy anh ơi". */
const isTail = (word: Word): boolean =>
  has(word, 'filler', 'pronoun', 'own') && !has(word, 'not', 'notYet', 'able');

function endsAsking(words: Word[]): boolean {
  const end = words.findLastIndex((word) => !isTail(word));
  const last = words[end];
  if (!last) return false;
  if (has(last, 'askEnd')) return true;
  if (!has(last, 'not', 'notYet')) return false;
  // "Báo cáo thì chưa", "em chưa": an answer. "Xong chưa", "có file không": a question.
  const before = words.slice(0, end);
  if (before.some((word) => has(word, 'not', 'notYet')) && !has(last, 'not')) return false;
  if (has(last, 'not')) return before.some((word) => !isTail(word) && word.kind === 'word');
  const verb = words[end - 1];
  return (
    verb !== undefined && (isPredicate(verb) || has(verb, 'already', 'able', 'having', 'resource', 'message'))
  );
}

function hasQuestionWord(clause: Clause): boolean {
  const { words } = clause;
  const at = words.findIndex((word) => has(word, 'wh'));
  if (at === -1) return false;
  const before = words.slice(0, at);
  if (before.some((word) => has(word, 'not', 'notYet', 'cannot', 'over') && !has(word, 'askVerb')))
    return false;
  // "Khi nào xong em báo": a condition, when another verb follows that is not asked about.
  if (has(words[at], 'if') && words.slice(at + 1).filter(isPredicate).length > 1) return false;
  if (has(words[at], 'if') && words.slice(at + 1).some((word) => has(word, 'future', 'own'))) return false;
  // "Có gì em báo sau", "gì cũng", "nào cũng": anything.
  if (
    before.some((word) => has(word, 'if')) ||
    words.slice(at + 1).some((word) => /^c[uũ]ng$/iu.test(word.text))
  ) {
    return false;
  }
  return true;
}
