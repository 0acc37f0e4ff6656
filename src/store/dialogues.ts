import type { Db } from './db.ts';

/** Where a step-by-step conversation stands; one per person, whatever the channel. */
export interface DialogueRow {
  key: string;
  command: string;
  awaiting: string;
  /** The person's own words by argument, so that a restart loses nothing. */
  args: Record<string, string>;
  fileIds: string[];
  /** When the first message of the dialogue was sent: the moment that counts for what it reports. */
  startedAt: Date;
  updatedAt: Date;
}

/** A question not answered within this many hours is dropped. */
export const dialogueHours = 12;

export async function readDialogue(db: Db, contactId: string, now: Date): Promise<DialogueRow | undefined> {
  const rows = await db.$queryRaw<(Omit<DialogueRow, 'startedAt'> & { startedAt: Date })[]>`
    SELECT key, command, awaiting, args, "fileIds"::text[] AS "fileIds", "startedAt", "updatedAt"
    FROM "Dialogue" WHERE "contactId" = ${contactId}::uuid
      AND "updatedAt" > ${now}::timestamptz - make_interval(hours => ${dialogueHours}::int)`;
  return rows[0];
}

/** Sets or replaces the person's dialogue. */
export async function saveDialogue(db: Db, contactId: string, row: DialogueRow): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "Dialogue" ("contactId", key, command, awaiting, args, "fileIds", "startedAt", "updatedAt")
    VALUES (${contactId}::uuid, ${row.key}, ${row.command}, ${row.awaiting}, ${JSON.stringify(row.args)}::jsonb,
      ${row.fileIds}::uuid[], ${row.startedAt}, ${row.updatedAt})
    ON CONFLICT ("contactId") DO UPDATE SET key = EXCLUDED.key, command = EXCLUDED.command,
      awaiting = EXCLUDED.awaiting, args = EXCLUDED.args, "fileIds" = EXCLUDED."fileIds",
      "startedAt" = EXCLUDED."startedAt", "updatedAt" = EXCLUDED."updatedAt"`;
}

/** True where a dialogue was there to end. */
export const endDialogue = async (db: Db, contactId: string): Promise<boolean> =>
  (await db.dialogue.deleteMany({ where: { contactId } })).count > 0;
