import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createApi } from '../../../src/channels/telegram/api.ts';
import type { BotProfile } from '../../../src/channels/channel.ts';
import type { TelegramPerson } from '../../harness/telegram/index.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let lan: TelegramPerson;
let john: TelegramPerson;
beforeEach(async () => {
  stage = await openStage();
  lan = stage.platform.person({ name: 'Lan', language: 'vi' });
  john = stage.platform.person({ name: 'John', language: 'en' });
  lan.starts();
});
afterEach(async () => {
  await stage.close();
  expect(stage.platform.breaches).toEqual([]);
});

const list = (...names: string[]) => names.map((command) => ({ command, description: `/${command}` }));
const profile = (): BotProfile => ({
  commands: [
    { scope: 'default', language: '', list: list('batdau', 'trogiup') },
    { scope: 'default', language: 'en', list: list('start', 'help') },
    { scope: { chat: String(lan.id) }, language: '', list: list('nhiemvu') },
  ],
  texts: [
    {
      language: '',
      name: 'Theo dõi Đề án 119',
      description: 'Theo dõi nhiệm vụ',
      shortDescription: 'Nhiệm vụ',
    },
    { language: 'en', description: 'Follows tasks', shortDescription: 'Tasks' },
  ],
  menu: 'commands',
});
const setters = () =>
  stage.platform.requests.map(({ method }) => method).filter((name) => /^(set|delete)/.test(name));

describe('what people see of the bot', () => {
  test('everything is set, by language and by chat', async () => {
    const { changed, failed } = await stage.channel.setProfile(profile());
    expect([changed.length, failed]).toEqual([8, []]);
    expect([lan.commands(), john.commands()]).toEqual([['nhiemvu'], ['start', 'help']]);
    expect(stage.platform.profile('vi')).toEqual({
      name: 'Theo dõi Đề án 119',
      description: 'Theo dõi nhiệm vụ',
      shortDescription: 'Nhiệm vụ',
    });
    expect(stage.platform.profile('en').description).toBe('Follows tasks');
  });

  test('a second time nothing is set, and later only what differs', async () => {
    await stage.channel.setProfile(profile());
    const before = setters().length;
    expect(await stage.channel.setProfile(profile())).toEqual({ changed: [], failed: [] });
    expect(setters()).toHaveLength(before);
    const next = profile();
    const changedList = { scope: { chat: String(lan.id) }, language: '', list: list('tinhhinh') } as const;
    await stage.channel.setProfile({ ...next, commands: [...next.commands.slice(0, 2), changedList] });
    expect(setters().slice(before)).toEqual(['setMyCommands']);
    expect(lan.commands()).toEqual(['tinhhinh']);
  });

  test('an empty list gives way to the wider one', async () => {
    await stage.channel.setProfile(profile());
    const none = { scope: { chat: String(lan.id) }, language: '', list: [] } as const;
    await stage.channel.setProfile({ ...profile(), commands: [none] });
    expect(lan.commands()).toEqual(['batdau', 'trogiup']);
  });

  test('a menu button that was changed by hand', async () => {
    await stage.channel.setProfile(profile());
    const api = createApi({ token: stage.platform.token, apiRoot: stage.platform.url });
    await api.call('setChatMenuButton', { menu_button: { type: 'default' } });
    expect((await stage.channel.setProfile(profile())).changed).toEqual(['menu']);
  });

  test('one refusal keeps back nothing else', async () => {
    stage.platform.fails({ kind: 'tooMany', retryAfter: 3600 }, { method: 'setMyName' });
    const { changed, failed } = await stage.channel.setProfile(profile());
    expect(failed.map(({ what }) => what)).toEqual(['name']);
    expect(changed).toHaveLength(7);
  });
});

describe('for doctor', () => {
  test('who the bot is, and what waits', async () => {
    lan.says('một');
    expect(await stage.channel.status()).toEqual({
      username: 'dondoc_bot',
      name: 'dondoc_bot',
      webhookUrl: '',
      pendingUpdates: 2,
    });
    expect(await stage.channel.username()).toBe('dondoc_bot');
  });

  test('a token that is no more', async () => {
    stage.platform.revokesToken();
    await expect(stage.channel.status()).rejects.toMatchObject({
      failure: { kind: 'channelDown', reason: 'unauthorized' },
    });
    await expect(stage.channel.username()).rejects.toMatchObject({ failure: { kind: 'channelDown' } });
  });
});
