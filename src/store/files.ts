import { join } from 'node:path';
import type { Db } from './db.ts';

/** A stored file: the bytes are in the files folder under their digest, so the same file is kept once. */
export interface StoredFile {
  id: string;
  name: string;
  mime: string;
  /** Bytes. */
  size: number;
  sha256: string;
  ownerId: string | null;
}

/** Where a stored file's bytes are. */
export const filePath = (filesDir: string, sha256: string): string => join(filesDir, sha256);

export const filesById = async (db: Db, ids: readonly string[]): Promise<Map<string, StoredFile>> => {
  if (!ids.length) return new Map();
  const rows = await db.$queryRaw<StoredFile[]>`
    SELECT id, name, mime, size, sha256, "ownerId" FROM "File" WHERE id = ANY(${ids}::uuid[])`;
  return new Map(rows.map((row) => [row.id, row]));
};

/** Notes a file whose bytes are in place. */
export async function recordFile(
  db: Db,
  file: { name: string; mime: string; size: number; sha256: string; ownerId?: string },
  now: Date,
): Promise<string> {
  const row = await db.file.create({ data: { ...file, at: now }, select: { id: true } });
  return row.id;
}

/** Agencies whose tasks a file belongs to: of the task itself, or of the report that it came with. */
export async function agenciesOfFile(db: Db, fileId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ agencyId: string }[]>`
    SELECT a."agencyId"::text AS "agencyId" FROM "_taskFiles" f JOIN "Assignment" a ON a."taskId" = f."B"
    WHERE f."A" = ${fileId}::uuid
    UNION
    SELECT a."agencyId"::text FROM "_reportFiles" f
      JOIN "StatusReport" r ON r.id = f."B" JOIN "Assignment" a ON a.id = r."assignmentId"
    WHERE f."A" = ${fileId}::uuid`;
  return rows.map((row) => row.agencyId);
}

/** True where a message in this person's web chat carries the file. */
export async function fileIsInChat(db: Db, fileId: string, identityId: string): Promise<boolean> {
  const rows = await db.$queryRaw<{ found: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM "WebMessage" WHERE "identityId" = ${identityId}::uuid AND ${fileId}::uuid = ANY("fileIds")
        AND "deletedAt" IS NULL) AS found`;
  return rows[0]?.found ?? false;
}
