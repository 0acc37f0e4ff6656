import type { About, ChannelName, Choice } from '../domain/message.ts';
import type { Db } from './db.ts';

/** A message of ours that a person answers to, presses a button of, or picks a number from. */
export interface Spoken {
  id: bigint;
  about: About | null;
  buttons: Choice[][] | null;
}

/** Days for which a list answers to bare digits (design §5, "Short replies"). */
const listDays = 7;

/** The delivery that carried a pressed button, only where it went to this identity. */
export async function spokenById(db: Db, identityId: string, id: bigint): Promise<Spoken | undefined> {
  const rows = await db.$queryRaw<Spoken[]>`
    SELECT id, about, buttons FROM "Delivery" WHERE id = ${id} AND "identityId" = ${identityId}::uuid`;
  return rows[0];
}

/** The delivery behind a platform's message id in this chat; of a long text that is the id of any of its parts. */
export async function spokenAs(
  db: Db,
  channel: ChannelName,
  address: string,
  platformId: string,
): Promise<Spoken | undefined> {
  const rows = await db.$queryRaw<Spoken[]>`
    SELECT id, about, buttons FROM "Delivery"
    WHERE channel = ${channel}::"Channel" AND address = ${address} AND "platformId" = ${platformId}
    ORDER BY id DESC LIMIT 1`;
  if (rows[0]) return rows[0];
  const parts = await db.$queryRaw<Spoken[]>`
    SELECT id, about, buttons FROM "Delivery"
    WHERE channel = ${channel}::"Channel" AND address = ${address} AND "platformId" IS NOT NULL
      AND ${platformId} = ANY("partIds")
    ORDER BY id DESC LIMIT 1`;
  return parts[0];
}

/**
 * The last list of choices shown in this chat, from which a bare digit picks. A list that was edited is where it was
 * with the choices that it has now: an edit further up (a broadcast's progress) takes no digit from a newer list.
 */
export async function lastList(db: Db, identityId: string, now: Date): Promise<Spoken | undefined> {
  const rows = await db.$queryRaw<Spoken[]>`
    SELECT d.id, CASE WHEN e.id IS NULL THEN d.about ELSE e.about END AS about,
      CASE WHEN e.id IS NULL THEN d.buttons ELSE e.buttons END AS buttons
    FROM (
      SELECT id, about, buttons FROM "Delivery"
      WHERE "identityId" = ${identityId}::uuid AND buttons IS NOT NULL AND "editsId" IS NULL
        AND state IN ('sent', 'waiting', 'sending')
        AND "createdAt" > ${now}::timestamptz - make_interval(days => ${listDays}::int)
      ORDER BY id DESC LIMIT 1) d
      LEFT JOIN LATERAL (
        SELECT id, about, buttons FROM "Delivery"
        WHERE "identityId" = ${identityId}::uuid AND id > d.id AND "editsId" = d.id AND state IN ('sent', 'waiting', 'sending')
        ORDER BY id DESC LIMIT 1) e ON true`;
  return rows[0];
}
