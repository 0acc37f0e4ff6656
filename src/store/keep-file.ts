import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { maskCitizenIds, secrecyMarkInFileName } from '../domain/secrecy.ts';
import type { PrismaClient } from './db.ts';
import { recordFile, filePath } from './files.ts';

/** Bytes of the largest file that is taken. */
export const maxFileBytes = 25 * 1024 * 1024;

/** What an office sends: documents, tables, slides, pictures, archives. Anything that a machine would run is refused. */
const types: Readonly<Record<string, string>> = {
  '.pdf': 'application/pdf',
  '.doc': 'application/msword',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.xls': 'application/vnd.ms-excel',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.ppt': 'application/vnd.ms-powerpoint',
  '.pptx': 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  '.odt': 'application/vnd.oasis.opendocument.text',
  '.ods': 'application/vnd.oasis.opendocument.spreadsheet',
  '.txt': 'text/plain',
  '.csv': 'text/csv',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.heic': 'image/heic',
  '.zip': 'application/zip',
  '.rar': 'application/vnd.rar',
  '.7z': 'application/x-7z-compressed',
};

export const takenTypes = Object.keys(types);

export type Kept =
  | { ok: true; file: { id: string; name: string; size: number } }
  | { ok: false; because: 'secret' | 'type' | 'empty' };

/** A name without path and control characters, at most 200 characters, its ending kept. */
const tidyName = (name: string): string => {
  const bare = (name.normalize('NFC').split(/[\\/]/).at(-1) ?? '').replace(/\p{C}/gu, '').trim() || 'tep';
  const ending = extname(bare);
  return bare.length > 200 ? bare.slice(0, 200 - ending.length) + ending : bare;
};

export interface KeepDeps {
  prisma: PrismaClient;
  filesDir: string;
  clock(): Date;
}

/** Stores a file that somebody sent, under its digest; the guard looks at its name first. */
export async function keepFile(
  { prisma, filesDir, clock }: KeepDeps,
  sent: { name: string; bytes: Uint8Array; ownerId?: string },
): Promise<Kept> {
  const name = maskCitizenIds(tidyName(sent.name));
  if (secrecyMarkInFileName(name)) return { ok: false, because: 'secret' };
  const mime = types[extname(name).toLowerCase()];
  if (!mime) return { ok: false, because: 'type' };
  if (sent.bytes.length === 0) return { ok: false, because: 'empty' };
  const sha256 = createHash('sha256').update(sent.bytes).digest('hex');
  await mkdir(filesDir, { recursive: true, mode: 0o700 });
  // Written aside and renamed: a crash leaves no half file under a digest.
  const draft = join(filesDir, `.${randomUUID()}`);
  await writeFile(draft, sent.bytes, { mode: 0o600 });
  await rename(draft, filePath(filesDir, sha256));
  const size = sent.bytes.length;
  const id = await recordFile(prisma, { name, mime, size, sha256, ownerId: sent.ownerId }, clock());
  return { ok: true, file: { id, name, size } };
}
