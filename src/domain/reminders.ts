import { owesReport } from './assignment.ts';
import { lastGoodDay } from './deadline.ts';
import { isQuiet, REMINDERS_AT } from './quiet-time.ts';
import { addDays, dayOf, daysBetween, instantOf, type Day } from './time.ts';
import type { AssignmentFacts } from './timeliness.ts';
import { addWorkingDays, workingDayOnOrBefore, type WorkCalendar } from './working-days.ts';

/**
 * When an assignment is spoken of. D is the last good day of the date in force.
 * All rules speak at 08:00 of a working day, each once per (assignment, rule, day).
 */

export const reminderRules = ['T-15', 'T-7', 'T-3', 'T-1', 'D', 'unacknowledged', 'overdue'] as const;
export type ReminderRule = (typeof reminderRules)[number];

export interface PlannedReminder {
  rule: ReminderRule;
  /** The local day on which it speaks, moved off free days already. */
  day: Day;
}

interface Setting {
  calendar: WorkCalendar;
  zone: string;
}

const beforeRules = [
  ['T-15', 15],
  ['T-7', 7],
  ['T-3', 3],
  ['T-1', 1],
  ['D', 0],
] as const satisfies readonly (readonly [ReminderRule, number])[];

const OVERDUE_TIMES = 5;

/** Receipt is asked after on the morning of the second working day after the agency was told. */
const UNACKNOWLEDGED_WORKING_DAYS = 2;

/** A word of the agency within so many working days makes the early reminders needless. */
const HEARD_WORKING_DAYS = 3;

/** A reminder that leaves later than this after its hour says "gửi muộn". */
const LATE_AFTER_MS = 60 * 60_000;

export type ReminderDates = Pick<AssignmentFacts, 'assignedAt' | 'ackFrom' | 'dueAt' | 'dueSetAt'>;

const speaksAt = (day: Day, zone: string): Date => instantOf(day, REMINDERS_AT, zone);

/** The next working day after D, then every second working day, five times in all. */
const overdueDays = (lastGood: Day, calendar: WorkCalendar): Day[] => {
  const days = [addWorkingDays(lastGood, 1, calendar)];
  while (days.length < OVERDUE_TIMES) days.push(addWorkingDays(days.at(-1) ?? lastGood, 2, calendar));
  return days;
};

/** The rules in rising nearness to D, so that of two that meet on one day the later in this list speaks. */
const allRules = ({ ackFrom, dueAt }: ReminderDates, { calendar, zone }: Setting): PlannedReminder[] => {
  const lastGood = lastGoodDay(dueAt, zone);
  const before = beforeRules
    .map(([rule, days]) => ({ rule, day: workingDayOnOrBefore(addDays(lastGood, -days), calendar) }))
    // A deadline at an early hour is past when the day's reminders go out.
    .filter(({ day }) => speaksAt(day, zone) < dueAt);
  const receipt =
    ackFrom === null ? [] : [addWorkingDays(dayOf(ackFrom, zone), UNACKNOWLEDGED_WORKING_DAYS, calendar)];
  return [
    ...receipt.map((day) => ({ rule: 'unacknowledged' as const, day })),
    ...before,
    ...overdueDays(lastGood, calendar).map((day) => ({ rule: 'overdue' as const, day })),
  ];
};

/**
 * The complete plan for the date in force, by day: what would be spoken if the
 * agency stayed silent. A rule whose day is not after the day of assignment, or
 * of the last change of date, does not exist; of rules that meet on one day the
 * nearest to D stands.
 */
export const plannedReminders = (dates: ReminderDates, setting: Setting): PlannedReminder[] => {
  const [assigned, changed] = [dates.assignedAt, dates.dueSetAt].map((at) => dayOf(at, setting.zone));
  const byDay = new Map<Day, PlannedReminder>();
  for (const planned of allRules(dates, setting))
    if (planned.day > (assigned ?? '') && planned.day > (changed ?? '')) byDay.set(planned.day, planned);
  return [...byDay.values()].sort((a, b) => daysBetween(b.day, a.day));
};

/** Reminders stop while nothing is owed, and while an extension waits for a decision. */
export const mayRemind = (facts: Pick<AssignmentFacts, 'state' | 'extensionAskedAt'>): boolean =>
  owesReport(facts.state) && facts.extensionAskedAt === null;

const standsFor = (rule: ReminderRule, facts: AssignmentFacts): boolean =>
  rule !== 'unacknowledged' || facts.state === 'assigned';

/**
 * The first reminder planned after an instant, for the indexed column
 * `nextReminderAt`: to be set anew after every act. Undefined where none will speak.
 */
export const nextReminderAfter = (
  facts: AssignmentFacts,
  after: Date,
  setting: Setting,
): (PlannedReminder & { at: Date }) | undefined => {
  if (!mayRemind(facts)) return undefined;
  return plannedReminders(facts, setting)
    .filter(({ rule }) => standsFor(rule, facts))
    .map((planned) => ({ ...planned, at: speaksAt(planned.day, setting.zone) }))
    .find(({ at }) => at > after);
};

/**
 * The new `nextReminderAt` after an act at `now`. A reminder that was due already
 * and has not been handled yet (an act that came in first after an outage) stays
 * due, so that the tick records it; a new date in force starts a new plan.
 */
export const nextReminderAfterAct = (
  before: Pick<AssignmentFacts, 'dueSetAt'> & { nextReminderAt: Date | null },
  after: AssignmentFacts,
  now: Date,
  setting: Setting,
): Date | null => {
  if (!mayRemind(after)) return null;
  const { nextReminderAt, dueSetAt } = before;
  const overdue = nextReminderAt !== null && nextReminderAt <= now;
  if (overdue && dueSetAt.getTime() === after.dueSetAt.getTime()) return nextReminderAt;
  return nextReminderAfter(after, now, setting)?.at ?? null;
};

/** What else is known of the agency besides the row: its last question, which is a sign of life too. */
export interface Heard {
  questionAt?: Date;
}

const early: readonly ReminderRule[] = ['T-15', 'T-7', 'T-3'];

const heardLately = (
  { activityAt }: AssignmentFacts,
  { questionAt }: Heard,
  now: Date,
  setting: Setting,
): boolean => {
  const since = addWorkingDays(dayOf(now, setting.zone), -HEARD_WORKING_DAYS, setting.calendar);
  return [activityAt, questionAt].some((at) => at != null && dayOf(at, setting.zone) >= since);
};

/** False for the early rules where the agency reported, confirmed or asked within 3 working days; T-1 and D speak until submitted. */
export const isNeeded = (
  rule: ReminderRule,
  facts: AssignmentFacts,
  heard: Heard,
  now: Date,
  setting: Setting,
): boolean => standsFor(rule, facts) && !(early.includes(rule) && heardLately(facts, heard, now, setting));

/** After an outage a reminder of a date still makes sense while the date is to come. */
const makesSense = (rule: ReminderRule, { dueAt }: AssignmentFacts, now: Date): boolean =>
  rule === 'overdue' || rule === 'unacknowledged' || now < dueAt;

export type ReminderOutcome = 'send' | 'missed' | 'not_needed';

export interface DueReminders {
  /** What is to be recorded now, oldest first; at most one has the outcome `send`. `late`: it says "gửi muộn". */
  outcomes: (PlannedReminder & { outcome: ReminderOutcome; late: boolean })[];
  /** The new `nextReminderAt`; in quiet time the old one, for nothing is decided then. */
  next: Date | undefined;
}

/**
 * What a tick at `now` owes an assignment whose `nextReminderAt` is `from`. After
 * an outage the latest that is needed and still makes sense goes out once, the
 * others are recorded as missed.
 */
export const dueReminders = (
  facts: AssignmentFacts,
  { from, now, heard = {} }: { from: Date; now: Date; heard?: Heard },
  setting: Setting,
): DueReminders => {
  if (!mayRemind(facts)) return { outcomes: [], next: undefined };
  if (isQuiet(now, 'reminder', setting)) return { outcomes: [], next: from };
  const due = plannedReminders(facts, setting)
    .map((planned) => ({ ...planned, at: speaksAt(planned.day, setting.zone) }))
    .filter(({ at }) => at >= from && at <= now);
  const needed = due.filter(({ rule }) => isNeeded(rule, facts, heard, now, setting));
  const spoken = needed.findLast(({ rule }) => makesSense(rule, facts, now));
  const outcomes = due.map((reminder) => {
    const { rule, day, at } = reminder;
    if (reminder === spoken)
      return { rule, day, outcome: 'send' as const, late: now.getTime() - at.getTime() > LATE_AFTER_MS };
    return {
      rule,
      day,
      outcome: needed.includes(reminder) ? ('missed' as const) : ('not_needed' as const),
      late: false,
    };
  });
  return { outcomes, next: nextReminderAfter(facts, now, setting)?.at };
};

export const rungs = ['main', 'deputy', 'head', 'coordinator'] as const;
export type Rung = (typeof rungs)[number];

const DEPUTY_AFTER_UNANSWERED = 2;
const HEAD_FROM_DAY = 3;
const COORDINATORS_FROM_DAY = 7;

/**
 * Who hears a reminder: the main contact; also the deputy once two stayed
 * unanswered, or in place of a main contact who is away; also the head from D+3
 * and the coordinators from D+7 (calendar days).
 */
export const ladder = ({
  unanswered,
  today,
  dueAt,
  mainAway = false,
  zone,
}: {
  /** Reminders sent since the agency was last heard from. */
  unanswered: number;
  today: Day;
  dueAt: Date;
  mainAway?: boolean;
  zone: string;
}): Rung[] => {
  const past = daysBetween(lastGoodDay(dueAt, zone), today);
  const speaks: Record<Rung, boolean> = {
    main: !mainAway,
    deputy: mainAway || unanswered >= DEPUTY_AFTER_UNANSWERED,
    head: past >= HEAD_FROM_DAY,
    coordinator: past >= COORDINATORS_FROM_DAY,
  };
  return rungs.filter((rung) => speaks[rung]);
};
