import type { Ground } from './ground.ts';
import type { Room, Stored, StoredFile } from './world.ts';

/** What people see in a chat, and waiting for it without polling. */

export interface TgSeen {
  id: number;
  chat: number;
  /** "bot", or the person's name. */
  from: string;
  /** As it is shown: entities read, caption for a file. */
  text: string;
  /** As the bot sent it. */
  html?: string;
  buttons: { label: string; data?: string; url?: string }[][];
  files: StoredFile[];
  /** What the bot set on this message. */
  reaction?: string;
  edited: boolean;
  replyTo?: number;
  topic?: number;
  /** Count up over the whole platform with each sending and each change. */
  sentAs: number;
  changedAs: number;
}

export const defaultWait = 15_000;

export function seen(ground: Ground, stored: Stored): TgSeen {
  const { wire } = stored;
  return {
    id: wire.message_id,
    chat: wire.chat.id,
    from: stored.fromBot ? 'bot' : (wire.from?.first_name ?? ''),
    text: wire.text ?? wire.caption ?? '',
    html: stored.html,
    buttons: (wire.reply_markup?.inline_keyboard ?? []).map((row) =>
      row.map(({ text, callback_data, url }) => ({ label: text, data: callback_data, url })),
    ),
    files: stored.files,
    reaction: stored.reactions.get(ground.bot.id),
    edited: wire.edit_date !== undefined,
    replyTo: wire.reply_to_message?.message_id,
    topic: wire.message_thread_id,
    sentAs: stored.sentAs,
    changedAs: stored.changedAs,
  };
}

/** All messages of a chat, oldest first. */
export const allSeen = (ground: Ground, room: Room): TgSeen[] =>
  [...room.messages.values()].map((stored) => seen(ground, stored));

/** Resolves with the first value that `look` finds, looking after each change of the chat. */
export function until<T>(
  room: Room,
  look: () => T | undefined,
  { timeout = defaultWait, why }: { timeout?: number; why(): string },
): Promise<T> {
  const now = look();
  if (now !== undefined) return Promise.resolve(now);
  // Made here, so that the stack leads to who waited.
  const late = new Error();
  return new Promise((resolve, reject) => {
    const stop = room.watch(() => {
      const found = look();
      if (found === undefined) return;
      clearTimeout(timer);
      stop();
      resolve(found);
    });
    const timer = setTimeout(() => {
      stop();
      late.message = why();
      reject(late);
    }, timeout);
  });
}
