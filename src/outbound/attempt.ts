import { SendError, type Channel, type OutboundFile, type SendFailure } from '../channels/channel.ts';
import { secrecyMark, secrecyMarkInFileName } from '../domain/secrecy.ts';
import { plainText } from '../domain/markup.ts';
import type { Claimed, EditTarget } from '../store/dispatch.ts';
import { deliver, type Delivered } from './deliver.ts';

/** What came of one try to send a row. */
export type Outcome =
  | { kind: 'delivered'; how: Delivered }
  /** `sent`: the parts that did go out. */
  | { kind: 'failed'; failure: SendFailure; sent: string[] }
  /** Not tried: it must not or cannot leave. */
  | { kind: 'unsendable'; reason: string }
  /** Not tried: the address is known not to work. */
  | { kind: 'unreachable'; reason: string }
  /** Not tried: the message that it edits went on to another channel. */
  | { kind: 'elsewhere'; target: EditTarget };

/** A send that has not been answered by then counts as lost (ms); well below the lease of a claimed row. */
export const answerWithin = 30_000;

export interface AttemptDeps {
  channel: Channel;
  /** Told of errors that are no SendError: a fault of ours, treated as a lost answer. */
  broken(error: unknown, row: Claimed): void;
}

export interface AttemptInput {
  row: Claimed;
  files: readonly OutboundFile[];
  /** A file of the row that is no longer there. */
  fileMissing: boolean;
  target?: EditTarget;
}

/** Tries to send one row. Never throws, and always ends within `answerWithin`. */
export async function attempt({ channel, broken }: AttemptDeps, input: AttemptInput): Promise<Outcome> {
  const { row, files, target } = input;
  const sent = [...row.partIds];
  // An answer is tried all the same: the person has just written from there.
  if (row.identityState !== 'active' && row.kind !== 'answer') {
    return { kind: 'unreachable', reason: row.identityState };
  }
  if (target && target.identityId !== row.identityId) return { kind: 'elsewhere', target };
  if (input.fileMissing) return { kind: 'unsendable', reason: 'fileMissing' };
  // The last guard: what bears a mark of secrecy leaves by no channel, however it got in.
  if (secrecyMark(plainText(row.text)) || files.some((file) => secrecyMarkInFileName(file.name))) {
    return { kind: 'unsendable', reason: 'secret' };
  }
  try {
    const how = await within(answerWithin, deliver(channel, { row, files, target }, sent));
    return { kind: 'delivered', how };
  } catch (error) {
    const failure = failureOf(error, channel);
    if (!(error instanceof SendError)) broken(error, row);
    return { kind: 'failed', failure, sent };
  }
}

/** Where sending twice shows a message once, a lost answer is just another try. */
function failureOf(error: unknown, channel: Channel): SendFailure {
  const failure: SendFailure = error instanceof SendError ? error.failure : { kind: 'unknown' };
  return failure.kind === 'unknown' && channel.can.idempotent ? { kind: 'retry' } : failure;
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SendError({ kind: 'unknown' })), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
