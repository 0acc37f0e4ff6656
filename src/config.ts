import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'dotenv';
import { z } from 'zod';
import type { Fields, Translate } from './i18n.ts';
import * as read from './config-values.ts';

/** The environment as this program needs it; the only place that reads it. */
export interface Config {
  database: {
    /** Unset: the private PostgreSQL in the data folder. Holds a password. */
    url?: string;
  };
  /** Absolute. */
  dataDir: string;
  host: string;
  /** 0: any free port. */
  port: number;
  /** Bare origin, as `https://theodoi.example.gov.vn`. */
  publicUrl?: string;
  /** IANA name. */
  timeZone: string;
  locale: 'vi' | 'en';
  logLevel: (typeof LOG_LEVELS)[number];
  /** Unset: made at the first start and kept in the data folder. */
  secretKey?: string;
  telegram?: {
    token: string;
    apiRoot: string;
    mode: Mode;
    webhookSecret?: string;
    proxy?: string;
    /** Messages a second over all chats. */
    perSecond: number;
    /** More than 30 a second, which Telegram charges for. */
    paid: boolean;
    publicUrl?: string;
  };
  zaloOa?: {
    appId: string;
    appSecret: string;
    webhookSecret: string;
    /** Only the first: Zalo gives a new one with every use. */
    refreshToken?: string;
    apiRoot: string;
    oauthRoot: string;
    templateApiRoot: string;
    templateId?: string;
    /** From our fields to the template's parameter names. */
    templateParams: read.TemplateParams;
    /** Host names, `*.` standing for any subdomain. */
    mediaHosts: string[];
  };
  zaloBot?: {
    token: string;
    apiRoot: string;
    mode: Mode;
    webhookSecret?: string;
  };
}

export type Mode = 'polling' | 'webhook';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const MODES = ['polling', 'webhook'] as const;

/** Every variable, what it may be, and what it is when unset. `.env.example` describes each. */
const variables = {
  DATABASE_URL: value('databaseUrl', read.databaseUrl).optional(),
  DATA_DIR: z.string().default('./data'),
  HOST: value('host', read.host).default('127.0.0.1'),
  PORT: value('port', read.port).default(3000),
  PUBLIC_URL: value('origin', read.origin).optional(),
  TIMEZONE: value('timeZone', read.timeZone).default('Asia/Ho_Chi_Minh'),
  LOCALE: oneOf(['vi', 'en']).default('vi'),
  LOG_LEVEL: oneOf(LOG_LEVELS).default('info'),
  SECRET_KEY: value('tooShort', read.atLeast(16), { min: 16 }).optional(),
  TELEGRAM_BOT_TOKEN: value('token', read.token).optional(),
  TELEGRAM_API_ROOT: value('origin', read.origin).default('https://api.telegram.org'),
  TELEGRAM_MODE: oneOf(MODES).default('polling'),
  TELEGRAM_WEBHOOK_SECRET: value('webhookSecret', read.webhookSecret).optional(),
  TELEGRAM_PROXY: value('proxy', read.proxy).optional(),
  TELEGRAM_RATE_PER_SECOND: value('rate', read.rate).default(30),
  TELEGRAM_PAID_BROADCAST: oneOf(['false', 'true']).default('false'),
  ZALO_OA_APP_ID: value('token', read.token).optional(),
  ZALO_OA_APP_SECRET: value('token', read.token).optional(),
  ZALO_OA_WEBHOOK_SECRET: value('token', read.token).optional(),
  ZALO_OA_REFRESH_TOKEN: value('token', read.token).optional(),
  ZALO_OA_API_ROOT: value('origin', read.origin).default('https://openapi.zalo.me'),
  ZALO_OA_OAUTH_ROOT: value('origin', read.origin).default('https://oauth.zaloapp.com'),
  ZALO_OA_TEMPLATE_API_ROOT: value('origin', read.origin).default('https://business.openapi.zalo.me'),
  ZALO_OA_TEMPLATE_ID: value('token', read.token).optional(),
  ZALO_OA_TEMPLATE_PARAMS: value('templateParams', read.templateParams, {
    fields: read.TEMPLATE_FIELDS.join(', '),
  }).default({}),
  ZALO_OA_MEDIA_HOSTS: value('hosts', read.hosts).default(['*.zdn.vn', '*.zadn.vn']),
  ZALO_BOT_TOKEN: value('token', read.token).optional(),
  ZALO_BOT_API_ROOT: value('origin', read.origin).default('https://bot-api.zaloplatforms.com'),
  ZALO_BOT_MODE: oneOf(MODES).default('polling'),
  ZALO_BOT_WEBHOOK_SECRET: value('webhookSecret', read.webhookSecret).optional(),
};

export type Variable = keyof typeof variables;
export const VARIABLES = Object.keys(variables).filter(isVariable);

/** What is wrong with one variable; put into words by `inWords`. The value itself is in none of it. */
export interface Problem {
  variable: Variable;
  reason: Reason;
  params: Fields;
}

const REASONS = [
  'databaseUrl',
  'host',
  'port',
  'origin',
  'timeZone',
  'oneOf',
  'tooShort',
  'token',
  'webhookSecret',
  'proxy',
  'rate',
  'templateParams',
  'hosts',
  'missing',
  'missingForWebhook',
  'rateUnpaid',
] as const;
type Reason = (typeof REASONS)[number];

/** What `value` hands to zod and gets back from it. */
const Refusal = z.object({
  reason: z.enum(REASONS),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.undefined()])),
});

/** Everything that is wrong with the environment at once. */
export class ConfigError extends Error {
  readonly problems: Problem[];

  constructor(problems: Problem[]) {
    super(problems.map(({ variable, reason }) => `${variable}: ${reason}`).join(', '));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** The process's environment over what the file `.env` of the working directory says. */
export function environment(file: string = '.env'): Environment {
  return { ...parse(contents(file)), ...process.env };
}

export type Environment = Record<string, string | undefined>;

/** The whole configuration, or a `ConfigError` with all problems. An empty variable counts as unset. */
export function readConfig(env: Environment): Config {
  const given = Object.fromEntries(
    VARIABLES.flatMap((name) => (env[name]?.trim() ? [[name, env[name].trim()]] : [])),
  );
  const checked = z.object(variables).safeParse(given);
  const problems = [
    ...(checked.error?.issues ?? []).flatMap(toProblem),
    ...missing((name) => name in given, given),
  ].sort((a, b) => VARIABLES.indexOf(a.variable) - VARIABLES.indexOf(b.variable));
  if (problems.length > 0 || !checked.data) throw new ConfigError(problems);
  return toConfig(checked.data);
}

/** The problems for the person who starts the program: one line each, with the remedy. */
export function inWords(problems: readonly Problem[], t: Translate): string {
  return problems
    .map(({ variable, reason, params }) => `${variable}: ${t(`config.problem.${reason}`, params)}`)
    .join('\n');
}

/** Messages a second that Telegram carries without charge. */
const freeRate = 30;

/** What a channel cannot do without, once one of its variables says that it is wanted. */
function missing(isSet: (name: Variable) => boolean, given: Record<string, string>): Problem[] {
  const demand = (because: Variable, reason: Reason, names: Variable[]) =>
    names.filter((name) => !isSet(name)).map((variable) => ({ variable, reason, params: { because } }));
  const demandForWebhook = (token: Variable, mode: Variable, secret: Variable) =>
    isSet(token) && given[mode] === 'webhook'
      ? demand(mode, 'missingForWebhook', ['PUBLIC_URL', secret])
      : [];

  const zaloOa: Variable[] = ['ZALO_OA_APP_ID', 'ZALO_OA_APP_SECRET', 'ZALO_OA_WEBHOOK_SECRET'];
  const zaloOaBy = [...zaloOa, 'ZALO_OA_REFRESH_TOKEN' as const].find(isSet);
  const problems = [
    ...demandForWebhook('TELEGRAM_BOT_TOKEN', 'TELEGRAM_MODE', 'TELEGRAM_WEBHOOK_SECRET'),
    ...demandForWebhook('ZALO_BOT_TOKEN', 'ZALO_BOT_MODE', 'ZALO_BOT_WEBHOOK_SECRET'),
    ...((read.rate(given['TELEGRAM_RATE_PER_SECOND'] ?? '') ?? 0) > freeRate &&
    given['TELEGRAM_PAID_BROADCAST'] !== 'true'
      ? [
          {
            variable: 'TELEGRAM_RATE_PER_SECOND' as const,
            reason: 'rateUnpaid' as const,
            params: { free: freeRate },
          },
        ]
      : []),
    ...(zaloOaBy ? demand(zaloOaBy, 'missing', zaloOa) : []),
    ...(isSet('ZALO_OA_TEMPLATE_PARAMS')
      ? demand('ZALO_OA_TEMPLATE_PARAMS', 'missing', ['ZALO_OA_TEMPLATE_ID'])
      : []),
  ];
  // Two channels may both want PUBLIC_URL: it is said once.
  return problems.filter(
    (one, index) => problems.findIndex((other) => other.variable === one.variable) === index,
  );
}

function toConfig(env: z.infer<z.ZodObject<typeof variables>>): Config {
  return {
    database: { url: env.DATABASE_URL },
    dataDir: resolve(env.DATA_DIR),
    host: env.HOST,
    port: env.PORT,
    publicUrl: env.PUBLIC_URL,
    timeZone: env.TIMEZONE,
    locale: env.LOCALE,
    logLevel: env.LOG_LEVEL,
    secretKey: env.SECRET_KEY,
    telegram: env.TELEGRAM_BOT_TOKEN
      ? {
          token: env.TELEGRAM_BOT_TOKEN,
          apiRoot: env.TELEGRAM_API_ROOT,
          mode: env.TELEGRAM_MODE,
          webhookSecret: env.TELEGRAM_WEBHOOK_SECRET,
          proxy: env.TELEGRAM_PROXY,
          perSecond: env.TELEGRAM_RATE_PER_SECOND,
          paid: env.TELEGRAM_PAID_BROADCAST === 'true',
          publicUrl: env.PUBLIC_URL,
        }
      : undefined,
    zaloOa:
      env.ZALO_OA_APP_ID && env.ZALO_OA_APP_SECRET && env.ZALO_OA_WEBHOOK_SECRET
        ? {
            appId: env.ZALO_OA_APP_ID,
            appSecret: env.ZALO_OA_APP_SECRET,
            webhookSecret: env.ZALO_OA_WEBHOOK_SECRET,
            refreshToken: env.ZALO_OA_REFRESH_TOKEN,
            apiRoot: env.ZALO_OA_API_ROOT,
            oauthRoot: env.ZALO_OA_OAUTH_ROOT,
            templateApiRoot: env.ZALO_OA_TEMPLATE_API_ROOT,
            templateId: env.ZALO_OA_TEMPLATE_ID,
            templateParams: env.ZALO_OA_TEMPLATE_PARAMS,
            mediaHosts: env.ZALO_OA_MEDIA_HOSTS,
          }
        : undefined,
    zaloBot: env.ZALO_BOT_TOKEN
      ? {
          token: env.ZALO_BOT_TOKEN,
          apiRoot: env.ZALO_BOT_API_ROOT,
          mode: env.ZALO_BOT_MODE,
          webhookSecret: env.ZALO_BOT_WEBHOOK_SECRET,
        }
      : undefined,
  };
}

/** A variable that `reader` understands; what it does not is the problem `reason`. */
function value<T>(reason: Reason, reader: (text: string) => T | undefined, params: Fields = {}) {
  return z.string().transform((text, context): T => {
    const understood = reader(text);
    if (understood !== undefined) return understood;
    context.addIssue({ code: 'custom', params: { reason, params } });
    return z.NEVER;
  });
}

function oneOf<const T extends string>(allowed: readonly T[]) {
  return value('oneOf', (text) => allowed.find((one) => one === text), { allowed: allowed.join(', ') });
}

function toProblem(issue: z.core.$ZodIssue): Problem[] {
  const [variable] = issue.path;
  const refusal = Refusal.safeParse(issue.code === 'custom' ? issue.params : undefined).data;
  if (typeof variable !== 'string' || !isVariable(variable) || !refusal) return [];
  return [{ variable, ...refusal }];
}

function isVariable(name: string): name is Variable {
  return name in variables;
}

function contents(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // No file is no settings; a file that may not be read is a mistake to be told.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
