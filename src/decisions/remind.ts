import { randomUUID } from 'node:crypto';
import { groupBy } from '../domain/grouping.ts';
import { dueReminders, type DueReminders } from '../domain/reminders.ts';
import { dayOf } from '../domain/time.ts';
import type { AssignmentRow } from '../store/assignments.ts';
import { addNotices, type NewNotice } from '../store/notices.ts';
import { everybodyWith, holders, recipients, type Holder } from '../store/recipients.ts';
import {
  addReminders,
  claimDue,
  heardOf,
  planNext,
  type HeardRow,
  type ReminderRow,
} from '../store/reminders.ts';
import { hearers } from './remind-who.ts';
import type { Scope } from './scope.ts';

/**
 * Lets the rules speak for assignments whose reminder is due: records each rule once and makes a notice for everybody
 * who is to hear of it. The messages are made of the notices by `sendDigests`. Returns how many assignments were
 * looked at; fewer than `limit` means that none is left. To be called outside of quiet time alone, in a transaction.
 */
export async function speakReminders(scope: Scope, limit: number): Promise<number> {
  const { db, now, env } = scope;
  const rows = await claimDue(db, now, limit);
  if (!rows.length) return 0;
  const heard = await heardOf(
    db,
    rows.map((row) => row.id),
  );
  const spoken = rows.map((row) => ({ row, ...decided(row, heard.get(row.id), scope) }));
  const people = await peopleOf(scope, rows);
  const reminders = spoken.flatMap(({ row, outcomes }) =>
    outcomes.map((outcome): ReminderRow => {
      const silent = outcome.outcome === 'send' && !people.get(row.agencyId)?.length;
      return {
        assignmentId: row.id,
        rule: outcome.rule,
        day: outcome.day,
        outcome: silent ? 'no_contact' : outcome.outcome === 'send' ? 'sent' : outcome.outcome,
        late: outcome.late,
      };
    }),
  );
  await tellOf(scope, reminders, { rows, heard, people });
  await planNext(
    db,
    spoken.map(({ row, next }) => ({ id: row.id, next: next ?? null })),
  );
  return rows.length;

  function decided(row: AssignmentRow, known: HeardRow | undefined, { now }: Scope): DueReminders {
    const from = row.nextReminderAt ?? now;
    return dueReminders(row, { from, now, heard: { questionAt: known?.questionAt ?? undefined } }, env);
  }
}

/** Who answers for each agency, by its id. */
async function peopleOf(
  { db, now, env }: Scope,
  rows: readonly AssignmentRow[],
): Promise<Map<string, Holder[]>> {
  const agencyIds = [...new Set(rows.map((row) => row.agencyId))];
  const found = await holders(db, agencyIds, ['focal', 'head'], dayOf(now, env.zone));
  return groupBy(found, (holder) => holder.agencyId);
}

interface Known {
  rows: readonly AssignmentRow[];
  heard: ReadonlyMap<string, HeardRow>;
  people: ReadonlyMap<string, Holder[]>;
}

async function tellOf(
  { db, now, env }: Scope,
  reminders: readonly ReminderRow[],
  known: Known,
): Promise<void> {
  if (!reminders.length) return;
  const added = await addReminders(db, reminders, now);
  const sent = new Set(
    reminders
      .filter((one) => one.outcome === 'sent')
      .map((one) => keyOf(one.assignmentId, one.rule, one.day)),
  );
  const byId = new Map(known.rows.map((row) => [row.id, row]));
  const coordinators = await overseers(db);
  const notices = added
    .filter((one) => sent.has(keyOf(one.assignmentId, one.rule, one.day)))
    .flatMap(({ id: reminderId, assignmentId }) => {
      const row = byId.get(assignmentId);
      if (!row) return [];
      const to = hearers(known.people.get(row.agencyId) ?? [], coordinators, {
        unanswered: known.heard.get(assignmentId)?.unanswered ?? 0,
        today: dayOf(now, env.zone),
        dueAt: row.dueAt,
        zone: env.zone,
      });
      return to.map((contactId) => ({ contactId, assignmentId, reminderId }));
    });
  const reachable = await withChannel(
    db,
    notices.map((notice) => notice.contactId),
  );
  await addNotices(
    db,
    notices.map((notice): NewNotice => ({
      ...notice,
      kind: 'reminder',
      id: randomUUID(),
      reachable: reachable.has(notice.contactId),
    })),
    now,
  );
}

const keyOf = (...parts: string[]): string => parts.join(' ');

/** Coordinators; administrators where there is none. */
async function overseers(db: Scope['db']): Promise<string[]> {
  const found = await everybodyWith(db, ['coordinator']);
  return found.length ? found : everybodyWith(db, ['admin']);
}

async function withChannel(db: Scope['db'], contactIds: readonly string[]): Promise<Set<string>> {
  const people = contactIds.length ? await recipients(db, [...new Set(contactIds)]) : [];
  return new Set(people.filter((person) => person.identities.length).map((person) => person.id));
}
