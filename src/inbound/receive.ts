import type { Inbound } from '../channels/channel.ts';
import { maskCitizenIds, secrecyMark, secrecyMarkInFileName } from '../domain/secrecy.ts';
import type { ChannelName } from '../domain/message.ts';
import { storable } from '../domain/storable.ts';
import { translatorFor } from '../i18n.ts';
import { storeInbound } from '../store/inbox.ts';
import type { Db } from '../store/db.ts';

/** What became of a message that came in. */
export interface Received {
  id: bigint;
  first: boolean;
  /** What was kept of the words. */
  text: string;
  /** Set where the message bears a mark of secrecy: only its arrival was stored. */
  secret?: string;
}

/** Stands in the inbox in place of words that must not be kept. Read back by `handle`. */
export const notStored = translatorFor('vi')('common.notStored');

/**
 * The way in of every channel: the secrecy guard, in memory, then the inbox. Files are stored by the caller
 * after their names passed the guard (`fileIds`), or lie at the platform and are fetched before the message is handled
 * (undefined). Nothing of a marked message is kept but that it came.
 */
export async function receive(
  db: Db,
  channel: ChannelName,
  inbound: Inbound,
  fileIds: readonly string[] | undefined,
  now: Date,
): Promise<Received> {
  const secret =
    secrecyMark(inbound.text) ??
    inbound.files.map((file) => secrecyMarkInFileName(file.name)).find((mark) => mark !== null);
  const text = secret ? notStored : maskCitizenIds(storable(inbound.text).normalize('NFC'));
  const stored = await storeInbound(
    db,
    {
      channel,
      platformId: inbound.platformId,
      address: inbound.address,
      sender: inbound.sender,
      text,
      button: inbound.button,
      replyTo: inbound.replyTo,
      editOf: inbound.editOf,
      fileIds: secret ? [] : [...(fileIds ?? [])],
      fileRefs: secret || fileIds ? [] : inbound.files.map(({ ref, name, size }) => ({ ref, name, size })),
      sentAt: inbound.sentAt,
    },
    now,
  );
  return secret ? { ...stored, text, secret } : { ...stored, text };
}
