import type { Clause } from './clauses.ts';
import { isPredicate } from './clauses.ts';
import { any, has } from './lexer.ts';
import type { Word } from './lexer.ts';
import { isPerfective } from './stance.ts';
import { COURTESY, DENIALS, PLANS } from './vocabulary.ts';
import type { Tags } from './vocabulary.ts';

/** `received`: said in so many words. `polite`: a bare "ok", "vâng", which counts only when nothing else is said. */
export type Receipt = 'received' | 'polite' | 'open';

const NOT_SO: Tags = [
  ...DENIALS,
  ...PLANS,
  'perhaps',
  'hearsay',
  'wish',
  'request',
  'wait',
  'purpose',
  'almost',
  'mistake',
  'refuse',
];

export function receiptOf(clause: Clause): Receipt | undefined {
  const { words } = clause;
  const at = words.findIndex((word) => has(word, 'receive', 'understood'));
  const receipt = at === -1 ? undefined : receivedAt(clause, at);
  if (receipt) return receipt;
  const okay = words.findIndex((word, i) => has(word, 'okay') && !has(word, 'filler') && opens(words, i));
  if (okay === -1) return undefined;
  const denied = any(words, 'not', 'notYet') && !words.slice(okay + 1).some(isPredicate);
  return denied || any(words, 'already') ? 'open' : 'polite';
}

/** "Ok", "vâng" open an answer. */
const opens = (words: Word[], at: number): boolean =>
  words.slice(0, at).every((word) => has(word, ...COURTESY, 'okay', 'report', 'agency'));

/** "Dạ", "dạ anh ạ" and nothing else in the whole message. */
export const isBareAssent = (clauses: Clause[]): boolean => {
  const words = clauses.flatMap((clause) => clause.words);
  const assents = words.every(
    (word) => has(word, 'okay', 'own', 'pronoun') || /^(?:ạ|a|ah|thưa|thua)$/iu.test(word.text),
  );
  return assents && any(words, 'okay') && !clauses.some(({ marked }) => marked);
};

function receivedAt(clause: Clause, at: number): Receipt | undefined {
  const { words } = clause;
  const after = words.slice(at + 1);
  const start = words.findLastIndex(
    (word, i) => i < at && isPredicate(word) && !has(word, 'okay', 'promise', 'report'),
  );
  const over = words.slice(start + 1, at);
  const bare = over.every((word) => has(word, ...COURTESY, 'okay', 'agency', 'promise'));
  const stated =
    isPerfective(clause, at) || has(words[at], 'receive') || (bare && isUnderstanding(words[at], after));
  if (!stated) return undefined;
  if (any(over, ...NOT_SO) || clause.supposed || any(words, 'mistake', 'perhaps')) return 'open';
  return isOfTheTask(after) ? 'received' : 'open';
}

/** "Rõ", "nghe rõ", "hiểu rồi" stand alone; "xem", "biết", "đọc" need "đã" or "rồi". */
const isUnderstanding = (word: Word | undefined, after: Word[]): boolean =>
  /^(?:(?:nghe|hiểu|hieu|nắm|nam) )?(?:rõ|ro|hiểu|hieu|understood)$/iu.test(word?.text ?? '') &&
  after.every(
    (one) => isPredicate(one) || has(one, ...COURTESY, ...PLANS, 'already', 'message', 'and', 'perfect'),
  );

const MATTER: Tags = [
  'message',
  'report',
  'taskNoun',
  'pronoun',
  'own',
  'agency',
  'through',
  'today',
  'now',
  'wish',
  'notYet',
];

/** What was received is the message or its task; "đã nhận kinh phí" is another matter. */
function isOfTheTask(after: Word[]): boolean {
  const object = after.find((word) => !has(word, 'able', 'already', 'filler', 'and'));
  return !object || object.kind !== 'word' || isPredicate(object) || has(object, ...MATTER, ...PLANS);
}
