import type { DateContext, DateFault, Deadline } from '../deadline.ts';
import { nfc } from '../vietnamese.ts';
import { has } from './bindings.ts';
import { expressionsAt } from './expression.ts';
import type { Expression } from './expression.ts';
import { candidatesOf, wording } from './find.ts';
import { readIso } from './iso.ts';
import { anyNumber } from './numbers.ts';
import { sourceOf } from './source.ts';
import type { Source } from './source.ts';
import { Lexicon } from './words.ts';

export type ParsedDeadline =
  | { ok: true; deadline: Deadline }
  | { ok: false; fault: DateFault; /** The part that looks like a date. */ near?: string };

/** What may follow a date that is given as an answer. */
const POLITE = new Lexicon<true>([
  [
    true,
    'ạ|nhé|nha|nhá|nhe|nghe|nghen|hen|hén|thôi|là được|được|được không|được ko|không ?|ko ?|không ạ|không nhé|giúp|với|em|anh|chị|tôi|mình|sếp|bạn|đồng chí|các đồng chí|đ / c|cảm ơn|cám ơn|xin cảm ơn|gửi|nộp|xong|hoàn thành|báo cáo|phải xong|phải gửi|phải nộp|xin|là|cùng|này|dương lịch|cũng được|là vừa|.|?|!|,|;|)|"|”|…|dạ|vâng|ok|là hạn cuối|là hạn chót|là cuối|nữa|trình|gởi|hết hạn',
  ],
]);

/** Words that change what a date means; a text with one of them is never read around it. */
const CHANGES = new Lexicon<true>([
  [
    true,
    'không|ko|chưa|chẳng|nếu|hoặc|hay|và|sau|từ|khoảng|tầm|mỗi|hàng|hằng|trừ|trước|đến|tới|mới|âm lịch|trở đi|trở lại|trở về|định kỳ|thường kỳ|đầu|giữa|cuối|hết|vài|mấy|nửa|gần|quá|chừng|cỡ|có thể|tuần|tháng|quý|năm|ngày|thứ|mai|mốt|kia|nay|tết|giờ|sáng|trưa|chiều|tối|đêm|%|/',
  ],
]);

const onlyPolite = (s: Source, from: number): boolean => {
  const reached = new Set([from]);
  for (const at of reached) for (const { next } of POLITE.at(s.tokens, at)) reached.add(next);
  return reached.has(s.tokens.length);
};

const isPlainTalk = (s: Source, from: number, to: number): boolean => {
  for (let at = from; at < to; at++)
    if (anyNumber(s.tokens, at, 99).length > 0 || CHANGES.longest(s.tokens, at)) return false;
  return true;
};

const FAULTS: readonly DateFault[] = ['nonexistent', 'past', 'ambiguous', 'unreadable'];

const faultsOf = (expressions: readonly Expression[]): DateFault[] =>
  expressions.flatMap(({ outcome }) => ('fault' in outcome ? [outcome.fault] : []));

/** Of readings that mean the same, the one that keeps most of the wording. */
const fullest = (a: Expression, b: Expression): Expression => (b.next - b.from > a.next - a.from ? b : a);

/** What the readings of the whole text come to. */
const settle = (s: Source, text: string, readings: readonly Expression[]): ParsedDeadline | undefined => {
  if (readings.length === 0) return undefined;
  const furthest = Math.max(...readings.map(({ next }) => next));
  const sure = readings.filter(({ outcome, next }) => 'dueAt' in outcome && next === furthest);
  const best = (sure.length > 0 ? sure : readings).reduce(fullest);
  const { text: near } = wording(s, text, best);
  const dues = new Set(sure.map(({ outcome }) => ('dueAt' in outcome ? outcome.dueAt.getTime() : 0)));
  if (dues.size > 1) return { ok: false, fault: 'ambiguous', near };
  if ('dueAt' in best.outcome) return { ok: true, deadline: { dueAt: best.outcome.dueAt, text: near } };
  const faults = faultsOf(readings);
  return { ok: false, fault: FAULTS.find((each) => faults.includes(each)) ?? 'unreadable', near };
};

/** The text is more than a deadline: what is in it that looks like one? */
const settlePart = (s: Source, text: string): ParsedDeadline => {
  const candidates = candidatesOf(s, true);
  const [first, second] = candidates;
  if (!first) return { ok: false, fault: 'unreadable' };
  const { expression, place, weight } = first;
  const near = wording(s, text, expression).text;
  if (second) return { ok: false, fault: 'ambiguous', near };
  if ('fault' in expression.outcome) return { ok: false, fault: expression.outcome.fault, near };
  const bound = has(expression.roles, 'before', 'through', 'end');
  const around = isPlainTalk(s, 0, place) && isPlainTalk(s, expression.next, s.tokens.length);
  const isDate = expression.form === 'full' || expression.form === 'short';
  return weight > 0 && bound && isDate && around
    ? { ok: true, deadline: { dueAt: expression.outcome.dueAt, text: near } }
    : { ok: false, fault: 'unreadable', near };
};

/**
 * Reads a text that is a deadline and nothing else, politeness aside: "trước
 * ngày 15/12", "hết tháng này", "5 ngày nữa", or ISO 8601. What cannot be read, does
 * not exist, is past or has two readings is a fault, never a guess.
 */
export const parseDeadline = (text: string, ctx: DateContext): ParsedDeadline => {
  const composed = nfc(text).trim();
  const iso = readIso(composed, ctx);
  if (iso) return iso;
  const s = sourceOf(composed, ctx);
  const readings = expressionsAt(s, 0, true).filter(({ next }) => onlyPolite(s, next));
  return settle(s, composed, readings) ?? settlePart(s, composed);
};
