import type { ChannelName } from '../domain/message.ts';
import type { Db } from './db.ts';

/** A message as it is stored before anybody tries to understand it. */
export interface Incoming {
  channel: ChannelName;
  platformId: string;
  address: string;
  sender: string;
  text: string;
  button?: string;
  replyTo?: string;
  editOf?: string;
  fileIds: string[];
  /** Files that lie at the platform, to be fetched before the message is handled. */
  fileRefs?: readonly FileRef[];
  sentAt: Date;
}

/** A file that a person sent, at its platform; `fault`: it cannot be had, and the person is told. */
export interface FileRef {
  ref: string;
  name: string;
  size?: number;
  fault?: FileFault;
}

export type FileFault = 'tooLarge' | 'type' | 'empty' | 'gone';

export interface StoredMessage {
  id: bigint;
  channel: ChannelName;
  platformId: string;
  address: string;
  sender: string;
  text: string;
  button: string | null;
  replyTo: string | null;
  editOf: string | null;
  fileIds: string[];
  fileRefs: FileRef[] | null;
  sentAt: Date;
  attempts: number;
}

/** Stores a message once; `first` is false where the platform delivered it before. */
export async function storeInbound(
  db: Db,
  message: Incoming,
  now: Date,
): Promise<{ id: bigint; first: boolean }> {
  const rows = await db.$queryRaw<{ id: bigint }[]>`
    INSERT INTO "InboundMessage" (channel, "platformId", address, sender, text, button, "replyTo", "editOf", "fileIds",
      "fileRefs", "sentAt", "receivedAt", "notBefore")
    VALUES (${message.channel}::"Channel", ${message.platformId}, ${message.address}, ${message.sender},
      ${message.text}, ${message.button ?? null}, ${message.replyTo ?? null}, ${message.editOf ?? null},
      ${message.fileIds}::uuid[], ${message.fileRefs?.length ? JSON.stringify(message.fileRefs) : null}::jsonb,
      ${message.sentAt}, ${now}, ${now})
    ON CONFLICT (channel, "platformId") DO NOTHING
    RETURNING id`;
  if (rows[0]) return { id: rows[0].id, first: true };
  const earlier = await db.inboundMessage.findUniqueOrThrow({
    where: { channel_platformId: { channel: message.channel, platformId: message.platformId } },
    select: { id: true },
  });
  return { id: earlier.id, first: false };
}

/** Ids of the messages that may be handled now: the oldest unhandled one of each chat. */
export const waitingHeads = async (db: Db, now: Date, limit: number): Promise<bigint[]> => {
  const rows = await db.$queryRaw<{ id: bigint }[]>`
    SELECT m.id FROM "InboundMessage" m
    WHERE m.state = 'received' AND m."notBefore" <= ${now} AND m.id = (
      SELECT first.id FROM "InboundMessage" first
      WHERE first.channel = m.channel AND first.address = m.address AND first.state = 'received'
      ORDER BY first.id LIMIT 1)
    ORDER BY m.id LIMIT ${limit}`;
  return rows.map((row) => row.id);
};

/**
 * Takes a message for handling inside the caller's transaction and marks it handled: both stand or fall with the
 * commit. Undefined where another process has it or was quicker.
 */
export async function takeInbound(db: Db, id: bigint, now: Date): Promise<StoredMessage | undefined> {
  const rows = await db.$queryRaw<StoredMessage[]>`
    UPDATE "InboundMessage" SET state = 'handled', "handledAt" = ${now}
    WHERE id = (SELECT id FROM "InboundMessage" WHERE id = ${id} AND state = 'received' FOR UPDATE SKIP LOCKED)
    RETURNING id, channel::text AS channel, "platformId", address, sender, text, button, "replyTo", "editOf",
      "fileIds"::text[] AS "fileIds", "fileRefs", "sentAt", attempts`;
  return rows[0];
}

/** What came of fetching a message's files: those that are kept, and those that cannot be had. */
export async function noteFiles(
  db: Db,
  id: bigint,
  found: { fileIds: readonly string[]; faulty: readonly FileRef[] },
): Promise<void> {
  await db.$executeRaw`
    UPDATE "InboundMessage" SET "fileIds" = "fileIds" || ${found.fileIds}::uuid[],
      "fileRefs" = ${found.faulty.length ? JSON.stringify(found.faulty) : null}::jsonb
    WHERE id = ${id} AND state = 'received'`;
}

/** Attempts after which a message is set aside, so that the chat goes on. */
export const maxAttempts = 5;

/**
 * Notes that handling failed. True where the message is now set aside as `failed`: the person and the
 * coordinators are to be told.
 */
export async function recordFailure(db: Db, id: bigint, reason: string, now: Date): Promise<boolean> {
  const rows = await db.$queryRaw<{ state: string }[]>`
    UPDATE "InboundMessage" SET attempts = attempts + 1, failure = ${reason},
      "notBefore" = ${now}::timestamptz + make_interval(secs => power(2, attempts)),
      state = CASE WHEN attempts + 1 >= ${maxAttempts} THEN 'failed'::"InboxState" ELSE state END
    WHERE id = ${id} AND state = 'received'
    RETURNING state::text AS state`;
  return rows[0]?.state === 'failed';
}

/** What `failure` says of a handled message that nobody could make sense of: the coordinators' summary lists it. */
export const notUnderstood = 'not understood';

export const markNotUnderstood = async (db: Db, id: bigint): Promise<void> => {
  await db.$executeRaw`UPDATE "InboundMessage" SET failure = ${notUnderstood} WHERE id = ${id}`;
};

/** Ids of a message of the platform and its edits that were handled before the given one, newest first. */
export const versionsOf = async (
  db: Db,
  channel: ChannelName,
  platformId: string,
  before: bigint,
): Promise<bigint[]> => {
  const rows = await db.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM "InboundMessage" WHERE channel = ${channel}::"Channel" AND id < ${before}
      AND ("platformId" = ${platformId} OR "editOf" = ${platformId}) AND state = 'handled'
    ORDER BY id DESC`;
  return rows.map((row) => row.id);
};

/** The words of a message as they stood before its newest version. */
export async function wordsBefore(
  db: Db,
  channel: ChannelName,
  platformId: string,
  before: bigint,
): Promise<string | undefined> {
  const row = await db.inboundMessage.findFirst({
    where: { channel, id: { lt: before }, OR: [{ platformId }, { editOf: platformId }] },
    orderBy: { id: 'desc' },
    select: { text: true },
  });
  return row?.text;
}

interface Written {
  id: bigint;
  channel: ChannelName;
  address: string;
  sender: string;
}

/** Did the sender of a message write in the same chat between an earlier message and that one? */
export const wroteBetween = (db: Db, message: Written, after: bigint): Promise<boolean> =>
  wroteBefore(db, message, { id: { gt: after, lt: message.id } });

/** Did the sender of a message write in the same chat after a moment and before that message? */
export const wroteSince = (db: Db, message: Written, since: Date): Promise<boolean> =>
  wroteBefore(db, message, { id: { lt: message.id }, receivedAt: { gt: since } });

async function wroteBefore(
  db: Db,
  { channel, address, sender }: Written,
  within: { id: { gt?: bigint; lt: bigint }; receivedAt?: { gt: Date } },
): Promise<boolean> {
  return (await db.inboundMessage.count({ where: { channel, address, sender, ...within } })) > 0;
}
