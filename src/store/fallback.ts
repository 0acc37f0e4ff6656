import type { ChannelName, DeliveryKind } from '../domain/message.ts';
import type { Db } from './db.ts';

/** How messages go on to a person's next channel, and what is left where there is none. */

export interface Stuck {
  id: bigint;
  /** Why it did not arrive, as kept beside the row, the notices and, where `gone`, the address. */
  reason: string;
  /** This address will not work again: it is not used until the person writes from it. */
  gone?: boolean;
}

export interface MoveOptions {
  now: Date;
  /** States in which a row may be moved; another is left alone. */
  from: 'sending' | 'queued' | 'waiting';
  /** What a moved row becomes: `failed` where its own address refused it, `withdrawn` where it only did not get through. */
  closeAs: 'failed' | 'withdrawn';
  /** Where there is no other channel: `fail` closes the row and its notices, `keep` leaves both as they are. */
  otherwise: 'fail' | 'keep';
  /** Channels that are on in this process. */
  channels: readonly ChannelName[];
}

/** What became of a stuck row. */
export interface Moved {
  id: bigint;
  kind: DeliveryKind;
  contactId: string | null;
  /** The new row; null where the person has no other channel. */
  movedTo: bigint | null;
}

/**
 * Moves messages to the next channel of their person: a new row for the same notices, the old one closed. The order
 * is the person's own, channels that are down last; an address that this message was on before is not tried again.
 * Edits and copies in groups have nowhere to go. One statement for many rows.
 */
export const moveOn = (db: Db, rows: readonly Stuck[], options: MoveOptions): Promise<Moved[]> => {
  const stuck = rows.map(({ id, reason, gone }) => ({ id: id.toString(), reason, gone: gone ?? false }));
  const { now, from, closeAs, otherwise, channels } = options;
  return db.$queryRaw<Moved[]>`
    WITH RECURSIVE stuck AS MATERIALIZED (
      SELECT d.*, s.reason, s.gone, i."contactId" AS "ownerId"
      FROM jsonb_to_recordset(${JSON.stringify(stuck)}::jsonb) AS s(id bigint, reason text, gone boolean)
        JOIN "Delivery" d ON d.id = s.id AND d.state = ${from}::"DeliveryState"
        JOIN "Identity" i ON i.id = d."identityId"
      FOR UPDATE OF d SKIP LOCKED),
    tried AS (
      SELECT id AS root, "identityId", substring("dedupeKey" from '^moved:([0-9]+)$')::bigint AS previous FROM stuck
      UNION ALL
      SELECT tried.root, p."identityId", substring(p."dedupeKey" from '^moved:([0-9]+)$')::bigint
      FROM tried JOIN "Delivery" p ON p.id = tried.previous),
    next AS MATERIALIZED (
      SELECT DISTINCT ON (s.id) s.id, i.id AS "identityId", i.channel, i.address,
        nextval(pg_get_serial_sequence('"Delivery"', 'id')) AS "newId"
      FROM stuck s
        JOIN "Contact" c ON c.id = s."ownerId" AND c.active
        JOIN "Identity" i ON i."contactId" = c.id AND i.state = 'active'
          AND i.channel = ANY(${channels}::"Channel"[])
        LEFT JOIN "ChannelState" down ON down.channel = i.channel AND down."downSince" IS NOT NULL
      WHERE s."editsId" IS NULL AND NOT s.deletes
        AND NOT EXISTS (SELECT FROM tried t WHERE t.root = s.id AND t."identityId" = i.id)
        AND (down.channel IS NULL OR ${otherwise} = 'fail')
      ORDER BY s.id, down.channel IS NOT NULL, COALESCE(array_position(c."channelOrder", i.channel), 99),
        i."linkedAt" DESC),
    closed AS (
      UPDATE "Delivery" d
      SET state = CASE WHEN n.id IS NULL THEN 'failed' ELSE ${closeAs}::"DeliveryState" END, failure = s.reason,
        "claimedAt" = NULL
      FROM stuck s LEFT JOIN next n ON n.id = s.id
      WHERE d.id = s.id AND (n.id IS NOT NULL OR ${otherwise} = 'fail')
      RETURNING d.id),
    marked AS (
      UPDATE "Identity" i SET state = 'unreachable', "stateReason" = s.reason, "stateAt" = ${now}
      FROM stuck s WHERE s.gone AND i.id = s."identityId" AND i.state = 'active'),
    moved AS (
      INSERT INTO "Delivery" (id, "identityId", channel, address, kind, priority, "notBefore", text, buttons, "fileIds",
        "assignmentId", about, "dedupeKey", "createdAt")
      SELECT n."newId", n."identityId", n.channel, n.address, s.kind, s.priority, ${now}::timestamptz, s.text,
        s.buttons, s."fileIds", s."assignmentId", s.about, 'moved:' || s.id, ${now}::timestamptz
      FROM next n JOIN stuck s ON s.id = n.id
      ON CONFLICT ("dedupeKey") DO NOTHING
      RETURNING id),
    linked AS (
      INSERT INTO "DeliveryNotice" ("deliveryId", "noticeId")
      SELECT n."newId", l."noticeId" FROM next n JOIN moved ON moved.id = n."newId"
        JOIN "DeliveryNotice" l ON l."deliveryId" = n.id),
    failed AS (
      UPDATE "Notice" o SET state = 'failed', failure = s.reason, "stateAt" = ${now}
      FROM stuck s JOIN closed ON closed.id = s.id LEFT JOIN next n ON n.id = s.id
        JOIN "DeliveryNotice" l ON l."deliveryId" = s.id
      WHERE n.id IS NULL AND o.id = l."noticeId" AND o.state IN ('queued', 'doubtful'))
    SELECT s.id, s.kind, s."ownerId"::text AS "contactId", n."newId" AS "movedTo"
    FROM stuck s LEFT JOIN next n ON n.id = s.id`;
};

/** Due rows of a channel that could go elsewhere; for one that has been down too long. */
export async function movable(
  db: Db,
  channel: ChannelName,
  channels: readonly ChannelName[],
  now: Date,
  limit: number,
): Promise<bigint[]> {
  const rows = await db.$queryRaw<{ id: bigint }[]>`
    SELECT d.id FROM "Delivery" d JOIN "Identity" own ON own.id = d."identityId"
    WHERE d.state = 'queued' AND d.channel = ${channel}::"Channel" AND d."notBefore" <= ${now}
      AND d."editsId" IS NULL AND NOT d.deletes
      AND EXISTS (
        SELECT FROM "Identity" i JOIN "Contact" c ON c.id = i."contactId" AND c.active
        WHERE i."contactId" = own."contactId" AND i.state = 'active' AND i.id <> own.id
          AND i.channel = ANY(${channels}::"Channel"[])
          AND NOT EXISTS (
            SELECT FROM "ChannelState" s WHERE s.channel = i.channel AND s."downSince" IS NOT NULL))
    ORDER BY d.priority, d.id LIMIT ${limit}`;
  return rows.map((row) => row.id);
}

/** Why a message of the web chat went on: no open page has shown it. */
export const notShown = 'notShown';

/**
 * Deliveries that lie in the web chat since before this instant and that no open page has shown. Answers are not
 * among them: who asked in the web chat looks for the answer there.
 */
export async function unshown(db: Db, before: Date, limit: number): Promise<bigint[]> {
  const rows = await db.$queryRaw<{ id: bigint }[]>`
    SELECT d.id FROM "Delivery" d JOIN "WebMessage" w ON w."deliveryId" = d.id
    WHERE d.state = 'waiting' AND d.kind <> 'answer' AND w.at <= ${before} AND w."shownAt" IS NULL
    ORDER BY d.id LIMIT ${limit}`;
  return rows.map((row) => row.id);
}
