import { findDeadline } from '../deadline.ts';
import type { DateContext } from '../deadline.ts';
import type { Meaning } from '../reply.ts';
import { asks } from './ask.ts';
import type { Clause } from './clauses.ts';
import { isPredicate } from './clauses.ts';
import { has } from './lexer.ts';
import type { Word } from './lexer.ts';

export interface ExtensionFound {
  /** The request; undefined where the words speak of an extension without clearly asking for one. */
  meaning?: Extract<Meaning, { kind: 'extend' }>;
  /** The clause of the request, and those that give its reason: they report nothing else. */
  clause: Clause;
  reasons: Clause[];
  /** Neither a request nor its opposite: ask. */
  open: boolean;
}

/** The request for a new date in a message, with the date and the reason wherever they stand around it. */
export function extensionIn(clauses: Clause[], text: string, ctx: DateContext): ExtensionFound | undefined {
  for (const [index, clause] of clauses.entries()) {
    const at = extensionAt(clause);
    if (at === -1) continue;
    const denied = clause.words.slice(0, at).some((word) => has(word, 'not', 'notYet'));
    const reasons = reasonsAround(clauses, index);
    if (denied) return { clause, reasons: [], open: false };
    if (isUnclear(clause, at)) return { clause, reasons: [], open: true };
    const stretch = clauses.filter(({ sentence }) => sentence === clause.sentence);
    const span = { clause, at, reasons, stretch };
    const { due, fault } = dateOf(span, text, ctx);
    const reason = reasonOf(span, text, ctx);
    return {
      meaning: { kind: 'extend', ...(due && { due }), ...(fault && { fault }), ...(reason && { reason }) },
      clause,
      reasons,
      open: false,
    };
  }
  return undefined;
}

/** Where the asking for time stands: "gia hạn", "lùi"; "xin … chậm"; "xin thêm 3 ngày"; "xin đến 20/12". */
function extensionAt(clause: Clause): number {
  const { words } = clause;
  const extend = words.findIndex((word) => has(word, 'extend'));
  if (extend !== -1) return extend;
  const request = words.findIndex((word) => has(word, 'request'));
  const more = words.findIndex((word, i) => has(word, 'more') && isTime(words, i + 1));
  if (more !== -1 && (request !== -1 || isLead(words.slice(0, more)))) return more;
  if (request === -1 || words.some((word) => has(word, 'askVerb'))) return -1;
  const rest = words.slice(request + 1);
  const late = rest.findIndex((word) => has(word, 'late'));
  if (late !== -1) return request + 1 + late;
  const dated = rest.some((word) => word.kind === 'date' || has(word, 'later'));
  const allowed = rest.every((word) => word.kind !== 'word' || !isForeign(word));
  return dated && allowed && !has(words[request], 'wish') ? request : -1;
}

/** "Xin mẫu báo cáo trước 20/12" asks for a thing, not for time. */
const isForeign = (word: Word): boolean =>
  has(word, 'resource', 'wh', 'stuck', 'work', 'free', 'receive') || word.tags.size === 0;

const UNITS =
  /^(?:ng[aà]y|tuần|tuan|tháng|thang|hôm|hom|bữa|bua|thời gian|thoi gian|ít|it|vài|vai|mấy|may|chút|chut|một|mot|hai|ba|năm|nam)$/iu;
const isTime = (words: Word[], at: number): boolean => {
  const [first, second] = words.slice(at, at + 2);
  return (first?.kind === 'number' && UNITS.test(second?.text ?? '')) || UNITS.test(first?.text ?? '');
};

const isLead = (words: Word[]): boolean =>
  words.every(
    (word) =>
      word.kind !== 'word' ||
      has(word, 'filler', 'address', 'own', 'pronoun', 'agency', 'taskNoun', 'okay', 'remain', 'request'),
  );

/** Not a request: under a condition, only likely, already asked or granted, asked about, or about something else. */
function isUnclear(clause: Clause, at: number): boolean {
  const { words, supposed } = clause;
  const before = words.slice(0, at);
  const requested = words.some((word) => has(word, 'request'));
  if (supposed || words.some((word) => has(word, 'perhaps', 'mistake', 'hearsay'))) return true;
  if (before.some((word) => has(word, 'future', 'perfect')) || words.at(-1)?.tags.has('already')) return true;
  if (words.some((word) => has(word, 'wh', 'askVerb') && !has(word, 'later'))) return true;
  // A polite request may be a question: "cho em gia hạn đến 20/12 được không ạ?"
  if (asks(clause) && !requested) return true;
  return !requested && !isLead(before);
}

/** The clauses that give the reason: after "vì", "do"; before "nên"; or a "do …" that comes first. */
function reasonsAround(clauses: Clause[], index: number): Clause[] {
  const clause = clauses[index];
  if (!clause) return [];
  const same = (other: Clause | undefined): other is Clause => other?.sentence === clause.sentence;
  const reasons: Clause[] = [];
  if (clause.joint === 'so') {
    for (let i = index - 1; i >= 0 && clauses[i]?.sentence === clause.sentence; i -= 1)
      reasons.unshift(clauses[i] ?? clause);
  }
  const earlier = clauses[index - 1];
  if (reasons.length === 0 && earlier && same(earlier) && earlier.joint === 'cause') reasons.push(earlier);
  const after = clauses
    .slice(index + 1)
    .findIndex(({ joint, sentence }) => joint === 'cause' && sentence <= clause.sentence + 1);
  if (after !== -1) {
    const first = index + 1 + after;
    const sentence = clauses[first]?.sentence;
    reasons.push(...clauses.slice(first).filter((one) => one.sentence === sentence));
  }
  return reasons;
}

interface Span {
  clause: Clause;
  at: number;
  reasons: Clause[];
  stretch: Clause[];
}

/** The date asked for: in the request's own clause, else elsewhere in its sentence, but never out of the reason. */
function dateOf({ clause, at, reasons, stretch }: Span, text: string, ctx: DateContext) {
  const others = stretch.filter((other) => other !== clause && !reasons.includes(other));
  const own = { start: clause.words[firstOfRequest(clause, at)]?.start ?? 0, end: endOf(clause) };
  const parts = [
    own,
    { start: startOf(clause), end: endOf(clause) },
    ...others.map((one) => ({ start: startOf(one), end: endOf(one) })),
  ];
  for (const { start, end } of parts) {
    const found = findDeadline(asAddition(text.slice(start, end)), ctx);
    if (found) return { due: found.deadline, fault: found.fault };
  }
  return {};
}

const startOf = ({ words }: Clause): number => words[0]?.start ?? 0;
const endOf = ({ words }: Clause): number => words.at(-1)?.end ?? 0;
const firstOfRequest = ({ words }: Clause, at: number): number =>
  Math.max(
    0,
    Math.min(at, words.findIndex((word) => has(word, 'request', 'extend', 'more')) % (words.length + 1)),
  );

/** "Gia hạn 5 ngày", "lùi 1 tuần", "chậm 3 hôm" add to the date in force, as "thêm 5 ngày" does. */
const asAddition = (text: string): string =>
  /(?:thêm|them|nữa|nua)/iu.test(text)
    ? text
    : text.replace(/(?<![\d/.-])(\d{1,3}\s+(?:ngày|ngay|tuần|tuan|tháng|thang))(?!\s*\d)/iu, 'thêm $1');

/** The reason in the person's words: its own clauses, else what stands after the date. */
function reasonOf(span: Span, text: string, ctx: DateContext): string | undefined {
  const { clause, reasons, stretch } = span;
  const [first] = reasons;
  const last = reasons.at(-1);
  if (first && last) return trimmed(text.slice(startOf(first), endOf(last)));
  const own = text.slice(0, endOf(clause));
  const found = findDeadline(own.slice(startOf(clause)), ctx);
  const rest = found ? own.slice(startOf(clause) + found.end).trim() : '';
  const follows = stretch[stretch.indexOf(clause) + 1];
  const after =
    follows && !follows.joint && follows.words.some(isPredicate)
      ? text.slice(startOf(follows), endOf(stretch.at(-1) ?? follows))
      : '';
  const reason = [rest, after].filter((part) => part !== '').join(', ');
  return trimmed(reason);
}

const trimmed = (text: string): string | undefined => {
  const kept = text
    .replace(/^(?:được không|đc không|để|là)?[\s,.:;-]*/iu, '')
    .replace(/[\s,.;:]*(?:ạ|nhé|nha)?[\s,.;:!]*$/iu, '');
  return kept === '' ? undefined : kept;
};
