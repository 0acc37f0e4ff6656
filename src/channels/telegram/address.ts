/**
 * Addresses and ids as they stand in our database. A chat's address is its id as decimal text, negative for a group;
 * a message of ours is its id within the chat, one of theirs "<chat>:<id>", with ":e<date>" behind it for an edit.
 */

/** Addresses of groups are negative. */
export const isGroup = (address: string): boolean => address.startsWith('-');

/** The chat as the Bot API takes it; undefined for what is no chat's id. */
export function chatId(address: string): number | undefined {
  const id = /^-?\d{1,16}$/.test(address) ? Number(address) : NaN;
  return Number.isSafeInteger(id) && id !== 0 ? id : undefined;
}

/** The id within the chat; undefined for a press and for ids of other platforms. */
export function messageId(platformId: string): number | undefined {
  const [, id] = /^(?:-?\d+:)?(\d{1,15})(?::e\d+)?$/.exec(platformId) ?? [];
  return id === undefined ? undefined : Number(id);
}
