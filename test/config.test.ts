import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'dotenv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Environment } from '../src/config.ts';
import { ConfigError, environment, inWords, readConfig, VARIABLES } from '../src/config.ts';
import { translatorFor } from '../src/i18n.ts';

const EXAMPLE = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');

/** One channel each with the least that it needs. */
const TELEGRAM = { TELEGRAM_BOT_TOKEN: '1:t' };
const ZALO_OA = { ZALO_OA_APP_ID: '1', ZALO_OA_APP_SECRET: 's', ZALO_OA_WEBHOOK_SECRET: 'w' };
const ZALO_BOT = { ZALO_BOT_TOKEN: '2:t' };

function problemsOf(env: Environment): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ variable, reason }) => `${variable} ${reason}`);
  }
}

test('an empty environment is a whole configuration', () => {
  expect(readConfig({})).toEqual({
    database: {},
    dataDir: resolve('data'),
    host: '127.0.0.1',
    port: 3000,
    timeZone: 'Asia/Ho_Chi_Minh',
    locale: 'vi',
    logLevel: 'info',
  });
});

test('variables that are empty or of other programs change nothing', () => {
  const empty = Object.fromEntries(VARIABLES.map((name) => [name, ' ']));
  expect(readConfig({ ...empty, PATH: '/bin', NODE_ENV: 'test' })).toEqual(readConfig({}));
});

test('all variables together', () => {
  const config = readConfig({
    DATABASE_URL: 'postgresql://dondoc:p%40ss@db.local:5433/dondoc?sslmode=require',
    DATA_DIR: '/srv/dondoc',
    HOST: '::1',
    PORT: '0',
    PUBLIC_URL: 'https://theodoi.example.gov.vn/',
    TIMEZONE: 'Asia/Bangkok',
    LOCALE: 'en',
    LOG_LEVEL: 'debug',
    SECRET_KEY: 'k'.repeat(16),
    ...TELEGRAM,
    TELEGRAM_API_ROOT: 'http://127.0.0.1:8081',
    TELEGRAM_MODE: 'webhook',
    TELEGRAM_WEBHOOK_SECRET: 'telegram-hook',
    TELEGRAM_PROXY: 'http://user:pass@10.0.0.5:3128',
    TELEGRAM_RATE_PER_SECOND: '25',
    ...ZALO_OA,
    ZALO_OA_REFRESH_TOKEN: 'r',
    ZALO_OA_API_ROOT: 'http://127.0.0.1:1',
    ZALO_OA_OAUTH_ROOT: 'http://127.0.0.1:2',
    ZALO_OA_TEMPLATE_API_ROOT: 'http://127.0.0.1:3',
    ZALO_OA_TEMPLATE_ID: '410001',
    ZALO_OA_TEMPLATE_PARAMS: '{"title":"ten_viec","due":"han"}',
    ZALO_OA_MEDIA_HOSTS: '*.zdn.vn, 127.0.0.1:4',
    ...ZALO_BOT,
    ZALO_BOT_API_ROOT: 'http://127.0.0.1:5',
    ZALO_BOT_MODE: 'webhook',
    ZALO_BOT_WEBHOOK_SECRET: 'zalo-bot-hook',
  });
  expect(config).toEqual({
    database: { url: 'postgresql://dondoc:p%40ss@db.local:5433/dondoc?sslmode=require' },
    dataDir: '/srv/dondoc',
    host: '::1',
    port: 0,
    publicUrl: 'https://theodoi.example.gov.vn',
    timeZone: 'Asia/Bangkok',
    locale: 'en',
    logLevel: 'debug',
    secretKey: 'k'.repeat(16),
    telegram: {
      token: '1:t',
      apiRoot: 'http://127.0.0.1:8081',
      mode: 'webhook',
      webhookSecret: 'telegram-hook',
      proxy: 'http://user:pass@10.0.0.5:3128',
      perSecond: 25,
      paid: false,
      publicUrl: 'https://theodoi.example.gov.vn',
    },
    zaloOa: {
      appId: '1',
      appSecret: 's',
      webhookSecret: 'w',
      refreshToken: 'r',
      apiRoot: 'http://127.0.0.1:1',
      oauthRoot: 'http://127.0.0.1:2',
      templateApiRoot: 'http://127.0.0.1:3',
      templateId: '410001',
      templateParams: { title: 'ten_viec', due: 'han' },
      mediaHosts: ['*.zdn.vn', '127.0.0.1:4'],
    },
    zaloBot: {
      token: '2:t',
      apiRoot: 'http://127.0.0.1:5',
      mode: 'webhook',
      webhookSecret: 'zalo-bot-hook',
    },
  });
});

test.each([
  ['DATABASE_URL', 'databaseUrl', ['mysql://host/db', 'postgresql://host', 'dondoc', 'file.db']],
  ['HOST', 'host', ['a b', 'http://x']],
  ['PORT', 'port', ['65536', '-1', '80.5', '0x50', 'http']],
  [
    'PUBLIC_URL',
    'origin',
    ['example.vn', 'ftp://a.vn', 'https://a.vn/path', 'https://u@a.vn', 'https://a.vn?x'],
  ],
  ['TIMEZONE', 'timeZone', ['Hanoi', 'Asia/Hanoi2', 'GMT+99']],
  ['LOCALE', 'oneOf', ['VI', 'fr']],
  ['LOG_LEVEL', 'oneOf', ['verbose']],
  ['SECRET_KEY', 'tooShort', ['fifteen-letters']],
  ['TELEGRAM_BOT_TOKEN', 'token', ['1:a b', 'bot/1', 'mật-khẩu']],
  ['TELEGRAM_API_ROOT', 'origin', ['https://api.telegram.org/bot']],
  ['TELEGRAM_MODE', 'oneOf', ['push']],
  ['TELEGRAM_WEBHOOK_SECRET', 'webhookSecret', ['short', 'with blank', 'a'.repeat(257)]],
  ['TELEGRAM_PROXY', 'proxy', ['ftp://a:1', '10.0.0.5:3128', 'http://a:1/x']],
  ['TELEGRAM_RATE_PER_SECOND', 'rate', ['0', '-3', '1e3', 'fast']],
  ['ZALO_OA_API_ROOT', 'origin', ['openapi.zalo.me']],
  ['ZALO_OA_OAUTH_ROOT', 'origin', ['https://oauth.zaloapp.com/v4']],
  ['ZALO_OA_TEMPLATE_API_ROOT', 'origin', ['https://a.vn/#x']],
  ['ZALO_OA_MEDIA_HOSTS', 'hosts', ['https://a.vn', 'a.vn,,b.vn', '*', '*.*.vn', 'a.vn/x']],
  ['ZALO_BOT_TOKEN', 'token', ['a b']],
  ['ZALO_BOT_API_ROOT', 'origin', ['bot-api']],
  ['ZALO_BOT_MODE', 'oneOf', ['both']],
  ['ZALO_BOT_WEBHOOK_SECRET', 'webhookSecret', ['1234567']],
])('%s: %s', (variable, reason, values) => {
  for (const value of values) expect(problemsOf({ [variable]: value })).toEqual([`${variable} ${reason}`]);
});

test.each(['{', '[]', '"title"', '{"unknown":"x"}', '{"title":1}', '{"title":""}', 'null'])(
  'ZALO_OA_TEMPLATE_PARAMS refuses %s',
  (value) => {
    const env = { ZALO_OA_TEMPLATE_ID: '1', ZALO_OA_TEMPLATE_PARAMS: value };
    expect(problemsOf(env)).toEqual(['ZALO_OA_TEMPLATE_PARAMS templateParams']);
  },
);

describe('what a choice brings with it', () => {
  test.each<[string, Environment, string[]]>([
    [
      'a webhook of Telegram',
      { ...TELEGRAM, TELEGRAM_MODE: 'webhook' },
      ['PUBLIC_URL missingForWebhook', 'TELEGRAM_WEBHOOK_SECRET missingForWebhook'],
    ],
    [
      'a webhook of the Zalo bot',
      { ...ZALO_BOT, ZALO_BOT_MODE: 'webhook', PUBLIC_URL: 'https://a.vn' },
      ['ZALO_BOT_WEBHOOK_SECRET missingForWebhook'],
    ],
    [
      'two webhooks, which lack one address',
      {
        ...TELEGRAM,
        ...ZALO_BOT,
        TELEGRAM_MODE: 'webhook',
        TELEGRAM_WEBHOOK_SECRET: 'a'.repeat(8),
        ZALO_BOT_MODE: 'webhook',
        ZALO_BOT_WEBHOOK_SECRET: 'a'.repeat(8),
      },
      ['PUBLIC_URL missingForWebhook'],
    ],
    [
      'more messages than Telegram carries without charge',
      { ...TELEGRAM, TELEGRAM_RATE_PER_SECOND: '31' },
      ['TELEGRAM_RATE_PER_SECOND rateUnpaid'],
    ],
    [
      'the same, paid',
      { ...TELEGRAM, TELEGRAM_RATE_PER_SECOND: '1000', TELEGRAM_PAID_BROADCAST: 'true' },
      [],
    ],
    ['a webhook of a channel that is off', { TELEGRAM_MODE: 'webhook', ZALO_BOT_MODE: 'webhook' }, []],
    [
      'a part of the Official Account',
      { ZALO_OA_REFRESH_TOKEN: 'r' },
      ['ZALO_OA_APP_ID missing', 'ZALO_OA_APP_SECRET missing', 'ZALO_OA_WEBHOOK_SECRET missing'],
    ],
    ['the roots of an Official Account that is off', { ZALO_OA_API_ROOT: 'http://127.0.0.1:1' }, []],
    ['parameters of no template', { ZALO_OA_TEMPLATE_PARAMS: '{}' }, ['ZALO_OA_TEMPLATE_ID missing']],
  ])('%s', (_name, env, problems) => {
    expect(problemsOf(env)).toEqual(problems);
  });
});

test('all problems are told at once, in the order of the example file, and never with the value', () => {
  const env = {
    PORT: 'secret-one',
    PUBLIC_URL: 'secret-two',
    TELEGRAM_BOT_TOKEN: 'secret three',
    TELEGRAM_MODE: 'webhook',
    ZALO_OA_APP_SECRET: 'secret-four',
  };
  const problems = problemsOf(env);
  expect(problems).toEqual([
    'PORT port',
    'PUBLIC_URL origin',
    'TELEGRAM_BOT_TOKEN token',
    'TELEGRAM_WEBHOOK_SECRET missingForWebhook',
    'ZALO_OA_APP_ID missing',
    'ZALO_OA_WEBHOOK_SECRET missing',
  ]);
  for (const language of ['vi', 'en']) {
    const words = told(env, language);
    expect(words.split('\n').map((line) => line.split(':')[0])).toEqual(
      problems.map((line) => line.split(' ')[0]),
    );
    expect(words).not.toMatch(/secret[- ](one|two|three|four)|config\.|\{\{|\\/);
  }
  expect(told(env, 'vi')).toContain('PORT: phải là số nguyên từ 0 đến 65535');
  expect(told(env, 'en')).toContain(
    'TELEGRAM_WEBHOOK_SECRET: is not set and is needed for TELEGRAM_MODE=webhook',
  );
});

function told(env: Environment, language: string): string {
  try {
    readConfig(env);
    return '';
  } catch (error) {
    return error instanceof ConfigError ? inWords(error.problems, translatorFor(language)) : String(error);
  }
}

test('whatever stands in a variable, it is read or refused by name', () => {
  fc.assert(
    fc.property(fc.constantFrom(...VARIABLES), fc.string({ unit: 'grapheme' }), (variable, text) => {
      for (const problem of problemsOf({ [variable]: text })) {
        expect(problem).toMatch(/^[A-Z_]+ \w+$/);
      }
    }),
  );
});

describe('.env.example', () => {
  const lines = EXAMPLE.split('\n');
  const settings = lines.flatMap((line) => /^# ?([A-Z][A-Z_]+)=(.*)$/.exec(line)?.slice(1, 2) ?? []);

  test('names each variable once, in our order, and no other', () => {
    expect(settings).toEqual(VARIABLES);
  });

  test('sets nothing until the # is taken away', () => {
    expect(parse(EXAMPLE)).toEqual({});
  });

  test('says what holds by default', () => {
    const all = parse(EXAMPLE.replace(/^# ?([A-Z][A-Z_]+=)/gm, '$1'));
    expect(Object.keys(all)).toEqual(VARIABLES);
    const channels = { ...TELEGRAM, ...ZALO_OA, ...ZALO_BOT };
    expect(readConfig({ ...all, ...channels })).toEqual(readConfig(channels));
  });
});

test('the environment of the process stands above the file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dondoc-env-'));
  const file = join(folder, '.env');
  writeFileSync(file, 'PATH=from-file\nDONDOC_ONLY_IN_FILE="đúng"\n');
  const env = environment(file);
  expect(env.PATH).toBe(process.env.PATH);
  expect(env.DONDOC_ONLY_IN_FILE).toBe('đúng');
  expect(environment(join(folder, 'absent')).DONDOC_ONLY_IN_FILE).toBeUndefined();
  rmSync(folder, { recursive: true });
});

test('nothing but the configuration reads the environment', () => {
  const root = new URL('../', import.meta.url);
  const readers = ['src', 'commands'].flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.includes('generated'))
      .map((file) => `${folder}/${file}`)
      .filter((file) => /\bprocess\.env\b/.test(readFileSync(new URL(file, root), 'utf8'))),
  );
  expect(readers).toEqual(['src/config.ts']);
});
