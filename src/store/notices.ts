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

/** Stops what is still to go out about an assignment: reminders of one that was reported, say. */
export async function withdrawNotices(
  db: Db,
  assignmentId: string,
  kinds: readonly string[],
  now: Date,
): Promise<void> {
  await db.$executeRaw`
    WITH stopped AS (
      UPDATE "Notice" SET state = 'withdrawn', "stateAt" = ${now}
      WHERE "assignmentId" = ${assignmentId}::uuid AND kind = ANY(${kinds}::text[]) AND state = 'queued'
      RETURNING id)
    UPDATE "Delivery" d SET state = 'withdrawn'
    FROM "DeliveryNotice" l JOIN stopped ON stopped.id = l."noticeId"
    WHERE l."deliveryId" = d.id AND d.state = 'queued'
      AND NOT EXISTS (
        SELECT FROM "DeliveryNotice" o JOIN "Notice" n ON n.id = o."noticeId"
        WHERE o."deliveryId" = d.id AND n.state = 'queued' AND n.id NOT IN (SELECT id FROM stopped))`;
}
