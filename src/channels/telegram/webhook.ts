import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { ChannelDeps, WebhookAnswer } from '../channel.ts';
import type { Account } from './account.ts';
import type { Api } from './api.ts';
import { ApiError } from './fault.ts';
import { fieldsOf } from './fields.ts';
import type { Intake } from './intake.ts';
import { createLoop, type Loop } from './loop.ts';
import { createWatch, pauseAfter, troubleOf } from './receiving.ts';
import { rest as realRest, type Rest } from './rest.ts';
import { allowedUpdates } from './updates.ts';

export interface WebhookParts {
  api: Api;
  account: Account;
  intake: Intake;
  deps: Pick<ChannelDeps, 'receiving' | 'log'>;
  /** Our public origin. */
  publicUrl: string;
  secret: string;
  rest?: Rest;
}

export const webhookPath = '/webhooks/telegram';

/** Seconds between two looks at whether Telegram still has our address. */
const lookEvery = 300;
/** Calls that Telegram may make to us at once. */
const maxConnections = 40;

/** The secret of an installation that sets none: the same after every start. */
export const derivedSecret = (secretKey: string): string =>
  createHmac('sha256', secretKey).update('telegram webhook').digest('hex');

/** Keeps our address registered at Telegram; what waits there, and a webhook of before, need no clean-up. */
export function createWebhook(parts: WebhookParts): Loop {
  const { api, account, deps, publicUrl, secret, rest = realRest } = parts;
  const url = `${publicUrl}${webhookPath}`;
  const watch = createWatch(deps.receiving);

  const register = (): Promise<unknown> =>
    api.call('setWebhook', {
      url,
      secret_token: secret,
      allowed_updates: allowedUpdates,
      max_connections: maxConnections,
      drop_pending_updates: false,
    });

  async function run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    // Once in any case: whether Telegram has our present secret cannot be asked.
    let registered = false;
    while (!signal.aborted) {
      try {
        if (!registered) await account.refresh();
        const holds = registered && fieldsOf(await api.call('getWebhookInfo'))?.url === url;
        if (!holds) await register();
        registered = true;
        failures = 0;
        watch.works();
        await rest(lookEvery, signal);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        failures++;
        watch.fails(troubleOf(error.fault), failures);
        deps.log.warn({ reason: error.message, failures }, 'the Telegram webhook could not be registered');
        await rest(pauseAfter(error.fault, failures), signal);
      }
    }
  }

  return createLoop(run);
}

/** Seconds after which Telegram is to try again what we could not store; it keeps updates for a day. */
const retryAfter = 5;

/**
 * Answers a call to our address. Only Telegram knows the secret; an update that cannot be read is taken, or it would
 * come again and hold up those behind it.
 */
export function createWebhookHandler({
  intake,
  deps,
  secret,
}: Pick<WebhookParts, 'intake' | 'deps' | 'secret'>) {
  const expected = digest(secret);
  return async (
    headers: Readonly<Record<string, string | undefined>>,
    body: Buffer,
  ): Promise<WebhookAnswer> => {
    const given = headers['x-telegram-bot-api-secret-token'] ?? '';
    if (!timingSafeEqual(digest(given), expected)) return { status: 401 };
    try {
      await intake.take(parsed(body));
      return { status: 200 };
    } catch (error) {
      deps.log.error(
        { reason: error instanceof Error ? error.message : 'unknown' },
        'an update was not stored',
      );
      return { status: 503, retryAfter };
    }
  };
}

/** Of one length, whatever was given. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
