import type { DateContext } from '../deadline.ts';
import { fold } from '../vietnamese.ts';
import { dateIn } from './dates.ts';
import { has } from './lexer.ts';
import type { Word } from './lexer.ts';

/** A number that names a task, for certain (#12, "việc 12") or perhaps ("12 xong"). */
export interface Mention {
  task: number;
  sure: boolean;
  /** Indexes into the words: of the number, and of the first word that belongs to it ("nhiệm vụ số 12"). */
  at: number;
  from: number;
  /** Goes on a list that began before it. */
  listed?: boolean;
}

/** The numbers that may name tasks; none out of a date, a quantity, a document's number, a year or a telephone number. */
export function mentionsIn(words: Word[], text: string, ctx: DateContext): Mention[] {
  const found = dateIn(text, ctx);
  // "16 hôm nay xong": no sixteen days, for "hôm nay" is one word.
  const cuts = words.some(({ start, end }) => found && start < found.end && found.end < end);
  const date = cuts ? undefined : found;
  const mentions: Mention[] = [];
  for (const [at, word] of words.entries()) {
    if (word.kind !== 'number' || !/^[1-9]\d*$/.test(word.text) || word.value === undefined) continue;
    const from = namedFrom(words, at);
    const dated = date !== undefined && word.start >= date.start && word.end <= date.end;
    const last = mentions.at(-1);
    if (from !== undefined) mentions.push({ task: word.value, sure: true, at, from });
    else if (dated) continue;
    else if (last && followsInList(words, last.at, at))
      mentions.push({ task: word.value, sure: last.sure, at, from: at, listed: true });
    else if (isBare(words, at)) mentions.push({ task: word.value, sure: false, at, from: at });
  }
  return mentions;
}

/** The start of "#", "việc", "nhiệm vụ số" before the number; undefined without one, or where a document stands before it. */
function namedFrom(words: Word[], at: number): number | undefined {
  let from = at - 1;
  while (isDot(words[from]) && has(words[from - 1], 'taskNoun')) from -= 1;
  if (words[from]?.text === '#') return has(words[from - 1], 'taskNoun') ? from - 1 : from;
  if (!has(words[from], 'taskNoun') || isCounted(words, at)) return undefined;
  while (has(words[from - 1], 'taskNoun')) from -= 1;
  const before = words[from - 1];
  return fold(words[from]?.text ?? '') === 'so' && before && isDocument(before) ? undefined : from;
}

const isDot = (word: Word | undefined): boolean => word?.kind === 'break' && /^[.:]$/.test(word.text);
const isDocument = (word: Word): boolean =>
  has(word, 'documentNoun', 'report', 'message') || (word.kind === 'word' && word.tags.size === 0);

/** "Việc 12, 15": the next number of a list is what the first was. */
function followsInList(words: Word[], last: number, at: number): boolean {
  const between = words.slice(last + 1, at);
  const joined = between.every(
    (word) => /^[,/&+#-]$/.test(word.text) || has(word, 'and') || JOINS.has(fold(word.text)),
  );
  return between.length > 0 && joined && (words[at]?.text.length ?? 0) >= 2 && !isCounted(words, at);
}
const JOINS = new Set(['voi', 'cung']);

/** The words that stand for tasks, with what joins them in a list. */
export function isMention(mentions: Mention[], index: number): boolean {
  return mentions.some(({ at, from }, i) => {
    const next = mentions[i + 1];
    return (index >= from && index <= at) || (next?.listed === true && index > at && index < next.from);
  });
}

/** True for a quantity: what is counted or an unknown noun follows ("15 hồ sơ", "30 ngày"). "12 báo cáo rồi" begins with a task. */
function isCounted(words: Word[], at: number): boolean {
  const next = words[at + 1];
  if (next?.kind !== 'word' || (at === 0 && has(next, 'deliver'))) return false;
  if (has(next, 'manner')) return false;
  return has(next, 'counted', 'unit', 'resource', 'noun', 'later') || (next.tags.size === 0 && !next.garbled);
}

/** "12 xong": two digits or more, no year, no code, nothing counted, no number of a document. */
function isBare(words: Word[], at: number): boolean {
  const { text, value, start } = words[at] ?? { text: '', start: 0 };
  if (text.length < 2 || text.length > 6 || isYear(value) || isCounted(words, at)) return false;
  const before = words[at - 1];
  // "1.15", "2-15": a part of another number.
  const inside =
    words[at - 2]?.kind === 'number' && words[at - 2]?.end === before?.start && before?.end === start;
  if (before?.kind === 'break') return !(inside && /^[/.-]$/.test(before.text));
  if (before?.kind !== 'word') return before?.kind !== 'date' && before?.kind !== 'figure';
  if (has(before, 'remain') && !words[at + 1]) return false;
  const last = fold(before.text).split(' ').at(-1) ?? '';
  return (
    before.tags.size > 0 &&
    !BEFORE_OTHER_NUMBERS.has(last) &&
    !has(before, 'documentNoun', 'unit', 'resource', 'noun', 'measure', 'able')
  );
}

const isYear = (value: number | undefined): boolean => value !== undefined && value >= 1990 && value <= 2100;
const BEFORE_OTHER_NUMBERS = new Set(['so', 'ngay', 'tuan', 'thang', 'nam', 'quy']);

const AROUND_OPTION = new Set(['da', 'a', 'chon', 'em', 'vang', 'nhe']);

/** The digit of a message that is nothing else but one of 1–9, courtesy aside. */
export function optionOf(words: Word[]): number | undefined {
  const [only, ...more] = words.filter(
    ({ kind, text }) => kind !== 'break' && !AROUND_OPTION.has(fold(text)),
  );
  return more.length === 0 && only && /^[1-9]$/.test(only.text) ? only.value : undefined;
}
