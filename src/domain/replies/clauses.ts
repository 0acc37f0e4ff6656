import { any, has } from './lexer.ts';
import type { Word } from './lexer.ts';
import { PLANS, PREDICATES } from './vocabulary.ts';
import type { Tags } from './vocabulary.ts';

/** The word that joins a clause to the one before it. */
export type Joint = 'but' | 'and' | 'so' | 'cause';

/** A stretch of a message with, as a rule, one verb; the reach of a negation or a "sẽ". */
export interface Clause {
  words: Word[];
  joint?: Joint;
  /** Counts the sentences of the message: a condition reaches no further than its own. */
  sentence: number;
  /** Ends in a question mark. */
  marked: boolean;
  /** Under a "nếu" or "khi" of this or an earlier clause of the sentence. */
  supposed: boolean;
  /** "Đã ký và gửi": the "đã" of the clause before reaches its verb. */
  carried: boolean;
}

const MOODS: Tags = [...PLANS, 'perhaps', 'if', 'wish', 'almost', 'hearsay', 'today', 'now', 'cannot'];

/** Not "dạ", which is courtesy, nor "da", which is "đã" or "dạ". */
export const isPredicate = (word: Word): boolean =>
  word.kind === 'percent' ||
  (has(word, ...PREDICATES) && !has(word, 'perfect') && !(has(word, 'okay') && has(word, 'filler')));
const hasPredicate = ({ words }: Clause): boolean => words.some(isPredicate);
const isOnlyMood = (clause: Clause): boolean =>
  !hasPredicate(clause) && clause.words.some((word) => word.kind === 'date' || has(word, ...MOODS));

/** The clause as it was written. */
export const textOf = ({ words }: Clause, text: string): string =>
  text.slice(words[0]?.start ?? 0, words.at(-1)?.end ?? 0);

const SENTENCE_END = /^(?:[.;!…]|\?+|\n\s*)$/u;
/** Quotation marks and markup end nothing. */
const SILENT = /^["'“”‘’«»*_~`]$/u;

export function clausesOf(words: Word[]): Clause[] {
  const clauses: Clause[] = [];
  let current: Clause = { words: [], sentence: 0, marked: false, supposed: false, carried: false };
  const close = (sentence: number, joint?: Joint) => {
    if (current.words.length > 0) clauses.push(current);
    const kept = current.words.length > 0 ? joint : (joint ?? current.joint);
    current = { words: [], joint: kept, sentence, marked: false, supposed: false, carried: false };
  };
  for (const [i, word] of words.entries()) {
    const joint = jointOf(words, i);
    if (joint) close(current.sentence, joint);
    else if (word.kind !== 'break') current.words.push(word);
    else if (!SILENT.test(word.text)) {
      if (word.text.startsWith('?'))
        (current.words.length > 0 ? current : (clauses.at(-1) ?? current)).marked = true;
      close(current.sentence + (SENTENCE_END.test(word.text) ? 1 : 0));
    }
  }
  close(current.sentence);
  return carrying(supposing(merged(clauses)));
}

/** A conjunction, unless it ends the message ("xong rồi mà"). */
function jointOf(words: Word[], at: number): Joint | undefined {
  const word = words[at];
  if (!word || !words.slice(at + 1).some(({ kind }) => kind !== 'break')) return undefined;
  if (has(word, 'cause')) return 'cause';
  if (has(word, 'so') && at > 0) return 'so';
  if (has(word, 'but') && has(word, 'filler') && !standsBetweenVerbs(words, at)) return undefined;
  if (has(word, 'but')) return isMisspeltFinish(words, at) ? undefined : 'but';
  return has(word, 'and') ? 'and' : undefined;
}

/** "Mà" joins in "không phải xong mà mới 80%", not in "xong rồi mà" or "khó mà kịp". */
function standsBetweenVerbs(words: Word[], at: number): boolean {
  const start = words.findLastIndex(({ kind }, i) => i < at && kind === 'break') + 1;
  const end = words.findIndex(({ kind }, i) => i > at && kind === 'break');
  const rest = words.slice(at + 1, end === -1 ? undefined : end);
  const verb = words.slice(start, at).some(isPredicate) && !has(words[at - 1], ...MOODS);
  return verb && rest.some((word) => isPredicate(word) || has(word, 'wh'));
}

/** "song" is a conjunction, and how many write "xong". */
const isMisspeltFinish = (words: Word[], at: number): boolean =>
  has(words[at], 'finish') &&
  (at === 0 ||
    has(words[at + 1], 'already', 'filler') ||
    has(words[at - 1], 'perfect', 'work', 'notYet', 'barely'));

/** A clause without a verb belongs to its neighbour: "báo cáo và kế hoạch đã xong", "có lẽ, xong rồi". */
function merged(clauses: Clause[]): Clause[] {
  const result: Clause[] = [];
  for (const [i, clause] of clauses.entries()) {
    const before = result.at(-1);
    const nearby = before?.sentence === clause.sentence && (!clause.joint || clause.joint === 'and');
    const leads = before && !hasPredicate(before) && (clause.joint === 'and' || isOnlyMood(before));
    const trails = isOnlyMood(clause) && clauses[i + 1]?.sentence !== clause.sentence;
    if (before && nearby && (leads || trails)) {
      before.words.push(...clause.words);
      before.marked ||= clause.marked;
    } else result.push({ ...clause, words: [...clause.words] });
  }
  return result;
}

function supposing(clauses: Clause[]): Clause[] {
  const conditional = new Set<number>();
  return clauses.map((clause) => {
    if (clause.words.some((word) => has(word, 'if'))) conditional.add(clause.sentence);
    return { ...clause, supposed: conditional.has(clause.sentence) };
  });
}

function carrying(clauses: Clause[]): Clause[] {
  let perfect = false;
  return clauses.map((clause, i) => {
    const [first] = clause.words;
    const goesOn = clauses[i - 1]?.sentence === clause.sentence && first !== undefined && isPredicate(first);
    const carried = perfect && goesOn && (!clause.joint || clause.joint === 'and');
    perfect = any(clause.words, 'perfect') || carried;
    return { ...clause, carried };
  });
}
