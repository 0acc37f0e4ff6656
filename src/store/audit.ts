import { createHash, randomBytes } from 'node:crypto';
import type { Db } from './db.ts';

/** One line of the audit log. `before` and `after` hold states, dates and ids, never names or people's words. */
export interface AuditEntry {
  at: Date;
  /** Contact id; undefined for tokens and the program. */
  actorId?: string;
  channel: string;
  action: string;
  /** "assignment:<id>", "contact:<id>", … */
  subject: string;
  before?: object;
  after?: object;
  /** Names and words that belong to the line: kept apart, referred to by a salted digest, erasable. */
  texts?: readonly { text: string; contactId?: string }[];
}

const json = (value: object | undefined): string | null =>
  value === undefined ? null : JSON.stringify(value);

/** Writes a line in the caller's transaction. A trigger queues it for the hash chain. */
export async function audit(db: Db, entry: AuditEntry): Promise<void> {
  const digests: string[] = [];
  for (const { text, contactId } of entry.texts ?? []) {
    const salt = randomBytes(16).toString('hex');
    const digest = createHash('sha256').update(`${salt}:${text}`).digest('hex');
    digests.push(digest);
    await db.$executeRaw`INSERT INTO "AuditText" (digest, salt, text, "contactId")
      VALUES (${digest}, ${salt}, ${text}, ${contactId ?? null}::uuid)`;
  }
  await db.$executeRaw`INSERT INTO "AuditLog" (at, "actorId", channel, action, subject, before, after, texts)
    VALUES (${entry.at}, ${entry.actorId ?? null}::uuid, ${entry.channel}, ${entry.action}, ${entry.subject},
      ${json(entry.before)}::jsonb, ${json(entry.after)}::jsonb, ${digests}::text[])`;
}
