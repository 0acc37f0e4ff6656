import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call } from './calls.ts';
import { startTelegram, type FakeTelegram, type TelegramPerson } from './index.ts';
import { methods } from './methods.ts';
import { methodNames } from './schema.ts';
import type { Params } from './wire.ts';

let platform: FakeTelegram;
let an: TelegramPerson;

beforeAll(async () => {
  platform = await startTelegram();
  an = platform.person({ name: 'Nguyễn Văn An', language: 'vi' });
  an.starts();
});

afterAll(() => platform.close());

/** What a call recorded as breaches. */
async function tried(method: string, params: Params) {
  const before = platform.breaches.length;
  const answered = await call(platform, method, params);
  return { ...answered, breaches: platform.breaches.splice(before) };
}

const keyboard = (button: object) => ({ inline_keyboard: [[{ text: 'Đã nhận', ...button }]] });
const commands = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ command: `lenh${index}`, description: 'Một lệnh' }));

/** `chat_id` of somebody who has started the bot is added to each call that sends. */
const withChat = (method: string, params: Params): Params =>
  /^(send|edit|delete[M]essage|setMessage)/.test(method) && !('chat_id' in params)
    ? { chat_id: an.id, ...params }
    : params;

describe('good calls pass', () => {
  test.each<[string, string, Params]>([
    ['plain text', 'sendMessage', { text: 'Nhiệm vụ #12' }],
    ['a chat id as digits', 'sendMessage', { chat_id: 'AN', text: 'x' }],
    [
      'all tags',
      'sendMessage',
      {
        parse_mode: 'HTML',
        text: '<b>a</b><STRONG>b</STRONG><i>c</i><em>d</em><u>e</u><ins>f</ins><s>g</s><strike>h</strike><del>i</del><code>k</code><pre><code class="language-ts">l</code></pre><tg-spoiler>m</tg-spoiler><span class="tg-spoiler">n</span><blockquote expandable>o</blockquote><a href="https://a.vn/?a=1&amp;b=2">p</a><tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
      },
    ],
    [
      'entities by name and number',
      'sendMessage',
      { parse_mode: 'HTML', text: '&lt;&gt;&amp;&quot;&#39;&#x1F600;' },
    ],
    ['signs of HTML where nothing is parsed', 'sendMessage', { text: '<b & >' }],
    ['4,096 units after parsing', 'sendMessage', { parse_mode: 'HTML', text: `<b>${'đ'.repeat(4096)}</b>` }],
    [
      'a callback button of 64 bytes',
      'sendMessage',
      { text: 'x', reply_markup: keyboard({ callback_data: 'đ'.repeat(32) }) },
    ],
    [
      'a link button',
      'sendMessage',
      { text: 'x', reply_markup: keyboard({ url: 'https://dondoc.example.vn/t/12' }) },
    ],
    [
      'a reply keyboard',
      'sendMessage',
      { text: 'x', reply_markup: { keyboard: [[{ text: 'Việc của tôi' }]], resize_keyboard: true } },
    ],
    [
      'options',
      'sendMessage',
      { text: 'x', link_preview_options: { is_disabled: true }, reply_parameters: { message_id: 1 } },
    ],
    [
      'a reply to what is gone, where that is allowed',
      'sendMessage',
      { text: 'x', reply_parameters: { message_id: 99999, allow_sending_without_reply: true } },
    ],
    ['typing', 'sendChatAction', { action: 'typing' }],
    ['a reaction', 'setMessageReaction', { message_id: 1, reaction: [{ type: 'emoji', emoji: '👍' }] }],
    [
      '100 commands',
      'setMyCommands',
      { commands: commands(100), language_code: 'vi', scope: { type: 'all_private_chats' } },
    ],
    ['a long description', 'setMyDescription', { description: 'đ'.repeat(512) }],
    ['a menu button', 'setChatMenuButton', { menu_button: { type: 'commands' } }],
    ['getMe', 'getMe', {}],
  ])('%s', async (_, method, params) => {
    const named = params.chat_id === 'AN' ? { ...params, chat_id: String(an.id) } : params;
    expect(await tried(method, withChat(method, named))).toMatchObject({ ok: true, breaches: [] });
  });

  test('every method of the description is carried out, and none beyond', () => {
    expect(Object.keys(methods).sort()).toEqual([...methodNames].sort());
  });
});

describe('bad calls are refused as the platform does, and recorded', () => {
  test.each<[string, string, Params, string]>([
    [
      'unknown field',
      'sendMessage',
      { text: 'x', disable_web_page_preview: true },
      'disable_web_page_preview: unknown field',
    ],
    [
      'unknown nested field',
      'sendMessage',
      { text: 'x', link_preview_options: { off: true } },
      'link_preview_options.off: unknown field',
    ],
    ['wrong type', 'sendMessage', { text: 12 }, 'text: String expected, got number'],
    ['a number as text', 'editMessageText', { message_id: '12', text: 'x' }, 'message_id: Integer expected'],
    ['null', 'sendMessage', { text: 'x', parse_mode: null }, 'parse_mode: String expected, got null'],
    [
      'wrong nested type',
      'sendMessage',
      { text: 'x', reply_parameters: { message_id: 'a' } },
      'reply_parameters.message_id: Integer',
    ],
    [
      'an object as JSON text inside JSON',
      'sendMessage',
      { text: 'x', reply_markup: '{"inline_keyboard":[]}' },
      'reply_markup',
    ],
    ['missing field', 'sendMessage', {}, 'text: required'],
    [
      'missing field deep inside',
      'sendMessage',
      { text: 'x', reply_markup: { inline_keyboard: [[{ url: 'https://a.vn' }]] } },
      'inline_keyboard[0][0].text: required',
    ],
    [
      'rows that are no rows',
      'sendMessage',
      { text: 'x', reply_markup: { inline_keyboard: [{ text: 'a' }] } },
      'inline_keyboard[0]: Array expected',
    ],
    ['unknown scope', 'setMyCommands', { commands: [], scope: { type: 'everyone' } }, 'scope'],
    ['empty text', 'sendMessage', { text: '' }, 'message text is empty'],
    [
      'text of spaces and tags',
      'sendMessage',
      { text: '<b> \n</b>', parse_mode: 'HTML' },
      'message text is empty',
    ],
    ['4,097 units', 'sendMessage', { text: 'đ'.repeat(4097) }, 'message is too long'],
    ['2,049 emoji', 'sendMessage', { text: '😀'.repeat(2049) }, 'message is too long'],
    ['other markup', 'sendMessage', { text: '*x*', parse_mode: 'MarkdownV2' }, 'unsupported parse_mode'],
    ['no action', 'sendMessage', { text: 'x', reply_markup: keyboard({}) }, 'Text buttons are unallowed'],
    [
      'two actions',
      'sendMessage',
      { text: 'x', reply_markup: keyboard({ url: 'https://a.vn', callback_data: 'a' }) },
      'exactly one action',
    ],
    [
      '65 bytes',
      'sendMessage',
      { text: 'x', reply_markup: keyboard({ callback_data: `${'đ'.repeat(32)}a` }) },
      'BUTTON_DATA_INVALID',
    ],
    [
      'no bytes',
      'sendMessage',
      { text: 'x', reply_markup: keyboard({ callback_data: '' }) },
      'BUTTON_DATA_INVALID',
    ],
    [
      'a link to this machine',
      'sendMessage',
      { text: 'x', reply_markup: keyboard({ url: 'http://localhost:3000/' }) },
      'Wrong HTTP URL',
    ],
    [
      'a command in capitals',
      'setMyCommands',
      { commands: [{ command: 'TinhHinh', description: 'x' }] },
      'BOT_COMMAND_INVALID',
    ],
    [
      'a command of 33',
      'setMyCommands',
      { commands: [{ command: 'a'.repeat(33), description: 'x' }] },
      'BOT_COMMAND_INVALID',
    ],
    [
      'a description of 257',
      'setMyCommands',
      { commands: [{ command: 'a', description: 'x'.repeat(257) }] },
      'DESCRIPTION_INVALID',
    ],
    ['101 commands', 'setMyCommands', { commands: commands(101) }, 'TOO_MUCH'],
    ['a language of three letters', 'setMyCommands', { commands: [], language_code: 'vie' }, 'language code'],
    ['a name of 65', 'setMyName', { name: 'x'.repeat(65) }, 'name is too long'],
    [
      'a short description of 121',
      'setMyShortDescription',
      { short_description: 'x'.repeat(121) },
      'is too long',
    ],
    ['a description of 513', 'setMyDescription', { description: 'x'.repeat(513) }, 'is too long'],
    [
      'an unknown reaction',
      'setMessageReaction',
      { message_id: 1, reaction: [{ type: 'emoji', emoji: '✅' }] },
      'REACTION_INVALID',
    ],
    ['an unknown action', 'sendChatAction', { action: 'thinking' }, 'wrong parameter action'],
    ['a press that never was', 'answerCallbackQuery', { callback_query_id: '1' }, 'query is too old'],
    ['an unknown file', 'getFile', { file_id: 'x' }, 'invalid file_id'],
    ['plain http', 'setWebhook', { url: 'http://dondoc.vn/webhooks/telegram' }, 'HTTPS'],
    [
      'a secret with a space',
      'setWebhook',
      { url: 'https://dondoc.vn/', secret_token: 'a b' },
      'secret token',
    ],
    ['one file alone as an album', 'sendMediaGroup', { media: [{ type: 'photo', media: 'x' }] }, '2-10'],
  ])('%s', async (_, method, params, why) => {
    const answered = await tried(method, withChat(method, params));
    expect(answered).toMatchObject({ ok: false, error_code: 400 });
    expect(answered.description).toMatch(/^Bad Request: /);
    expect(answered.description).toContain(why);
    expect(answered.breaches).toEqual([`${method}: ${answered.description}`]);
  });

  test('an unknown method is 404', async () => {
    expect(await tried('sendTelegram', {})).toMatchObject({
      error_code: 404,
      breaches: ['sendTelegram: unknown method'],
    });
  });

  test('a wrong token is 401, and no breach', async () => {
    const answered = await fetch(`${platform.url}/bot${platform.botId}:wrong/getMe`);
    expect(answered.status).toBe(401);
    expect(await answered.json()).toEqual({ ok: false, error_code: 401, description: 'Unauthorized' });
  });
});
