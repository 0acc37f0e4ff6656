import type { Api } from './api.ts';

/** ms after which a person who got no answer yet sees that one is being written. */
export const typingAfter = 1000;

/** "typing…" for answers that take their time. */
export interface Typing {
  /** Something came in from this chat. */
  came(chat: string): void;
  /** Something goes out to it: Telegram ends the display by itself. */
  answered(chat: string): void;
  stop(): void;
}

export function createTyping(api: Pick<Api, 'call'>): Typing {
  const timers = new Map<string, NodeJS.Timeout>();
  const answered = (chat: string): void => {
    clearTimeout(timers.get(chat));
    timers.delete(chat);
  };
  return {
    came(chat) {
      answered(chat);
      const show = (): void => {
        timers.delete(chat);
        // Nothing depends on it.
        void api.call('sendChatAction', { chat_id: Number(chat), action: 'typing' }).catch(() => undefined);
      };
      timers.set(chat, setTimeout(show, typingAfter).unref());
    },
    answered,
    stop() {
      for (const chat of [...timers.keys()]) answered(chat);
    },
  };
}
