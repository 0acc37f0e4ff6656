import { fold } from '../vietnamese.ts';
import type { Clause } from './clauses.ts';
import { isPredicate } from './clauses.ts';
import type { ExtensionFound } from './extend.ts';
import { any, has } from './lexer.ts';
import type { Word } from './lexer.ts';
import { COURTESY, DENIALS } from './vocabulary.ts';
import type { Tags } from './vocabulary.ts';

const RECORDED: Tags = [
  'finish',
  'deliver',
  'receive',
  'understood',
  'okay',
  'promise',
  'onTime',
  'progressive',
  'stuck',
];
const MATTER: Tags = ['report', 'message', 'taskNoun', 'amount', 'measure', 'digit', 'percentSign'];
const SHAPE: Tags = ['perfect', 'already', 'barely', 'future', 'able', 'and', 'but'];
/** Words that say no more than what was recorded from them. */
const SAID: Tags = [...COURTESY, ...RECORDED, ...MATTER, ...SHAPE];
/** Cut from the ends of what is kept. */
const EDGE: Tags = [...COURTESY, 'okay', 'and', 'but', 'so'];
const PLAIN_WORK = new Set(['lam', 'thuc hien']);

/**
 * The words worth keeping beside the record, in the person's own words: clauses
 * that say more than the record does; of a message that is not recorded (`whole`)
 * all of it, but for greetings.
 */
export function noteOf(
  clauses: Clause[],
  extension: ExtensionFound | undefined,
  text: string,
  whole: boolean,
): string {
  // Beside what hinders no more, what hinders is named whole.
  const freed = clauses.length > 1 && clauses.some(({ words }) => any(words, 'free') && any(words, 'stuck'));
  const kept = clauses
    .filter(
      (clause) => !extension?.meaning || (clause !== extension.clause && !extension.reasons.includes(clause)),
    )
    .filter((clause) => !isGreeting(clause) && (whole || saysMore(clause)))
    .map(({ words }) => (freed ? between(words, isEdge) : trimmed(words, whole)))
    .filter((words) => words.length > 0);
  return joined(kept, text);
}

/** "Kính gửi Công an tỉnh". */
const isGreeting = ({ words }: Clause): boolean =>
  fold(words[0]?.text ?? '').startsWith('kinh') && !words.some(isPredicate);

const saysMore = ({ words }: Clause): boolean =>
  words.some((word) => word.kind !== 'percent' && !has(word, ...SAID) && !PLAIN_WORK.has(fold(word.text)));

/** Fillers that belong to what stands before them: "từ tuần trước", "gửi lại", "trong tuần này". */
const BOUND = new Set(['truoc', 'nay', 'lai', 'nua', 'het', 'du', 'day du', 'ngay', 'ca']);

/** Around a question only courtesy goes: "là gì", "ai phụ trách" stay whole. */
const POLITE = new Set([
  'da',
  'a',
  'ah',
  'nhe',
  'nha',
  'thua',
  'oi',
  'anh',
  'chi',
  'em',
  'the',
  'vay',
  'cho',
]);
const isPolite = (word: Word): boolean =>
  has(word, 'okay', 'address') || (has(word, ...COURTESY) && POLITE.has(fold(word.text)));

const isEdge = (word: Word): boolean =>
  has(word, ...EDGE) && !has(word, 'able') && !BOUND.has(fold(word.text));

/** Without the words at both ends that may go. */
function between(words: Word[], mayGo: (word: Word) => boolean): Word[] {
  const start = words.findIndex((word) => !mayGo(word));
  return start === -1 ? [] : words.slice(start, words.findLastIndex((word) => !mayGo(word)) + 1);
}

function trimmed(words: Word[], whole: boolean): Word[] {
  if (whole && any(words, 'wh')) return between(words, isPolite);
  const shares = between(words, (word) => isEdge(word) || (!whole && word.kind === 'percent'));
  // "Khoảng 70%": without its share it would say nothing.
  const kept = shares.some((word) => !has(word, ...SAID, 'about', 'remain', 'lack', 'reaching', ...DENIALS))
    ? shares
    : between(words, isEdge);
  // "Vướng kinh phí": the record says that something hinders, the note says what.
  const [first, second] = kept;
  const names = !whole && has(first, 'stuck') && second !== undefined && !any(kept, 'not', 'notYet');
  return names ? kept.slice(1) : kept;
}

/** The kept stretches as they were written; what was left out between two leaves a comma. */
function joined(kept: Word[][], text: string): string {
  let note = '';
  let last = -1;
  for (const words of kept) {
    const start = words[0]?.start ?? 0;
    const end = words.at(-1)?.end ?? start;
    const between = last === -1 ? '' : text.slice(last, start);
    // A break with one conjunction in it: nothing was left out.
    note += last === -1 || /^[^\p{L}\d]*(?:\p{L}+\s)?$/u.test(between) ? between : ', ';
    note += text.slice(start, end);
    last = end;
  }
  return note.trim();
}
