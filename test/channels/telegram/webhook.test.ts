import { afterEach, describe, expect, test } from 'vitest';
import { derivedSecret } from '../../../src/channels/telegram/webhook.ts';
import { openStage, secretKey, type Stage, type StageOptions } from './stage.ts';

let stage: Stage;
afterEach(async () => {
  await stage.close();
  expect(stage.platform.breaches).toEqual([]);
});

async function open(options: StageOptions = {}): Promise<void> {
  stage = await openStage(options);
}
const texts = () => stage.inbox.map(({ text }) => text);

describe('webhook', () => {
  const publicUrl = 'http://127.0.0.1:9';
  const secret = derivedSecret(secretKey);
  const body = (more: object = {}) =>
    Buffer.from(
      JSON.stringify({
        update_id: 1,
        message: {
          message_id: 1,
          date: 1_797_213_600,
          text: 'một',
          from: { id: 7, is_bot: false, first_name: 'Lan' },
          chat: { id: 7, type: 'private' },
          ...more,
        },
      }),
    );
  const posts = (raw: Buffer, given: string | undefined = secret) =>
    stage.channel.webhook?.({ 'x-telegram-bot-api-secret-token': given }, raw);

  test('our address is registered with the secret and the kinds that are used', async () => {
    await open({ config: { mode: 'webhook', publicUrl } });
    await stage.channel.start?.();
    await stage.until(() => stage.receiving.length > 0);
    expect(stage.receiving).toEqual([{ ok: true }]);
    expect(stage.platform.webhook.url).toBe('http://127.0.0.1:9/webhooks/telegram');
    expect(stage.platform.requests.find(({ method }) => method === 'setWebhook')?.params).toMatchObject({
      secret_token: secret,
      max_connections: 40,
      allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
    });
  });

  test('a token that is no more is told', async () => {
    await open({ config: { mode: 'webhook', publicUrl } });
    stage.platform.revokesToken();
    await stage.channel.start?.();
    await stage.until(() => stage.receiving.length > 0);
    expect(stage.receiving).toEqual([{ ok: false, reason: 'unauthorized' }]);
  });

  test('an update with the secret is stored before it is confirmed', async () => {
    await open({ config: { mode: 'webhook', publicUrl } });
    expect(await posts(body())).toEqual({ status: 200 });
    expect(await posts(body())).toEqual({ status: 200 });
    expect(texts()).toEqual(['một']);
  });

  test.each([
    ['a wrong secret', 'x'.repeat(64)],
    ['none', ''],
    ['a longer one', `${secret}x`],
  ])('%s is no call of Telegram’s', async (_, given) => {
    await open({ config: { mode: 'webhook', publicUrl } });
    expect(await posts(body(), given)).toEqual({ status: 401 });
    expect(texts()).toEqual([]);
  });

  test('a secret of one’s own counts instead', async () => {
    await open({ config: { mode: 'webhook', publicUrl, webhookSecret: 'own_secret' } });
    expect([await posts(body(), secret), await posts(body(), 'own_secret')]).toEqual([
      { status: 401 },
      { status: 200 },
    ]);
  });

  test('while the database is away Telegram keeps what came', async () => {
    await open({ config: { mode: 'webhook', publicUrl } });
    stage.away = new Error('the database is away');
    expect(await posts(body())).toEqual({ status: 503, retryAfter: 5 });
    stage.away = undefined;
    expect(await posts(body())).toEqual({ status: 200 });
    expect(texts()).toEqual(['một']);
  });

  test.each(['', 'no json', '[]', '{"update_id":5}', '{"message":{"chat":null}}'])(
    'what cannot be read is taken: %s',
    async (raw) => {
      await open({ config: { mode: 'webhook', publicUrl } });
      expect(await posts(Buffer.from(raw))).toEqual({ status: 200 });
      expect(texts()).toEqual([]);
    },
  );

  test('a message of a group waits while the bot’s own name cannot be asked', async () => {
    await open({ config: { mode: 'webhook', publicUrl } });
    stage.contacts.add('7');
    const raw = body({ chat: { id: -5, type: 'group' }, text: '/tinhhinh@dondoc_bot' });
    stage.platform.fails({ kind: 'serverError', status: 502 }, { method: 'getMe' });
    expect(await posts(raw)).toMatchObject({ status: 503 });
    expect(await posts(raw)).toEqual({ status: 200 });
    expect(texts()).toEqual(['/tinhhinh']);
  });
});
