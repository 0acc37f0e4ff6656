import type { DateContext } from '../deadline.ts';
import type { Clause } from './clauses.ts';
import { isPredicate } from './clauses.ts';
import { has } from './lexer.ts';
import type { Word } from './lexer.ts';
import { isPerfective } from './stance.ts';

/** `received`: said in so many words. `polite`: a bare "ok", "vâng", which counts only when nothing else is said. */
export type Receipt = 'received' | 'polite' | 'open';

export function receiptOf(clause: Clause): Receipt | undefined {
  const { words } = clause;
  const at = words.findIndex((word) => has(word, 'receive', 'understood'));
  if (at !== -1) {
    const receipt = receivedAt(clause, at);
    if (receipt) return receipt;
  }
  const okay = words.findIndex((word) => has(word, 'okay'));
  if (okay === -1) return undefined;
  const denied = words.some((word) => has(word, 'not', 'notYet')) && !words.slice(okay + 1).some(isPredicate);
  return denied ? 'open' : 'polite';
}

function receivedAt(clause: Clause, at: number): Receipt | undefined {
  const { words } = clause;
  const before = words.slice(0, at);
  const after = words.slice(at + 1);
  const start =
    before.findLastIndex((word) => isPredicate(word) && !has(word, 'okay', 'promise', 'report')) + 1;
  const over = before.slice(start);
  if (over.some((word) => has(word, 'not', 'notYet', 'cannot', 'perhaps', 'hearsay')) || clause.supposed)
    return 'open';
  if (over.some((word) => has(word, 'future', 'wish', 'request', 'later', 'wait', 'purpose', 'almost')))
    return 'open';
  if (words.some((word) => has(word, 'mistake', 'perhaps'))) return 'open';
  const said = isPerfective(clause, at) || has(words[at], 'receive');
  const bare = over.every((word) =>
    has(word, 'filler', 'own', 'pronoun', 'okay', 'agency', 'address', 'promise'),
  );
  if (
    has(words[at], 'understood') &&
    !isPerfective(clause, at) &&
    !(bare && isBareUnderstanding(words[at], after))
  ) {
    return undefined;
  }
  if (!said && !bare) return undefined;
  return isOfTheTask(after) ? 'received' : 'open';
}

/** "Rõ", "nghe rõ", "hiểu rồi" stand alone; "xem", "biết", "đọc" need "đã" or "rồi". */
const isBareUnderstanding = (word: Word | undefined, after: Word[]): boolean =>
  /^(?:nghe |hiểu |hieu |nắm |nam )?(?:rõ|ro|hiểu|hieu|understood)$/iu.test(word?.text ?? '') &&
  after.every((one) => has(one, 'filler', 'pronoun', 'own', 'already', 'message') || isPredicate(one));

/** What was received is the message or its task; "đã nhận kinh phí" is another matter. */
function isOfTheTask(after: Word[]): boolean {
  const object = after.find((word) => !has(word, 'able', 'already', 'filler'));
  if (!object || object.kind !== 'word') return true;
  if (has(object, 'message', 'report', 'taskNoun')) return true;
  return (
    isPredicate(object) ||
    has(object, 'pronoun', 'own', 'agency', 'future', 'notYet', 'through', 'wish', 'later', 'today')
  );
}
