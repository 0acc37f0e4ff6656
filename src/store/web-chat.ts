import { Prisma } from './generated/client.ts';
import type { Db } from './db.ts';

/** The web chat's own mailbox: what a platform's servers are to Telegram. */

export interface WebButton {
  id: string;
  label: string;
  url?: string;
}

export interface WebMessageRow {
  id: bigint;
  identityId: string;
  from: 'bot' | 'me';
  text: string;
  buttons: WebButton[][] | null;
  fileIds: string[];
  clientId: string | null;
  replyTo: bigint | null;
  at: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
}

const columns = Prisma.sql`id, "identityId"::text AS "identityId", "from", text, buttons, "fileIds"::text[] AS "fileIds",
  "clientId", "replyTo", at, "editedAt", "deletedAt"`;

/**
 * Writers of one chat go one after the other, so that ids rise in the order of commits: whoever has read up to an id
 * misses nothing.
 */
const lockChat = (db: Db, identityId: string): Promise<number> =>
  db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${identityId}, 2))`;

/**
 * Puts a message of the bot into the mailbox at this address, once for each delivery. Undefined where the mailbox is
 * closed. One statement, which takes the chat's turn before the id is drawn (see lockChat).
 */
export async function postFromBot(
  db: Db,
  message: { address: string; deliveryId: bigint; text: string; buttons: WebButton[][]; fileIds: string[] },
  now: Date,
): Promise<{ id: bigint; identityId: string } | undefined> {
  const rows = await db.$queryRaw<{ id: bigint; identityId: string }[]>`
    WITH chat AS MATERIALIZED (
      SELECT id, pg_advisory_xact_lock(hashtextextended(id::text, 2)) AS turn FROM "Identity"
      WHERE channel = 'webchat' AND address = ${message.address} AND state <> 'revoked')
    INSERT INTO "WebMessage" ("identityId", "from", text, buttons, "fileIds", "deliveryId", at)
    SELECT chat.id, 'bot', ${message.text}, ${JSON.stringify(message.buttons)}::jsonb, ${message.fileIds}::uuid[],
      ${message.deliveryId}, ${now}::timestamptz
    FROM chat
    ON CONFLICT ("deliveryId") DO UPDATE SET text = "WebMessage".text
    RETURNING id, "identityId"::text AS "identityId"`;
  return rows[0];
}

/** Puts the person's own message into the mailbox, once for each client id. */
export async function postFromPerson(
  db: Db,
  message: { identityId: string; clientId: string; text: string; fileIds: string[]; replyTo?: bigint },
  now: Date,
): Promise<{ id: bigint; first: boolean }> {
  await lockChat(db, message.identityId);
  const rows = await db.$queryRaw<{ id: bigint; first: boolean }[]>`
    INSERT INTO "WebMessage" ("identityId", "from", text, "fileIds", "clientId", "replyTo", at, "shownAt")
    VALUES (${message.identityId}::uuid, 'me', ${message.text}, ${message.fileIds}::uuid[], ${message.clientId},
      ${message.replyTo ?? null}, ${now}, ${now})
    ON CONFLICT ("identityId", "clientId") DO UPDATE SET text = "WebMessage".text
    RETURNING id, (xmax = 0) AS first`;
  const [row] = rows;
  if (!row) throw new Error('the mailbox took no message');
  return row;
}

export const postedAs = async (db: Db, deliveryId: bigint): Promise<bigint | undefined> =>
  (await db.webMessage.findUnique({ where: { deliveryId }, select: { id: true } }))?.id;

export async function editPosted(
  db: Db,
  id: bigint,
  change: { text: string; buttons: WebButton[][] },
  now: Date,
): Promise<boolean> {
  const { count } = await db.webMessage.updateMany({
    where: { id, from: 'bot', deletedAt: null },
    data: {
      text: change.text,
      buttons: change.buttons.map((row) => row.map((one) => ({ ...one }))),
      editedAt: now,
    },
  });
  return count > 0;
}

export const deletePosted = async (db: Db, id: bigint, now: Date): Promise<void> => {
  await db.webMessage.updateMany({ where: { id, deletedAt: null }, data: { deletedAt: now, editedAt: now } });
};

/** A page of a chat, oldest first: after an id, before one, or the newest. Removed messages are left out. */
export async function readChat(
  db: Db,
  identityId: string,
  page: { after?: bigint; before?: bigint; limit: number },
): Promise<WebMessageRow[]> {
  if (page.after !== undefined) {
    return db.$queryRaw<WebMessageRow[]>`
      SELECT ${columns} FROM "WebMessage" WHERE "identityId" = ${identityId}::uuid AND id > ${page.after}
        AND "deletedAt" IS NULL ORDER BY id LIMIT ${page.limit}`;
  }
  const rows = await db.$queryRaw<WebMessageRow[]>`
    SELECT ${columns} FROM "WebMessage" WHERE "identityId" = ${identityId}::uuid
      AND (${page.before ?? null}::bigint IS NULL OR id < ${page.before ?? null}::bigint) AND "deletedAt" IS NULL
    ORDER BY id DESC LIMIT ${page.limit}`;
  return rows.reverse();
}

/** What is new in these chats after the ids, and what was edited or removed since, for open pages. */
export const newsFor = (
  db: Db,
  open: readonly { identityId: string; after: bigint; since: Date }[],
): Promise<WebMessageRow[]> =>
  open.length === 0
    ? Promise.resolve([])
    : db.$queryRaw<WebMessageRow[]>`
        SELECT ${Prisma.sql`m.id, m."identityId"::text AS "identityId", m."from", m.text, m.buttons,
          m."fileIds"::text[] AS "fileIds", m."clientId", m."replyTo", m.at, m."editedAt", m."deletedAt"`}
        FROM (VALUES ${Prisma.join(
          open.map(
            (one) => Prisma.sql`(${one.identityId}::uuid, ${one.after}::bigint, ${one.since}::timestamptz)`,
          ),
        )}) AS o("identityId", after, since)
          JOIN "WebMessage" m ON m."identityId" = o."identityId"
            AND (m.id > o.after OR m."editedAt" > o.since)
        ORDER BY m.id`;

/**
 * The bot's messages up to an id were shown in an open page: their deliveries count as sent, and their notices too,
 * also of those that had gone on to another channel or the call list meanwhile.
 */
export async function markShown(db: Db, identityId: string, upTo: bigint, now: Date): Promise<void> {
  await db.$executeRaw`
    WITH shown AS (
      UPDATE "WebMessage" SET "shownAt" = ${now}
      WHERE "identityId" = ${identityId}::uuid AND "from" = 'bot' AND "shownAt" IS NULL AND id <= ${upTo}
      RETURNING "deliveryId"),
    sent AS (
      UPDATE "Delivery" d SET state = 'sent', "sentAt" = ${now}, failure = NULL FROM shown
      WHERE d.id = shown."deliveryId"
        AND (d.state IN ('waiting', 'sending') OR (d.state = 'failed' AND d.failure = 'notShown')))
    UPDATE "Notice" n SET state = 'sent', "stateAt" = ${now}, failure = NULL
    FROM "DeliveryNotice" l JOIN shown ON shown."deliveryId" = l."deliveryId"
    WHERE n.id = l."noticeId" AND n.state IN ('queued', 'doubtful', 'failed')`;
}
