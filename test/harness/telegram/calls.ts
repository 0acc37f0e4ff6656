import { expect } from 'vitest';
import { startTelegram, type FakeTelegram, type FakeTelegramOptions } from './index.ts';
import type { Params, TgUpdate } from './wire.ts';

/** Calls to the fake platform as a bot makes them, for the platform's own tests. */

export interface Answered {
  ok: boolean;
  result?: unknown;
  error_code?: number;
  description?: string;
  parameters?: { retry_after?: number; migrate_to_chat_id?: number };
}

export async function call(platform: FakeTelegram, method: string, params: Params = {}): Promise<Answered> {
  const response = await fetch(`${platform.url}/bot${platform.token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  });
  return (await response.json()) as Answered;
}

/** The result of a call that must go well. */
export async function result<T>(platform: FakeTelegram, method: string, params: Params = {}): Promise<T> {
  const answered = await call(platform, method, params);
  expect(answered).toMatchObject({ ok: true });
  return answered.result as T;
}

export const updates = (platform: FakeTelegram, params: Params = {}): Promise<TgUpdate[]> =>
  result<TgUpdate[]>(platform, 'getUpdates', params);

/** Runs a test with a platform of its own. */
export const withPlatform =
  (work: (platform: FakeTelegram) => Promise<void>, options: FakeTelegramOptions = {}) =>
  async (): Promise<void> => {
    const platform = await startTelegram(options);
    try {
      await work(platform);
    } finally {
      await platform.close();
    }
  };
