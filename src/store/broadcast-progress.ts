import type { ChannelName, Choice } from '../domain/message.ts';
import type { Db } from './db.ts';

/** The author's message about a broadcast, and which of them are behind. */

/** The author's message that shows the progress: where it is, what it says now, and since when. */
export interface Shown {
  id: bigint;
  identityId: string;
  channel: ChannelName;
  address: string;
  language: string;
  text: string;
  /** The edit that still waits to go out: it is changed, not followed by another. */
  waitingEditId: bigint | null;
  at: Date;
}

export async function shownProgress(db: Db, deliveryId: bigint): Promise<Shown | undefined> {
  const rows = await db.$queryRaw<Shown[]>`
    SELECT d.id, d."identityId", d.channel::text AS channel, d.address, COALESCE(c.language, 'vi') AS language,
      COALESCE(e.text, d.text) AS text, CASE WHEN e.state = 'queued' THEN e.id END AS "waitingEditId",
      COALESCE(e."createdAt", d."createdAt") AS at
    FROM "Delivery" d JOIN "Identity" i ON i.id = d."identityId" LEFT JOIN "Contact" c ON c.id = i."contactId"
      LEFT JOIN LATERAL (
        SELECT e.id, e.text, e.state, e."createdAt" FROM "Delivery" e
        WHERE e."identityId" = d."identityId" AND e.id > d.id AND e."editsId" = d.id ORDER BY e.id DESC LIMIT 1) e ON true
    WHERE d.id = ${deliveryId}`;
  return rows[0];
}

/** True where the waiting edit was still there to be changed. */
export async function changeWaitingEdit(
  db: Db,
  id: bigint,
  text: string,
  buttons: Choice[][],
): Promise<boolean> {
  const changed = await db.$executeRaw`
    UPDATE "Delivery" SET text = ${text}, buttons = ${JSON.stringify(buttons)}::jsonb WHERE id = ${id} AND state = 'queued'`;
  return changed > 0;
}

/** Days for which an author's progress message is kept up to date. */
const watchedDays = 7;
/** What a dispatcher settles may become visible this many seconds after the instant that it notes. */
const settlingSeconds = 30;

/** Broadcasts whose figures may have moved since their author's message showed them. */
export async function movingBroadcasts(db: Db, now: Date): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT b.id FROM "Broadcast" b JOIN "Delivery" p ON p.id = b."progressDeliveryId"
      LEFT JOIN LATERAL (
        SELECT max(e."createdAt") AS at FROM "Delivery" e
        WHERE e."identityId" = p."identityId" AND e.id > p.id AND e."editsId" = p.id) shown ON true
    WHERE b."createdAt" > ${now}::timestamptz - make_interval(days => ${watchedDays}::int)
      AND EXISTS (SELECT FROM "Notice" n WHERE n."broadcastId" = b.id
        AND n."stateAt" > COALESCE(shown.at, p."createdAt") - make_interval(secs => ${settlingSeconds}::int))`;
  return rows.map((row) => row.id);
}
