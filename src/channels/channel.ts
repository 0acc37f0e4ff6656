import type { ChannelName } from '../domain/message.ts';
import type { PrismaClient } from '../store/db.ts';

/**
 * What every channel is. A platform's folder holds all that we know about it; what it can't do is data
 * (`can`), never an `if` about its name elsewhere.
 */

export type { ChannelName } from '../domain/message.ts';

/** A message as it came in, before it is understood. */
export interface Inbound {
  /** The platform's own id of this message or press: stored once. */
  platformId: string;
  /** The chat (a person's or a group's address) and who wrote in it. */
  address: string;
  sender: string;
  text: string;
  /** Id of the pressed button, "<delivery>.<index>". */
  button?: string;
  /** Platform id of the message that is answered. */
  replyTo?: string;
  /** Set where this is a new version of an earlier message. */
  editOf?: string;
  files: { ref: string; name: string; size?: number; mime?: string }[];
  sentAt: Date;
}

export interface OutboundFile {
  id: string;
  name: string;
  mime: string;
  size: number;
  /** Where the bytes are on this machine. */
  path: string;
}

export interface OutboundButton {
  /** "<delivery>.<index>" */
  id: string;
  label: string;
  /** The label behind the digit that may be typed instead ("2. Xác nhận đúng hạn"), where it has one. */
  numbered: string;
  url?: string;
}

/** A message to send: neutral markup, rendered by the channel. */
export interface Outbound {
  deliveryId: bigint;
  address: string;
  text: string;
  buttons: OutboundButton[][];
  files: OutboundFile[];
  inReplyTo?: string;
}

export type SendFailure =
  | { kind: 'retryAfter'; seconds: number; whole?: boolean } // the platform named a time; whole: for the bot, not the chat
  | { kind: 'retry' } // refused for now, reset before sending, 5xx
  | { kind: 'unknown' } // sent, and the answer lost
  | { kind: 'recipientGone'; reason: string } // blocked us, window closed
  | { kind: 'moved'; to: string } // the chat has another address from now on
  | { kind: 'messageRefused'; reason: string } // this text will never go
  | { kind: 'channelDown'; reason: string }; // token revoked, account closed, platform not reachable

export class SendError extends Error {
  readonly failure: SendFailure;
  constructor(failure: SendFailure) {
    super(`send failed: ${failure.kind}`);
    this.failure = failure;
  }
}

/** The platform has no such file any more, or gives none of this size: no other try will help. */
export class FileUnavailable extends Error {
  readonly fault: 'tooLarge' | 'gone';
  constructor(fault: 'tooLarge' | 'gone') {
    super(`the file cannot be had: ${fault}`);
    this.fault = fault;
  }
}

export interface Sent {
  platformId: string;
  /** True where the platform only holds it for the person (the web chat until a page shows it). */
  waiting?: boolean;
}

export interface ChatRate {
  perSecond: number;
  burst: number;
}

export interface ChannelAbilities {
  buttons: boolean;
  edit: boolean;
  delete: boolean;
  files: boolean;
  /** Longest text in UTF-16 units. */
  textLength: number;
  /** Messages per second for the whole channel; Infinity where there is no limit. */
  perSecond: number;
  /** Messages per second in one chat, with a burst; by address where chats differ (a group, a person). */
  perChat?: ChatRate | ((address: string) => ChatRate);
  /** Read receipts are told by the platform. */
  readReceipts: boolean;
  /** Sending one delivery twice shows it once: nothing is ever in doubt. */
  idempotent?: boolean;
  /** Most sends under way at once. */
  concurrency?: number;
}

export interface WebhookAnswer {
  status: number;
  /** Seconds after which the platform is to try again. */
  retryAfter?: number;
}

/** A language of the bot's own texts; '' is what people of every other language see. */
export type ProfileLanguage = 'vi' | 'en' | '';

/** The commands that a platform offers: to all, or in one chat. */
export interface CommandList {
  scope: 'default' | { chat: string };
  language: ProfileLanguage;
  /** Names without the slash. Empty: the list for all shows there again. */
  list: readonly { command: string; description: string }[];
}

export interface ProfileTexts {
  language: ProfileLanguage;
  name?: string;
  /** Shown in the empty chat. */
  description: string;
  /** Shown on the bot's page and where it is passed on. */
  shortDescription: string;
}

/** What a platform shows of the bot. */
export interface BotProfile {
  commands: readonly CommandList[];
  texts: readonly ProfileTexts[];
  menu: 'commands';
}

/** What was changed, and what the platform did not take. */
export interface ProfileOutcome {
  changed: string[];
  failed: { what: string; reason: string }[];
}

/** Whether what people write gets to us at all. */
export type Receiving = { ok: true } | { ok: false; reason: string };

/** What a channel needs of the program around it. */
export interface ChannelDeps {
  prisma: PrismaClient;
  clock(): Date;
  secretKey: string;
  log: {
    info(fields: object, text: string): void;
    warn(fields: object, text: string): void;
    error(fields: object, text: string): void;
  };
  /** The web chat: a message was put into, changed in or removed from this chat; open pages look at once. */
  onPosted?(identityId: string): void;
  /** Stores what came in, once; resolves when that is committed. Throws where the database is away. */
  receive(channel: ChannelName, inbound: Inbound): Promise<{ first: boolean; secret?: string }>;
  /** Is the sender a contact of ours? In a group nobody else's words are stored. */
  isContact(channel: ChannelName, sender: string): Promise<boolean>;
  /** The chat has another address from now on. */
  moved(channel: ChannelName, from: string, to: string): Promise<void>;
  /** The platform says that this chat can be written to again, or no more. */
  reachable(channel: ChannelName, address: string, reachable: boolean): Promise<void>;
  /** Receiving began to work, or stopped. Told on change only. */
  receiving(channel: ChannelName, state: Receiving): void;
}

export interface Channel {
  readonly name: ChannelName;
  readonly can: ChannelAbilities;
  /** Starts receiving (polls, or has the platform push); called by the leader only. Comes back at once. */
  start?(): Promise<void>;
  stop?(): Promise<void>;
  /** What the platform posts to /webhooks/<name>; the status to answer with. Never throws. */
  webhook?(headers: Readonly<Record<string, string | undefined>>, body: Buffer): Promise<WebhookAnswer>;
  /** Sends; resolves with the platform's id, or throws SendError and nothing else. */
  send(message: Outbound): Promise<Sent>;
  edit?(platformId: string, message: Outbound): Promise<void>;
  delete?(address: string, platformId: string): Promise<void>;
  /** Was this delivery sent after all? Asked after a lost answer, where the platform can tell. */
  wasSent?(message: Outbound): Promise<Sent | undefined>;
  /** Puts a reaction under a person's message; `platformId` is the inbound's. Throws SendError. */
  react?(address: string, platformId: string, emoji: string): Promise<void>;
  /** Under which name people find the bot, without @; asked of the platform once. Throws SendError. */
  username?(): Promise<string>;
  /** Brings commands, texts and menu up to date, changing only what differs; what is refused is told. Never throws. */
  setProfile?(profile: BotProfile): Promise<ProfileOutcome>;
  /** Bytes of a file that a person sent. Throws FileUnavailable where no other try will help. */
  download?(ref: string): Promise<Uint8Array>;
}
