import type { DateFault } from '../deadline.ts';
import { addDays, addMonths, dayOf, endOf, startOf } from '../time.ts';
import type { Day } from '../time.ts';
import { addWorkingDays } from '../working-days.ts';
import { amountAt } from './amounts.ts';
import { momentAt } from './moments.ts';
import { periodsAt } from './periods.ts';
import type { Core, Form, Source } from './source.ts';
import { tetAt } from './tet.ts';
import { Lexicon } from './words.ts';
import type { Hit } from './words.ts';

/**
 * A deadline expression: words that say how the date binds ("chậm nhất trước",
 * "đến hết", "gia hạn thêm"), then a date, a period or an amount of time.
 */
type Role =
  | 'before' // ends when the named time begins
  | 'through' // ends when the named time ends
  | 'end' // the end of a period: cuối, hết
  | 'within' // trong, within: a period, or an amount from today
  | 'add' // thêm: an amount from the date in force
  | 'verb' // gia hạn, lùi: likewise, and the sign that a new date follows
  | 'ask' // xin, hẹn: a new date follows
  | 'since' // từ: begins there, so no deadline
  | 'after' // sau: likewise; but "sau 3 ngày" is an amount
  | 'about' // khoảng, tầm: no date is named
  | 'noun' // báo cáo: "báo cáo tháng 12" is its name, not its date
  | 'filler';

const ROLES = new Lexicon<Role>([
  ['before', 'trước|trc|trk|trước lúc|trước thời điểm|trước mốc'],
  [
    'through',
    'trước hoặc trong|trước hoặc vào|trước và trong|trong hoặc trước|đến|tới|cho đến|cho tới|đến hết|tới hết|hạn|thời hạn|hạn chót|hạn cuối|hạn cuối cùng|hạn nộp|hạn gửi|hạn mới|kỳ hạn|deadline|dl|chậm nhất|muộn nhất|trễ nhất|lâu nhất|tối đa|không quá|không trễ hơn|không muộn hơn|không chậm hơn|không trễ quá|không muộn quá|không chậm quá|ko quá|k quá|hông quá|không được quá|chậm lắm|muộn lắm|trễ lắm|qua|thành|ngày hết hạn|hết hạn|kịp|đúng',
  ],
  ['end', 'hết|cuối|kết thúc|tận|hết ngày|cuối ngày'],
  ['within', 'trong|trong vòng|nội trong|trong thời gian|trong thời hạn|sau thời gian|trong nội'],
  ['add', 'thêm|cộng thêm|thêm thời gian'],
  [
    'verb',
    'gia hạn|ra hạn|gia han|giãn|giãn hạn|lùi|lùi lại|lùi hạn|dời|dời lại|dời hạn|hoãn|hoãn lại|kéo dài|nới|nới hạn|khất|khất lại|chuyển|đổi|điều chỉnh|xin lùi|xin dời|xin hoãn|cho lùi|gh',
  ],
  ['ask', 'xin|hẹn|xin hẹn|xin phép|để'],
  ['noun', 'báo cáo|nhiệm vụ|việc|công việc|kế hoạch|số liệu|lịch|bản|nội dung|hồ sơ|kết quả'],
  ['since', 'từ|kể từ|từ sau|qua khỏi|quá|bắt đầu từ|bắt đầu'],
  ['after', 'sau|sau khi'],
  [
    'about',
    'khoảng|tầm|cỡ|chừng|độ|vào khoảng|gần|ước|ước chừng|quãng|xấp xỉ|đâu đó|trước khoảng|khoảng chừng|loanh quanh|có thể',
  ],
  [
    'filler',
    'là|vào|lúc|vào lúc|ngày|của|nộp|gửi|gởi|cho|đề nghị|hoàn thành|xong|trình|trả|trả lời|phải|cần|được|thực hiện|phản hồi|em|anh|chị|tôi|mình|chúng tôi|chúng em|đơn vị|đ / c|đồng chí|các đồng chí|thì|về|dự kiến|thời gian|thời điểm|mốc|lại|sang ngày|giúp|thời gian nộp|đúng ngày|bổ sung|ngay|nốt|cả|yêu cầu|ạ|:|,|-|–|(|"|“',
  ],
]);

/** "sang" (over to) in a text without marks is rather "sáng", unless a period or number follows. */
const OVER_TO = new Lexicon<true>([[true, 'sang']]);
const AFTER_OVER_TO = new Lexicon<true>([[true, 'tuần|tháng|quý|năm|ngày|đến|hết|cuối']]);

const rolesAt = (s: Source, place: number): Hit<Role>[] => {
  const known = ROLES.at(s.tokens, place);
  const over = OVER_TO.at(s.tokens, place).filter(
    ({ next }) =>
      !s.plain || s.tokens[next]?.kind === 'number' || AFTER_OVER_TO.longest(s.tokens, next) !== undefined,
  );
  return [
    ...known,
    ...over.map(({ next }): Hit<Role> => ({ value: 'through', next })),
    ...rangeBeginning(s, place).map((next): Hit<Role> => ({ value: 'filler', next })),
  ];
};

const FROM = new Lexicon<true>([[true, 'từ|kể từ|tính từ|từ ngày']]);
const NOW = new Lexicon<true>([[true, 'nay|giờ|bây giờ|đây|lúc này']]);
const UP_TO = new Lexicon<true>([[true, 'đến|tới|cho đến|cho tới|sang|thành|qua']]);

/** "từ nay" and "từ 15/12" before "đến …": only the end is the deadline. The places after it. */
const rangeBeginning = (s: Source, place: number): number[] =>
  FROM.at(s.tokens, place)
    .flatMap(({ next }) => [...NOW.at(s.tokens, next), ...momentAt(s, next)])
    .map(({ next }) => next)
    .filter((next) => UP_TO.longest(s.tokens, next) !== undefined);

/** How a date binds, gathered from all words before it. */
interface Binding {
  roles: ReadonlySet<Role>;
  /** The word right before the date. */
  last?: Role;
  /** Where the wording to keep begins: verbs and fillers before it are left out. */
  from: number;
}

const KEPT: ReadonlySet<Role> = new Set([
  'before',
  'through',
  'end',
  'within',
  'add',
  'since',
  'after',
  'about',
]);
const MOST_WORDS = 12;

/** Every way to read the words from here as a binding, none included. */
const bindings = (s: Source, place: number, open: boolean): Hit<Binding>[] => {
  const found: Hit<Binding>[] = [{ value: { roles: new Set(), from: place }, next: place }];
  const seen = new Set<string>();
  for (const { value, next } of found) {
    if (next - place >= MOST_WORDS) continue;
    for (const role of rolesAt(s, next)) {
      if (next === place && !open && (role.value === 'filler' || role.value === 'noun')) continue;
      const roles = new Set([...value.roles, role.value]);
      const kept = [...value.roles].some((each) => KEPT.has(each));
      const from = kept ? value.from : KEPT.has(role.value) ? next : role.next;
      const key = `${[...roles].sort().join()} ${role.value} ${from} ${role.next}`;
      if (seen.has(key)) continue;
      seen.add(key);
      found.push({ value: { roles, last: role.value, from }, next: role.next });
    }
  }
  return found;
};

export type Outcome = { dueAt: Date } | { fault: DateFault };

/** One reading of an expression. */
export interface Expression {
  outcome: Outcome;
  roles: ReadonlySet<Role>;
  form: Form;
  /** The date, having no year, was put into next year. */
  nextYear: boolean;
  /** Tokens of the wording to keep: from, and the one after the last. */
  from: number;
  next: number;
}

/** The day an amount counts from when it is added: the last good day in force, or today once that is past. */
const baseDay = (s: Source): Day => {
  const { inForce, zone } = s.ctx;
  if (!inForce) return s.today;
  const last = dayOf(new Date(inForce.getTime() - 1), zone);
  return last < s.today ? s.today : last;
};

const MINUTE = 60_000;

const addAmount = (s: Source, amount: Extract<Core, { kind: 'amount' }>, added: boolean): Date => {
  const { n, unit } = amount;
  const { zone, calendar, now, inForce } = s.ctx;
  const base = added ? baseDay(s) : s.today;
  switch (unit) {
    case 'day':
      return endOf(addDays(base, n), zone);
    case 'week':
      return endOf(addDays(base, 7 * n), zone);
    case 'month':
      return endOf(addMonths(base, n), zone);
    case 'year':
      return endOf(addMonths(base, 12 * n), zone);
    case 'workingDay':
      return endOf(addWorkingDays(base, n, calendar), zone);
    case 'hour':
    case 'minute': {
      const from = added && inForce && inForce > now ? inForce : now;
      const minutes = Math.ceil(from.getTime() / MINUTE) + n * (unit === 'hour' ? 60 : 1);
      return new Date(minutes * MINUTE);
    }
  }
};

const isAdded = (s: Source, roles: ReadonlySet<Role>, amount: Extract<Core, { kind: 'amount' }>): boolean => {
  if (amount.fromToday && !amount.again) return false;
  if (roles.has('add') || roles.has('verb')) return true;
  if (amount.again || roles.has('within') || roles.has('after')) return false;
  // A bare "10 ngày" answers "gia hạn bao lâu?" where a date is in force.
  return s.ctx.inForce !== undefined;
};

/** "17h" is a time of day unless something says that hours are counted ("trong 24h", "2 tiếng nữa"). */
const isClockRather = (amount: Extract<Core, { kind: 'amount' }>, roles: ReadonlySet<Role>): boolean =>
  (amount.unit === 'hour' || amount.unit === 'minute') &&
  !amount.fromToday &&
  !(['within', 'add', 'verb'] as const).some((role) => roles.has(role));

const evaluate = (s: Source, core: Core, roles: ReadonlySet<Role>): Outcome | undefined => {
  if (core.kind === 'fault') return { fault: core.fault };
  if (roles.has('about')) return { fault: 'ambiguous' };
  if (core.kind === 'amount') {
    // "Trước 3 ngày" is three days before something, "từ 3 ngày" at least so many.
    if (roles.has('before') || roles.has('end') || roles.has('since')) return { fault: 'ambiguous' };
    if (isClockRather(core, roles)) return undefined;
    return { dueAt: addAmount(s, core, isAdded(s, roles, core)) };
  }
  if (roles.has('since') || roles.has('after')) return { fault: 'ambiguous' };
  if (core.kind === 'instant')
    return core.form === 'today' && (roles.has('within') || roles.has('add'))
      ? undefined
      : { dueAt: core.at };
  if (core.needs && !core.needs.some((role) => roles.has(role))) return undefined;
  const { zone } = s.ctx;
  if (roles.has('before') && !roles.has('end')) return { dueAt: startOf(core.first, zone) };
  // Tết has a first day that is known, and no other.
  return core.beginOnly ? { fault: 'ambiguous' } : { dueAt: endOf(core.last, zone) };
};

const coresAt = (s: Source, place: number): readonly Hit<Core>[] => {
  const known = s.cores.get(place);
  if (known) return known;
  const read = [...momentAt(s, place), ...periodsAt(s, place), ...amountAt(s, place), ...tetAt(s, place)];
  s.cores.set(place, read);
  return read;
};

const withoutPast = (s: Source, outcome: Outcome): Outcome =>
  'dueAt' in outcome && outcome.dueAt <= s.ctx.now ? { fault: 'past' } : outcome;

/**
 * Every reading of a deadline expression that begins at this place. `open`
 * allows it to begin with words that carry no date ("nộp", "em").
 */
export const expressionsAt = (s: Source, place: number, open: boolean): Expression[] =>
  bindings(s, place, open).flatMap(({ value: { roles, last, from }, next: at }) =>
    coresAt(s, at).flatMap(({ value: core, next }): Expression[] => {
      if (last === 'noun' && core.kind === 'days' && core.form === 'bare') return [];
      const outcome = evaluate(s, core, roles);
      if (!outcome) return [];
      const nextYear = core.kind === 'days' && core.nextYear === true;
      return [{ outcome: withoutPast(s, outcome), roles, form: core.form, nextYear, from, next }];
    }),
  );
