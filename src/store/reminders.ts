import type { ReminderRule } from '../domain/reminders.ts';
import { assignmentsById, type AssignmentRow } from './assignments.ts';
import type { Db } from './db.ts';

/** The reminder tick's side of the database: only what is due is read, whatever there is. */

/**
 * Locks assignments whose next reminder is due, the longest due first; what another process has is left to it.
 * Their rows are read after they were locked, so that they are as they stand now.
 */
export async function claimDue(db: Db, now: Date, limit: number): Promise<AssignmentRow[]> {
  const due = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM "Assignment" WHERE "nextReminderAt" <= ${now}
    ORDER BY "nextReminderAt", id LIMIT ${limit} FOR NO KEY UPDATE SKIP LOCKED`;
  const rows = await assignmentsById(
    db,
    due.map(({ id }) => id),
  );
  return rows.sort((a, b) => a.number - b.number || (a.agencyCode < b.agencyCode ? -1 : 1));
}

/** What was heard from an agency about an assignment. */
export interface HeardRow {
  assignmentId: string;
  questionAt: Date | null;
  /** Reminders sent since its last word. */
  unanswered: number;
}

export async function heardOf(db: Db, assignmentIds: readonly string[]): Promise<Map<string, HeardRow>> {
  const rows = await db.$queryRaw<HeardRow[]>`
    SELECT a.id AS "assignmentId", heard."questionAt", (
      SELECT count(*)::int FROM "Reminder" m
      WHERE m."assignmentId" = a.id AND m.outcome = 'sent' AND (heard.at IS NULL OR m.at > heard.at)) AS unanswered
    FROM unnest(${assignmentIds}::uuid[]) AS a(id) LEFT JOIN LATERAL (
      SELECT max(r."recordedAt") FILTER (WHERE r.kind <> 'answer') AS at,
        max(r.at) FILTER (WHERE r.kind = 'question') AS "questionAt"
      FROM "StatusReport" r WHERE r."assignmentId" = a.id) heard ON true`;
  return new Map(rows.map((row) => [row.assignmentId, row]));
}

export interface ReminderRow {
  assignmentId: string;
  rule: ReminderRule;
  /** Local day. */
  day: string;
  outcome: 'sent' | 'missed' | 'not_needed' | 'no_contact';
  /** Sent after its time because of an outage. */
  late: boolean;
}

/** Records what rules spoke. Each exists once, however many processes run: only the new ones come back, with their ids. */
export function addReminders(
  db: Db,
  rows: readonly ReminderRow[],
  now: Date,
): Promise<{ id: string; assignmentId: string; rule: string; day: string }[]> {
  return db.reminder.createManyAndReturn({
    data: rows.map((row) => ({ ...row, at: now })),
    skipDuplicates: true,
    select: { id: true, assignmentId: true, rule: true, day: true },
  });
}

/** Sets when the next rules speak. Says nothing else of the assignments, so they do not count as changed. */
export async function planNext(db: Db, rows: readonly { id: string; next: Date | null }[]): Promise<void> {
  if (!rows.length) return;
  await db.$executeRaw`
    UPDATE "Assignment" a SET "nextReminderAt" = v.next
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS v(id uuid, next timestamptz) WHERE a.id = v.id`;
}

/** People who have reminders to hear or a snooze that has ended, in order of their ids, after the id given. */
export async function peopleOwed(db: Db, now: Date, after: string, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM (
      SELECT n."contactId" AS id FROM "Notice" n
      WHERE n.state = 'queued' AND n.kind = 'reminder' AND n."contactId" > ${after}::uuid AND NOT EXISTS (
        SELECT FROM "DeliveryNotice" l JOIN "Delivery" d ON d.id = l."deliveryId"
        WHERE l."noticeId" = n.id AND d.state <> 'withdrawn')
      UNION
      SELECT s."contactId" FROM "Snooze" s WHERE s.until <= ${now} AND s."contactId" > ${after}::uuid) people
    ORDER BY id LIMIT ${limit}`;
  return rows.map((row) => row.id);
}

/** Locks people while their digests are made; those whom another process has are left to it. */
export async function lockPeople(db: Db, ids: readonly string[]): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM "Contact" WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`;
  return rows.map((row) => row.id);
}

/** A reminder that somebody is still to hear of. */
export interface Owed {
  noticeId: string;
  contactId: string;
  assignmentId: string;
  rule: ReminderRule | null;
  late: boolean;
  createdAt: Date;
}

/** What these people are still to hear, the newest last; locked, so that what is settled meanwhile is not told. */
export const owedNotices = (db: Db, contactIds: readonly string[]): Promise<Owed[]> =>
  db.$queryRaw<Owed[]>`
    SELECT n.id AS "noticeId", n."contactId", n."assignmentId", r.rule, COALESCE(r.late, false) AS late, n."createdAt"
    FROM "Notice" n LEFT JOIN "Reminder" r ON r.id = n."reminderId"
    WHERE n.state = 'queued' AND n.kind = 'reminder' AND n."assignmentId" IS NOT NULL
      AND n."contactId" = ANY(${contactIds}::uuid[]) AND NOT EXISTS (
        SELECT FROM "DeliveryNotice" l JOIN "Delivery" d ON d.id = l."deliveryId"
        WHERE l."noticeId" = n.id AND d.state <> 'withdrawn')
    ORDER BY n."createdAt", n.id FOR NO KEY UPDATE OF n`;

export interface SnoozeRow {
  contactId: string;
  assignmentId: string;
  until: Date;
}

export const snoozesOf = (db: Db, contactIds: readonly string[]): Promise<SnoozeRow[]> =>
  db.snooze.findMany({ where: { contactId: { in: [...contactIds] } } });

/** Leaves a task out of this person's reminders until then. A later wish replaces the earlier one. */
export async function putSnooze(db: Db, { contactId, assignmentId, until }: SnoozeRow): Promise<void> {
  await db.snooze.upsert({
    where: { contactId_assignmentId: { contactId, assignmentId } },
    create: { contactId, assignmentId, until },
    update: { until },
  });
}

export async function endSnoozes(db: Db, rows: readonly SnoozeRow[]): Promise<void> {
  if (!rows.length) return;
  await db.$executeRaw`
    DELETE FROM "Snooze" s
    USING unnest(${rows.map((row) => row.contactId)}::uuid[], ${rows.map((row) => row.assignmentId)}::uuid[]) AS v(c, a)
    WHERE s."contactId" = v.c AND s."assignmentId" = v.a`;
}

/** The last reminder that was sent about each of these assignments: what a snooze repeats. */
export async function lastReminders(db: Db, assignmentIds: readonly string[]): Promise<Map<string, string>> {
  if (!assignmentIds.length) return new Map();
  const rows = await db.$queryRaw<{ assignmentId: string; id: string }[]>`
    SELECT DISTINCT ON ("assignmentId") "assignmentId", id FROM "Reminder"
    WHERE "assignmentId" = ANY(${assignmentIds}::uuid[]) AND outcome = 'sent' ORDER BY "assignmentId", at DESC, day DESC`;
  return new Map(rows.map((row) => [row.assignmentId, row.id]));
}

/** When the digests with these keys were queued. */
export async function queuedUnder(db: Db, keys: readonly string[]): Promise<Map<string, Date>> {
  const rows = await db.delivery.findMany({
    where: { dedupeKey: { in: [...keys] } },
    select: { dedupeKey: true, createdAt: true },
  });
  return new Map(rows.map((row) => [row.dedupeKey ?? '', row.createdAt]));
}

/**
 * Starts the time for acknowledging what an agency was given while nobody of it could be told: the person who comes in
 * now is the first to hear of it. Returns those assignments as they stand.
 */
export async function startAcknowledging(
  db: Db,
  agencyId: string,
  contactId: string,
  now: Date,
): Promise<AssignmentRow[]> {
  const started = await db.$queryRaw<{ id: string }[]>`
    UPDATE "Assignment" a SET "ackFrom" = ${now}
    WHERE a."agencyId" = ${agencyId}::uuid AND a.state = 'assigned'
      AND EXISTS (SELECT FROM "Identity" i WHERE i."contactId" = ${contactId}::uuid AND i.state = 'active')
      AND (a."ackFrom" IS NULL OR NOT EXISTS (
        SELECT FROM "Notice" n WHERE n."assignmentId" = a.id AND n.state NOT IN ('no_channel', 'failed', 'withdrawn')))
    RETURNING a.id`;
  return started.length
    ? assignmentsById(
        db,
        started.map(({ id }) => id),
      )
    : [];
}
