import { TelegramError } from 'telegraf';
import { fieldsOf, whole, words } from './fields.ts';

/** How a call to the Bot API failed. */
export type Fault =
  | {
      answered: true;
      code: number;
      description: string;
      /** Seconds. */
      retryAfter?: number;
      /** The group is a supergroup now, with this address. */
      migrateTo?: string;
    }
  /** No answer. `sent`: the request may have got there all the same. */
  | { answered: false; sent: boolean; reason: string };

/** What every method here throws, and nothing else. Neither it nor its stack holds the token. */
export class ApiError extends Error {
  readonly fault: Fault;
  constructor(method: string, fault: Fault) {
    super(`${method}: ${fault.answered ? `${fault.code} ${fault.description}` : fault.reason}`);
    this.name = 'ApiError';
    this.fault = fault;
  }
}

/** What went wrong, without the token: neither telegraf nor node-fetch keeps it out of messages and stacks. */
export function faultOf(error: unknown, token: string): Fault {
  const clean = (text: string): string => text.replaceAll(token, '[token]');
  if (error instanceof TelegramError) {
    const { error_code: code, description, parameters } = fieldsOf(error.response) ?? {};
    const more = fieldsOf(parameters);
    const migrateTo = whole(more?.migrate_to_chat_id);
    return {
      answered: true,
      code: whole(code) ?? 0,
      description: clean(words(description) ?? ''),
      ...(whole(more?.retry_after) === undefined ? {} : { retryAfter: whole(more?.retry_after) }),
      ...(migrateTo === undefined ? {} : { migrateTo: String(migrateTo) }),
    };
  }
  if (!(error instanceof Error)) return { answered: false, sent: true, reason: 'unknown' };
  const code = 'code' in error ? words(error.code) : undefined;
  const reason = code ?? ('type' in error ? words(error.type) : undefined) ?? error.name;
  return { answered: false, sent: !beforeSending(code ?? '', error.message), reason: clean(reason) };
}

/** Codes of our own errors on the way to a connection: see agents.ts. */
export const connectTimeout = 'CONNECT_TIMEOUT';
export const proxyFailed = 'PROXY_FAILED';

/** Failures of name lookup, connection and TLS: no byte of the request has left. */
const before = new RegExp(
  `^(?:${connectTimeout}|${proxyFailed}|ECONNREFUSED|ENOTFOUND|EAI_\\w+|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|` +
    'EADDRNOTAVAIL|EPROTO|CERT_\\w+|ERR_TLS_\\w+|ERR_SSL_\\w+|UNABLE_TO_\\w+|DEPTH_ZERO_\\w+|SELF_SIGNED_\\w+)$',
);

const beforeSending = (code: string, message: string): boolean =>
  before.test(code) ||
  (code === 'ETIMEDOUT' && !/(?:read|write) ETIMEDOUT/.test(message)) ||
  /reason: connect E|before secure TLS connection/.test(message);
