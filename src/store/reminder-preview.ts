import type { Db } from './db.ts';

/** One message of a day with whom it goes to; `channel` is null for a person without a usable address. */
export interface PreviewedMessage {
  at: Date;
  name: string;
  agencies: string[];
  channel: string | null;
  /** Markup. */
  text: string | null;
  tasks: number[];
}

/** The reminders of a span of time: what is queued, and who could not be reached. */
export const remindersQueued = (db: Db, from: Date, to: Date): Promise<PreviewedMessage[]> =>
  db.$queryRaw<PreviewedMessage[]>`
    SELECT d."notBefore" AS at, c.name, d.channel::text AS channel, d.text,
      ARRAY(SELECT DISTINCT g.code FROM "ContactRole" r JOIN "Agency" g ON g.id = r."agencyId"
        WHERE r."contactId" = c.id AND r."endedAt" IS NULL ORDER BY g.code) AS agencies,
      ARRAY(SELECT DISTINCT t.number FROM "DeliveryNotice" l JOIN "Notice" n ON n.id = l."noticeId"
        JOIN "Assignment" a ON a.id = n."assignmentId" JOIN "Task" t ON t.id = a."taskId"
        WHERE l."deliveryId" = d.id ORDER BY t.number) AS tasks
    FROM "Delivery" d JOIN "Identity" i ON i.id = d."identityId" JOIN "Contact" c ON c.id = i."contactId"
    WHERE d.kind = 'reminder' AND d.state IN ('queued', 'waiting', 'sent')
      AND d."notBefore" >= ${from} AND d."notBefore" < ${to}
    UNION ALL
    SELECT min(n."createdAt"), c.name, NULL, NULL,
      ARRAY(SELECT DISTINCT g.code FROM "ContactRole" r JOIN "Agency" g ON g.id = r."agencyId"
        WHERE r."contactId" = c.id AND r."endedAt" IS NULL ORDER BY g.code),
      array_agg(DISTINCT t.number)
    FROM "Notice" n JOIN "Contact" c ON c.id = n."contactId"
      JOIN "Assignment" a ON a.id = n."assignmentId" JOIN "Task" t ON t.id = a."taskId"
    WHERE n.kind = 'reminder' AND n.state = 'no_channel' AND n."createdAt" >= ${from} AND n."createdAt" < ${to}
    GROUP BY c.id
    ORDER BY at, name`;
