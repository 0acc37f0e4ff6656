/** ms within which refusals of different chats count as one. */
const together = 1000;

export interface Flood {
  /** This chat was refused; true where it is for the whole bot. */
  refused(chat: string): boolean;
}

/**
 * Is a 429 for one chat or for the whole bot? Telegram does not say. Its limits per chat hit one chat at a time, as
 * sends are paced per chat; the limit over all hits whatever is sent next. So the rule: a refusal is the whole bot's
 * when another chat was refused within the second before. The first one holds its own chat alone; if it was the whole
 * bot's, the next send, within a moment, says so.
 */
export function createFlood(clock: () => Date): Flood {
  let last: { chat: string; at: number } | undefined;
  return {
    refused(chat) {
      const at = clock().getTime();
      const wide = last !== undefined && last.chat !== chat && Math.abs(at - last.at) <= together;
      last = { chat, at };
      return wide;
    },
  };
}
