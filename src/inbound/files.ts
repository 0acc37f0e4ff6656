import { FileUnavailable, type Channel } from '../channels/channel.ts';
import type { Env } from '../decisions/scope.ts';
import type { ChannelName, Reply } from '../domain/message.ts';
import type { Translate } from '../i18n.ts';
import type { PrismaClient } from '../store/db.ts';
import { noteFiles, type FileFault, type FileRef, type StoredMessage } from '../store/inbox.ts';
import { keepFile } from '../store/keep-file.ts';
import { findPerson } from '../store/people.ts';

/**
 * Files that a person sent lie at the platform when their message is stored. They are fetched before it is handled,
 * outside its transaction: a slow line holds up this chat alone.
 */

/** Bytes of a file at its platform. Throws FileUnavailable where no other try will help. */
export type Download = (channel: ChannelName, ref: string) => Promise<Uint8Array>;

/** Not handled yet: its files are to be fetched first. */
export class FilesToFetch extends Error {
  readonly stored: StoredMessage;
  constructor(stored: StoredMessage) {
    super('files are to be fetched');
    this.stored = stored;
  }
}

/** Asks the channel that brought the file. */
export async function download(
  channels: readonly Channel[],
  name: ChannelName,
  ref: string,
): Promise<Uint8Array> {
  const channel = channels.find((one) => one.name === name);
  if (!channel?.download) throw new FileUnavailable('gone');
  return channel.download(ref);
}

interface FetchDeps {
  prisma: PrismaClient;
  env: Env;
  clock: () => Date;
  download?: Download;
}

/** Fetches and keeps what a message's sender sent; what cannot be had is noted with why. True when done. */
export async function fetchFiles(deps: FetchDeps, { stored }: FilesToFetch): Promise<true> {
  const { prisma, clock, env } = deps;
  const owner = await findPerson(prisma, stored.channel, stored.sender);
  const fileIds: string[] = [];
  const faulty: FileRef[] = [];
  for (const file of stored.fileRefs ?? []) {
    // A stranger's files are nobody's: not fetched at all.
    const got = owner ? await fetched(deps, stored.channel, file) : 'gone';
    if (typeof got === 'string') {
      faulty.push({ ...file, fault: got });
      continue;
    }
    const kept = await keepFile(
      { prisma, clock, filesDir: env.filesDir },
      { name: file.name, bytes: got, ownerId: owner?.id },
    );
    if (kept.ok) fileIds.push(kept.file.id);
    else faulty.push({ ...file, fault: kept.because === 'empty' ? 'empty' : 'type' });
  }
  await noteFiles(prisma, stored.id, { fileIds, faulty });
  return true;
}

async function fetched(
  { download }: FetchDeps,
  channel: ChannelName,
  { ref }: FileRef,
): Promise<Uint8Array | FileFault> {
  if (!download) return 'gone';
  try {
    return await download(channel, ref);
  } catch (error) {
    if (error instanceof FileUnavailable) return error.fault;
    throw error;
  }
}

/** What could not be kept is said, with what to do instead: nothing that was sent is lost in silence. */
export const filesNotKept = (files: readonly FileRef[], t: Translate): Reply[] =>
  files
    .filter((file) => file.fault)
    .map(({ name, fault = 'gone' }) => ({ text: t(`common.fileNotKept.${fault}`, { name }) }));
