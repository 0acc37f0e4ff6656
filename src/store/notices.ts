import type { Db } from './db.ts';

/** A person answered: their open notices about the assignment are done with. Never downgrades. */
export async function markAnswered(
  db: Db,
  contactId: string,
  assignmentId: string,
  state: 'acknowledged' | 'answered',
  now: Date,
): Promise<void> {
  await db.$executeRaw`
    UPDATE "Notice" SET state = ${state}::"NoticeState", "stateAt" = ${now}
    WHERE "contactId" = ${contactId}::uuid AND "assignmentId" = ${assignmentId}::uuid
      AND state NOT IN ('answered', 'withdrawn', ${state}::"NoticeState")`;
}

/**
 * Stops what is still to go out about an assignment: reminders of one that was reported, say. A digest that speaks of
 * other tasks too is taken back whole: what is left of it is told anew by the next reminder tick.
 */
export async function withdrawNotices(
  db: Db,
  assignmentId: string,
  kinds: readonly string[],
  now: Date,
): Promise<void> {
  await db.$executeRaw`
    UPDATE "Notice" SET state = 'withdrawn', "stateAt" = ${now}
    WHERE "assignmentId" = ${assignmentId}::uuid AND kind = ANY(${kinds}::text[]) AND state = 'queued'`;
  // A statement of its own, for it must see the messages that were queued while the first one waited.
  await db.$executeRaw`
    UPDATE "Delivery" d SET state = 'withdrawn',
      "dedupeKey" = CASE WHEN d.kind = 'reminder' AND d.state = 'queued' THEN NULL ELSE d."dedupeKey" END
    FROM "Notice" n JOIN "DeliveryNotice" l ON l."noticeId" = n.id
    WHERE n."assignmentId" = ${assignmentId}::uuid AND n.kind = ANY(${kinds}::text[]) AND l."deliveryId" = d.id
      -- What lies unread in the web chat stays there, and goes on to no other channel.
      AND d.state IN ('queued', 'waiting')
      AND ((d.kind = 'reminder' AND d.state = 'queued') OR NOT EXISTS (
        SELECT FROM "DeliveryNotice" o JOIN "Notice" other ON other.id = o."noticeId"
        WHERE o."deliveryId" = d.id AND other.state = 'queued'))`;
}

export interface NewNotice {
  id: string;
  kind: 'assignment' | 'reminder';
  contactId: string;
  assignmentId: string;
  reminderId?: string;
  /** False: the person has no usable channel, and stands as that. */
  reachable: boolean;
}

/** One notice for each person and assignment; the message that carries several of them is linked when it is queued. */
export async function addNotices(db: Db, rows: readonly NewNotice[], now: Date): Promise<void> {
  await db.notice.createMany({
    data: rows.map(({ reachable, ...row }) => ({
      ...row,
      state: reachable ? ('queued' as const) : ('no_channel' as const),
      createdAt: now,
      stateAt: now,
    })),
  });
}

export async function closeNotices(
  db: Db,
  ids: readonly string[],
  state: 'withdrawn' | 'no_channel',
  now: Date,
): Promise<void> {
  if (!ids.length) return;
  await db.notice.updateMany({ where: { id: { in: [...ids] } }, data: { state, stateAt: now } });
}
