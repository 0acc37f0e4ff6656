import { priorities, type Choice } from '../domain/message.ts';
import type { Db } from './db.ts';

/** Broadcasts: one message to an audience, written for all of it in a few statements whatever its size. */

export interface BroadcastRow {
  id: string;
  text: string;
  requireAck: boolean;
  urgent: boolean;
  audience: string[];
  createdById: string | null;
  createdAt: Date;
  stoppedAt: Date | null;
  recalledAt: Date | null;
  progressDeliveryId: bigint | null;
}

/** A text by the reader's language. */
export interface Wording {
  text: string;
  buttons?: Choice[][];
}
export type Wordings = Record<'vi' | 'en', Wording>;

const inLanguages = (wordings: Wordings): string =>
  JSON.stringify(
    Object.entries(wordings).map(([language, { text, buttons }]) => ({
      language,
      text,
      buttons: buttons?.length ? buttons : null,
    })),
  );

export interface NewBroadcastRow {
  text: string;
  requireAck: boolean;
  urgent: boolean;
  /** As the author named it: codes of groups or agencies. */
  audience: readonly string[];
  createdById?: string;
}

export async function addBroadcast(db: Db, row: NewBroadcastRow, now: Date): Promise<string> {
  const { id } = await db.broadcast.create({
    data: { ...row, audience: [...row.audience], createdAt: now },
    select: { id: true },
  });
  return id;
}

export interface Spread {
  broadcastId: string;
  agencyIds: readonly string[];
  roles: readonly string[];
  wordings: Wordings;
  fileIds: readonly string[];
  /** When quiet time lets it go out; the web chat disturbs nobody and has it at once. */
  notBefore: Date;
}

/**
 * One notice for each person of the audience and one delivery for each who can be reached, on the best channel: two
 * statements for ten people or ten thousand.
 */
export async function spread(db: Db, { broadcastId, ...to }: Spread, now: Date): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "Notice" (id, kind, "contactId", "broadcastId", state, "createdAt", "stateAt")
    SELECT gen_random_uuid(), 'broadcast', c.id, ${broadcastId}::uuid,
      CASE WHEN EXISTS (SELECT FROM "Identity" i WHERE i."contactId" = c.id AND i.state = 'active')
        THEN 'queued'::"NoticeState" ELSE 'no_channel' END, ${now}::timestamptz, ${now}::timestamptz
    FROM "Contact" c
    WHERE c.active AND EXISTS (
      SELECT FROM "ContactRole" r WHERE r."contactId" = c.id AND r."endedAt" IS NULL
        AND r."agencyId" = ANY(${to.agencyIds}::uuid[]) AND r.role::text = ANY(${to.roles}::text[]))`;
  await db.$executeRaw`
    WITH words AS (
      SELECT * FROM jsonb_to_recordset(${inLanguages(to.wordings)}::jsonb) AS w(language text, text text, buttons jsonb)),
    made AS MATERIALIZED (
      SELECT nextval(pg_get_serial_sequence('"Delivery"', 'id')) AS id, n.id AS "noticeId", n."contactId", best.*, w.text,
        NULLIF(w.buttons, 'null'::jsonb) AS buttons
      FROM "Notice" n JOIN "Contact" c ON c.id = n."contactId"
        JOIN words w ON w.language = CASE WHEN c.language = 'en' THEN 'en' ELSE 'vi' END
        CROSS JOIN LATERAL (
          SELECT i.id AS "identityId", i.channel, i.address FROM "Identity" i
          WHERE i."contactId" = c.id AND i.state = 'active'
          ORDER BY COALESCE(array_position(c."channelOrder", i.channel), 99), i."linkedAt" DESC LIMIT 1) best
      WHERE n."broadcastId" = ${broadcastId}::uuid AND n.state = 'queued'),
    queued AS (
      INSERT INTO "Delivery" (id, "identityId", channel, address, kind, priority, "notBefore", text, buttons, "fileIds",
        about, "dedupeKey", "createdAt")
      SELECT id, "identityId", channel, address, 'broadcast', ${priorities.broadcast}::int,
        CASE channel WHEN 'webchat' THEN ${now}::timestamptz ELSE ${to.notBefore}::timestamptz END, text, buttons,
        ${to.fileIds}::uuid[], jsonb_build_object('broadcastId', ${broadcastId}::text),
        'broadcast:' || ${broadcastId}::text || ':' || "contactId", ${now}::timestamptz
      FROM made)
    -- All of them were queued: a join with "queued" would say nothing more, and costs the square of their number.
    INSERT INTO "DeliveryNotice" ("deliveryId", "noticeId") SELECT id, "noticeId" FROM made`;
}

const columns = {
  id: true,
  text: true,
  requireAck: true,
  urgent: true,
  audience: true,
  createdById: true,
  createdAt: true,
  stoppedAt: true,
  recalledAt: true,
  progressDeliveryId: true,
} as const;

export const broadcastById = (db: Db, id: string): Promise<BroadcastRow | null> =>
  db.broadcast.findUnique({ where: { id }, select: columns });

/** Locks a broadcast until the transaction ends: two who stop and recall it at once do so one after the other. */
export async function lockBroadcast(db: Db, id: string): Promise<BroadcastRow | null> {
  await db.$queryRaw`SELECT id FROM "Broadcast" WHERE id = ${id}::uuid FOR UPDATE`;
  return broadcastById(db, id);
}

/** The newest broadcast of the author, else of anybody. */
export async function newestBroadcast(db: Db, authorId: string): Promise<BroadcastRow | null> {
  const own = await db.broadcast.findFirst({
    where: { createdById: authorId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: columns,
  });
  return own ?? db.broadcast.findFirst({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], select: columns });
}

/** How many people stand in each state, and when the next that waits may go out. */
export interface BroadcastCounts {
  total: number;
  queued: number;
  sent: number;
  read: number;
  acknowledged: number;
  doubtful: number;
  failed: number;
  noChannel: number;
  withdrawn: number;
}

export async function broadcastCounts(db: Db, id: string): Promise<BroadcastCounts> {
  const [row] = await db.$queryRaw<BroadcastCounts[]>`
    SELECT count(*)::int AS total, count(*) FILTER (WHERE state = 'queued')::int AS queued,
      count(*) FILTER (WHERE state = 'sent')::int AS sent, count(*) FILTER (WHERE state = 'read')::int AS read,
      count(*) FILTER (WHERE state IN ('acknowledged', 'answered'))::int AS acknowledged,
      count(*) FILTER (WHERE state = 'doubtful')::int AS doubtful, count(*) FILTER (WHERE state = 'failed')::int AS failed,
      count(*) FILTER (WHERE state = 'no_channel')::int AS "noChannel",
      count(*) FILTER (WHERE state = 'withdrawn')::int AS withdrawn
    FROM "Notice" WHERE "broadcastId" = ${id}::uuid`;
  return (
    row ?? {
      total: 0,
      queued: 0,
      sent: 0,
      read: 0,
      acknowledged: 0,
      doubtful: 0,
      failed: 0,
      noChannel: 0,
      withdrawn: 0,
    }
  );
}

/** When the last row that waits for quiet time to end may go out; undefined where none is held at `now`. */
export async function heldUntil(db: Db, id: string, now: Date): Promise<Date | undefined> {
  const [row] = await db.$queryRaw<{ at: Date | null }[]>`
    SELECT max(d."notBefore") AS at FROM "Notice" n JOIN "DeliveryNotice" l ON l."noticeId" = n.id
      JOIN "Delivery" d ON d.id = l."deliveryId" AND d.state = 'queued' AND d."notBefore" > ${now} AND d.failure IS NULL
    WHERE n."broadcastId" = ${id}::uuid AND n.state = 'queued'`;
  return row?.at ?? undefined;
}

/** Takes back what has not gone out yet; how many people it was. What is under way stays. */
export async function withdrawQueued(db: Db, id: string, now: Date): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    WITH stopped AS (
      UPDATE "Delivery" d SET state = 'withdrawn'
      FROM "Notice" n JOIN "DeliveryNotice" l ON l."noticeId" = n.id
      WHERE n."broadcastId" = ${id}::uuid AND n.state IN ('queued', 'doubtful') AND d.id = l."deliveryId"
        AND d.state = 'queued' AND NOT d.doubtful
      RETURNING n.id),
    told AS (
      UPDATE "Notice" n SET state = 'withdrawn', "stateAt" = ${now}::timestamptz
      FROM stopped WHERE n.id = stopped.id RETURNING n.id)
    SELECT count(*)::int AS count FROM told`;
  return row?.count ?? 0;
}

/**
 * Puts another text in the place of what people have: rows that wait get it at once, what has gone out (or is just
 * going) gets an edit, which channels that cannot edit send as a message of its own. How many people it reaches.
 */
export async function replaceText(
  db: Db,
  id: string,
  wordings: Wordings,
  edit: string,
  now: Date,
): Promise<number> {
  const words = inLanguages(wordings);
  await db.$executeRaw`
    UPDATE "Delivery" d SET text = w.text, buttons = NULLIF(w.buttons, 'null'::jsonb)
    FROM "Notice" n JOIN "DeliveryNotice" l ON l."noticeId" = n.id JOIN "Contact" c ON c.id = n."contactId"
      JOIN jsonb_to_recordset(${words}::jsonb) AS w(language text, text text, buttons jsonb)
        ON w.language = CASE WHEN c.language = 'en' THEN 'en' ELSE 'vi' END
    WHERE n."broadcastId" = ${id}::uuid AND d.id = l."deliveryId" AND d.state = 'queued' AND NOT d.doubtful`;
  // A second reading of the rows: what was claimed meanwhile stands as under way and is edited after it went out.
  return db.$executeRaw`
    INSERT INTO "Delivery" ("identityId", channel, address, kind, priority, "notBefore", text, buttons, about, "editsId",
      "dedupeKey", "createdAt")
    SELECT d."identityId", d.channel, d.address, 'broadcast', ${priorities.broadcast}::int, ${now}::timestamptz, w.text,
      NULLIF(w.buttons, 'null'::jsonb), d.about, d.id, ${edit}::text || ':' || d.id, ${now}::timestamptz
    FROM "Notice" n JOIN "DeliveryNotice" l ON l."noticeId" = n.id JOIN "Contact" c ON c.id = n."contactId"
      JOIN jsonb_to_recordset(${words}::jsonb) AS w(language text, text text, buttons jsonb)
        ON w.language = CASE WHEN c.language = 'en' THEN 'en' ELSE 'vi' END
      JOIN "Delivery" d ON d.id = l."deliveryId"
    WHERE n."broadcastId" = ${id}::uuid AND n.state <> 'withdrawn' AND d."editsId" IS NULL
      AND (d.state IN ('sending', 'waiting', 'sent') OR (d.state = 'queued' AND d.text <> w.text))
    ON CONFLICT ("dedupeKey") DO NOTHING`;
}

/** The person says that it was received. `known`: it was said before; undefined: it was not sent to this person. */
export async function acknowledge(
  db: Db,
  id: string,
  contactId: string,
  now: Date,
): Promise<'new' | 'known' | undefined> {
  const { count } = await db.notice.updateMany({
    where: { broadcastId: id, contactId, state: { notIn: ['acknowledged', 'answered'] } },
    data: { state: 'acknowledged', stateAt: now },
  });
  if (count) return 'new';
  return (await db.notice.count({ where: { broadcastId: id, contactId } })) ? 'known' : undefined;
}

/** The person answered with words of their own. False where it was not sent to this person. */
export async function answerBroadcast(db: Db, id: string, contactId: string, now: Date): Promise<boolean> {
  const { count } = await db.notice.updateMany({
    where: { broadcastId: id, contactId },
    data: { state: 'answered', stateAt: now },
  });
  return count > 0;
}

export const isAddressee = async (db: Db, id: string, contactId: string): Promise<boolean> =>
  (await db.notice.count({ where: { broadcastId: id, contactId } })) > 0;

/** People who have not got, read or acknowledged it yet, by agency. */
export interface Missing {
  agency: string;
  name: string;
  phone: string | null;
  state: string;
}

/** Whose receipt is still open: with `requireAck` all who have not acknowledged, else those whom it has not reached. */
export const missingOf = (db: Db, row: BroadcastRow, limit: number, offset: number): Promise<Missing[]> =>
  db.$queryRaw<Missing[]>`
    SELECT n.state::text AS state, c.name, c.phone, COALESCE((
      SELECT a."shortName" FROM "ContactRole" r JOIN "Agency" a ON a.id = r."agencyId"
      WHERE r."contactId" = c.id AND r."endedAt" IS NULL ORDER BY r.role, a.position LIMIT 1), '') AS agency
    FROM "Notice" n JOIN "Contact" c ON c.id = n."contactId"
    WHERE n."broadcastId" = ${row.id}::uuid AND (n.state IN ('queued', 'doubtful', 'failed', 'no_channel')
      OR (${row.requireAck} AND n.state IN ('sent', 'read')))
    ORDER BY array_position(ARRAY['no_channel', 'failed', 'doubtful', 'queued', 'sent', 'read'], n.state::text), agency, c.name
    LIMIT ${limit} OFFSET ${offset}`;

/** A broadcast that asks this person for a receipt. */
export interface AwaitedReceipt {
  broadcastId: string;
  text: string;
  createdAt: Date;
}

/** The newest of the last 24 hours that is not acknowledged, where nothing about a task came to the person after it. */
export async function awaitedReceipt(
  db: Db,
  contactId: string,
  now: Date,
): Promise<AwaitedReceipt | undefined> {
  const rows = await db.$queryRaw<AwaitedReceipt[]>`
    SELECT n."broadcastId", b.text, n."createdAt" FROM "Notice" n JOIN "Broadcast" b ON b.id = n."broadcastId"
    WHERE n."contactId" = ${contactId}::uuid AND b."requireAck" AND b."recalledAt" IS NULL
      AND n.state IN ('queued', 'sent', 'read', 'doubtful')
      AND n."createdAt" > ${now}::timestamptz - interval '24 hours'
      AND NOT EXISTS (SELECT FROM "Notice" task WHERE task."contactId" = n."contactId"
        AND task."assignmentId" IS NOT NULL AND task."createdAt" > n."createdAt")
    ORDER BY n."createdAt" DESC LIMIT 1`;
  return rows[0];
}
