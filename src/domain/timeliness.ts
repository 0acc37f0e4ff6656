import { isDropped, isOpen, owesReport, type AssignmentState } from './assignment.ts';
import { lastGoodDay } from './deadline.ts';
import { addDays, dayOf, daysBetween, endOf, mondayOf, startOf, type Day } from './time.ts';
import { addWorkingDays, type WorkCalendar } from './working-days.ts';

/**
 * On time or late, and the categories that the administration reports by.
 *
 * The whole rule rests on three columns, so that the tracking query can say it
 * in SQL. With `:now` the instant of the question:
 *
 *   late     = "lateSince" IS NOT NULL OR COALESCE("submittedAt", :now) >= "dueAt"
 *   category = CASE WHEN state IN ('cancelled', 'merged') THEN 'cancelled'
 *                   WHEN state = 'completed' THEN CASE WHEN late THEN 'late' ELSE 'on_time' END
 *                   WHEN late THEN 'overdue' ELSE 'in_progress' END
 *   days     = (COALESCE("submittedAt", :now) AT TIME ZONE :zone)::date
 *              - ((COALESCE("lateSince", "dueAt") - interval '1 ms') AT TIME ZONE :zone)::date
 *   due soon = state IN ('assigned', 'acknowledged', 'in_progress', 'returned') AND NOT late
 *              AND "dueAt" <= :startOfTheEighthDayFromToday
 *
 * `submittedAt` is set in the states `submitted` and `completed` alone; a return,
 * a withdrawal and a reopening empty it. `acts.ts` keeps the columns.
 */

/** What the rules need to know of an assignment; a stored row fits as it is. Instants; null where it never happened. */
export interface AssignmentFacts {
  state: AssignmentState;
  percent: number | null;
  blocked: boolean;
  assignedAt: Date;
  /** When acknowledgement time starts: the assignment, or the arrival of the first contact; null before that. */
  ackFrom: Date | null;
  acknowledgedAt: Date | null;
  /** When the agency confirmed the date in force; emptied when the date changes. */
  confirmedAt: Date | null;
  /** The date in force, exclusive: also a supplement's date after a return or a reopening. */
  dueAt: Date;
  /** When that date was set. */
  dueSetAt: Date;
  /** The date that was missed, once lateness is decided and stays. */
  lateSince: Date | null;
  /** The moment that counts of the report that waits or was accepted. */
  submittedAt: Date | null;
  completedAt: Date | null;
  /** When the extension that waits was asked for. */
  extensionAskedAt: Date | null;
  /** Last report, confirmation, extension request or blocker. */
  activityAt: Date | null;
}

/** hoàn thành trong hạn, hoàn thành quá hạn, đang thực hiện trong hạn, đang thực hiện quá hạn; `cancelled` is counted nowhere. */
export type Category = 'on_time' | 'late' | 'in_progress' | 'overdue' | 'cancelled';

type Timing = Pick<AssignmentFacts, 'dueAt' | 'lateSince' | 'submittedAt'>;

/** The moment that is held against the date in force: the report's, or now while there is none. */
const countedAt = (facts: Timing, now: Date): Date => facts.submittedAt ?? now;

export const isLate = (facts: Timing, now: Date): boolean =>
  facts.lateSince !== null || countedAt(facts, now) >= facts.dueAt;

/** The category at an instant; every assignment is in exactly one. */
export const categoryOf = (facts: Timing & Pick<AssignmentFacts, 'state'>, now: Date): Category => {
  if (isDropped(facts.state)) return 'cancelled';
  const late = isLate(facts, now);
  if (facts.state === 'completed') return late ? 'late' : 'on_time';
  return late ? 'overdue' : 'in_progress';
};

/**
 * Calendar days past the last good day, up to the report or to now; 0 where
 * nothing is late, and on the day itself after a deadline with a clock time.
 */
export const overdueDays = (facts: Timing, now: Date, zone: string): number => {
  if (!isLate(facts, now)) return 0;
  const missed = lastGoodDay(facts.lateSince ?? facts.dueAt, zone);
  return Math.max(0, daysBetween(missed, dayOf(countedAt(facts, now), zone)));
};

const DUE_SOON_DAYS = 7;

/** Sắp đến hạn: a report is owed, nothing is late, and the last good day is at most 7 days off. */
export const isDueSoon = (facts: AssignmentFacts, now: Date, zone: string): boolean =>
  owesReport(facts.state) &&
  !isLate(facts, now) &&
  facts.dueAt <= startOf(addDays(dayOf(now, zone), DUE_SOON_DAYS + 1), zone);

/** Chưa tiếp nhận: no word from the agency yet. */
export const isUnacknowledged = (facts: Pick<AssignmentFacts, 'state'>): boolean =>
  facts.state === 'assigned';

/** The end of the one working day in which receipt is expected; exclusive. */
export const acknowledgeBy = (ackFrom: Date, calendar: WorkCalendar, zone: string): Date =>
  endOf(addWorkingDays(dayOf(ackFrom, zone), 1, calendar), zone);

/** Not acknowledged after 1 working day. An agency without a contact was told nothing, so nothing is expected of it. */
export const isUnacknowledgedTooLong = (
  facts: Pick<AssignmentFacts, 'state' | 'ackFrom'>,
  now: Date,
  calendar: WorkCalendar,
  zone: string,
): boolean =>
  isUnacknowledged(facts) && facts.ackFrom !== null && now >= acknowledgeBy(facts.ackFrom, calendar, zone);

/** Có vướng mắc: only while the work is open. */
export const isBlocked = (facts: Pick<AssignmentFacts, 'state' | 'blocked'>): boolean =>
  facts.blocked && isOpen(facts.state);

/** Có cập nhật: since Monday 00:00 of the local week. */
export const updatedThisWeek = (activityAt: Date | null, now: Date, zone: string): boolean =>
  activityAt !== null && activityAt >= startOf(mondayOf(dayOf(now, zone)), zone);

/** The percentage to show: a report of completion is 100. */
export const percentOf = (facts: Pick<AssignmentFacts, 'state' | 'percent'>): number | null =>
  facts.state === 'submitted' || facts.state === 'completed' ? 100 : facts.percent;

export type Light = 'red' | 'yellow' | 'green';
export type LightReason = 'overdue' | 'due_soon' | 'blocked' | 'unacknowledged';

/** The traffic light with its reasons, the weightiest first; green has none. */
export const lightOf = (
  facts: AssignmentFacts,
  now: Date,
  calendar: WorkCalendar,
  zone: string,
): { light: Light; reasons: LightReason[] } => {
  const reasons: LightReason[] = [];
  if (categoryOf(facts, now) === 'overdue') reasons.push('overdue');
  if (isDueSoon(facts, now, zone)) reasons.push('due_soon');
  if (isBlocked(facts)) reasons.push('blocked');
  if (isUnacknowledgedTooLong(facts, now, calendar, zone)) reasons.push('unacknowledged');
  const light = reasons[0] === 'overdue' ? 'red' : reasons.length > 0 ? 'yellow' : 'green';
  return { light, reasons };
};

/** Local day up to which a supplement may come when the coordinator names none: the third working day after the return. */
export const supplementDay = (returnedAt: Date, calendar: WorkCalendar, zone: string): Day =>
  addWorkingDays(dayOf(returnedAt, zone), 3, calendar);

/**
 * The exclusive instant by which a supplement is due after a return or a
 * reopening: the coordinator's date, else the end of the third working day;
 * never before the date in force.
 */
export const supplementDate = (
  returnedAt: Date,
  coordinatorsDate: Date | undefined,
  dueInForce: Date,
  { calendar, zone }: { calendar: WorkCalendar; zone: string },
): Date => {
  const asked = coordinatorsDate ?? endOf(supplementDay(returnedAt, calendar, zone), zone);
  return asked < dueInForce ? dueInForce : asked;
};

/**
 * What an approved extension does: asked for before the date in force it counts
 * from the asking, however late it is approved; asked for after it, late stays late.
 */
export const extensionEffect = (
  askedAt: Date,
  inForce: Pick<AssignmentFacts, 'dueAt' | 'lateSince'>,
  newDue: Date,
): Pick<AssignmentFacts, 'dueAt' | 'lateSince'> => ({
  dueAt: newDue,
  lateSince: inForce.lateSince ?? (askedAt >= inForce.dueAt ? inForce.dueAt : null),
});
