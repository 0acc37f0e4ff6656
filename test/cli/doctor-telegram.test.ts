import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { noteReceiving } from '../../src/store/channel-state.ts';
import { noteIntroduction } from '../../src/store/introductions.ts';
import { putSetting } from '../../src/store/settings.ts';
import { startBot, type TestBot } from '../harness/chat.ts';
import { startTelegram, type FakeTelegram } from '../harness/telegram/index.ts';
import { dondocIn } from './terminal.ts';

let bot: TestBot;
let platform: FakeTelegram;
beforeAll(async () => {
  bot = await startBot({ at: new Date().toISOString() });
});
beforeEach(async () => {
  platform = await startTelegram();
  bot.clock.to(new Date().toISOString());
  return () => platform.close();
});
afterAll(() => bot.close());

/** What doctor says of Telegram, by check: [state, words]. */
async function look(more: Record<string, string> = {}): Promise<Record<string, [string, string]>> {
  const ran = await dondocIn(
    {
      DATABASE_URL: bot.db.url,
      DATA_DIR: mkdtempSync(join(tmpdir(), 'dondoc-cli-')),
      SECRET_KEY: bot.env.secretKey,
      TELEGRAM_BOT_TOKEN: platform.token,
      TELEGRAM_API_ROOT: platform.url,
      ...more,
    },
    bot.clock.now,
    ['doctor', '--json'],
  );
  expect(ran.out + ran.err).not.toContain(platform.token);
  const { checks } = ran.json() as { checks: { check: string; state: string; text: string }[] };
  return Object.fromEntries(
    checks.flatMap(({ check, state, text }) =>
      check.startsWith('telegram.') ? [[check.slice('telegram.'.length), [state, text]]] : [],
    ),
  );
}

describe('doctor on Telegram', () => {
  test('all is well', async () => {
    const { prisma } = bot.db;
    await noteIntroduction(prisma, 'telegram', 'dondoc_bot', bot.clock.now());
    await putSetting(prisma, 'telegram.menus', 'shown', bot.clock.now());
    const said = await look();
    expect(Object.fromEntries(Object.entries(said).map(([check, [state]]) => [check, state]))).toEqual({
      receiving: 'ok',
      name: 'ok',
      commands: 'ok',
      token: 'ok',
      way: 'ok',
      polling: 'ok',
      pending: 'ok',
      clock: 'ok',
    });
    expect(said.name?.[1]).toContain('https://t.me/dondoc_bot');
    expect(platform.breaches).toEqual([]);
  });

  test('what the running bot has not done yet is only a warning', async () => {
    await bot.db.prisma.setting.deleteMany({ where: { key: { startsWith: 'telegram.' } } });
    expect(await look()).toMatchObject({
      name: ['warning', expect.any(String)],
      commands: ['warning', expect.any(String)],
    });
  });

  test('nothing comes in: since when, why and what to do', async () => {
    await noteReceiving(bot.db.prisma, 'telegram', 'conflict', bot.clock.now());
    const [state, text] = (await look()).receiving ?? [];
    expect(state).toBe('broken');
    expect(text).toContain('một chương trình khác đang nhận tin');
    await noteReceiving(bot.db.prisma, 'telegram', null, bot.clock.now());
  });

  test('a wrong token', async () => {
    const said = await look({ TELEGRAM_BOT_TOKEN: '123456:AAEwrongwrongwrongwrongwrongwrongwro' });
    expect(said.token).toEqual(['broken', expect.stringContaining('BotFather')]);
    expect(said.polling).toBeUndefined();
  });

  test('a platform out of reach, directly and by a proxy', async () => {
    expect((await look({ TELEGRAM_API_ROOT: 'http://127.0.0.1:9' })).way).toEqual([
      'broken',
      expect.stringContaining('TELEGRAM_PROXY'),
    ]);
    const [state, text] = (await look({ TELEGRAM_PROXY: 'http://me:hidden@127.0.0.1:9' })).proxy ?? [];
    expect([state, text]).toEqual(['broken', expect.stringContaining('127.0.0.1:9')]);
    expect(text).not.toContain('hidden');
  });

  test('a webhook that should be there and is not', async () => {
    const said = await look({
      TELEGRAM_MODE: 'webhook',
      TELEGRAM_WEBHOOK_SECRET: 'hard-to-guess',
      PUBLIC_URL: 'https://dondoc.example',
    });
    expect(said.webhook).toEqual([
      'broken',
      expect.stringContaining('https://dondoc.example/webhooks/telegram'),
    ]);
  });

  test('a clock that is off', async () => {
    bot.clock.forward(10);
    expect((await look()).clock).toEqual([
      'broken',
      expect.stringMatching(/lệch (599|60\d) giây so với Telegram/),
    ]);
  });

  test('nothing where the channel is off', async () => {
    expect(await look({ TELEGRAM_BOT_TOKEN: '' })).toEqual({});
  });
});
