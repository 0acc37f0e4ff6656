import type { ReminderRule } from '../domain/reminders.ts';
import type { ChannelName } from '../domain/message.ts';
import type { Db } from './db.ts';

/** What a played-through reminder tick has written, read before it is taken back. */

/** One rule speaking for one assignment. */
export interface SpokenRule {
  task: number;
  title: string;
  /** Code. */
  agency: string;
  /** Null where a task that was put off comes up again without one. */
  rule: ReminderRule | null;
}

export interface QueuedReminder {
  at: Date;
  contactId: string;
  name: string;
  channel: ChannelName;
  /** Markup. */
  text: string;
  reminders: SpokenRule[];
}

/** Reminder messages queued from this instant on, in order. */
export const queuedReminders = (db: Db, since: Date): Promise<QueuedReminder[]> =>
  db.$queryRaw<QueuedReminder[]>`
    SELECT d."createdAt" AS at, c.id AS "contactId", c.name, d.channel::text AS channel, d.text,
      jsonb_agg(jsonb_build_object('task', t.number, 'title', t.title, 'agency', g.code, 'rule', r.rule)
        ORDER BY t.number, g.position) AS reminders
    FROM "Delivery" d JOIN "Identity" i ON i.id = d."identityId" JOIN "Contact" c ON c.id = i."contactId"
      JOIN "DeliveryNotice" l ON l."deliveryId" = d.id JOIN "Notice" n ON n.id = l."noticeId"
      JOIN "Assignment" a ON a.id = n."assignmentId" JOIN "Task" t ON t.id = a."taskId"
      JOIN "Agency" g ON g.id = a."agencyId" LEFT JOIN "Reminder" r ON r.id = n."reminderId"
    WHERE d.kind = 'reminder' AND d.state = 'queued' AND d."createdAt" >= ${since}
    GROUP BY d.id, c.id ORDER BY d."createdAt", min(g.position), c.name, d.id`;

/** A reminder that reaches nobody: the body has no contact, or this person no channel. */
export interface UnheardReminder extends SpokenRule {
  at: Date;
  /** The person without a channel; null where the body has no contact. */
  name: string | null;
}

export const unheardReminders = (db: Db, since: Date): Promise<UnheardReminder[]> =>
  db.$queryRaw<UnheardReminder[]>`
    SELECT r.at, t.number AS task, t.title, g.code AS agency, r.rule, c.name
    FROM "Reminder" r JOIN "Assignment" a ON a.id = r."assignmentId" JOIN "Task" t ON t.id = a."taskId"
      JOIN "Agency" g ON g.id = a."agencyId"
      LEFT JOIN "Notice" n ON n."reminderId" = r.id AND n.state = 'no_channel'
      LEFT JOIN "Contact" c ON c.id = n."contactId"
    WHERE r.at >= ${since} AND (r.outcome = 'no_contact' OR n.id IS NOT NULL)
    ORDER BY r.at, g.position, t.number`;
