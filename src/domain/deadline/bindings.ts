import { momentAt } from './moments.ts';
import { memo } from './source.ts';
import type { Source } from './source.ts';
import { Lexicon } from './words.ts';
import type { Hit } from './words.ts';

/**
 * The words before a date that say how it binds: "chậm nhất trước", "đến hết",
 * "gia hạn thêm". Sets of roles are kept as bits: they are made for every word.
 */
export const ROLE = {
  /** trước: ends when the named time begins. */
  before: 1,
  /** đến, hạn, chậm nhất: ends when the named time ends. */
  through: 2,
  /** cuối, hết: the end of a period. */
  end: 4,
  /** trong: a period, or an amount from today. */
  within: 8,
  /** thêm: an amount from the date in force. */
  add: 16,
  /** gia hạn, lùi: likewise, and the sign that a new date follows. */
  verb: 32,
  /** xin, hẹn: a new date follows. */
  ask: 64,
  /** từ: begins there, so no deadline. */
  since: 128,
  /** sau: likewise; but "sau 3 ngày" is an amount. */
  after: 256,
  /** khoảng, tầm: no date is named. */
  about: 512,
  /** báo cáo: "báo cáo tháng 12" is its name, not its date. */
  noun: 1024,
  filler: 2048,
} as const;

export type RoleName = keyof typeof ROLE;
/** A set of roles, as bits. */
export type Roles = number;

const setOf = (...names: RoleName[]): Roles => names.reduce((bits, name) => bits | ROLE[name], 0);

/** Whether one of these roles is in the set. */
export const has = (roles: Roles, ...names: RoleName[]): boolean =>
  names.some((name) => (roles & ROLE[name]) !== 0);

/** Roles that ask for a new date, and those that bind the date that follows. */
export const ASKING = setOf('verb', 'add', 'ask');
export const BINDING = setOf('before', 'through', 'end', 'within');

const ROLES = new Lexicon<RoleName>([
  ['before', 'trước|trc|trk|trước lúc|trước thời điểm|trước mốc'],
  [
    'through',
    'trước hoặc trong|trước hoặc vào|trước và trong|trong hoặc trước|đến|tới|cho đến|cho tới|đến hết|tới hết|hạn|thời hạn|hạn chót|hạn cuối|hạn cuối cùng|hạn nộp|hạn gửi|hạn mới|kỳ hạn|deadline|dl|chậm nhất|muộn nhất|trễ nhất|lâu nhất|tối đa|không quá|không trễ hơn|không muộn hơn|không chậm hơn|không trễ quá|không muộn quá|không chậm quá|ko quá|k quá|hông quá|không được quá|chậm lắm|muộn lắm|trễ lắm|qua|ngày hết hạn|hết hạn',
  ],
  ['end', 'hết|cuối|kết thúc|tận|hết ngày|cuối ngày'],
  ['within', 'trong|trong vòng|nội trong|trong thời gian|trong thời hạn|sau thời gian|trong nội'],
  ['add', 'thêm|cộng thêm|thêm thời gian'],
  [
    'verb',
    'gia hạn|ra hạn|giãn|giãn hạn|lùi|lùi lại|lùi hạn|dời|dời lại|dời hạn|hoãn|hoãn lại|kéo dài|nới|nới hạn|khất|khất lại|chuyển|đổi|điều chỉnh|đổi thành|chuyển thành|sửa thành|điều chỉnh thành|xin lùi|xin dời|xin hoãn|cho lùi|gh|xin chậm|xin trễ|xin muộn|xin nộp chậm|xin nộp trễ|xin nộp muộn|xin gửi chậm|xin gửi trễ|xin phép chậm|xin phép trễ|xin phép nộp chậm|xin phép nộp trễ|cho nộp chậm|cho nộp trễ|cho chậm|cho trễ|cho em chậm|cho em trễ',
  ],
  ['ask', 'xin|hẹn|xin hẹn|xin phép|để'],
  ['noun', 'báo cáo|nhiệm vụ|việc|công việc|kế hoạch|số liệu|lịch|bản|nội dung|hồ sơ|kết quả'],
  ['since', 'từ|kể từ|từ sau|qua khỏi|quá|bắt đầu từ|bắt đầu'],
  ['after', 'sau|sau khi'],
  [
    'about',
    'khoảng|tầm|cỡ|chừng|độ chừng|vào khoảng|gần|ước|ước chừng|quãng|xấp xỉ|đâu đó|trước khoảng|khoảng chừng|loanh quanh|có thể|chắc|chắc là|có lẽ|chắc khoảng|chắc tầm',
  ],
  [
    'filler',
    'là|vào|lúc|vào lúc|ngày|của|nộp|gửi|gởi|cho|đề nghị|hoàn thành|xong|trình|trả|trả lời|phải|cần|được|thực hiện|phản hồi|em|anh|chị|tôi|mình|chúng tôi|chúng em|đơn vị|đ / c|đồng chí|các đồng chí|thì|về|dự kiến|thời gian|thời điểm|mốc|lại|sang ngày|giúp|thời gian nộp|đúng ngày|đúng|kịp|chắc chắn|chắc chắn là|bổ sung|ngay|nốt|lễ|dịp|dịp lễ|cả|yêu cầu|ạ|:|,|-|–|(|"|“',
  ],
]);

/** "sang" (over to) in a text without marks is rather "sáng", unless a period or number follows. */
const OVER_TO = new Lexicon<true>([[true, 'sang']]);
const AFTER_OVER_TO = new Lexicon<true>([[true, 'tuần|tháng|quý|năm|ngày|đến|hết|cuối']]);
/** "từ 15/12 thành 20/12", but not "hoàn thành 5/12". */
const INTO = new Lexicon<true>([[true, 'thành']]);
const FROM = new Lexicon<true>([[true, 'từ|kể từ|tính từ|từ ngày']]);
const NOW = new Lexicon<true>([[true, 'nay|giờ|bây giờ|đây|lúc này']]);
const UP_TO = new Lexicon<true>([[true, 'đến|tới|cho đến|cho tới|sang|thành|qua']]);

/** "từ nay" and "từ 15/12" before "đến …": only the end is the deadline. The places after it. */
const rangeBeginning = (s: Source, place: number): number[] =>
  FROM.at(s.tokens, place)
    .flatMap(({ next }) => [...NOW.at(s.tokens, next), ...momentAt(s, next)])
    .map(({ next }) => next)
    .filter((next) => UP_TO.longest(s.tokens, next) !== undefined);

const rolesAt = (s: Source, place: number): Hit<Roles>[] => {
  // A sign written on to a number belongs to it: "-5 ngày".
  const isSigned = s.tokens[place]?.kind === 'sign' && s.tokens[place + 1]?.glued === true;
  const words = isSigned && /^[-–]$/u.test(s.tokens[place]?.text ?? '') ? [] : ROLES.at(s.tokens, place);
  const found = words.map(({ value, next }) => ({ value: ROLE[value], next }));
  for (const { next } of OVER_TO.at(s.tokens, place))
    if (!s.plain || s.tokens[next]?.kind === 'number' || AFTER_OVER_TO.longest(s.tokens, next))
      found.push({ value: ROLE.through, next });
  for (const { next } of INTO.at(s.tokens, place))
    if (s.tokens[place - 1]?.kind === 'number') found.push({ value: ROLE.through, next });
  for (const next of rangeBeginning(s, place)) found.push({ value: ROLE.filler, next });
  return found;
};

/** How a date binds, gathered from all words before it. */
export interface Binding {
  roles: Roles;
  /** The word right before the date. */
  last: Roles;
  /** Where the wording to keep begins: verbs and fillers before it are left out, "thêm" too but before an amount. */
  from: number;
  fromAdding: number;
  /** The place of the date. */
  next: number;
}

const KEPT = setOf('before', 'through', 'end', 'within', 'since', 'after', 'about');
const KEPT_ADDING = KEPT | ROLE.add;
const OPENING_ONLY = setOf('filler', 'noun');
const MOST_TOKENS = 12;

const grown = (binding: Binding, word: Hit<Roles>): Binding => {
  const begin = (from: number, kept: Roles): number => {
    if (binding.roles & kept) return from;
    return word.value & kept ? binding.next : word.next;
  };
  return {
    roles: binding.roles | word.value,
    last: word.value,
    from: begin(binding.from, KEPT),
    fromAdding: begin(binding.fromAdding, KEPT_ADDING),
    next: word.next,
  };
};

const isSame = (a: Binding, b: Binding): boolean =>
  a.next === b.next &&
  a.roles === b.roles &&
  a.last === b.last &&
  a.from === b.from &&
  a.fromAdding === b.fromAdding;

/**
 * Every way to read the words from here as a binding, none included. `open`
 * allows it to begin with words that bind nothing ("nộp", "em").
 */
export const bindingsAt = (s: Source, place: number, open: boolean): Binding[] => {
  const found: Binding[] = [{ roles: 0, last: 0, from: place, fromAdding: place, next: place }];
  for (const binding of found) {
    if (binding.next - place >= MOST_TOKENS) continue;
    for (const word of memo(s.roles, binding.next, () => rolesAt(s, binding.next))) {
      if (binding.next === place && !open && word.value & OPENING_ONLY) continue;
      const next = grown(binding, word);
      if (!found.some((each) => isSame(each, next))) found.push(next);
    }
  }
  return found;
};

/** A word that leads over to a new date stands here: đến, sang. */
export const leadsOver = (s: Source, place: number): boolean => UP_TO.longest(s.tokens, place) !== undefined;
