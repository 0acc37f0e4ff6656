import type { ChannelName } from '../domain/message.ts';
import type { Db } from './db.ts';

/** Whether a channel gets through to its platform, kept across restarts and read by `readyz` and `doctor`. */
export interface ChannelHealth {
  channel: ChannelName;
  /** Since when it does not; null while it does. */
  downSince: Date | null;
  reason: string | null;
  /** Chats that failed in a row without a success between. */
  failing: string[];
  lastSuccess: Date | null;
}

export const channelHealth = (db: Db): Promise<ChannelHealth[]> =>
  db.$queryRaw<ChannelHealth[]>`
    SELECT channel::text AS channel, "downSince", reason, failing, "lastSuccess" FROM "ChannelState" ORDER BY channel`;

/** Notes which chats fail in a row. */
export const noteFailing = (db: Db, channel: ChannelName, failing: readonly string[]): Promise<unknown> =>
  db.$executeRaw`
    INSERT INTO "ChannelState" (channel, failing) VALUES (${channel}::"Channel", ${failing}::text[])
    ON CONFLICT (channel) DO UPDATE SET failing = EXCLUDED.failing`;

/** Marks a channel as down. False where it was already. */
export async function markDown(db: Db, channel: ChannelName, reason: string, now: Date): Promise<boolean> {
  const count = await db.$executeRaw`
    INSERT INTO "ChannelState" (channel, "downSince", reason, failing, "toldAt")
    VALUES (${channel}::"Channel", ${now}, ${reason}, '{}', ${now})
    ON CONFLICT (channel) DO UPDATE SET "downSince" = ${now}, reason = ${reason}, "toldAt" = ${now}
    WHERE "ChannelState"."downSince" IS NULL`;
  return count > 0;
}

/** Notes a success. True where the channel was down until now. */
export async function markUp(db: Db, channel: ChannelName, now: Date): Promise<boolean> {
  const rows = await db.$queryRaw<{ wasDown: boolean }[]>`
    WITH before AS (SELECT "downSince" FROM "ChannelState" WHERE channel = ${channel}::"Channel" FOR UPDATE),
    up AS (
      INSERT INTO "ChannelState" (channel, failing, "lastSuccess") VALUES (${channel}::"Channel", '{}', ${now})
      ON CONFLICT (channel) DO UPDATE
      SET "downSince" = NULL, reason = NULL, failing = '{}', "lastSuccess" = ${now}, "toldAt" = NULL)
    SELECT COALESCE((SELECT "downSince" IS NOT NULL FROM before), false) AS "wasDown"`;
  return rows[0]?.wasDown ?? false;
}

/** Notes since when, and why, nothing that people write gets to us; null: it does. */
export const noteReceiving = (
  db: Db,
  channel: ChannelName,
  fault: string | null,
  now: Date,
): Promise<unknown> =>
  db.$executeRaw`
    INSERT INTO "ChannelState" (channel, failing, "receiveFault", "receiveFaultSince")
    VALUES (${channel}::"Channel", '{}', ${fault}, ${fault === null ? null : now})
    ON CONFLICT (channel) DO UPDATE SET "receiveFault" = EXCLUDED."receiveFault",
      "receiveFaultSince" = CASE WHEN EXCLUDED."receiveFault" IS NULL THEN NULL
        ELSE COALESCE("ChannelState"."receiveFaultSince", EXCLUDED."receiveFaultSince") END`;

/** Why nothing comes in by a channel, and since when; null: it does, as far as is known. */
export async function receivingOf(
  db: Db,
  channel: ChannelName,
): Promise<{ fault: string | null; since: Date | null }> {
  const row = await db.channelState.findUnique({
    where: { channel },
    select: { receiveFault: true, receiveFaultSince: true },
  });
  return { fault: row?.receiveFault ?? null, since: row?.receiveFaultSince ?? null };
}

export interface ReceivingToTell {
  channel: ChannelName;
  /** Null: it works again, and somebody was told that it did not. */
  fault: string | null;
  since: Date | null;
}

/**
 * What is to be told of receiving, each once: a refused token at once, any other fault when it has lasted since
 * `before`, and that it works again to whom the fault was told.
 */
export const receivingToTell = (db: Db, before: Date, now: Date): Promise<ReceivingToTell[]> =>
  db.$queryRaw<ReceivingToTell[]>`
    UPDATE "ChannelState" SET "receiveToldAt" = CASE WHEN "receiveFault" IS NULL THEN NULL ELSE ${now}::timestamptz END
    WHERE ("receiveFault" IS NULL AND "receiveToldAt" IS NOT NULL)
      OR ("receiveFault" IS NOT NULL AND "receiveToldAt" IS NULL
        AND ("receiveFault" = 'unauthorized' OR "receiveFaultSince" <= ${before}))
    RETURNING channel::text AS channel, "receiveFault" AS fault, "receiveFaultSince" AS since`;
