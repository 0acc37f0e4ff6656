import {
  priorities,
  type About,
  type ChannelName,
  type Choice,
  type DeliveryKind,
} from '../domain/message.ts';
import type { Db } from './db.ts';

/** One message to queue for one identity. Times are instants. */
export interface Enqueue {
  identity: { id: string; channel: ChannelName; address: string };
  kind: DeliveryKind;
  text: string;
  /** Not before this instant (quiet time); `now` for what is sent at once. */
  notBefore: Date;
  buttons?: Choice[][];
  fileIds?: string[];
  about?: About;
  inReplyTo?: string;
  /** Edits or removes an earlier delivery in place. */
  editsId?: bigint;
  deletes?: boolean;
  /** The same key is queued once, ever. */
  dedupeKey?: string;
  noticeIds?: readonly string[];
}

/**
 * Queues messages in the caller's transaction, in one statement. The result has an id for each, in order;
 * undefined where the dedupe key was queued before. The rows are sent by the dispatcher after the commit.
 */
export async function enqueueAll(
  db: Db,
  messages: readonly Enqueue[],
  now: Date,
): Promise<(bigint | undefined)[]> {
  if (!messages.length) return [];
  const rows = messages.map((message, ord) => ({
    ord,
    identityId: message.identity.id,
    channel: message.identity.channel,
    address: message.identity.address,
    kind: message.kind,
    priority: priorities[message.kind],
    notBefore: message.notBefore.toISOString(),
    text: message.text,
    buttons: message.buttons?.length ? message.buttons : null,
    fileIds: message.fileIds ?? [],
    assignmentId: message.about?.assignmentId ?? null,
    about: message.about ?? null,
    inReplyTo: message.inReplyTo ?? null,
    editsId: message.editsId === undefined ? null : Number(message.editsId),
    deletes: message.deletes ?? false,
    dedupeKey: message.dedupeKey ?? null,
    noticeIds: message.noticeIds ?? [],
  }));
  const queued = await db.$queryRaw<{ ord: number; id: bigint }[]>`
    WITH rows AS MATERIALIZED (
      SELECT nextval(pg_get_serial_sequence('"Delivery"', 'id')) AS id, r.*
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(ord int, "identityId" uuid, channel "Channel",
        address text, kind text, priority int, "notBefore" timestamptz, text text, buttons jsonb, "fileIds" uuid[],
        "assignmentId" uuid, about jsonb, "inReplyTo" text, "editsId" bigint, deletes boolean, "dedupeKey" text,
        "noticeIds" uuid[])
      ORDER BY r.ord),
    queued AS (
      INSERT INTO "Delivery" (id, "identityId", channel, address, kind, priority, "notBefore", text, buttons, "fileIds",
        "assignmentId", about, "inReplyTo", "editsId", deletes, "dedupeKey", "createdAt")
      SELECT id, "identityId", channel, address, kind, priority, "notBefore", text,
        NULLIF(buttons, 'null'::jsonb), "fileIds", "assignmentId", NULLIF(about, 'null'::jsonb), "inReplyTo", "editsId",
        deletes, "dedupeKey", ${now}::timestamptz
      FROM rows ON CONFLICT ("dedupeKey") DO NOTHING
      RETURNING id),
    linked AS (
      INSERT INTO "DeliveryNotice" ("deliveryId", "noticeId")
      SELECT rows.id, unnest(rows."noticeIds") FROM rows JOIN queued USING (id))
    SELECT rows.ord, rows.id FROM rows JOIN queued USING (id)`;
  const ids = new Map(queued.map((row) => [row.ord, row.id]));
  return messages.map((_, ord) => ids.get(ord));
}

/** Queues one message; see enqueueAll. */
export const enqueue = async (db: Db, message: Enqueue, now: Date): Promise<bigint | undefined> =>
  (await enqueueAll(db, [message], now))[0];
