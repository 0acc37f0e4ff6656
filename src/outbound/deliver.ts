import { SendError, type Channel, type Outbound, type OutboundFile, type Sent } from '../channels/channel.ts';
import type { Claimed, EditTarget } from '../store/dispatch.ts';
import { partsOf, type Part } from './render.ts';

/** How a row ended well. `pointless`: what it edits or removes never went out. */
export type Delivered =
  | { did: 'send'; platformId: string; partIds: string[]; waiting: boolean }
  | { did: 'change'; platformId: string; partIds: string[] }
  | { did: 'react' }
  | { did: 'nothing' };

export interface Job {
  row: Claimed;
  files: readonly OutboundFile[];
  /** Of a row that edits or removes an earlier message. */
  target?: EditTarget;
}

/**
 * Hands one row to its channel: sends it, part by part, or changes what it edits. `sent` collects the ids of the
 * parts as they go out, so that a send which breaks off goes on from there. Throws SendError.
 */
export async function deliver(channel: Channel, job: Job, sent: string[]): Promise<Delivered> {
  if (job.row.editsId === null) {
    return (await react(channel, job.row)) ? { did: 'react' } : send(channel, job, sent);
  }
  const { target } = job;
  if (!target?.platformId) return { did: 'nothing' };
  return job.row.deletes ? remove(channel, job, target, sent) : change(channel, job, target, sent);
}

/** An answer that is an emoji under the message answered; false where it has to be said in words. */
async function react(channel: Channel, { reaction, inReplyTo, address }: Claimed): Promise<boolean> {
  if (!reaction || !inReplyTo || !channel.react) return false;
  try {
    await channel.react(address, inReplyTo, reaction);
    return true;
  } catch (error) {
    if (isRefused(error)) return false;
    throw error;
  }
}

async function send(
  channel: Channel,
  { row, files }: Job,
  sent: string[],
  quoted = row.inReplyTo,
): Promise<Delivered> {
  const parts = partsOf({ ...row, files }, channel.can);
  let last: Sent | undefined;
  for (const [index, part] of parts.entries()) {
    if (index < sent.length) continue;
    const message = outbound(row, part, index === 0 ? quoted : null);
    const inDoubt = row.doubtful && index === row.partIds.length;
    const earlier = inDoubt ? await askWhetherSent(channel, message) : undefined;
    last = earlier ?? (await channel.send(message));
    sent.push(last.platformId);
  }
  const platformId = last?.platformId ?? sent.at(-1) ?? '';
  return { did: 'send', platformId, partIds: several(sent), waiting: last?.waiting ?? false };
}

/** A question that fails is no send that fails: it is put again later. */
async function askWhetherSent(channel: Channel, message: Outbound): Promise<Sent | undefined> {
  try {
    return await channel.wasSent?.(message);
  } catch {
    throw new SendError({ kind: 'retry' });
  }
}

/** Edits in place where the channel can and the platform allows it; else the corrected message is sent anew. */
async function change(channel: Channel, job: Job, target: EditTarget, sent: string[]): Promise<Delivered> {
  const parts = partsOf({ ...job.row, files: job.files }, channel.can);
  if (!channel.can.edit || !channel.edit) return send(channel, job, sent, target.platformId);
  const before = idsOf(target);
  const after: string[] = [];
  try {
    for (const [index, part] of parts.entries()) {
      const message = outbound(job.row, part, null);
      const id = before[index];
      if (id === undefined) after.push((await channel.send(message)).platformId);
      else {
        await channel.edit(id, message);
        after.push(id);
      }
    }
  } catch (error) {
    if (!after.length && isRefused(error)) return send(channel, job, sent, target.platformId);
    throw error;
  }
  if (channel.can.delete)
    for (const id of before.slice(parts.length)) await channel.delete?.(target.address, id);
  return { did: 'change', platformId: after.at(-1) ?? '', partIds: several(after) };
}

/** Removes the message where the channel can; else the row's text, if any, says that it no longer holds. */
async function remove(channel: Channel, job: Job, target: EditTarget, sent: string[]): Promise<Delivered> {
  try {
    if (channel.can.delete && channel.delete) {
      for (const id of idsOf(target)) await channel.delete(target.address, id);
      return { did: 'change', platformId: target.platformId ?? '', partIds: several(idsOf(target)) };
    }
  } catch (error) {
    if (!isRefused(error)) throw error;
  }
  return job.row.text ? send(channel, job, sent, target.platformId) : { did: 'nothing' };
}

const idsOf = (target: EditTarget): string[] =>
  target.partIds.length ? target.partIds : target.platformId ? [target.platformId] : [];

/** Kept only where a text went out in several parts. */
const several = (ids: readonly string[]): string[] => (ids.length > 1 ? [...ids] : []);

const isRefused = (error: unknown): boolean =>
  error instanceof SendError && error.failure.kind === 'messageRefused';

const outbound = (row: Claimed, part: Part, quoted: string | null): Outbound => ({
  deliveryId: row.id,
  address: row.address,
  ...part,
  ...(quoted ? { inReplyTo: quoted } : {}),
});
