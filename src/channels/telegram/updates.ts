import type { Inbound } from '../channel.ts';
import { attachments } from './attachments.ts';
import { fieldsOf, whole, words, type Fields } from './fields.ts';

/** What an update is to us. */
export type Update =
  /** `group`: only from contacts it is stored. */
  | { kind: 'message'; group: boolean; inbound: Inbound }
  /** A press: answered in any case; without `inbound` it is none of our buttons. */
  | { kind: 'press'; callbackId: string; group: boolean; inbound?: Inbound }
  | { kind: 'membership'; address: string; reachable: boolean }
  | { kind: 'moved'; from: string; to: string }
  | { kind: 'ignored' };

/** The only kinds of updates that we ask for. */
export const allowedUpdates = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;

export interface Reader {
  bot: { id: number; /** Without @; empty while unknown. */ username: string };
  now: Date;
  /** The id behind callback data of this chat. */
  buttonId(data: string, chat: string): string | undefined;
}

const ignored: Update = { kind: 'ignored' };

/** An update of the platform, whatever is in it: what cannot be read is ignored. Never throws. */
export function readUpdate(raw: unknown, reader: Reader): Update {
  const update = fieldsOf(raw) ?? {};
  const message = fieldsOf(update.message);
  if (message) return readMigration(message) ?? readMessage(message, reader, false);
  const edited = fieldsOf(update.edited_message);
  if (edited) return readMessage(edited, reader, true);
  const press = fieldsOf(update.callback_query);
  if (press) return readPress(press, reader);
  const member = fieldsOf(update.my_chat_member);
  return member ? readMembership(member) : ignored;
}

/** Does reading this update take the bot's name? */
export const isFromGroup = (raw: unknown): boolean => {
  const update = fieldsOf(raw);
  const message = fieldsOf(update?.message) ?? fieldsOf(update?.edited_message);
  const type = fieldsOf(message?.chat)?.type;
  return type === 'group' || type === 'supergroup';
};

interface Chat {
  address: string;
  group: boolean;
}

/** A private chat or a group; channels are nobody's. */
function chatOf(message: Fields): Chat | undefined {
  const chat = fieldsOf(message.chat);
  const id = whole(chat?.id);
  if (id === undefined || id === 0) return undefined;
  const address = String(id);
  if (chat?.type === 'private') return id > 0 ? { address, group: false } : undefined;
  return (chat?.type === 'group' || chat?.type === 'supergroup') && id < 0
    ? { address, group: true }
    : undefined;
}

/** Who wrote it: a person, under the own name (an anonymous administrator writes as the group). */
function senderOf(message: Fields): string | undefined {
  const from = fieldsOf(message.from);
  const id = whole(from?.id);
  if (id === undefined || id <= 0 || from?.is_bot === true || message.sender_chat !== undefined)
    return undefined;
  return String(id);
}

function readMigration(message: Fields): Update | undefined {
  const here = whole(fieldsOf(message.chat)?.id);
  const to = whole(message.migrate_to_chat_id);
  const from = whole(message.migrate_from_chat_id);
  if (here === undefined) return undefined;
  if (to !== undefined) return { kind: 'moved', from: String(here), to: String(to) };
  if (from !== undefined) return { kind: 'moved', from: String(from), to: String(here) };
  return undefined;
}

function readMessage(message: Fields, reader: Reader, edited: boolean): Update {
  const chat = chatOf(message);
  const sender = senderOf(message);
  const id = whole(message.message_id);
  if (!chat || !sender || id === undefined) return ignored;
  const said = words(message.text) ?? words(message.caption) ?? '';
  const text = chat.group ? addressed(said, message, reader.bot) : withoutName(said, reader.bot.username);
  const files = attachments(message, id);
  if (text === undefined || (!text && !files.length)) return ignored;
  const platformId = `${chat.address}:${id}`;
  const replyTo = whole(fieldsOf(message.reply_to_message)?.message_id);
  const version = edited ? (whole(message.edit_date) ?? 0) : undefined;
  return {
    kind: 'message',
    group: chat.group,
    inbound: {
      platformId: version === undefined ? platformId : `${platformId}:e${version}`,
      address: chat.address,
      sender,
      text,
      ...(replyTo === undefined ? {} : { replyTo: String(replyTo) }),
      ...(edited ? { editOf: platformId } : {}),
      files,
      sentAt: instant(edited ? message.edit_date : message.date) ?? reader.now,
    },
  };
}

/** Unix time (s), where it is one of this era. */
function instant(value: unknown): Date | undefined {
  const seconds = whole(value);
  return seconds !== undefined && seconds > 0 && seconds < 2 ** 33 ? new Date(seconds * 1000) : undefined;
}

/**
 * In a group the bot is meant by a command (one that names no other bot), by an answer to one of its messages, and by
 * its name. Everything else is other people's talk: undefined.
 */
function addressed(said: string, message: Fields, bot: Reader['bot']): string | undefined {
  const [, name] = /^\s*\/\w+(?:@(\w+))?/.exec(said) ?? [];
  if (name !== undefined && !isName(name, bot.username)) return undefined;
  const isCommand = /^\s*\/\w/.test(said);
  const answered = fieldsOf(fieldsOf(message.reply_to_message)?.from);
  const text = withoutName(said, bot.username);
  return isCommand || whole(answered?.id) === bot.id || text !== said ? text : undefined;
}

const isName = (name: string, username: string): boolean =>
  username !== '' && name.toLowerCase() === username.toLowerCase();

/** Without "@ourbot", wherever it stands as a word, or behind a command. */
function withoutName(said: string, username: string): string {
  if (!/^\w+$/.test(username)) return said;
  const command = new RegExp(`^(\\s*/\\w+)@${username}(?!\\w)`, 'i');
  const mention = new RegExp(`(^|[^\\w@/])@${username}(?!\\w)[,:]?[^\\S\\n]*`, 'gi');
  const text = said.replace(command, '$1').replace(mention, '$1');
  return text === said ? said : text.trim();
}

function readPress(press: Fields, reader: Reader): Update {
  const callbackId = words(press.id);
  if (callbackId === undefined) return ignored;
  const chat = chatOf(fieldsOf(press.message) ?? {});
  const sender = senderOf({ from: press.from });
  const button = chat && reader.buttonId(words(press.data) ?? '', chat.address);
  if (!chat || !sender || button === undefined) return { kind: 'press', callbackId, group: false };
  return {
    kind: 'press',
    callbackId,
    group: chat.group,
    inbound: {
      platformId: `cb:${callbackId}`,
      address: chat.address,
      sender,
      text: '',
      button,
      files: [],
      sentAt: reader.now,
    },
  };
}

/** Statuses in which the bot can write to the chat, or not. "kicked" in a private chat is a person who blocked us. */
const reachableAs: Readonly<Record<string, boolean>> = {
  creator: true,
  administrator: true,
  member: true,
  restricted: true,
  left: false,
  kicked: false,
};

function readMembership(update: Fields): Update {
  const chat = chatOf(update);
  const member = fieldsOf(update.new_chat_member);
  const status = words(member?.status) ?? '';
  const reachable = Object.hasOwn(reachableAs, status) ? reachableAs[status] : undefined;
  if (!chat || reachable === undefined) return ignored;
  return {
    kind: 'membership',
    address: chat.address,
    reachable: reachable && !(status === 'restricted' && member?.is_member === false),
  };
}
