import { findDeadline } from '../deadline.ts';
import type { DateContext } from '../deadline.ts';
import type { Meaning } from '../reply.ts';
import { asks } from './ask.ts';
import type { Clause } from './clauses.ts';
import { textOf } from './clauses.ts';
import { any, has } from './lexer.ts';
import type { Word } from './lexer.ts';
import { reasonOf, reasonsAround } from './reason.ts';
import { COURTESY } from './vocabulary.ts';

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
  const clause = clauses.find((one) => extensionAt(one) !== -1);
  if (!clause) return undefined;
  const at = extensionAt(clause);
  const denied = any(clause.words.slice(0, at), 'not', 'notYet');
  if (denied || isUnclear(clause, at)) return { clause, reasons: [], open: !denied };
  const reasons = reasonsAround(clauses, clause);
  const sentence = clauses.filter((one) => one.sentence === clause.sentence);
  const { due, fault, end } = dateOf({ clause, at, reasons, sentence }, text, ctx);
  const reason = reasonOf({ clause, reasons, sentence, end }, text);
  const meaning = {
    kind: 'extend',
    ...(due && { due }),
    ...(fault && { fault }),
    ...(reason && { reason }),
  } as const;
  return { meaning, clause, reasons, open: false };
}

/** Where the asking for time stands: "gia hạn", "lùi"; "xin thêm 3 ngày"; "xin … chậm"; "xin đến 20/12". */
function extensionAt({ words }: Clause): number {
  const extend = words.findIndex((word) => has(word, 'extend'));
  if (extend !== -1) return extend;
  const request = words.findIndex((word) => has(word, 'request'));
  const more = words.findIndex((word, i) => has(word, 'more') && isTime(words, i + 1));
  if (more !== -1 && (request !== -1 || isLead(words.slice(0, more)))) return more;
  if (request === -1 || any(words, 'askVerb')) return -1;
  const rest = words.slice(request + 1);
  const late = rest.findIndex((word) => has(word, 'late'));
  if (late !== -1) return request + 1 + late;
  const dated = rest.some((word) => word.kind === 'date' || has(word, 'later'));
  return dated && !rest.some(isForeign) && /^(?:xin|cho)/iu.test(words[request]?.text ?? '') ? request : -1;
}

/** "Xin mẫu báo cáo trước 20/12" asks for a thing, not for time. */
const isForeign = (word: Word): boolean =>
  word.kind === 'word' &&
  (word.tags.size === 0 || has(word, 'resource', 'wh', 'stuck', 'work', 'free', 'receive', 'unit'));

const TIMES =
  /^(?:ng[aà]y|tuần|tuan|tháng|thang|hôm|hom|bữa|bua|ít|it|vài|vai|mấy|may|chút|chut|một|mot|hai|ba|năm|nam)$/iu;
const isTime = (words: Word[], at: number): boolean => {
  const [first, second] = words.slice(at, at + 2);
  return (
    TIMES.test(first?.text ?? '') ||
    has(first, 'dateNoun') ||
    (first?.kind === 'number' && TIMES.test(second?.text ?? ''))
  );
};

const isLead = (words: Word[]): boolean =>
  words.every(
    (word) =>
      word.kind !== 'word' || has(word, ...COURTESY, 'agency', 'taskNoun', 'okay', 'remain', 'request'),
  );

/** Not a request: under a condition, only likely, already asked or granted, asked about, or about something else. */
function isUnclear(clause: Clause, at: number): boolean {
  const { words, supposed } = clause;
  const before = words.slice(0, at);
  const requested = any(words, 'request');
  // "Đến khi có số liệu" after it is the date, no condition.
  if (supposed && !any(words.slice(at), 'if')) return true;
  if (any(words, 'perhaps', 'mistake', 'hearsay', 'wh', 'askVerb')) return true;
  if (any(before, 'future', 'intend', 'perfect', 'if') || has(words.at(-1), 'already')) return true;
  // A polite request may be a question: "cho em gia hạn đến 20/12 được không ạ?", but not "có cần xin gia hạn không?"
  if (asks(clause) && (!requested || any(before, 'having', 'need'))) return true;
  return !requested && !isLead(before);
}

interface Place {
  clause: Clause;
  at: number;
  reasons: Clause[];
  sentence: Clause[];
}

/** The date asked for: from the request on, else elsewhere in its sentence, but never out of a reason that comes first. */
function dateOf({ clause, at, reasons, sentence }: Place, text: string, ctx: DateContext) {
  const request = clause.words
    .slice(0, at + 1)
    .find((word) => has(word, 'request', 'extend', 'more', 'late'));
  const from = request?.start ?? 0;
  const to = Math.max(...sentence.map(({ words }) => words.at(-1)?.end ?? 0));
  const asked = findDeadline(text.slice(from, to), ctx, { asked: true });
  if (asked) return { due: asked.deadline, fault: asked.fault, end: from + asked.end };
  for (const other of [clause, ...sentence.filter((one) => one !== clause && !reasons.includes(one))]) {
    const found = findDeadline(textOf(other, text), ctx);
    if (found) return { due: found.deadline, fault: found.fault, end: undefined };
  }
  return { end: undefined };
}
