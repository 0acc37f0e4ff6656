import type { Db } from './db.ts';

/** What an agency asked about one assignment. */
export interface QuestionRow {
  id: string;
  assignmentId: string;
  batchId: string;
  text: string;
  /** Who asked; null where it was recorded on behalf. */
  contactId: string | null;
  /** Name of whoever asked or recorded it. */
  by: string;
}

export async function findQuestion(db: Db, id: string): Promise<QuestionRow | undefined> {
  const rows = await db.$queryRaw<QuestionRow[]>`
    SELECT r.id, r."assignmentId", r."batchId", r.text, r."contactId", COALESCE(c.name, '') AS by
    FROM "StatusReport" r LEFT JOIN "Contact" c ON c.id = COALESCE(r."contactId", r."recordedById")
    WHERE r.id = ${id}::uuid AND r.kind = 'question'`;
  return rows[0];
}
