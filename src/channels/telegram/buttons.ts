import { createHmac, timingSafeEqual } from 'node:crypto';
import type { OutboundButton } from '../channel.ts';

/**
 * What a button carries is "<delivery>.<index>:<mac>", at most 64 bytes. The mac binds it to the chat: data that
 * somebody made up, or took from another chat, is nobody's button. Whether the person may do it is for the command.
 */
export interface Seal {
  /** callback_data of a button in this chat. */
  data(buttonId: string, chat: string): string;
  /** The button's id; undefined for what we did not make for this chat. */
  buttonId(data: string, chat: string): string | undefined;
}

/** 96 bits, as base64url. */
const macLength = 16;
const form = /^(\d{1,20}\.\d{1,3}):([\w-]{16})$/;

export function createSeal(secretKey: string): Seal {
  const key = createHmac('sha256', secretKey).update('telegram button').digest();
  const macOf = (id: string, chat: string): string =>
    createHmac('sha256', key).update(`${id} ${chat}`).digest('base64url').slice(0, macLength);
  return {
    data: (id, chat) => `${id}:${macOf(id, chat)}`,
    buttonId(data, chat) {
      const [, id, mac] = form.exec(data) ?? [];
      if (id === undefined || mac === undefined) return undefined;
      return timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(id, chat))) ? id : undefined;
    },
  };
}

type InlineButton = { text: string; callback_data: string } | { text: string; url: string };

/**
 * The inline keyboard, rows as given; undefined where nothing is left of it. `links: false` leaves out the buttons
 * with an address, because Telegram refuses the whole message for one that it does not like.
 */
export function keyboard(
  rows: readonly (readonly OutboundButton[])[],
  chat: string,
  { seal, links }: { seal: Seal; links: boolean },
): { inline_keyboard: InlineButton[][] } | undefined {
  const inline = rows
    .map((row) =>
      row.flatMap(({ id, label, url }): InlineButton[] => {
        if (url === undefined) return [{ text: label, callback_data: seal.data(id, chat) }];
        return links && isPublic(url) ? [{ text: label, url }] : [];
      }),
    )
    .filter((row) => row.length > 0);
  return inline.length ? { inline_keyboard: inline } : undefined;
}

/** Telegram takes no address without a dot in its host (localhost) for a button. */
function isPublic(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return /^https?:$/.test(protocol) && hostname.includes('.');
}
