import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { call, result, updates, withPlatform } from './calls.ts';
import type { FakeTelegram } from './index.ts';
import type { TgUpdate } from './wire.ts';

/** A bot's webhook that answers from a list, 200 after its end, and keeps what it got. */
async function hook(answers: { status: number; headers?: Record<string, string>; body?: string }[]) {
  const got: { update: TgUpdate; headers: IncomingMessage['headers'] }[] = [];
  let wake = (): void => {};
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      got.push({ update: JSON.parse(body) as TgUpdate, headers: request.headers });
      const { status, headers, body: said } = answers.shift() ?? { status: 200 };
      response.writeHead(status, headers).end(said);
      wake();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/telegram`,
    got,
    /** Resolves when so many deliveries have come. */
    async times(count: number) {
      while (got.length < count) await new Promise<void>((resolve) => (wake = resolve));
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const withHook =
  (
    answers: Parameters<typeof hook>[0],
    work: (platform: FakeTelegram, bot: Awaited<ReturnType<typeof hook>>) => Promise<void>,
  ) =>
  async (): Promise<void> => {
    const bot = await hook(answers);
    await withPlatform((platform) => {
      platform.webhook.pace.retryDelay = 1;
      platform.webhook.pace.retrySecond = 1;
      return work(platform, bot);
    })();
    bot.close();
  };

describe('webhook', () => {
  test(
    'updates come one at a time and in order, with the secret; polling is refused',
    withHook([], async (platform, bot) => {
      await result(platform, 'setWebhook', { url: bot.url, secret_token: 'bi-mat_1' });
      const an = platform.person({ name: 'An' });
      an.starts();
      for (const text of ['một', 'hai']) an.says(text);
      await bot.times(3);
      expect(bot.got.map(({ update }) => update.message?.text)).toEqual(['/start', 'một', 'hai']);
      expect(bot.got[0]?.headers['x-telegram-bot-api-secret-token']).toBe('bi-mat_1');
      expect(await call(platform, 'getUpdates')).toMatchObject({
        error_code: 409,
        description: expect.stringContaining("can't use getUpdates method while webhook is active") as string,
      });
      await platform.webhook.idle();
      expect(platform.ledger.unconfirmed()).toEqual([]);
    }),
  );

  test(
    'what is not answered 2xx comes again, before anything later, and is told in getWebhookInfo',
    withHook(
      [
        { status: 503, headers: { 'retry-after': '3' } },
        { status: 500 },
        { status: 302, headers: { location: '/' } },
      ],
      async (platform, bot) => {
        const an = platform.person({ name: 'An' });
        an.starts();
        an.says('một');
        await result(platform, 'setWebhook', {
          url: bot.url,
          max_connections: 5,
          allowed_updates: ['message'],
        });
        await bot.times(5);
        await platform.webhook.idle();
        expect(bot.got.map(({ update }) => update.message?.text)).toEqual([
          ...Array<string>(4).fill('/start'),
          'một',
        ]);
        expect(platform.webhook.attempts.map((attempt) => attempt.status)).toEqual([503, 500, 302, 200, 200]);
        expect(platform.webhook.attempts[0]?.waited).toBe(3);
        expect(await result(platform, 'getWebhookInfo')).toMatchObject({
          url: bot.url,
          pending_update_count: 0,
          last_error_message: expect.stringContaining('Wrong response from the webhook: 302') as string,
          max_connections: 5,
          allowed_updates: ['message'],
        });
      },
    ),
  );

  test(
    'an answer that was lost brings the update again',
    withHook([], async (platform, bot) => {
      platform.webhook.answersToLose = 1;
      await result(platform, 'setWebhook', { url: bot.url });
      platform.person({ name: 'An' }).starts();
      await bot.times(2);
      expect(bot.got[1]?.update).toEqual(bot.got[0]?.update);
    }),
  );

  test('a call in the answer is carried out', async () => {
    const answers: { status: number; body: string }[] = [];
    await withHook(answers, async (platform, bot) => {
      const an = platform.person({ name: 'An' });
      answers.push({
        status: 200,
        body: JSON.stringify({ method: 'sendMessage', chat_id: an.id, text: 'Chào đồng chí' }),
      });
      await result(platform, 'setWebhook', { url: bot.url });
      an.starts();
      expect((await an.hears()).text).toBe('Chào đồng chí');
    })();
  });

  test(
    'setting it ends an open poll with 409; deleting it lets polling go on with what waits',
    withHook([{ status: 500 }], async (platform, bot) => {
      platform.webhook.pace.retryDelay = 60_000;
      const polled = call(platform, 'getUpdates', { timeout: 50 });
      await platform.updates.opened();
      await result(platform, 'setWebhook', { url: bot.url });
      expect(await polled).toMatchObject({ error_code: 409 });
      platform.person({ name: 'An' }).starts();
      await bot.times(1);
      expect(await result(platform, 'getWebhookInfo')).toMatchObject({ pending_update_count: 1 });
      await result(platform, 'deleteWebhook');
      expect(await updates(platform)).toHaveLength(1);
    }),
  );

  test(
    'dropping pending updates forgets them',
    withPlatform(async (platform) => {
      platform.person({ name: 'An' }).starts();
      await result(platform, 'deleteWebhook', { drop_pending_updates: true });
      expect(await updates(platform)).toEqual([]);
    }),
  );
});
