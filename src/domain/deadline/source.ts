import type { DateContext, DateFault } from '../deadline.ts';
import { addDays, dayOf, startOf } from '../time.ts';
import type { Day } from '../time.ts';
import type { ClockRead } from './clock.ts';
import type { DayRead } from './dates.ts';
import { tokenize } from './words.ts';
import type { Hit, Token } from './words.ts';

/** The text being read, and what its dates are held against. */
export interface Source {
  tokens: readonly Token[];
  /** No word of it carries a mark: it was typed without diacritics. */
  plain: boolean;
  today: Day;
  ctx: DateContext;
  /** What was already read, by place: every place is asked for many times. */
  cores: Map<number, readonly Hit<Core>[]>;
  roles: Map<number, readonly Hit<number>[]>;
  days: Map<number, readonly Hit<DayRead>[]>;
  clocks: Map<number, readonly Hit<ClockRead | { fault: DateFault }>[]>;
  /** Where days begin, by day. */
  starts: Map<Day, Date>;
}

/** The value kept under a key, made when first asked for. */
export const memo = <K, V>(kept: Map<K, V>, key: K, make: () => V): V => {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = make();
  kept.set(key, made);
  return made;
};

/** The instants when a local day begins and ends. */
export const beginOf = (s: Source, day: Day): Date => memo(s.starts, day, () => startOf(day, s.ctx.zone));
export const finishOf = (s: Source, day: Day): Date => beginOf(s, addDays(day, 1));

export const sourceOf = (text: string, ctx: DateContext): Source => {
  const tokens = tokenize(text);
  return {
    tokens,
    plain: tokens.every((token) => token.shape.base === token.shape.plain && token.shape.tone === ''),
    today: dayOf(ctx.now, ctx.zone),
    ctx,
    cores: new Map(),
    roles: new Map(),
    days: new Map(),
    clocks: new Map(),
    starts: new Map(),
  };
};

/** How sure it is, by its form alone, that these words are a date: decides what counts in free text. */
export type Form =
  | 'full' // 15/12/2026, ngày 15/12, 15 tháng 12
  | 'short' // 15/12
  | 'ratio' // 5/12: could be a part of a whole
  | 'number' // ngày 15
  | 'named' // mai, thứ sáu, 3 ngày nữa, cuối tuần
  | 'today' // hôm nay, 17h
  | 'bare'; // tháng 12, tuần sau, 10 ngày, mai: only after a word that asks for a date

/** What was read, before "trước" or "đến" is applied to it. */
export type Core =
  | {
      kind: 'days';
      first: Day;
      last: Day;
      form: Form;
      /** What means nothing without one of these words before it ("tháng" without cuối, hết, trong). */
      needs?: readonly ('before' | 'through' | 'end' | 'within')[];
      /** An event that has a beginning only (Tết). */
      beginOnly?: boolean;
      /** The date without a year was put into the year after: where a mention of the past is likelier. */
      nextYear?: boolean;
    }
  | { kind: 'instant'; at: Date; form: Form }
  | {
      kind: 'amount';
      n: number;
      unit: Unit;
      /** Says itself that it counts from today (nữa, tới, kể từ hôm nay). */
      fromToday: boolean;
      /** "nữa", which gives way to "thêm". */
      again: boolean;
      form: Form;
    }
  | { kind: 'fault'; fault: DateFault; form: Form };

export type Unit = 'day' | 'workingDay' | 'week' | 'month' | 'year' | 'hour' | 'minute';

export const fault = (reason: DateFault, form: Form = 'named'): Core => ({
  kind: 'fault',
  fault: reason,
  form,
});

export const oneDay = (day: Day, form: Form): Core => ({ kind: 'days', first: day, last: day, form });
