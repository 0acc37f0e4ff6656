import {
  FileUnavailable,
  SendError,
  type BotProfile,
  type Channel,
  type ChannelAbilities,
  type ChannelDeps,
  type ChatRate,
  type ProfileOutcome,
} from '../channel.ts';
import { createAccount } from './account.ts';
import { isGroup } from './address.ts';
import { createApi, type Api } from './api.ts';
import { createSeal } from './buttons.ts';
import { failureOf, meaningOf } from './failures.ts';
import { ApiError } from './fault.ts';
import { fieldsOf, whole, words } from './fields.ts';
import { createFlood } from './flood.ts';
import { createIntake } from './intake.ts';
import { createPolling } from './polling.ts';
import { applyProfile } from './profile.ts';
import { longestText } from './render.ts';
import { createSender } from './send.ts';
import { createTyping } from './typing.ts';
import { createWebhook, createWebhookHandler, derivedSecret } from './webhook.ts';

export interface TelegramConfig {
  token: string;
  /** Bare origin. */
  apiRoot: string;
  mode: 'polling' | 'webhook';
  /** Unset: derived from the secret key. */
  webhookSecret?: string;
  /** http, https or socks address. */
  proxy?: string;
  /** Messages per second over all chats: 30, or up to 1,000 where they are paid for. */
  perSecond: number;
  /** Allows Telegram to charge for more than 30 messages a second. */
  paid?: boolean;
  /** Bare origin; needed for the webhook. */
  publicUrl?: string;
}

/** What Telegram has of us, for `doctor`. */
export interface TelegramStatus {
  username: string;
  name: string;
  /** Empty while it is polled. */
  webhookUrl: string;
  pendingUpdates: number;
  /** The last delivery to our webhook that failed. */
  lastError?: { at: Date; message: string };
}

export interface TelegramChannel extends Channel {
  /** Puts a reaction under a message; `messageId` is its id or the inbound's platformId. Throws SendError. */
  react(address: string, messageId: string, emoji: string): Promise<void>;
  /** The bot's name without @ (for t.me links); asked once. Throws SendError. */
  username(): Promise<string>;
  /** Throws SendError. */
  status(): Promise<TelegramStatus>;
  /** Brings commands, texts and menu button up to date; changes only what differs. */
  setProfile(profile: BotProfile): Promise<ProfileOutcome>;
}

/**
 * Per chat: one message a second to a person with a little credit, 20 a minute to a group. A burst of 5 and 15 a minute
 * after it keep every minute's sum within 20.
 */
const toPerson: ChatRate = { perSecond: 1, burst: 3 };
const toGroup: ChatRate = { perSecond: 15 / 60, burst: 5 };

const abilities = (perSecond: number): ChannelAbilities => ({
  buttons: true,
  edit: true,
  delete: true,
  files: true,
  textLength: longestText,
  perSecond,
  perChat: (address) => (isGroup(address) ? toGroup : toPerson),
  readReceipts: false,
  concurrency: 64,
});

/** Seconds that a poll is held open; proxies like to close what is silent. */
const hold = { direct: 50, proxied: 25 };

/** It holds no database: what comes in is stored by `receive`. */
export type TelegramDeps = Omit<ChannelDeps, 'prisma' | 'onPosted'>;

/** Telegram as a channel. */
export function telegram(config: TelegramConfig, deps: TelegramDeps): TelegramChannel {
  const { token, proxy, publicUrl } = config;
  const api = createApi(config);
  const account = createAccount(api, token);
  const seal = createSeal(deps.secretKey);
  const typing = createTyping(api);
  const flood = createFlood(deps.clock);
  const sender = createSender({ api, seal, flood, log: deps.log, paid: config.paid ?? false });
  const intake = createIntake({ api, account, seal, typing, deps });
  const secret = config.webhookSecret ?? derivedSecret(deps.secretKey);
  const receiver =
    config.mode === 'webhook' && publicUrl
      ? createWebhook({ api, account, intake, deps, publicUrl, secret })
      : createPolling({ api, account, intake, deps, hold: proxy ? hold.proxied : hold.direct });

  return {
    name: 'telegram',
    can: abilities(config.perSecond),
    start: () => receiver.start(),
    async stop() {
      typing.stop();
      await receiver.stop();
      await intake.idle();
    },
    webhook: createWebhookHandler({ intake, deps, secret }),
    async send(message) {
      typing.answered(message.address);
      return sender.send(message);
    },
    edit: sender.edit,
    delete: sender.delete,
    react: sender.react,
    download: (ref) => fetched(api, ref),
    async username() {
      await asSendError(account.known());
      return account.username;
    },
    status: () => asSendError(statusOf(api, account.refresh)),
    setProfile: (profile) => applyProfile(api, profile),
  };
}

/** A file's bytes. What Telegram does not give will not come by another try; the rest may. */
async function fetched(api: Api, ref: string): Promise<Uint8Array> {
  try {
    return await asSendError(api.download(ref));
  } catch (error) {
    if (!(error instanceof SendError) || error.failure.kind !== 'messageRefused') throw error;
    throw new FileUnavailable(error.failure.reason === 'tooLarge' ? 'tooLarge' : 'gone');
  }
}

/** A failed call in the words of every channel. */
async function asSendError<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new SendError(failureOf(meaningOf(error.fault)));
  }
}

async function statusOf(
  api: Api,
  me: () => Promise<{ username: string; name: string }>,
): Promise<TelegramStatus> {
  const bot = await me();
  const info = fieldsOf(await api.call('getWebhookInfo'));
  const at = whole(info?.last_error_date);
  const message = words(info?.last_error_message);
  return {
    ...bot,
    webhookUrl: words(info?.url) ?? '',
    pendingUpdates: whole(info?.pending_update_count) ?? 0,
    ...(at && message ? { lastError: { at: new Date(at * 1000), message } } : {}),
  };
}
