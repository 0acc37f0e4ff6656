import { randomUUID } from 'node:crypto';
import { groupBy } from '../domain/grouping.ts';
import { halfDayOf, nextDigestTime, type HalfDay } from '../domain/quiet-time.ts';
import { mayRemind } from '../domain/reminders.ts';
import { dayOf, latest } from '../domain/time.ts';
import { assignmentsById, type AssignmentRow } from '../store/assignments.ts';
import { addNotices, closeNotices } from '../store/notices.ts';
import { holders } from '../store/recipients.ts';
import {
  endSnoozes,
  lastReminders,
  lockPeople,
  owedNotices,
  peopleOwed,
  queuedUnder,
  snoozesOf,
  type Owed,
  type SnoozeRow,
} from '../store/reminders.ts';
import { placeOf } from './remind-who.ts';
import { reminderReply, type ReminderItem } from './reminder-message.ts';
import type { Scope } from './scope.ts';
import { tellGroups } from './tell-groups.ts';
import { tell } from './tell.ts';

/** One task in what a person is to hear now. */
interface Part {
  assignmentId: string;
  noticeIds: string[];
  rule: ReminderItem['rule'];
  late: boolean;
  /** The snooze that ended, where it speaks again because of one. */
  snooze?: SnoozeRow;
}

/** What becomes of all that one person is owed. */
interface Sorted {
  contactId: string;
  /** In one message that counts as the digest of the half-day. */
  digest: Part[];
  /** Snoozed tasks that speak again where the half-day's digest went out already: they count for nothing. */
  again: Part[];
  /** Of tasks about which nothing is to be said any more. */
  pointless: string[];
  ended: SnoozeRow[];
}

/**
 * Tells people, in order of their ids after `after`, what they are to hear: everything due to one person in one
 * message, at most one such message per half-day; what comes later waits for the next one. A snoozed task is left
 * out until its time. Returns the last person looked at, or undefined where there was none. To be called outside of
 * quiet time alone, in a transaction.
 */
export async function sendDigests(scope: Scope, after: string, limit: number): Promise<string | undefined> {
  const { db, now } = scope;
  const candidates = await peopleOwed(db, now, after, limit);
  const people = await lockPeople(db, candidates);
  if (people.length) await tellPeople(scope, people);
  return candidates.at(-1);
}

async function tellPeople(scope: Scope, people: readonly string[]): Promise<void> {
  const { db, now, env } = scope;
  const owed = await owedNotices(db, people);
  const snoozes = await snoozesOf(db, people);
  const rows = await rowsOf(scope, [...owed, ...snoozes]);
  const due = await timesOf(scope, people, owed);
  const sorted = people.map((contactId) =>
    sortOut({
      contactId,
      owed: owed.filter((one) => one.contactId === contactId),
      snoozes: snoozes.filter((one) => one.contactId === contactId),
      rows,
      now,
      mayDigest: due(contactId) <= now,
    }),
  );
  await closeNotices(
    db,
    sorted.flatMap((one) => one.pointless),
    'withdrawn',
    now,
  );
  await noticesForSnoozed(scope, sorted);
  const digests = new Map(sorted.map((one) => [one.contactId, one.digest]));
  const again = new Map(sorted.map((one) => [one.contactId, one.again]));
  const key = digestKey(halfDayOf(now, env.zone));
  await copyToGroups(scope, await send(scope, digests, rows, key), key);
  await send(scope, again, rows, `snoozed:${now.toISOString()}`);
  await endSnoozes(
    db,
    sorted.flatMap((one) => one.ended),
  );
}

/** One digest for each person under this key: the cap, kept by the outbox itself. */
const digestKey = (half: HalfDay): string => `digest:${half}`;

/** When each person's next digest may go: what was held since a half-day that had one waits for the next. */
async function timesOf(
  { db, now, env }: Scope,
  people: readonly string[],
  owed: readonly Owed[],
): Promise<(contactId: string) => Date> {
  const since = new Map(owed.toReversed().map((one) => [one.contactId, one.createdAt]));
  const key = (contactId: string, at: Date) => `${digestKey(halfDayOf(at, env.zone))}:${contactId}`;
  const before = await queuedUnder(
    db,
    people.flatMap((contactId) => [key(contactId, now), key(contactId, since.get(contactId) ?? now)]),
  );
  const next = (contactId: string, at: Date) => nextDigestTime(at, before.get(key(contactId, at)), env);
  return (contactId) => latest(next(contactId, now), next(contactId, since.get(contactId) ?? now));
}

async function rowsOf(
  { db }: Scope,
  about: readonly { assignmentId: string }[],
): Promise<Map<string, AssignmentRow>> {
  const ids = [...new Set(about.map((one) => one.assignmentId))];
  const rows = ids.length ? await assignmentsById(db, ids) : [];
  return new Map(rows.map((row) => [row.id, row]));
}

interface Pile {
  contactId: string;
  owed: readonly Owed[];
  snoozes: readonly SnoozeRow[];
  rows: ReadonlyMap<string, AssignmentRow>;
  now: Date;
  mayDigest: boolean;
}

function sortOut({ contactId, owed, snoozes, rows, now, mayDigest }: Pile): Sorted {
  const speaks = (assignmentId: string): boolean => {
    const row = rows.get(assignmentId);
    return row !== undefined && mayRemind(row);
  };
  const sorted: Sorted = { contactId, digest: [], again: [], pointless: [], ended: [] };
  const snoozeOf = new Map(snoozes.map((snooze) => [snooze.assignmentId, snooze]));
  const ended = snoozes.filter((snooze) => snooze.until <= now);
  const parts = partsOf(owed, ended);
  for (const part of parts) {
    const snooze = snoozeOf.get(part.assignmentId);
    if (!speaks(part.assignmentId)) sorted.pointless.push(...part.noticeIds);
    else if (snooze && snooze.until > now) continue;
    else if (mayDigest) sorted.digest.push({ ...part, snooze });
    else if (snooze) sorted.again.push({ ...part, snooze });
  }
  sorted.ended = ended;
  return sorted;
}

/** What is owed, joined by task: a task that came due twice while it was held is one line. */
function partsOf(owed: readonly Owed[], ended: readonly SnoozeRow[]): Part[] {
  const parts = new Map<string, Part>();
  const partOf = (assignmentId: string): Part => {
    const part = parts.get(assignmentId) ?? { assignmentId, noticeIds: [], rule: undefined, late: false };
    parts.set(assignmentId, part);
    return part;
  };
  for (const { assignmentId, noticeId, rule, late } of owed) {
    const part = partOf(assignmentId);
    part.noticeIds.push(noticeId);
    part.rule = rule ?? part.rule;
    part.late ||= late;
  }
  for (const snooze of ended) partOf(snooze.assignmentId);
  return [...parts.values()];
}

/** What speaks again after a snooze is sent anew: a notice of its own for the same reminder. */
async function noticesForSnoozed({ db, now }: Scope, sorted: readonly Sorted[]): Promise<void> {
  const parts = sorted.flatMap(({ contactId, digest, again }) =>
    [...digest, ...again].filter((part) => !part.noticeIds.length).map((part) => ({ contactId, part })),
  );
  if (!parts.length) return;
  const last = await lastReminders(
    db,
    parts.map(({ part }) => part.assignmentId),
  );
  const notices = parts.map(({ contactId, part }) => {
    const id = randomUUID();
    part.noticeIds.push(id);
    const { assignmentId } = part;
    const reminderId = last.get(assignmentId);
    return { id, kind: 'reminder' as const, contactId, assignmentId, reminderId, reachable: true };
  });
  await addNotices(db, notices, now);
}

async function send(
  scope: Scope,
  parts: ReadonlyMap<string, readonly Part[]>,
  rows: ReadonlyMap<string, AssignmentRow>,
  dedupe: string,
): Promise<ReminderItem[]> {
  const { db, now, env } = scope;
  const to = [...parts].filter(([, list]) => list.length).map(([contactId]) => contactId);
  if (!to.length) return [];
  const agencyIds = new Set(
    to
      .flatMap((contactId) => parts.get(contactId) ?? [])
      .map((part) => rows.get(part.assignmentId)?.agencyId),
  );
  const found = await holders(
    db,
    [...agencyIds].filter((id) => id !== undefined),
    ['focal', 'head'],
    dayOf(now, env.zone),
  );
  const byAgency = groupBy(found, (holder) => holder.agencyId);
  const noticeIds = new Map(
    to.map((contactId) => [contactId, (parts.get(contactId) ?? []).flatMap((part) => part.noticeIds)]),
  );
  const itemsOf = (contactId: string): ReminderItem[] =>
    (parts.get(contactId) ?? []).flatMap(({ assignmentId, rule, late }) => {
      const row = rows.get(assignmentId);
      return row ? [{ row, rule, late, place: placeOf(contactId, byAgency.get(row.agencyId) ?? []) }] : [];
    });
  const told = await tell(scope, {
    to,
    kind: 'reminder',
    dedupe,
    noticeIds,
    compose: (person, t) => reminderReply(itemsOf(person.id), person, { now, env, t }),
  });
  const unheard = (ids: readonly string[]): string[] => ids.flatMap((id) => noticeIds.get(id) ?? []);
  await closeNotices(db, unheard(told.unreachable), 'no_channel', now);
  const gone = to.filter((id) => !told.reached.includes(id) && !told.unreachable.includes(id));
  await closeNotices(db, unheard(gone), 'withdrawn', now);
  return told.reached.flatMap(itemsOf);
}

/** What agencies' own people have just been told, each task once, in the groups of their agencies: once a half-day. */
async function copyToGroups(scope: Scope, told: readonly ReminderItem[], dedupe: string): Promise<void> {
  const { now, env } = scope;
  const own = new Map(told.filter(({ place }) => place !== 'coordinator').map((item) => [item.row.id, item]));
  const byAgency = groupBy([...own.values()], ({ row }) => row.agencyId);
  await tellGroups(scope, {
    agencyIds: [...byAgency.keys()],
    kind: 'reminder',
    dedupe,
    compose: (agencyId, t) => reminderReply(byAgency.get(agencyId) ?? [], undefined, { now, env, t }),
  });
}
