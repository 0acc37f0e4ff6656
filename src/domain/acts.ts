import { isAgencyAct, isNoteOnly, transition, type Act, type AssignmentState } from './assignment.ts';
import { Refusal, type RefusalCode } from './refusal.ts';
import { earliest } from './time.ts';
import { extensionEffect, supplementDate, type AssignmentFacts } from './timeliness.ts';
import type { WorkCalendar } from './working-days.ts';

/** What each act changes in an assignment: the one place that decides it. */

export interface ActInput {
  /**
   * The moment that counts: when the person sent it, the document's date when
   * recorded on behalf, or the coordinator's decision.
   */
  at: Date;
  /** 0–100, of `progress`. */
  percent?: number;
  /** The new date (exclusive) of `reschedule` and `approveExtension`, the asked one of `requestExtension`, the supplement's of `return` and `reopen`. */
  dueAt?: Date;
}

export interface Setting {
  calendar: WorkCalendar;
  zone: string;
}

type Change = (facts: AssignmentFacts, input: ActInput, setting: Setting) => Partial<AssignmentFacts>;

/** A new date in force; a confirmation was for the old one. The same date again is no change. */
const dateChange = (facts: AssignmentFacts, dueAt: Date, at: Date): Partial<AssignmentFacts> =>
  dueAt.getTime() === facts.dueAt.getTime() ? {} : { dueAt, dueSetAt: at, confirmedAt: null };

/** Late when the report that stands was sent; decided for good once that report no longer stands. */
const lateByReport = ({ lateSince, submittedAt, dueAt }: AssignmentFacts): Date | null =>
  lateSince ?? (submittedAt !== null && submittedAt >= dueAt ? dueAt : null);

/** Where an extension asked for in time still waits, nobody may settle that the report was late. */
const refuseWhileExtensionMatters = ({ extensionAskedAt, submittedAt, dueAt }: AssignmentFacts): void => {
  if (extensionAskedAt !== null && extensionAskedAt < dueAt && submittedAt !== null && submittedAt >= dueAt)
    throw new Refusal('extensionFirst');
};

const refusePast = (dueAt: Date | undefined, at: Date): void => {
  if (dueAt !== undefined && dueAt <= at) throw new Refusal('datePast');
};

const needed = (dueAt: Date | undefined): Date => {
  if (dueAt === undefined) throw new Refusal('dateUnreadable');
  return dueAt;
};

const refuseNotLater = (asked: Date, inForce: Date): void => {
  if (asked <= inForce) throw new Refusal('extensionNotLater');
};

const backToWork: Change = (facts, { at, dueAt }, setting) => {
  refuseWhileExtensionMatters(facts);
  refusePast(dueAt, at);
  return {
    lateSince: lateByReport(facts),
    submittedAt: null,
    completedAt: null,
    ...dateChange(facts, supplementDate(at, dueAt, facts.dueAt, setting), at),
  };
};

/**
 * A report in time proves that the date was not missed, even one that reaches us
 * after somebody asked for an extension. Of two reports that wait the earlier counts.
 */
const submit: Change = ({ submittedAt, lateSince }, { at }) => ({
  submittedAt: submittedAt === null ? at : earliest(submittedAt, at),
  lateSince: lateSince !== null && at < lateSince ? null : lateSince,
  blocked: false,
});

const changes: Readonly<Record<Act, Change>> = {
  acknowledge: () => ({}),
  progress: ({ percent }, input) => ({ percent: input.percent ?? percent }),
  submit,
  withdrawReport: () => ({ submittedAt: null }),
  block: () => ({ blocked: true }),
  unblock: () => ({ blocked: false }),
  confirm: (_, { at }) => ({ confirmedAt: at }),
  requestExtension: (facts, { at, dueAt }) => {
    if (dueAt !== undefined) refuseNotLater(dueAt, facts.dueAt);
    // A second request corrects the first one, which keeps its moment.
    return { extensionAskedAt: facts.extensionAskedAt ?? at };
  },
  accept: (facts, { at }) => {
    refuseWhileExtensionMatters(facts);
    return { completedAt: at, extensionAskedAt: null, blocked: false };
  },
  return: backToWork,
  reopen: backToWork,
  reschedule: (facts, { at, dueAt }) => {
    refusePast(dueAt, at);
    return dateChange(facts, needed(dueAt), at);
  },
  approveExtension: (facts, { at, dueAt }) => {
    if (facts.extensionAskedAt === null) throw new Refusal('extensionMissing');
    refuseNotLater(needed(dueAt), facts.dueAt);
    const effect = extensionEffect(facts.extensionAskedAt, facts, needed(dueAt));
    return { ...dateChange(facts, effect.dueAt, at), lateSince: effect.lateSince, extensionAskedAt: null };
  },
  denyExtension: ({ extensionAskedAt }) => {
    if (extensionAskedAt === null) throw new Refusal('extensionMissing');
    return { extensionAskedAt: null };
  },
  cancel: () => ({ extensionAskedAt: null }),
  merge: () => ({ extensionAskedAt: null }),
};

/** Why an act is refused in a state, as precisely as the person can be told. */
export const refusalFor = (state: AssignmentState, act: Act): RefusalCode => {
  if (state === 'cancelled') return 'alreadyWithdrawn';
  if (state === 'merged') return 'alreadyMerged';
  if (state === 'completed') return 'alreadyCompleted';
  if (act === 'accept' || act === 'return' || act === 'withdrawReport') return 'reportMissing';
  return state === 'submitted' && act === 'requestExtension' ? 'reportWaits' : 'actImpossible';
};

/** Acts that are an update in the sense of "có cập nhật": bare receipt is not. */
const isActivity = (act: Act): boolean =>
  isAgencyAct(act) && act !== 'acknowledge' && act !== 'withdrawReport';

const isLater = (at: Date, than: Date | null): boolean => than === null || at > than;

/** What a word of the agency proves whatever it says: receipt, and a sign of life. */
const signOfLife = (facts: AssignmentFacts, act: Act, at: Date): Partial<AssignmentFacts> => ({
  ...(isAgencyAct(act) && facts.acknowledgedAt === null ? { acknowledgedAt: at } : {}),
  ...(isActivity(act) && isLater(at, facts.activityAt) ? { activityAt: at } : {}),
});

/**
 * The facts after an act. Throws a `Refusal` where the state or the date forbids
 * it; who may do it is `standingFor`'s business. The facts given are not changed.
 */
export const applyAct = (
  facts: AssignmentFacts,
  act: Act,
  input: ActInput,
  setting: Setting,
): AssignmentFacts => {
  const state = transition(facts.state, act);
  if (state === undefined) throw new Refusal(refusalFor(facts.state, act), { state: facts.state });
  const kept = isNoteOnly(facts.state, act) && act !== 'submit';
  return {
    ...facts,
    ...signOfLife(facts, act, input.at),
    ...(kept ? {} : changes[act](facts, input, setting)),
    state,
  };
};

/** What an agency's words can change and an undo brings back; storable as JSON. */
export interface Snapshot {
  state: AssignmentState;
  percent: number | null;
  blocked: boolean;
  acknowledgedAt: string | null;
  confirmedAt: string | null;
  extensionAskedAt: string | null;
  activityAt: string | null;
  lateSince: string | null;
  dueSetAt: string;
}

const asText = (at: Date | null): string | null => at?.toISOString() ?? null;
const asDate = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** Kept beside a report: what stood before it. */
export const snapshotOf = (facts: AssignmentFacts): Snapshot => ({
  state: facts.state,
  percent: facts.percent,
  blocked: facts.blocked,
  acknowledgedAt: asText(facts.acknowledgedAt),
  confirmedAt: asText(facts.confirmedAt),
  extensionAskedAt: asText(facts.extensionAskedAt),
  activityAt: asText(facts.activityAt),
  lateSince: asText(facts.lateSince),
  dueSetAt: facts.dueSetAt.toISOString(),
});

/**
 * Takes a report back: a completion by withdrawing it, which leads to
 * `in_progress`; anything else by restoring what stood before. Dates in force are
 * no part of it, and what hangs on a date that has changed since does not come back.
 */
export const undo = (facts: AssignmentFacts, before: Snapshot): AssignmentFacts => {
  const withdrawn = facts.state === 'submitted' && before.state !== 'submitted';
  const sameDate = before.dueSetAt === facts.dueSetAt.toISOString();
  return {
    ...facts,
    state: withdrawn ? 'in_progress' : before.state,
    submittedAt: withdrawn ? null : facts.submittedAt,
    percent: before.percent,
    blocked: before.blocked,
    // Whoever withdraws a completion has received the assignment and was heard from.
    acknowledgedAt: withdrawn ? facts.acknowledgedAt : asDate(before.acknowledgedAt),
    activityAt: withdrawn ? facts.activityAt : asDate(before.activityAt),
    confirmedAt: sameDate ? asDate(before.confirmedAt) : facts.confirmedAt,
    lateSince: sameDate ? asDate(before.lateSince) : facts.lateSince,
    // A request is taken back; one that was decided meanwhile does not wait again.
    extensionAskedAt: before.extensionAskedAt === null ? null : facts.extensionAskedAt,
  };
};
