import { describe, expect, test } from 'vitest';
import { call, result, updates, withPlatform } from './calls.ts';
import type { FakeTelegram } from './index.ts';
import type { TgUpdate } from './wire.ts';

const texts = (list: readonly TgUpdate[]) => list.map((update) => update.message?.text);

/** Somebody who has said "một", "hai", "ba" since /start was confirmed. */
async function threeSaid(platform: FakeTelegram) {
  const an = platform.person({ name: 'An' });
  an.starts();
  const [start] = await updates(platform);
  await updates(platform, { offset: (start?.update_id ?? 0) + 1 });
  const said = ['một', 'hai', 'ba'].map((text) => an.says(text));
  return { an, ids: said.map((each) => each.update?.update_id ?? 0) };
}

describe('getUpdates', () => {
  test(
    'hands out again what is not confirmed, and an offset confirms all below it',
    withPlatform(async (platform) => {
      const { ids } = await threeSaid(platform);
      const [first, second, third] = ids;
      expect(texts(await updates(platform))).toEqual(['một', 'hai', 'ba']);
      expect(texts(await updates(platform))).toEqual(['một', 'hai', 'ba']);
      expect(texts(await updates(platform, { offset: second, limit: 1 }))).toEqual(['hai']);
      expect(texts(await updates(platform, { offset: first }))).toEqual(['hai', 'ba']);
      expect(platform.ledger.unconfirmed().map((each) => each.update.update_id)).toEqual([second, third]);
      expect(platform.ledger.updates.get(second ?? 0)?.handedOut).toHaveLength(4);
      expect(await updates(platform, { offset: (third ?? 0) + 1 })).toEqual([]);
      expect(platform.ledger.unconfirmed()).toEqual([]);
    }),
  );

  test(
    'a negative offset forgets all but the last ones',
    withPlatform(async (platform) => {
      await threeSaid(platform);
      expect(texts(await updates(platform, { offset: -2 }))).toEqual(['hai', 'ba']);
      expect(texts(await updates(platform))).toEqual(['hai', 'ba']);
    }),
  );

  test(
    'a long poll wakes with the update',
    withPlatform(async (platform) => {
      const an = platform.person({ name: 'An' });
      const waiting = updates(platform, { timeout: 50 });
      await platform.updates.opened();
      an.starts('MA1');
      expect(texts(await waiting)).toEqual(['/start MA1']);
    }),
  );

  test(
    'a second poll ends the first with 409',
    withPlatform(async (platform) => {
      const an = platform.person({ name: 'An' });
      const first = call(platform, 'getUpdates', { timeout: 50 });
      await platform.updates.opened();
      const second = updates(platform, { timeout: 50 });
      expect(await first).toMatchObject({
        error_code: 409,
        description: expect.stringContaining('terminated by other getUpdates request') as string,
      });
      an.starts();
      expect(await second).toHaveLength(1);
    }),
  );

  test(
    'a poll that hangs up takes nothing with it',
    withPlatform(async (platform) => {
      const an = platform.person({ name: 'An' });
      const hangUp = new AbortController();
      const url = `${platform.url}/bot${platform.token}/getUpdates?timeout=50`;
      const polled = fetch(url, { signal: hangUp.signal }).catch(() => 'hung up');
      await platform.updates.opened();
      hangUp.abort();
      expect(await polled).toBe('hung up');
      await platform.updates.closed();
      an.starts();
      expect(platform.ledger.unconfirmed()[0]?.handedOut).toEqual([]);
      expect(await updates(platform)).toHaveLength(1);
    }),
  );

  test(
    'only the kinds that were asked for are kept, until others are asked for',
    withPlatform(async (platform) => {
      const an = platform.person({ name: 'An' });
      await updates(platform, { allowed_updates: ['message'] });
      const said = an.starts();
      an.edits(said, 'khác');
      an.blocks();
      expect((await updates(platform)).map((update) => Object.keys(update)[1])).toEqual(['message']);
      await updates(platform, { allowed_updates: [] });
      an.unblocks();
      an.edits(said, 'nữa');
      const kinds = (await updates(platform)).map((update) => Object.keys(update)[1]);
      expect(kinds).toEqual(['message', 'my_chat_member', 'edited_message']);
    }),
  );

  test(
    'a lost confirmation, a doubled and a disordered batch, a repeated press',
    withPlatform(async (platform) => {
      const { an, ids } = await threeSaid(platform);
      platform.updates.confirmationsToLose = 1;
      const offset = (ids.at(-1) ?? 0) + 1;
      expect(texts(await updates(platform, { offset }))).toEqual(['một', 'hai', 'ba']);
      platform.updates.mischief = 'disorder';
      expect(texts(await updates(platform))).toEqual(['ba', 'hai', 'một']);
      platform.updates.mischief = 'duplicate';
      expect(texts(await updates(platform, { limit: 1 }))).toEqual(['một', 'một']);
      expect(await updates(platform, { offset })).toEqual([]);

      const reply_markup = { inline_keyboard: [[{ text: 'Đã nhận', callback_data: 'd.0' }]] };
      await result(platform, 'sendMessage', { chat_id: an.id, text: 'x', reply_markup });
      const press = an.presses('Đã nhận', undefined, { twice: true });
      const pressed = await updates(platform, { offset });
      expect(pressed.map((update) => update.callback_query?.id)).toEqual([press.id, press.id]);
      expect(new Set(pressed.map((update) => update.update_id)).size).toBe(2);
      const answer = { callback_query_id: press.id, text: 'Đã ghi' };
      for (let each = 0; each < 2; each++) await result(platform, 'answerCallbackQuery', answer);
      expect(await call(platform, 'answerCallbackQuery', answer)).toMatchObject({ error_code: 400 });
      expect(platform.breaches.splice(0)).toHaveLength(1);
      expect(press.answers[0]).toEqual({ text: 'Đã ghi', alert: false });
    }),
  );

  test(
    'a revoked token is 401, and the updates wait for the new one',
    withPlatform(async (platform) => {
      platform.person({ name: 'An' }).starts();
      const old = platform.token;
      platform.revokesToken();
      expect((await fetch(`${platform.url}/bot${old}/getUpdates`)).status).toBe(401);
      expect(await updates(platform)).toHaveLength(1);
    }),
  );

  test('a press that was handed out and never answered is a breach at the end', async () => {
    let kept: FakeTelegram | undefined;
    await withPlatform(async (platform) => {
      kept = platform;
      const an = platform.person({ name: 'An' });
      an.starts();
      const reply_markup = { inline_keyboard: [[{ text: 'Đã nhận', callback_data: 'd.0' }]] };
      await result(platform, 'sendMessage', { chat_id: an.id, text: 'x', reply_markup });
      an.presses('Đã nhận');
      expect(platform.unanswered()).toEqual([]);
      await updates(platform);
      expect(platform.unanswered()).toHaveLength(1);
    })();
    expect(kept?.breaches).toEqual([expect.stringContaining('a press was never answered')]);
  });
});
