import type { DateFault } from '../deadline.ts';
import { endOf, instantOf, weekdayOf } from '../time.ts';
import type { Day, TimeOfDay } from '../time.ts';
import { clockAt, inPartOfDay, partOfDayAt } from './clock.ts';
import type { ClockRead, PartOfDay } from './clock.ts';
import type { DayRead } from './dates.ts';
import { dayAt } from './days.ts';
import { fault, memo } from './source.ts';
import type { Core, Form, Source } from './source.ts';
import { isWord, Lexicon } from './words.ts';
import type { Hit } from './words.ts';

/**
 * A moment: one day, named in one or more ways that must agree ("thứ Hai, ngày
 * 14/12/2026"), with or without a clock time ("17h chiều mai", "15/12 lúc 17:30").
 */
interface Parts {
  days: DayRead[];
  clock?: ClockRead | { fault: DateFault };
  part?: PartOfDay;
}

const JOINTS = new Lexicon<true>([
  [true, ',|(|)|) ,|-|–|lúc|vào|vào lúc|vào hồi|hồi|của|tức|tức là|là|nhằm|trong'],
]);

/** Hours that offices keep, not a time on the clock: asked back. */
const OFFICE_HOURS = new Lexicon<true>([
  [true, 'giờ làm việc|giờ hành chính|cuối giờ|đầu giờ|hết giờ|giờ làm|giờ nghỉ|cuối buổi|đầu buổi|hết buổi'],
]);

const BEFORE_CLOCK = new Lexicon<true>([
  [true, 'trước|trước lúc|đến|đến lúc|tới|chậm nhất|chậm nhất lúc|muộn nhất|không quá|hạn|hạn lúc'],
]);

/** The place itself, and the places after what may stand between two parts (", tức là"). */
const afterJoint = (s: Source, place: number): number[] => {
  const once = JOINTS.at(s.tokens, place).map(({ next }) => next);
  const twice = once.flatMap((next) => JOINTS.at(s.tokens, next).map((hit) => hit.next));
  return [place, ...once, ...twice];
};

const daysAt = (s: Source, place: number) => memo(s.days, place, () => dayAt(s, place));
const clocksAt = (s: Source, place: number) =>
  memo(s.clocks, place, () => [
    ...clockAt(s, place),
    ...OFFICE_HOURS.at(s.tokens, place).map(({ next }) => ({ value: { fault: 'ambiguous' as const }, next })),
  ]);

/** The parts with one more, for each that stands at this place. */
const more = (s: Source, parts: Parts, place: number): Hit<Parts>[] => {
  const found: Hit<Parts>[] = [];
  const { days, clock, part } = parts;
  for (const { value, next } of daysAt(s, place))
    found.push({ value: { ...parts, days: [...days, value] }, next });
  if (!clock)
    for (const { value, next } of clocksAt(s, place)) found.push({ value: { ...parts, clock: value }, next });
  if (!part)
    for (const { value, next } of partOfDayAt(s, place))
      found.push({ value: { ...parts, part: value }, next });
  // "Thứ sáu, trước 17h".
  if (!clock && days.length > 0)
    for (const { next: at } of BEFORE_CLOCK.at(s.tokens, place))
      for (const { value, next } of clocksAt(s, at)) found.push({ value: { ...parts, clock: value }, next });
  // "17h nay", "chiều nay".
  if (days.length === 0 && (clock || part) && isWord(s.tokens[place], 'nay'))
    found.push({ value: { ...parts, days: [{ day: s.today, form: 'today' }] }, next: place + 1 });
  return found;
};

const MOST_PARTS = 5;

const grow = (s: Source, start: Hit<Parts>, left: number): Hit<Parts>[] => {
  if (left === 0) return [start];
  const grown = afterJoint(s, start.next).flatMap((place) => more(s, start.value, place));
  return [start, ...grown.flatMap((each) => grow(s, each, left - 1))];
};

const closeBracket = (s: Source, hit: Hit<Parts>): Hit<Parts> =>
  s.tokens[hit.next]?.text === ')' ? { ...hit, next: hit.next + 1 } : hit;

/** The day that all parts name, or the fault. */
const agreedDay = (
  days: readonly DayRead[],
): Exclude<DayRead, { fault: DateFault }> | { fault: DateFault; form: Form } => {
  const wrong = days.find((day) => 'fault' in day);
  if (wrong && 'fault' in wrong) return wrong;
  const read = days.filter((day) => 'day' in day);
  const firm = read.filter((day) => day.weekdayOnly === undefined);
  const [first] = firm.length > 0 ? firm : read;
  if (!first) return { fault: 'unreadable', form: 'bare' };
  const agree = read.every((each) =>
    each.weekdayOnly === undefined ? each.day === first.day : weekdayOf(first.day) === each.weekdayOnly,
  );
  return agree
    ? (firm.find((each) => each.form === 'full') ?? first)
    : { fault: 'ambiguous', form: first.form };
};

const timeText = (minutes: number): TimeOfDay => {
  const two = (n: number) => String(n).padStart(2, '0') as `${number}`;
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
};

const atTime = (s: Source, day: Day, minutes: number): Date =>
  minutes === 24 * 60 ? endOf(day, s.ctx.zone) : instantOf(day, timeText(minutes), s.ctx.zone);

const coreOf = (s: Source, { days, clock, part }: Parts): Core | undefined => {
  const form: Form = days.length === 0 ? 'today' : 'named';
  if (days.length === 0 && !clock) return undefined;
  const agreed = days.length === 0 ? { day: s.today, form } : agreedDay(days);
  if ('fault' in agreed) return fault(agreed.fault, agreed.form);
  const lone = 'weekdayOnly' in agreed && agreed.weekdayOnly !== undefined;
  if (lone && agreed.day === s.today) return fault('ambiguous', agreed.form);
  if (clock && 'fault' in clock) return fault(clock.fault, agreed.form);
  if (clock) {
    const minutes = inPartOfDay(clock, part);
    if (typeof minutes !== 'number') return fault(minutes.fault, agreed.form);
    const at = atTime(s, agreed.day, minutes);
    return { kind: 'instant', at, form: days.length === 0 ? 'today' : agreed.form };
  }
  // "Chiều mai" names no instant: asked back.
  if (part) return fault('ambiguous', agreed.form);
  const nextYear = 'nextYear' in agreed && agreed.nextYear;
  return { kind: 'days', first: agreed.day, last: agreed.day, form: agreed.form, nextYear };
};

/** Every reading of a moment at this place, shorter ones too. */
export const momentAt = (s: Source, place: number): Hit<Core>[] =>
  more(s, { days: [] }, place)
    .flatMap((start) => grow(s, start, MOST_PARTS - 1))
    .flatMap((hit) => [hit, closeBracket(s, hit)])
    .flatMap(({ value, next }) => {
      const core = coreOf(s, value);
      return core ? [{ value: core, next }] : [];
    });
