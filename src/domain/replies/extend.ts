import type { DateContext } from '../deadline.ts';
import type { Meaning } from '../reply.ts';
import { asks } from './ask.ts';
import type { Clause } from './clauses.ts';
import { dateIn } from './dates.ts';
import { isPredicate, textOf } from './clauses.ts';
import { any, has } from './lexer.ts';
import type { Word } from './lexer.ts';
import { reasonOf, reasonsAround } from './reason.ts';
import { COURTESY, DENIALS } from './vocabulary.ts';

export interface ExtensionFound {
  /** The request; undefined where the words speak of an extension without clearly asking for one. */
  meaning?: Extract<Meaning, { kind: 'extend' }>;
  /** The clause of the request, and those that give its reason: they report nothing else. */
  clause: Clause;
  /** Where in its clause the request begins; what stands before is read for itself ("đã nhận xin gia hạn …"). */
  start: number;
  reasons: Clause[];
  /** Neither a request nor its opposite: ask. */
  open: boolean;
}

/** A clause with the words of an extension: where they stand, and where the request for it begins. */
interface Place {
  clause: Clause;
  at: number;
  start: number;
}

/** The request for a new date in a message, with the date and the reason wherever they stand around it. */
export function extensionIn(clauses: Clause[], text: string, ctx: DateContext): ExtensionFound | undefined {
  const [place] = clauses.flatMap((clause) => placeIn(clause, text, ctx) ?? []);
  if (!place) return undefined;
  const { clause, start, at } = place;
  // What stands over the request itself, and not over a verb before it ("chưa xong xin thêm 3 ngày").
  const reach = clause.words.findLastIndex((word, i) => i < at && isPredicate(word)) + 1;
  const over = clause.words.slice(reach, at);
  const denied = any(over, ...DENIALS);
  if (denied || isUnclear(place, over)) return { clause, start, reasons: [], open: !denied };
  const reasons = reasonsAround(clauses, clause);
  const sentence = clauses.filter((one) => one.sentence === clause.sentence);
  const { due, fault, end } = dateOf(place, sentence, reasons, text, ctx);
  const reason = reasonOf({ clause, reasons, sentence, end }, text);
  const meaning = {
    kind: 'extend',
    ...(due && { due }),
    ...(fault && { fault }),
    ...(reason && { reason }),
  } as const;
  return { meaning, clause, start, reasons, open: false };
}

function placeIn(clause: Clause, text: string, ctx: DateContext): Place | undefined {
  const at = extensionAt(clause, text, ctx);
  if (at === -1) return undefined;
  const reach =
    clause.words.findLastIndex((word, i) => i < at && isPredicate(word) && !has(word, 'report')) + 1;
  const request = clause.words.findIndex((word, i) => i >= reach && i <= at && has(word, 'request'));
  return { clause, at, start: request === -1 ? at : request };
}

/** Where the asking for time stands: "gia hạn", "lùi"; "xin thêm 3 ngày"; "xin … chậm"; "xin đến 20/12". */
function extensionAt({ words }: Clause, text: string, ctx: DateContext): number {
  const extend = words.findIndex((word) => has(word, 'extend'));
  if (extend !== -1) return extend;
  const request = words.findIndex((word) => has(word, 'request'));
  const more = words.findIndex((word, i) => has(word, 'more') && isTime(words, i + 1));
  if (more !== -1 && (request !== -1 || isLead(words.slice(0, more)))) return more;
  if (request === -1 || any(words, 'askVerb')) return -1;
  const rest = words.slice(request + 1);
  const late = rest.findIndex((word) => has(word, 'late'));
  if (late !== -1) return request + 1 + late;
  const asksTime = /^(?:xin|cho)/iu.test(words[request]?.text ?? '') && !rest.some(isForeign);
  const found = asksTime && dateIn(text.slice(rest[0]?.start, words.at(-1)?.end), ctx, { asked: true });
  // A day before the one in force is no more time ("xin phép mai em gửi").
  const later = found && (!found.deadline || !ctx.inForce || found.deadline.dueAt > ctx.inForce);
  return later ? request : -1;
}

/** "Xin mẫu báo cáo trước 20/12" asks for a thing, "xin nghỉ đến 20/12" for leave, not for time. */
const isForeign = (word: Word): boolean =>
  word.kind === 'word' &&
  (word.tags.size === 0 ||
    has(word, 'resource', 'wh', 'stuck', 'work', 'step', 'free', 'receive', 'unit', 'away'));

const TIMES =
  /^(?:ng[aà]y|tuần|tuan|tháng|thang|hôm|hom|bữa|bua|ít|it|vài|vai|mấy|may|chút|chut|một|mot|hai|ba|năm|nam)$/iu;
const isTime = (words: Word[], at: number): boolean => {
  const [first, second] = words.slice(at, at + 2);
  if (first?.kind === 'number') return TIMES.test(second?.text ?? '') || has(second, 'later');
  return TIMES.test(first?.text ?? '') || has(first, 'dateNoun');
};

const isLead = (words: Word[]): boolean =>
  words.every(
    (word) =>
      word.kind !== 'word' || has(word, ...COURTESY, 'agency', 'taskNoun', 'okay', 'remain', 'request'),
  );

/** Not a request: under a condition, only likely, already asked or granted, asked about, or about something else. */
function isUnclear({ clause, at }: Place, over: Word[]): boolean {
  const { words, supposed } = clause;
  const requested = any(words, 'request');
  // "Đến khi có số liệu" after it is the date, no condition.
  if (supposed && !any(words.slice(at), 'if')) return true;
  if (any(words, 'perhaps', 'mistake', 'hearsay', 'wh', 'askVerb', 'away')) return true;
  if (any(over, 'future', 'intend', 'perfect', 'progressive', 'if', 'able') || any(words, 'already'))
    return true;
  // A polite request may be a question: "cho em gia hạn đến 20/12 được không ạ?", but not "có cần xin gia hạn không?"
  if (asks(clause) && (!requested || any(over, 'having', 'need') || any(words.slice(at), 'notYet')))
    return true;
  if (any(over, 'having') && any(over, 'need')) return true;
  // "Anh Hùng đã đồng ý gia hạn": granted.
  if (isGranted(words.slice(0, at))) return true;
  return !requested && !isLead(over);
}

/** A consent said as given, by somebody: "đã đồng ý", "anh Hùng nhất trí"; "dạ vâng" and "ok" only open what is said. */
const isGranted = (before: Word[]): boolean =>
  before.some(
    (word, i) =>
      has(word, 'okay') &&
      !has(word, 'filler') &&
      before.slice(0, i).some((one) => !has(one, 'filler', 'own')),
  );

/** "20/12 và 25/12", "20/12, không được thì 25/12": a second day behind the one asked for, none of a document. */
const namesAnotherDay = (sentence: Clause[], reasons: Clause[], end: number): boolean =>
  sentence
    .filter((one) => !reasons.includes(one))
    .some(({ words }) =>
      words.some(
        (word, i) =>
          word.kind === 'date' &&
          word.start >= end &&
          !any(words.slice(Math.max(0, i - 3), i), 'message', 'documentNoun', 'formerly'),
      ),
    );

/** The date asked for: from the request on, else elsewhere in its sentence, but never out of a reason that comes first. */
function dateOf(
  { clause, at, start }: Place,
  sentence: Clause[],
  reasons: Clause[],
  text: string,
  ctx: DateContext,
) {
  const end = Math.max(...sentence.map(({ words }) => words.at(-1)?.end ?? 0));
  // "Trễ 2 ngày" is how late; the asking makes it how much more.
  const first = has(clause.words[at], 'late') ? at + 1 : at;
  for (const from of [clause.words[first]?.start ?? end, clause.words[start]?.start ?? 0]) {
    const asked = dateIn(text.slice(from, end), ctx, { asked: true });
    if (asked && namesAnotherDay(sentence, reasons, from + asked.end)) return { end: from + asked.end };
    if (asked) return { due: asked.deadline, fault: asked.fault, end: from + asked.end };
  }
  for (const other of [clause, ...sentence.filter((one) => one !== clause && !reasons.includes(one))]) {
    const found = dateIn(textOf(other, text), ctx);
    if (found) return { due: found.deadline, fault: found.fault, end: undefined };
  }
  return { end: undefined };
}
