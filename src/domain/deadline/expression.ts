import type { DateFault } from '../deadline.ts';
import { addDays, addMonths, dayOf } from '../time.ts';
import type { Day } from '../time.ts';
import { addWorkingDays } from '../working-days.ts';
import { amountAt } from './amounts.ts';
import { bindingsAt, has, ROLE } from './bindings.ts';
import type { Binding, Roles } from './bindings.ts';
import { momentAt } from './moments.ts';
import { periodsAt } from './periods.ts';
import { beginOf, finishOf, memo } from './source.ts';
import type { Core, Form, Source } from './source.ts';
import { tetAt } from './tet.ts';
import type { Hit } from './words.ts';

/**
 * A deadline expression: words that say how the date binds, then a date, a
 * period or an amount of time.
 */
export type Outcome = { dueAt: Date } | { fault: DateFault };

/** One reading of an expression. */
export interface Expression {
  outcome: Outcome;
  roles: Roles;
  form: Form;
  kind: Core['kind'];
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

type Amount = Extract<Core, { kind: 'amount' }>;

const MINUTE = 60_000;

const addAmount = (s: Source, amount: Amount, added: boolean): Date => {
  const { n, unit } = amount;
  const { calendar, now, inForce } = s.ctx;
  const base = added ? baseDay(s) : s.today;
  switch (unit) {
    case 'day':
      return finishOf(s, addDays(base, n));
    case 'week':
      return finishOf(s, addDays(base, 7 * n));
    case 'month':
      return finishOf(s, addMonths(base, n));
    case 'year':
      return finishOf(s, addMonths(base, 12 * n));
    case 'workingDay':
      return finishOf(s, addWorkingDays(base, n, calendar));
    case 'hour':
    case 'minute': {
      const from = added && inForce && inForce > now ? inForce : now;
      const minutes = Math.ceil(from.getTime() / MINUTE) + n * (unit === 'hour' ? 60 : 1);
      return new Date(minutes * MINUTE);
    }
  }
};

const isAdded = (s: Source, roles: Roles, amount: Amount): boolean => {
  if (amount.fromToday && !amount.again) return false;
  if (has(roles, 'add', 'verb')) return true;
  if (amount.again || has(roles, 'within', 'after')) return false;
  // A bare "10 ngày" answers "gia hạn bao lâu?" where a date is in force.
  return s.ctx.inForce !== undefined;
};

/** "17h" is a time of day unless something says that hours are counted ("trong 24h", "2 tiếng nữa"). */
const isClockRather = (amount: Amount, roles: Roles): boolean =>
  (amount.unit === 'hour' || amount.unit === 'minute') &&
  !amount.fromToday &&
  !has(roles, 'within', 'add', 'verb');

/** What the date comes to under these words, before it is held against now; undefined for no reading at all. */
const evaluate = (s: Source, core: Core, roles: Roles): Outcome | undefined => {
  if (core.kind === 'fault') return { fault: core.fault };
  if (has(roles, 'about')) return { fault: 'ambiguous' };
  if (core.kind === 'amount') {
    // "Trước 3 ngày" is three days before something, "từ 3 ngày" at least so many.
    if (has(roles, 'before', 'end', 'since')) return { fault: 'ambiguous' };
    if (isClockRather(core, roles)) return undefined;
    return { dueAt: addAmount(s, core, isAdded(s, roles, core)) };
  }
  if (has(roles, 'since', 'after')) return { fault: 'ambiguous' };
  if (core.kind === 'instant')
    return core.form === 'today' && has(roles, 'within', 'add') ? undefined : { dueAt: core.at };
  if (core.needs && !has(roles, ...core.needs)) return undefined;
  if (has(roles, 'before') && !has(roles, 'end')) return { dueAt: beginOf(s, core.first) };
  // Tết has a first day that is known, and no other.
  return core.beginOnly ? { fault: 'ambiguous' } : { dueAt: finishOf(s, core.last) };
};

const coresAt = (s: Source, place: number): readonly Hit<Core>[] =>
  memo(s.cores, place, () => [
    ...momentAt(s, place),
    ...periodsAt(s, place),
    ...amountAt(s, place),
    ...tetAt(s, place),
  ]);

const readingOf = (s: Source, binding: Binding, { value: core, next }: Hit<Core>): Expression | undefined => {
  const { roles, last } = binding;
  if (last === ROLE.noun && core.kind === 'days' && core.form === 'bare') return undefined;
  const outcome = evaluate(s, core, roles);
  if (!outcome) return undefined;
  const isPast = 'dueAt' in outcome && outcome.dueAt <= s.ctx.now;
  return {
    outcome: isPast ? { fault: 'past' } : outcome,
    roles,
    form: core.form,
    kind: core.kind,
    nextYear: core.kind === 'days' && core.nextYear === true,
    from: core.kind === 'amount' ? binding.fromAdding : binding.from,
    next,
  };
};

/**
 * Every reading of a deadline expression that begins at this place. `open`
 * allows it to begin with words that carry no date ("nộp", "em").
 */
export const expressionsAt = (s: Source, place: number, open: boolean): Expression[] => {
  const found: Expression[] = [];
  for (const binding of bindingsAt(s, place, open))
    for (const core of coresAt(s, binding.next)) {
      const reading = readingOf(s, binding, core);
      if (reading) found.push(reading);
    }
  return found;
};
