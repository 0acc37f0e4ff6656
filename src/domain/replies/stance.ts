import type { DateContext } from '../deadline.ts';
import { fold } from '../vietnamese.ts';
import { dayFrom, dayOf, yearOf } from '../time.ts';
import type { Day } from '../time.ts';
import type { Clause } from './clauses.ts';
import { dateIn } from './dates.ts';
import { isPredicate } from './clauses.ts';
import { any, has } from './lexer.ts';
import type { Word } from './lexer.ts';
import { COURTESY, DENIALS, PLANS } from './vocabulary.ts';
import type { Tags } from './vocabulary.ts';

/**
 * How the speaker stands to a verb: says that it is so, denies it, means it for
 * later, says that it is nearly so, or leaves it open, which is never recorded.
 */
export type Stance = 'asserted' | 'denied' | 'planned' | 'nearly' | 'open';

const BEFORE_WHAT_IS_TO_COME: Tags = [...PLANS, 'soon', 'wish', 'purpose', 'wait', 'dateNoun'];
const AFTER_WHAT_IS_TO_COME: Tags = [...PLANS, 'soon', 'then'];

/** What stands over the word at `at` by the words before and after it in its clause. */
export function stanceOf(clause: Clause, at: number, ctx: DateContext): Stance {
  const { words } = clause;
  const before = words.slice(0, at);
  const after = words.slice(at + 1);
  const done = isPerfective(clause, at);
  const later: Stance = done ? 'open' : 'planned';
  if (any(words, 'perhaps', 'mistake') || any(before, 'hearsay')) {
    return !done && any(words, ...PLANS) ? 'planned' : 'open';
  }
  if (any(before, 'refuse')) return 'open';
  const denial = denialBefore(words, at);
  if (denial) return denial;
  if (clause.supposed || any(before, ...BEFORE_WHAT_IS_TO_COME) || asksBefore(words, at)) return later;
  if (any(after, ...AFTER_WHAT_IS_TO_COME)) return later;
  if (any(after, ...DENIALS, 'where')) return 'open';
  if (any(words, 'almost')) return 'nearly';
  if (daysOf(words, ctx).some((day) => day === undefined || day > dayOf(ctx.now, ctx.zone))) return later;
  return done || isUndated(clause, ctx) ? 'asserted' : 'open';
}

/** "Cần", "đề nghị", "xin": asked for, not done. Behind the first verb "cho" only names who gets it. */
function asksBefore(words: Word[], at: number): boolean {
  const head = words.findIndex((word) => isPredicate(word) && !has(word, 'report'));
  // "Làm cho xong".
  const aim = has(words[at - 1], 'request') && has(words[at - 1], 'through');
  return (
    aim ||
    words
      .slice(0, at)
      .some((word, i) => has(word, 'request') && (head === -1 || i < head || !has(word, 'through')))
  );
}

/**
 * A negation reaches the verb unless it was used up by another between them
 * ("không vướng gì đã xong"). "kh" may be "không" or "kế hoạch": open.
 */
function denialBefore(words: Word[], at: number): Stance | undefined {
  const last = words.slice(0, at).findLastIndex((word) => has(word, ...DENIALS));
  const denial = words[last];
  if (!denial) return undefined;
  const between = words.slice(last + 1, at);
  if (any(between, 'stuck', 'lack', 'receive')) return any(between, 'perfect') ? undefined : 'open';
  return has(denial, 'report', 'finish') ? 'open' : 'denied';
}

/** Said as done: "đã", "vừa" before it in reach, or "rồi" after it. */
export function isPerfective(clause: Clause, at: number): boolean {
  const { words } = clause;
  const start = words.findLastIndex(
    (word, i) => i < at && isPredicate(word) && !has(word, 'work', 'report', 'okay'),
  );
  const end = words.findIndex((word, i) => i > at && isPredicate(word) && !has(word, 'report', 'able'));
  const carried = clause.carried && words.slice(0, at).every((word) => has(word, ...COURTESY));
  const reached = carried || any(words.slice(start + 1, at), 'perfect') || has(words[at - 1], 'barely');
  return reached || words.some((_, i) => i > at && (end === -1 || i < end) && isFinal(words, i));
}

const AFTER_FINAL: Tags = [
  ...COURTESY,
  'report',
  'through',
  'today',
  'now',
  'formerly',
  'agency',
  'noun',
  'already',
  'okay',
  'able',
];

/** "Rồi" that ends what is said; in "ăn rồi gửi" it means "then". */
const isFinal = (words: Word[], at: number): boolean =>
  has(words[at], 'already') &&
  words.slice(at + 1).every((word) => word.kind !== 'word' || has(word, ...AFTER_FINAL));

/** Days that are named, a day and month being of this year; undefined for one that does not exist. */
const daysOf = (words: Word[], ctx: DateContext): (Day | undefined)[] =>
  words
    .filter(({ kind }) => kind === 'date')
    .map(({ text }) => dayIn(text, yearOf(dayOf(ctx.now, ctx.zone))));

function dayIn(text: string, thisYear: number): Day | undefined {
  const [date = 0, month = 0, year = thisYear] = text.split(/[/.-]/).map(Number);
  return dayFrom(year < 100 ? 2000 + year : year, month, date);
}

/**
 * True where no day, month or hour stands beside a verb that has no sign of its
 * tense: "tháng 12 xong", "chiều nay xong" may be a plan. "Báo cáo quý 3" is
 * only the name of the report.
 */
function isUndated({ words }: Clause, ctx: DateContext): boolean {
  if (any(words, 'today', 'now') || words.some(({ kind }) => kind === 'date' || kind === 'time'))
    return false;
  const place = words.findIndex(
    (word, i) => word.kind === 'number' && CALENDAR.has(lastSyllable(words[i - 1])),
  );
  if (place !== -1) return has(words[place - 2], 'report');
  return dateIn(words.map(({ text }) => text).join(' '), ctx) === undefined;
}

const CALENDAR = new Set(['ngay', 'tuan', 'thang', 'quy', 'nam', 'thu', 't']);
const lastSyllable = (word: Word | undefined): string =>
  fold(word?.text ?? '')
    .split(' ')
    .at(-1) ?? '';
