import { readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { forgetRequests } from '../store/api-requests.ts';
import {
  dropCodes,
  dropDialogues,
  dropSessions,
  dropSnoozes,
  dropUnusedFiles,
  knownDigests,
} from '../store/housekeeping.ts';
import type { JobDeps } from './job.ts';

const day = 24 * 60 * 60_000;
/** Who presses an old link within this time is told that it has ended, rather than that it is unknown. */
const keepCodes = 30 * day;
const keepSessions = 30 * day;
const keepDialogues = day;
const keepRequests = 7 * day;
/** A file that was uploaded may be sent with a later message. */
const keepUploads = 7 * day;
/** Bytes without a row may be an upload that is under way. */
const keepBytes = day;
const namesAtOnce = 1000;

/** Removes, once a night, what has expired and what nothing refers to. Doing it again changes nothing. */
export async function housekeeping(deps: JobDeps): Promise<void> {
  const { prisma, env } = deps;
  const now = deps.clock();
  const before = (ms: number): Date => new Date(now.getTime() - ms);
  const removed = {
    codes: await dropCodes(prisma, before(keepCodes)),
    sessions: await dropSessions(prisma, before(keepSessions)),
    dialogues: await dropDialogues(prisma, before(keepDialogues)),
    snoozes: await dropSnoozes(prisma, now),
    requests: await forgetRequests(prisma, before(keepRequests)),
    uploads: await dropUnusedFiles(prisma, before(keepUploads)),
    files: await dropBytes(deps, env.filesDir, before(keepBytes)),
  };
  deps.log.info(removed, 'what has expired was removed');
}

/** Removes bytes that no stored file stands for: half uploads, and those of rows that are gone. */
async function dropBytes({ prisma }: JobDeps, folder: string, before: Date): Promise<number> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  let dropped = 0;
  for (let from = 0; from < names.length; from += namesAtOnce) {
    const some = names.slice(from, from + namesAtOnce);
    const known = await knownDigests(prisma, some);
    for (const name of some) {
      if (known.has(name)) continue;
      const path = join(folder, name);
      const found = await stat(path).catch(() => undefined);
      if (!found?.isFile() || found.mtime >= before) continue;
      await unlink(path);
      dropped++;
    }
  }
  return dropped;
}
