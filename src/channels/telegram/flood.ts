/** ms within which refusals of different chats count as one. */
const together = 1000;

export interface Flood {
  /** This chat was refused; true where it is for the whole bot. */
  refused(chat: string): boolean;
}

/** Different chats that are refused together before the refusal is taken for the whole bot's. */
const chats = 3;

/**
 * Is a 429 for one chat or for the whole bot? Telegram does not say. Its limits per chat hit one chat at a time, as
 * sends are paced per chat; the limit over all hits whatever is sent next. So the rule: a refusal is the whole bot's
 * when two other chats were refused within the second before. Those hold their own chats alone; if it was the whole
 * bot's, the next send, within a moment, says so.
 */
export function createFlood(clock: () => Date): Flood {
  const refused = new Map<string, number>();
  return {
    refused(chat) {
      const at = clock().getTime();
      for (const [other, when] of refused) if (Math.abs(at - when) > together) refused.delete(other);
      refused.set(chat, at);
      return refused.size >= chats;
    },
  };
}
