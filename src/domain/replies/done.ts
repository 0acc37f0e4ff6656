import type { DateContext } from '../deadline.ts';
import { fold } from '../vietnamese.ts';
import type { Clause } from './clauses.ts';
import { isPredicate } from './clauses.ts';
import { any, has } from './lexer.ts';
import type { Word } from './lexer.ts';
import { isOfAnotherPerson, isOwnName } from './others.ts';
import { isPerfective, stanceOf } from './stance.ts';
import type { Stance } from './stance.ts';
import { COURTESY, DENIALS } from './vocabulary.ts';
import type { Tags } from './vocabulary.ts';

/**
 * What a clause says of the whole task: that it is done, that it is under way
 * (not yet done, nearly, or a part of it), that it is meant for later; `step`
 * where something was sent that need not be the report; `open` where it speaks
 * of completion and one must ask.
 */
export type Completion = 'done' | 'underway' | 'planned' | 'step' | 'open';

const TENSE: Tags = ['perfect', 'already', 'barely', 'formerly', 'today', 'now'];
const ANSWER: Tags = ['finish', 'deliver', 'work', 'receive', 'okay', 'onTime', 'promise', 'able', 'then'];
/** Words that may surround a completion without changing what it is about. */
const NEUTRAL: Tags = [...COURTESY, ...TENSE, ...ANSWER, 'agency', 'report', 'through', 'noun', 'and'];

/** What the clause says of completion; `inherited` is the stance of the verb before it in the same breath. */
export function completionOf(
  clause: Clause,
  inherited: Stance | undefined,
  ctx: DateContext,
): Completion | undefined {
  const at = completionAt(clause);
  const word = clause.words[at];
  if (!word) return undefined;
  if (isUnderWayTo(clause, at)) return any(clause.words.slice(0, at), 'perfect') ? 'open' : 'underway';
  const own = stanceOf(clause, at, ctx);
  const stance = own === 'asserted' && !isPerfective(clause, at) && inherited ? inherited : own;
  if (stance === 'open' || stance === 'planned') return stance;
  if (stance === 'nearly') return 'underway';
  // "Không xong", "không hoàn thành": refused, failed or a slip for "chưa".
  if (stance === 'denied' && any(clause.words.slice(0, at), 'unit')) return 'open';
  if (stance === 'denied')
    return isRefusal(clause.words[at - 1]) && has(word, 'finish') ? 'open' : 'underway';
  return assertedCompletion(clause, at, ctx);
}

/** "Đang hoàn thành", "đang cố gắng hoàn thành": under way, unless doubted or meant for later. */
function isUnderWayTo({ words, supposed }: Clause, at: number): boolean {
  const before = words.slice(0, at);
  return any(before, 'progressive') && !supposed && !any(before, 'perhaps', 'hearsay', 'mistake', ...DENIALS);
}

/** "Không", but not "không phải". */
const isRefusal = (word: Word | undefined): boolean => has(word, 'not') && !word?.text.includes(' ');

/** Where the verb of completion stands: the last "xong", else a sending that is said as done or denied. */
export function completionAt({ words, ...rest }: Clause): number {
  const finish = words.findLastIndex((word) => has(word, 'finish'));
  if (finish !== -1) return finish;
  return words.findLastIndex((word, i) => {
    if (!has(word, 'deliver')) return false;
    const settled =
      isPerfective({ words, ...rest }, i) || any(words.slice(0, i), 'not', 'notYet', 'future', 'later');
    const followed = words
      .slice(i + 1)
      .some((one) => isPredicate(one) && !has(one, 'deliver', 'able', 'onTime'));
    return settled && !followed;
  });
}

function assertedCompletion(clause: Clause, at: number, ctx: DateContext): Completion {
  const { words } = clause;
  const before = words.slice(0, at);
  const after = words.slice(at + 1);
  if (any(words, 'partial') || words.some(({ kind }) => kind === 'fraction')) return 'underway';
  if (any(before, 'unit', 'away') || any(words, 'remain')) return 'open';
  if (any(before, 'step') && !isPerfective(clause, at)) return 'underway';
  if (any(words, 'except') || isOfAnotherPerson(words)) return 'open';
  if (has(words[at], 'deliver')) return sent(clause, at);
  if (isStepFinished(before) || goesOn(before, after)) return 'open';
  if (words.some((_, i) => isQuantity(words, i))) return 'open';
  return isAboutTheTask(clause, at, ctx) ? 'done' : 'open';
}

/** "Rà soát xong", "đã tổng hợp xong": that work is finished, and the task perhaps not; "làm xong" is the task. */
function isStepFinished(before: Word[]): boolean {
  const sending = before.findLastIndex((word) => has(word, 'deliver'));
  return before.slice(sending + 1).some(isStep);
}

const isStep = (word: Word | undefined): boolean => has(word, 'work', 'step') && !has(word, 'wholeWork');

/** "Xong rồi em gửi", "xong em báo cáo ngay", "xong được": first this, then that; "đã hoàn thành rà soát" is what was finished. */
function goesOn(before: Word[], after: Word[]): boolean {
  const next = after.findIndex((word) => has(word, 'work', 'deliver', 'step', 'wait', 'receive', 'address'));
  if (next !== -1) {
    if (isStep(after[next]) && !has(after[next], 'deliver', 'report')) return true;
    const object = any(before, 'perfect') || has(after[next], 'report');
    return !object || any(after.slice(0, next + 1), 'already', 'own', 'pronoun', 'address', 'step', 'wait');
  }
  return has(after[0], 'able') && !any(after, 'already');
}

/** A report that was sent is the task done; a letter, a draft or something sent to others is a step of it. */
function sent(clause: Clause, at: number): Completion {
  const { words } = clause;
  const rest = words.slice(at + 1).filter((word) => !has(word, 'address'));
  // "Báo cáo bằng công văn số 45": the letter is how it was sent, not what.
  const means = rest.findIndex((word) => MEANS.has(fold(word.text)));
  const after = means === -1 ? rest : rest.slice(0, means);
  const object = after[0];
  // "Đã có công văn gửi Công an tỉnh": the letter is what was sent.
  const existing = words.slice(0, at).filter((_, i) => has(words[i - 1], 'having'));
  if (any(existing, 'other') && !any(existing, 'report') && !has(words[at], 'report')) return 'step';
  if (after.some((_, i) => isOtherOffice(after, i))) return 'step';
  const isReport = has(words[at], 'report') || has(object, 'report');
  const elsewhere = after.some(
    (word) => has(word, 'other', 'unit', 'step') && !(isReport && has(word, 'report')),
  );
  if (!elsewhere && (has(object, 'report') || !after.some(isUnknown))) return 'done';
  return isPerfective(clause, at) ? 'step' : 'open';
}

/** The office that coordinates gets the reports; what goes to another is a step. */
const isOtherOffice = (after: Word[], at: number): boolean =>
  has(after[at], 'agency') &&
  (OTHER_OFFICE.test(fold(after[at]?.text ?? '')) ||
    (OFFICE_HEAD.test(fold(after[at]?.text ?? '')) && has(after[at + 1], 'noun')));

const OTHER_OFFICE = /^so [a-z]+ /;
const OFFICE_HEAD = /^(?:so|ban|hoi|doan|lien doan|vien|dai|chi nhanh|chi cuc)$/;

const MEANS = new Set(['bang', 'qua', 'theo']);

/** "Xong 15 hồ sơ", "xong 3 lớp", "xong 1": some of it, or all. "Báo cáo 6 tháng", "công văn 45" are names. */
function isQuantity(words: Word[], at: number): boolean {
  const before = words[at - 1];
  if (words[at]?.kind !== 'number' || has(before, 'report')) return false;
  const names = has(before, 'documentNoun', 'message', 'agency', 'noun') || before?.kind === 'figure';
  return has(words[at + 1], 'counted') || !(names || /^(?:số|so|năm|nam)$/iu.test(before?.text ?? ''));
}

const isUnknown = (word: Word): boolean => word.kind === 'word' && !has(word, ...NEUTRAL);

/**
 * "Họp xong rồi" is about a meeting: the word right before "xong" must be known.
 * Names after "sở", "báo cáo" and the like, and names in capitals, belong to them.
 */
function isAboutTheTask(clause: Clause, at: number, ctx: DateContext): boolean {
  const { words } = clause;
  const strange = words.filter((word, i) => isUnknown(word) && !isNamed(words, i) && !isOwnName(word, ctx));
  if (has(words[at - 1], 'resource') && !has(words[at - 1], 'report')) return false;
  if (strange.length === 0) return true;
  const previous = words[at - 1];
  const other = previous !== undefined && strange.includes(previous);
  return isPerfective(clause, at) && !other && !strange.some(({ garbled }) => garbled);
}

function isNamed(words: Word[], at: number): boolean {
  const head = words.slice(0, at).findLast((one) => !isUnknown(one));
  return words[at]?.named === true || has(head, 'agency', 'report', 'work', 'noun');
}
