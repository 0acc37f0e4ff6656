import type { Clause } from './clauses.ts';
import { isPredicate } from './clauses.ts';
import { fold } from '../vietnamese.ts';
import { any, has } from './lexer.ts';
import type { Word } from './lexer.ts';
import { COURTESY, DENIALS, PLANS } from './vocabulary.ts';

/**
 * True where a clause asks: by its mark, by a question word that no negation
 * and no condition makes indefinite ("không vướng gì", "khi nào xong em báo"),
 * or by a particle at its end ("xong chưa", "được không").
 */
export function asks(clause: Clause): boolean {
  const { words, marked } = clause;
  return marked || asksOpenly(words) || endsAsking(words) || hasQuestionWord(words) || offersChoice(words);
}

/** "Cho em hỏi", and not "để em hỏi lại". */
const asksOpenly = (words: Word[]): boolean =>
  words.some((word, i) => has(word, 'askVerb') && !any(words.slice(0, i), 'purpose', ...PLANS));

/** "Bản giấy hay bản mềm". */
const offersChoice = (words: Word[]): boolean =>
  words.some((word, i) => has(word, 'or') && i > 0 && has(words[i + 1], 'report', 'resource', 'message'));

/** True where the answer would be yes or no. */
export const asksYesOrNo = ({ words }: Clause): boolean => !any(words, 'wh', 'where');

/** "Làm gì đã xong", "nào đã xong", "xong gì đâu": no question at all. */
export const isRhetorical = ({ words, marked }: Clause): boolean =>
  !marked && words.some(({ text }) => /^(?:gì|gi|j|nào|nao)$/iu.test(text));

/** Words of courtesy after the particle do not hide it: "xong chưa vậy anh ơi". */
const isTail = (word: Word): boolean =>
  has(word, ...COURTESY) && !has(word, 'able', 'having', 'askEnd', ...DENIALS);

function endsAsking(words: Word[]): boolean {
  const end = words.findLastIndex((word) => !isTail(word));
  const last = words[end];
  if (has(last, 'askEnd')) return true;
  const before = words.slice(0, end);
  // "12 thì không" answers.
  if (has(last, 'not') && has(before.at(-1), 'then')) return false;
  if (has(last, 'not')) return before.some((word) => !isTail(word) && word.kind === 'word');
  // "Em chưa", "báo cáo thì chưa": an answer. "Xong chưa", "nhận được báo cáo của em chưa": a question.
  const verb = before.some(
    (word) => (isPredicate(word) && !has(word, 'report', 'okay')) || has(word, 'able', 'having'),
  );
  const asked = verb || has(before.at(-1), 'deliver', 'already', 'resource', 'message');
  return has(last, 'notYet') && asked && !has(before.at(-1), 'then');
}

function hasQuestionWord(words: Word[]): boolean {
  const at = words.findIndex((word, i) => has(word, 'wh') || asksWhere(words, i));
  if (at === -1) return false;
  const before = words.slice(0, at);
  const after = words.slice(at + 1);
  // "Không vướng gì", "hết vướng gì"; "có gì em báo sau"; "gì cũng được".
  if (any(before, 'over', 'if', ...DENIALS) || after.some(({ text }) => fold(text) === 'cung')) return false;
  // "Có gì vướng em báo", "vướng gì thì báo": if anything.
  if (any(after, 'then') || (has(words[at - 1], 'having') && any(after, 'own', 'address'))) return false;
  // "Khi nào xong em báo": a condition, when another verb or subject follows that is not asked about.
  return (
    !has(words[at], 'if') ||
    (after.filter(isPredicate).length <= 1 && !any(after, 'future', 'own', 'address'))
  );
}

/** "Gửi qua đâu", "mẫu báo cáo đâu" ask; "xong đâu" denies. */
const asksWhere = (words: Word[], at: number): boolean =>
  has(words[at], 'where') &&
  words.slice(at + 1).every(isTail) &&
  has(words[at - 1], 'through', 'report', 'resource', 'message', 'filler');
