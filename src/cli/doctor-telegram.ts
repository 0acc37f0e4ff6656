import { SendError } from '../channels/channel.ts';
import {
  telegram,
  type TelegramConfig,
  type TelegramDeps,
  type TelegramStatus,
} from '../channels/telegram/index.ts';
import { webhookPath } from '../channels/telegram/webhook.ts';
import { hasText, type Fields } from '../i18n.ts';
import { receivingOf } from '../store/channel-state.ts';
import { usernameKey } from '../store/introductions.ts';
import { readMark } from '../store/settings.ts';
import { whenWords } from './invite.ts';
import type { Cli } from './tools.ts';

/** One thing that was looked at on Telegram; its words are `cli.doctor.telegram.<name>.ok` or `.bad`. */
export interface TelegramCheck {
  name: string;
  ok: boolean;
  params?: Fields;
}

/** Asks the platform itself. Never throws. */
export type CheckTelegram = (config: TelegramConfig, cli: Cli) => Promise<TelegramCheck[]>;

/** What wants attention and stops nothing. */
const minor = ['pending', 'pushed', 'commands', 'name'];

/** What the program knows of Telegram by itself, then what the platform says. Nothing where the channel is off. */
export async function telegramFindings(cli: Cli, check: CheckTelegram = askTelegram) {
  const config = cli.config.telegram;
  if (!config) return [];
  const checks = [...(await knownOf(cli)), ...(await check(config, cli))];
  return checks.map(({ name, ok, params }) => ({
    check: `telegram.${name}`,
    state: ok ? ('ok' as const) : minor.includes(name) ? ('warning' as const) : ('broken' as const),
    text: cli.say(
      `cli.doctor.telegram.${name}.${ok ? 'ok' : 'bad'}` as 'cli.doctor.telegram.token.ok',
      params,
    ),
  }));
}

/** From the database, where the running bot writes it down. */
async function knownOf(cli: Cli): Promise<TelegramCheck[]> {
  const { prisma, say } = cli;
  const { fault, since } = await receivingOf(prisma, 'telegram');
  const key = `notices.receiveFault.${fault ?? ''}`;
  const reason = say(hasText(key) ? key : 'notices.receiveFault.other');
  const username = await readMark(prisma, usernameKey('telegram'));
  return [
    {
      name: 'receiving',
      ok: fault === null,
      params: { reason, since: since ? whenWords(cli, since) : '' },
    },
    { name: 'name', ok: username !== undefined, params: { link: `https://t.me/${username ?? ''}` } },
    { name: 'commands', ok: (await readMark(prisma, 'telegram.menus')) !== undefined },
  ];
}

const clockOffSeconds = 60;
const manyPending = 100;
const recentMs = 60 * 60_000;

/** Token, way, mode and webhook, what waits, clock. */
export const askTelegram: CheckTelegram = async (config, cli) => {
  const params = { proxy: config.proxy ? withoutPassword(config.proxy) : '', root: config.apiRoot };
  const way: TelegramCheck = { name: config.proxy ? 'proxy' : 'way', ok: true, params };
  try {
    const status = await telegram(config, deaf(cli)).status();
    return [
      { name: 'token', ok: true, params: { name: status.name, username: status.username } },
      way,
      ...modeOf(config, status),
      { name: 'pending', ok: status.pendingUpdates < manyPending, params: { count: status.pendingUpdates } },
      ...pushedOf(status, cli),
      ...(config.proxy ? [] : await clockOf(config, cli)),
    ];
  } catch (error) {
    const refused =
      error instanceof SendError &&
      error.failure.kind === 'channelDown' &&
      error.failure.reason === 'unauthorized';
    return refused ? [way, { name: 'token', ok: false }] : [{ ...way, ok: false }];
  }
};

/** Where updates go must be what the mode says: nowhere while they are polled, else to our address. */
function modeOf({ mode, publicUrl }: TelegramConfig, { webhookUrl }: TelegramStatus): TelegramCheck[] {
  const wanted = mode === 'webhook' ? `${publicUrl ?? ''}${webhookPath}` : '';
  return [{ name: mode, ok: webhookUrl === wanted, params: { url: webhookUrl || '–', wanted } }];
}

function pushedOf({ webhookUrl, lastError }: TelegramStatus, cli: Cli): TelegramCheck[] {
  if (!webhookUrl) return [];
  const ok = !lastError || cli.clock().getTime() - lastError.at.getTime() > recentMs;
  const params = { at: lastError ? whenWords(cli, lastError.at) : '', reason: lastError?.message ?? '' };
  return [{ name: 'pushed', ok, params }];
}

/** The moment that counts is the platform's: both clocks must agree. */
async function clockOf({ apiRoot }: TelegramConfig, { clock }: Cli): Promise<TelegramCheck[]> {
  const answer = await fetch(apiRoot, {
    method: 'HEAD',
    redirect: 'manual',
    signal: AbortSignal.timeout(10_000),
  }).catch(() => undefined);
  const at = Date.parse(answer?.headers.get('date') ?? '');
  if (Number.isNaN(at)) return [];
  const seconds = Math.round(Math.abs(clock().getTime() - at) / 1000);
  return [{ name: 'clock', ok: seconds <= clockOffSeconds, params: { seconds } }];
}

const withoutPassword = (proxy: string): string => new URL(proxy).host;

/** A channel that is asked and hears nothing. */
const deaf = ({ clock, env }: Cli): TelegramDeps => {
  const nothing = (): Promise<void> => Promise.resolve();
  const silent = (): void => undefined;
  return {
    clock,
    secretKey: env.secretKey,
    log: { info: silent, warn: silent, error: silent },
    receive: () => Promise.resolve({ first: false }),
    isContact: () => Promise.resolve(false),
    moved: nothing,
    reachable: nothing,
    receiving: silent,
  };
};
