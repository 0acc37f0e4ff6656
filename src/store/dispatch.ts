import type { ChannelName, Choice, DeliveryKind } from '../domain/message.ts';
import type { Db } from './db.ts';

/** The dispatcher's side of the outbox: rows are claimed, sent and settled, many in one statement. */

/** A row that this process has taken to send. */
export interface Claimed {
  id: bigint;
  identityId: string;
  /** active, unreachable or revoked */
  identityState: string;
  channel: ChannelName;
  address: string;
  kind: DeliveryKind;
  priority: number;
  text: string;
  buttons: Choice[][] | null;
  fileIds: string[];
  inReplyTo: string | null;
  /** An emoji that says it all, where it can stand under what is answered. */
  reaction?: string | null;
  editsId: bigint | null;
  deletes: boolean;
  /** Sends so far, this one included. */
  attempts: number;
  /** An earlier send may have arrived. */
  doubtful: boolean;
  /** Parts of a long text that went out already. */
  partIds: string[];
}

export interface ClaimOptions {
  channel: ChannelName;
  now: Date;
  limit: number;
  /** Chats that may not be sent to just now. */
  except: readonly string[];
}

/**
 * Takes due rows of a channel for this process: by priority, then age, the first of each chat, so that a chat
 * stays in order among what is due now; SKIP LOCKED shares the queue between processes. An edit waits until what it
 * edits has gone out, and does not stand before it. Nothing is taken while the outbox is paused (after a restore).
 * The first of a chat is a question of its own for each row, not a join: right after a broadcast was queued the
 * planner's figures are old, and as a join it would read the whole queue once for each row.
 */
export async function claim(db: Db, { channel, now, limit, except }: ClaimOptions): Promise<Claimed[]> {
  const rows = await db.$queryRaw<Claimed[]>`
    WITH heads AS MATERIALIZED (
      SELECT m.id FROM "Delivery" m
      WHERE m.state = 'queued' AND m.channel = ${channel}::"Channel" AND m."notBefore" <= ${now}
        AND m.address <> ALL(${except}::text[])
        AND NOT EXISTS (
          SELECT FROM "Delivery" s WHERE s.channel = m.channel AND s.address = m.address AND s.state = 'sending')
        AND m.id = (
          SELECT first.id FROM "Delivery" first
          WHERE first.channel = m.channel AND first.address = m.address AND first.state = 'queued'
            AND first."notBefore" <= ${now} AND first."editsId" IS DISTINCT FROM m.id
          ORDER BY first.priority, first.id LIMIT 1)
        AND NOT EXISTS (
          SELECT FROM "Delivery" e WHERE e.id = m."editsId" AND e.state IN ('queued', 'sending'))
        AND NOT EXISTS (
          SELECT FROM "Setting" WHERE key = 'paused' AND value NOT IN ('false'::jsonb, 'null'::jsonb))
      ORDER BY m.priority, m.id LIMIT ${limit}
      FOR UPDATE OF m SKIP LOCKED)
    UPDATE "Delivery" d SET state = 'sending', attempts = d.attempts + 1, "claimedAt" = ${now}
    FROM heads, "Identity" i WHERE d.id = heads.id AND i.id = d."identityId"
    RETURNING d.id, d."identityId", i.state AS "identityState", d.channel::text AS channel, d.address, d.kind, d.priority, d.text, d.buttons,
      d."fileIds"::text[] AS "fileIds", d."inReplyTo",
      d.about->>'reaction' AS reaction, d."editsId", d.deletes, d.attempts, d.doubtful, d."partIds"`;
  return rows.sort((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1));
}

/** Counts the outbox anew, so that the next claim is planned by what is there (some 100 ms for 100,000 rows). */
export const countAnew = (db: Db): Promise<unknown> => db.$executeRaw`ANALYZE "Delivery"`;

/** What a claimed row becomes. */
export interface Settled {
  id: bigint;
  state: 'queued' | 'waiting' | 'sent' | 'failed' | 'withdrawn';
  at: Date;
  platformId?: string;
  partIds?: readonly string[];
  notBefore?: Date;
  failure?: string;
  doubtful?: boolean;
  /** A wait that is nobody's fault (channel down, 429) costs no attempt. */
  refundAttempt?: boolean;
}

/** What a row failed with where nobody can tell whether it arrived: its notices are `doubtful`, not `failed`. */
export const unknownFate = 'unknown';

/**
 * Settles many claimed rows, and the notices that they carry, in one statement. A row that is no longer `sending`
 * stays as it is; a notice never goes back from what its person has done.
 */
export async function settle(db: Db, rows: readonly Settled[]): Promise<void> {
  if (!rows.length) return;
  const values = rows.map((row) => ({
    id: row.id.toString(),
    state: row.state,
    at: row.at.toISOString(),
    platformId: row.platformId ?? null,
    partIds: row.partIds ?? null,
    notBefore: row.notBefore?.toISOString() ?? null,
    failure: row.failure ?? null,
    doubtful: row.doubtful ?? false,
    refund: row.refundAttempt ? 1 : 0,
  }));
  await db.$executeRaw`
    WITH v AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(values)}::jsonb) AS v(id bigint, state "DeliveryState",
        at timestamptz, "platformId" text, "partIds" text[], "notBefore" timestamptz, failure text, doubtful boolean,
        refund int)),
    settled AS (
      UPDATE "Delivery" d SET state = v.state, "sentAt" = CASE WHEN v.state = 'sent' THEN v.at END,
        "platformId" = COALESCE(v."platformId", d."platformId"), "partIds" = COALESCE(v."partIds", d."partIds"),
        "notBefore" = COALESCE(v."notBefore", d."notBefore"), failure = v.failure,
        doubtful = d.doubtful OR v.doubtful, attempts = d.attempts - v.refund, "claimedAt" = NULL
      FROM v WHERE d.id = v.id AND d.state = 'sending'
      RETURNING d.id, d.state, d.failure, d.doubtful, v.at),
    told AS (
      SELECT l."noticeId", s.at, CASE WHEN s.state = 'failed' THEN s.failure END AS failure,
        CASE s.state
          WHEN 'sent' THEN 'sent'::"NoticeState"
          WHEN 'failed' THEN CASE WHEN s.failure = ${unknownFate} THEN 'doubtful'::"NoticeState" ELSE 'failed' END
          WHEN 'queued' THEN CASE WHEN s.doubtful THEN 'doubtful'::"NoticeState" END
        END AS state
      FROM settled s JOIN "DeliveryNotice" l ON l."deliveryId" = s.id)
    UPDATE "Notice" n SET state = told.state, "stateAt" = told.at, failure = told.failure
    FROM told
    WHERE n.id = told."noticeId" AND n.state <> told.state AND (
      (told.state = 'sent' AND n.state IN ('queued', 'doubtful', 'failed', 'no_channel'))
      OR (told.state = 'failed' AND n.state IN ('queued', 'doubtful'))
      OR (told.state = 'doubtful' AND n.state = 'queued'))`;
}

export interface Recovery {
  channel: ChannelName;
  /** Rows claimed before this instant belong to a process that has died or hangs. */
  before: Date;
  now: Date;
  /** Where sending a row twice shows it once, it is simply sent again and nothing is in doubt. */
  idempotent: boolean;
}

/**
 * Gives back rows that were found in `sending` after a crash. They may have arrived: they are marked and sent once
 * more; those that were in doubt before are closed, never sent a third time. Edits and removals are sent again
 * as they are, for doing them twice changes nothing.
 */
export async function recover(db: Db, { channel, before, now, idempotent }: Recovery): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    WITH found AS (
      SELECT id, doubtful, ("editsId" IS NOT NULL OR ${idempotent}) AS harmless FROM "Delivery"
      WHERE channel = ${channel}::"Channel" AND state = 'sending' AND "claimedAt" < ${before}
      FOR UPDATE SKIP LOCKED),
    recovered AS (
      UPDATE "Delivery" d
      SET state = CASE WHEN f.doubtful AND NOT f.harmless THEN 'failed'::"DeliveryState" ELSE 'queued' END,
        failure = CASE WHEN f.harmless THEN NULL ELSE ${unknownFate} END,
        doubtful = d.doubtful OR NOT f.harmless, "claimedAt" = NULL
      FROM found f WHERE f.id = d.id
      RETURNING d.id, d.doubtful),
    told AS (
      UPDATE "Notice" n SET state = 'doubtful', "stateAt" = ${now}
      FROM recovered r JOIN "DeliveryNotice" l ON l."deliveryId" = r.id
      WHERE n.id = l."noticeId" AND n.state = 'queued' AND r.doubtful)
    SELECT count(*)::int AS count FROM recovered`;
  return rows[0]?.count ?? 0;
}

/** A wait that the platform named before this process started, still in force. No address: for the whole channel. */
export interface StandingWait {
  address: string | null;
  until: Date;
}

/** Waits kept beside the rows that met them, so that a restart does not forget a 429. */
export const standingWaits = (db: Db, channel: ChannelName, now: Date): Promise<StandingWait[]> =>
  db.$queryRaw<StandingWait[]>`
    SELECT CASE WHEN failure = 'retryAfter:chat' THEN address END AS address, max("notBefore") AS until
    FROM "Delivery"
    WHERE channel = ${channel}::"Channel" AND state = 'queued' AND "notBefore" > ${now}
      AND failure IN ('retryAfter:chat', 'retryAfter:channel')
    GROUP BY 1`;

/** The message that an edit changes, where it stands now: it may have gone on to another channel. */
export interface EditTarget {
  id: bigint;
  identityId: string;
  channel: ChannelName;
  address: string;
  state: string;
  platformId: string | null;
  partIds: string[];
}

/** Follows a delivery that was moved to other channels to its last row. */
export async function editTarget(db: Db, id: bigint): Promise<EditTarget | undefined> {
  const rows = await db.$queryRaw<EditTarget[]>`
    WITH RECURSIVE moves AS (
      SELECT d.*, 0 AS step FROM "Delivery" d WHERE d.id = ${id}
      UNION ALL
      SELECT n.*, moves.step + 1 FROM "Delivery" n JOIN moves ON n."dedupeKey" = 'moved:' || moves.id)
    SELECT id, "identityId", channel::text AS channel, address, state::text AS state, "platformId", "partIds"
    FROM moves ORDER BY step DESC LIMIT 1`;
  return rows[0];
}

/**
 * Sends an edit after the message that it belongs to: closes the row and queues it for the other identity. Once, for
 * the new row carries the old one's number as its key.
 */
export async function redirectEdit(db: Db, row: Claimed, target: EditTarget, now: Date): Promise<void> {
  await db.$executeRaw`
    WITH closed AS (
      UPDATE "Delivery" SET state = 'withdrawn', failure = 'moved', "claimedAt" = NULL
      WHERE id = ${row.id} AND state = 'sending' RETURNING *)
    INSERT INTO "Delivery" ("identityId", channel, address, kind, priority, "notBefore", text, buttons, "fileIds",
      "assignmentId", about, "editsId", deletes, "dedupeKey", "createdAt")
    SELECT ${target.identityId}::uuid, ${target.channel}::"Channel", ${target.address}, kind, priority, ${now}::timestamptz, text,
      buttons, "fileIds", "assignmentId", about, ${target.id}, deletes, 'moved:' || id, ${now}::timestamptz
    FROM closed ON CONFLICT ("dedupeKey") DO NOTHING`;
}
