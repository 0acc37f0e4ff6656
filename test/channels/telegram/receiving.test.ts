import { afterEach, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { escapeMarkup } from '../../../src/domain/markup.ts';
import { storable } from '../../../src/domain/storable.ts';
import type { TelegramPerson } from '../../harness/telegram/index.ts';
import { hostileUpdate } from './samples.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';

let stage: Stage;
let lan: TelegramPerson;
afterEach(async () => {
  await stage.close();
  expect(stage.platform.breaches).toEqual([]);
});

async function open(options: StageOptions = {}): Promise<void> {
  stage = await openStage(options);
  lan = stage.platform.person({ name: 'Lan' });
}
const texts = () => stage.inbox.map(({ text }) => text);
const got = (count: number) => stage.until(() => stage.inbox.length >= count);
const methods = () => stage.platform.requests.map(({ method }) => method);

describe('polling', () => {
  test('what is written is stored in order, what waited first', async () => {
    await open();
    lan.starts('CODE');
    lan.says('một');
    await stage.channel.start?.();
    await got(2);
    lan.says('hai');
    await got(3);
    expect(texts()).toEqual(['/start CODE', 'một', 'hai']);
    expect(stage.receiving).toEqual([{ ok: true }]);
  });

  test('a webhook of before is removed, what waits for it is kept', async () => {
    await open();
    lan.starts();
    stage.platform.webhook.set('http://127.0.0.1:9/', {});
    await stage.channel.start?.();
    await got(1);
    expect(methods()).toContain('deleteWebhook');
    expect(stage.platform.webhook.url).toBe('');
  });

  test('only what is used is asked for', async () => {
    await open();
    await stage.channel.start?.();
    await stage.until(() => stage.receiving.length > 0);
    expect(stage.platform.updates.allowedKinds).toEqual([
      'message',
      'edited_message',
      'callback_query',
      'my_chat_member',
    ]);
  });

  test.each(['duplicate', 'disorder'] as const)('a batch in %s is stored in order', async (mischief) => {
    await open();
    ['/start', 'một', 'hai', 'ba'].forEach((text) => (text === '/start' ? lan.starts() : lan.says(text)));
    stage.platform.updates.mischief = mischief;
    await stage.channel.start?.();
    await got(4);
    expect(texts()).toEqual(['/start', 'một', 'hai', 'ba']);
  });

  test('a confirmation that is lost brings nothing twice', async () => {
    await open();
    lan.starts();
    stage.platform.updates.confirmationsToLose = 1;
    await stage.channel.start?.();
    await got(1);
    lan.says('một');
    await got(2);
    expect(texts()).toEqual(['/start', 'một']);
  });

  test('nothing is confirmed that was not stored', async () => {
    await open();
    lan.starts();
    lan.says('một');
    stage.away = new Error('the database is away');
    await stage.channel.start?.();
    await stage.until(() => stage.lines.some((line) => line.level === 'error'));
    expect(stage.platform.ledger.unconfirmed()).toHaveLength(2);
    stage.away = undefined;
    await got(2);
    lan.says('hai');
    await got(3);
    expect(texts()).toEqual(['/start', 'một', 'hai']);
  });

  test('what cannot be read holds up nothing', async () => {
    await open();
    lan.starts();
    for (const body of [{}, { message: 5 }, { message: { chat: { id: 'x' } } }, { callback_query: {} }]) {
      stage.platform.updates.addRaw(body);
    }
    lan.says('một');
    await stage.channel.start?.();
    await got(2);
    expect(texts()).toEqual(['/start', 'một']);
  });

  test('another process that polls is waited for', async () => {
    await open();
    stage.platform.fails(
      { kind: 'refuse', code: 409, description: 'Conflict: terminated by other getUpdates request' },
      { method: 'getUpdates' },
    );
    await stage.channel.start?.();
    await stage.until(() => stage.receiving.length > 0);
    expect(stage.receiving).toEqual([{ ok: false, reason: 'conflict' }]);
  });

  test('a token that is no more is told', async () => {
    await open();
    stage.platform.revokesToken();
    await stage.channel.start?.();
    await stage.until(() => stage.receiving.length > 0);
    expect(stage.receiving).toEqual([{ ok: false, reason: 'unauthorized' }]);
  });

  test('one break is everyday, two in a row are told, and so is the end of them', async () => {
    await open();
    stage.platform.fails({ kind: 'serverError', status: 502 }, { method: 'getUpdates', count: 2 });
    lan.starts();
    await stage.channel.start?.();
    await got(1);
    expect(stage.receiving).toEqual([{ ok: false, reason: 'server' }, { ok: true }]);
  });

  test('stopping ends an open poll at once, and starting again goes on', async () => {
    await open();
    lan.starts();
    await stage.channel.start?.();
    await got(1);
    await stage.channel.stop?.();
    lan.says('một');
    expect(texts()).toEqual(['/start']);
    await stage.channel.start?.();
    await got(2);
    expect(texts()).toEqual(['/start', 'một']);
  });
});

describe('whatever comes', () => {
  test('2,000 hostile updates stop nothing, and what is answered to them goes out', async () => {
    await open({ lean: true });
    stage.contacts.add('7');
    lan.starts();
    fc.sample(hostileUpdate, 2000).forEach((body, n) => {
      const numbered = JSON.stringify(body ?? {}).replace('"message_id":5', `"message_id":${1000 + n}`);
      stage.platform.updates.addRaw(Object(JSON.parse(numbered)));
    });
    lan.says('hết');
    await stage.channel.start?.();
    await stage.until(() => texts().includes('hết'));
    expect(stage.inbox.length).toBeGreaterThan(100);
    const odd = [...new Set(texts())].filter((text) => text.length < 1000).slice(0, 100);
    for (const text of odd) {
      const quoted = `**Đã ghi:** ${escapeMarkup(storable(text))}`;
      await stage.channel.send(stage.outbound(String(lan.id), { text: quoted }));
    }
    expect(stage.lines.filter((line) => line.level === 'error')).toEqual([]);
    lan.says('vẫn chạy');
    await stage.until(() => texts().includes('vẫn chạy'));
    await stage.channel.stop?.();
    // The platform knows nothing of presses that the samples made up.
    const { breaches } = stage.platform;
    breaches.splice(0, Infinity, ...breaches.filter((each) => !each.includes('query ID is invalid')));
  });
});

describe('presses', () => {
  const press = async (more: { twice?: boolean } = {}) => {
    lan.starts();
    const buttons = [[{ id: '12.0', label: 'Đã nhận', numbered: '' }]];
    await stage.channel.send(stage.outbound(String(lan.id), { buttons }));
    return lan.presses('Đã nhận', undefined, more);
  };
  const answered = (callback: string) =>
    expect.poll(() => stage.platform.ledger.calls.filter((call) => call.callback === callback).length);

  test('a press is stored, then answered', async () => {
    await open();
    const { id } = await press();
    await stage.channel.start?.();
    await got(2);
    expect(stage.inbox[1]).toMatchObject({ platformId: `cb:${id}`, button: '12.0', address: String(lan.id) });
    await answered(id).toBe(1);
  });

  test('one press under two update ids is one action', async () => {
    await open();
    const { id } = await press({ twice: true });
    await stage.channel.start?.();
    lan.says('sau đó');
    await stage.until(() => texts().includes('sau đó'));
    expect(stage.inbox.filter((each) => each.button).map((each) => each.platformId)).toEqual([`cb:${id}`]);
  });

  test('a forged press, and one of another chat, are answered and nothing else', async () => {
    await open();
    await press();
    const message = lan.newest();
    const mai = stage.platform.person({ name: 'Mai' });
    mai.starts();
    await stage.channel.send(stage.outbound(String(mai.id), {}));
    const forged = lan.pressesData('12.1:AAAAAAAAAAAAAAAA', message);
    const foreign = mai.pressesData(message.buttons[0]?.[0]?.data ?? '', mai.newest());
    await stage.channel.start?.();
    await answered(forged.id).toBe(1);
    await answered(foreign.id).toBe(1);
    expect(stage.inbox.filter((each) => each.button)).toHaveLength(1);
  });

  test('an answer that fails is nobody’s trouble', async () => {
    await open();
    stage.platform.fails({ kind: 'serverError', status: 500 }, { method: 'answerCallbackQuery' });
    await press();
    await stage.channel.start?.();
    lan.says('sau đó');
    await stage.until(() => texts().includes('sau đó'));
    await stage.channel.stop?.();
    expect(stage.platform.unanswered()).toEqual([]);
  });
});
