import { assignmentsById, type AssignmentRow } from './assignments.ts';
import type { Db } from './db.ts';
import { findingsSetting } from './health.ts';
import { putSetting } from './settings.ts';

/** What the self-audit asks of the database. Every question reads the few rows that may be wrong, by their index. */

/** What can be wrong. The words for people are `jobs.audit.finding.<kind>`. */
export const findingKinds = [
  'remindersDue',
  'reminderNotPlanned',
  'cycleTaskMissing',
  'noticeLost',
  'noticeBehind',
  'audienceWrong',
  'inboxStuck',
  'outboxStuck',
  'sendingStuck',
  'sealBehind',
] as const;
export type FindingKind = (typeof findingKinds)[number];
export type Counts = Partial<Record<FindingKind, number>>;

const count = (rows: { count: number }[]): number => rows[0]?.count ?? 0;

/** Assignments whose reminder was due before this instant and has not been spoken. */
export const remindersDue = async (db: Db, before: Date): Promise<number> =>
  count(
    await db.$queryRaw`
      SELECT count(*)::int AS count FROM "Assignment" WHERE "nextReminderAt" <= ${before}`,
  );

/** Assignments that owe a report in time and of which no reminder is planned: there is always one to come. */
export async function withoutPlan(db: Db, now: Date, limit: number): Promise<AssignmentRow[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM "Assignment"
    WHERE "nextReminderAt" IS NULL AND "extensionAskedAt" IS NULL AND "dueAt" > ${now}
      AND state IN ('assigned', 'acknowledged', 'in_progress', 'returned')
    ORDER BY "dueAt" LIMIT ${limit} FOR NO KEY UPDATE SKIP LOCKED`;
  return assignmentsById(
    db,
    rows.map(({ id }) => id),
  );
}

// A digest may be held over a weekend or put off for days; other notices have their message in the same transaction.
const lostSql = `
  n.state = 'queued' AND n."createdAt" < CASE WHEN n.kind = 'reminder' THEN $1::timestamptz - interval '20 days' ELSE $1 END
  AND NOT EXISTS (
    SELECT FROM "DeliveryNotice" l JOIN "Delivery" d ON d.id = l."deliveryId"
    WHERE l."noticeId" = n.id AND d.state <> 'withdrawn')`;

/** Closes notices of which no message exists, as failed: so they stand on the call list. Returns how many. */
export const closeLostNotices = (db: Db, before: Date, now: Date): Promise<number> =>
  db.$executeRawUnsafe(
    `UPDATE "Notice" n SET state = 'failed', failure = 'lost', "stateAt" = $2 WHERE ${lostSql}`,
    before,
    now,
  );

/** Brings notices up to what became of their messages. Returns how many stood behind. */
export const settleBehind = (db: Db, before: Date, now: Date): Promise<number> =>
  db.$executeRaw`
    WITH ended AS (
      SELECT n.id, bool_or(d.state = 'sent') AS sent, max(d.failure) AS failure
      FROM "Notice" n JOIN "DeliveryNotice" l ON l."noticeId" = n.id
        JOIN "Delivery" d ON d.id = l."deliveryId" AND d.state <> 'withdrawn'
      WHERE n.state = 'queued'
      GROUP BY n.id
      HAVING bool_and(d.state IN ('sent', 'failed')) AND max(COALESCE(d."sentAt", d."createdAt")) < ${before})
    UPDATE "Notice" n SET state = CASE WHEN e.sent THEN 'sent'::"NoticeState" ELSE 'failed' END,
      failure = CASE WHEN e.sent THEN NULL ELSE e.failure END, "stateAt" = ${now}
    FROM ended e WHERE n.id = e.id AND n.state = 'queued'`;

/** Broadcasts of these days in which somebody stands in no state, or twice: the states' sum is not the audience. */
export const audienceWrong = async (db: Db, since: Date): Promise<number> =>
  count(
    await db.$queryRaw`
      SELECT count(*)::int AS count FROM (
        SELECT b.id FROM "Broadcast" b JOIN "Notice" n ON n."broadcastId" = b.id
        WHERE b."createdAt" > ${since}
        GROUP BY b.id HAVING count(*) <> count(DISTINCT n."contactId")) wrong`,
  );

/** Messages stored before this instant that are due and not handled. */
export const inboxStuck = async (db: Db, before: Date): Promise<number> =>
  count(
    await db.$queryRaw`
      SELECT count(*)::int AS count FROM "InboundMessage"
      WHERE state = 'received' AND "receivedAt" < ${before} AND "notBefore" < ${before}`,
  );

/** Messages that could have gone out before this instant and have not, on channels that work. */
export const outboxStuck = async (db: Db, before: Date): Promise<number> =>
  count(
    await db.$queryRaw`
      SELECT count(*)::int AS count FROM "Delivery" d
      WHERE d.state = 'queued' AND d."notBefore" < ${before} AND d.priority < 3
        AND NOT EXISTS (SELECT FROM "ChannelState" s WHERE s.channel = d.channel AND s."downSince" IS NOT NULL)`,
  );

/** Messages found half sent: the dispatcher of their channel gives them back within a minute, where one runs. */
export const sendingStuck = async (db: Db, before: Date): Promise<number> =>
  count(
    await db.$queryRaw`
      SELECT count(*)::int AS count FROM "Delivery" WHERE state = 'sending' AND "claimedAt" < ${before}`,
  );

/** Lines of the audit log that have waited for their link of the chain since before this instant. */
export const sealBehind = async (db: Db, before: Date): Promise<number> =>
  count(
    await db.$queryRaw`
      SELECT count(*)::int AS count FROM "AuditPending" p LEFT JOIN "AuditLog" l ON l.id = p."auditId"
      WHERE l.at IS NULL OR l.at < ${before}`,
  );

/** What the last self-audit found. */
export interface SelfAudit {
  at: string;
  /** Wrong still. */
  findings: Counts;
  /** Found and mended. */
  mended: Counts;
}

const lastSetting = 'selfAudit.last';

export async function lastSelfAudit(db: Db): Promise<SelfAudit | undefined> {
  const row = await db.setting.findUnique({ where: { key: lastSetting } });
  return isSelfAudit(row?.value) ? row.value : undefined;
}

const isSelfAudit = (value: unknown): value is SelfAudit =>
  typeof value === 'object' && value !== null && 'at' in value && 'findings' in value && 'mended' in value;

/** Keeps the result, for /readyz and the metrics of every process. */
export async function keepSelfAudit(db: Db, result: SelfAudit, now: Date): Promise<void> {
  const value = { ...result, findings: { ...result.findings }, mended: { ...result.mended } };
  await db.setting.upsert({
    where: { key: lastSetting },
    create: { key: lastSetting, value, updatedAt: now },
    update: { value, updatedAt: now },
  });
  const lines = Object.entries(result.findings).map(([kind, number]) => `${kind}: ${number}`);
  await putSetting(db, findingsSetting, lines, now);
}
