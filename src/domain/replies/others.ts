import type { DateContext } from '../deadline.ts';
import { dayOf, monthOf, yearOf } from '../time.ts';
import { fold } from '../vietnamese.ts';
import type { Clause } from './clauses.ts';
import { isPredicate } from './clauses.ts';
import { any, has } from './lexer.ts';
import type { Word } from './lexer.ts';
import { DENIALS } from './vocabulary.ts';

/** What was said of something else than the person's task now: of another task, by another office, of a period gone by. */
export const isOfAnother = (clause: Clause, ctx: DateContext): boolean =>
  namesAnotherTask(clause.words) || isOfAnotherOffice(clause.words, ctx) || isOfPeriodGone(clause.words, ctx);

const ALWAYS_ANOTHER = new Set(['khac', 'kia', 'other', 'another']);
const isThing = (word: Word | undefined): boolean =>
  has(word, 'report', 'taskNoun', 'message') || /^(?:cái|cai)$/iu.test(word?.text ?? '');

/** "Việc khác", "báo cáo kia", "việc đầu xong", "một việc xong": one of several, and not known which. */
export function namesAnotherTask(words: Word[]): boolean {
  return words.some((word, i) => {
    const before = words[i - 1];
    if (has(word, 'another') && (isThing(before) || has(before, 'agency'))) {
      // "Gửi báo cáo trước ngày 20": a preposition; "việc trước xong rồi": which one.
      const next = words[i + 1];
      return ALWAYS_ANOTHER.has(fold(word.text)) || (isPredicateOrTense(next) && !has(before, 'agency'));
    }
    return FEW.test(word.text) && isThing(words[i + 1]) && !/^(?:cả|ca)$/iu.test(before?.text ?? '');
  });
}

const FEW = /^(?:một|hai|ba|bốn|mot|bon)$/iu;
const isPredicateOrTense = (word: Word | undefined): boolean =>
  word !== undefined && (isPredicate(word) || has(word, 'perfect', 'already', 'then', ...DENIALS));

/** Heads of names, which name no office alone: "sở đã xong" is said of one's own. */
const HEADS = new Set(
  `so ban nganh don vi co quan phong van hoi doan vien toa an dai chi nhanh tinh dia phuong phia thanh pho thi xa tp
  tx cuc trung tam binh duong va ben cua nhom`.split(/\s+/),
);
const syllablesOf = (text: string): string[] =>
  fold(text)
    .split(/[^a-z\d]+/)
    .filter(Boolean);

/** The syllables and initials of the names that are one's own. */
function ownSyllables(own: readonly string[]): Set<string> {
  const syllables = own.map(syllablesOf);
  return new Set([...syllables.flat(), ...syllables.map((name) => name.map((one) => one[0]).join(''))]);
}

/** True where the name belongs to one's own office; false too where those are not known. */
export const isOwnName = (word: Word, { own }: DateContext): boolean =>
  own !== undefined && syllablesOf(word.text).every((one) => ownSyllables(own).has(one));

/** "Sở Tài chính xong rồi", "báo cáo của STC đã gửi", said by somebody of another office. */
export function isOfAnotherOffice(words: Word[], { own }: DateContext): boolean {
  if (!own) return false;
  const verb = words.findIndex((word) => isPredicate(word) && !has(word, 'report', 'okay'));
  const subject = words.slice(0, verb === -1 ? undefined : verb);
  if (any(subject, 'own') || subject.some(({ text }) => fold(text).startsWith('kinh'))) return false;
  const start = subject.findIndex((word) => has(word, 'agency') || isInitials(word));
  if (start === -1) return false;
  const length = subject.slice(start).findIndex((word) => !isPartOfName(word));
  const name = subject.slice(start, length === -1 ? undefined : start + length);
  const known = ownSyllables(own);
  return name.flatMap(({ text }) => syllablesOf(text)).some((one) => !HEADS.has(one) && !known.has(one));
}

const isInitials = (word: Word): boolean => word.named && word.garbled && /^\p{Lu}{2,8}$/u.test(word.text);
const isPartOfName = (word: Word): boolean =>
  word.kind === 'word' && (word.tags.size === 0 || word.named || has(word, 'agency', 'noun', 'and'));

/** Until the end of March people still report on the year before. */
const LAST_MONTH_OF_LAST_YEAR = 3;

/** "Báo cáo năm ngoái đã gửi", "đã xong năm 2025", "báo cáo tháng trước xong rồi". */
function isOfPeriodGone(words: Word[], ctx: DateContext): boolean {
  const today = dayOf(ctx.now, ctx.zone);
  const gone = monthOf(today) > LAST_MONTH_OF_LAST_YEAR ? yearOf(today) : yearOf(today) - 1;
  return words.some((word, i) => {
    const before = words[i - 1];
    if (has(word, 'bygone')) return gone === yearOf(today) && !has(before, 'if');
    if (has(word, 'formerly')) return isThing(before) && isPredicateOrTense(words[i + 1]);
    if (word.kind !== 'number' || word.value === undefined) return false;
    const named = /^(?:năm|nam)$/iu.test(before?.text ?? '');
    const dated = named ? words[i - 2] : before;
    const isDocument = dated !== undefined && (dated.kind === 'figure' || dated.kind === 'number');
    return word.value >= 1990 && word.value < gone && !isDocument;
  });
}

/** "Anh Hùng xong rồi" is said of him, "anh Hùng ơi, xong rồi" to him. */
export const isOfAnotherPerson = (words: Word[]): boolean =>
  words.some(
    (word, i) =>
      word.named &&
      PERSON.test(words[i - 1]?.text ?? '') &&
      !/^(?:thưa|thua|kính thưa|kính)$/iu.test(words[i - 2]?.text ?? '') &&
      !has(words[i - 2], 'through', 'deliver') &&
      isPredicateOrTense(words[i + 1]),
  );

const PERSON = /^(?:anh|chị|ông|bà|cô|chú|đ\/c|đồng chí)$/iu;
