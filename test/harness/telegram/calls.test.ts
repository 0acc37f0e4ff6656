import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, result, updates } from './calls.ts';
import { startTelegram, type FakeTelegram, type TelegramPerson } from './index.ts';
import { methods } from './methods.ts';
import { methodNames, wrongValue } from './schema.ts';
import type { Params, TgMessage } from './wire.ts';

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

describe('HTML', () => {
  test.each([
    ['<b>x', `Can't find end tag corresponding to start tag "b"`],
    ['x</b>', 'Unexpected end tag at byte offset 1'],
    ['<b><i>đ</b></i>', 'Unmatched end tag at byte offset 8, expected "</i>", found "</b>"'],
    ['đ<p>x</p>', 'Unsupported start tag "p" at byte offset 2'],
    ['1 < 2', 'Unclosed start tag at byte offset 2'],
    ['1 < 2 > 0', 'Unsupported start tag "" at byte offset 2'],
    ['1 <', 'Unclosed start tag at byte offset 2'],
    ['<a href="x', 'Unclosed start tag at byte offset 0'],
    ['<span>x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ['a & b', 'Unescaped "&" at byte offset 2'],
    ['a > b', 'Unescaped ">" at byte offset 2'],
    ['&nbsp;', 'Unknown entity "&nbsp;" at byte offset 0'],
    ['<b constructor>x</b>', 'Expected equal sign'],
    ['<constructor>x</constructor>', 'Unsupported start tag "constructor"'],
  ])('%s', async (text, why) => {
    const answered = await tried('sendMessage', { chat_id: an.id, text, parse_mode: 'HTML' });
    expect(answered.description).toContain(`Bad Request: can't parse entities: ${why}`);
    expect(answered.breaches).toHaveLength(1);
  });

  test('is read into text and entities in UTF-16 units', async () => {
    const text = '\n 😀<b>Nhiệm <i>vụ</i></b> &lt;12&gt; <a href="https://a.vn/?x=1&amp;y">xem</a> \n';
    const sent = await result<TgMessage>(platform, 'sendMessage', {
      chat_id: an.id,
      text,
      parse_mode: 'HTML',
    });
    expect(sent.text).toBe('😀Nhiệm vụ <12> xem');
    expect(sent.entities).toEqual([
      { type: 'bold', offset: 2, length: 8 },
      { type: 'italic', offset: 8, length: 2 },
      { type: 'text_link', offset: 16, length: 3, url: 'https://a.vn/?x=1&y' },
    ]);
    expect(an.newest()).toMatchObject({ text: sent.text, html: text });
  });
});

describe('forms and files', () => {
  const post = async <T = TgMessage>(method: string, body: FormData | URLSearchParams) =>
    (await (
      await fetch(`${platform.url}/bot${platform.token}/${method}`, { method: 'POST', body })
    ).json()) as {
      ok: boolean;
      result: T;
    };

  test('a form says numbers and objects as text', async () => {
    const body = new URLSearchParams({
      chat_id: String(an.id),
      text: 'x',
      disable_notification: 'true',
      reply_parameters: '{"message_id":1}',
    });
    expect(await post('sendMessage', body)).toMatchObject({
      ok: true,
      result: { reply_to_message: { message_id: 1 } },
    });
  });

  test('so does the address', async () => {
    const url = `${platform.url}/bot${platform.token}/sendMessage?chat_id=${an.id}&text=${encodeURIComponent('Chào')}`;
    expect(await (await fetch(url)).json()).toMatchObject({ ok: true, result: { text: 'Chào' } });
  });

  test('a document goes up, is seen, and comes down again', async () => {
    const bytes = Buffer.from('báo cáo');
    const form = new FormData();
    form.append('method', 'sendDocument');
    form.append('chat_id', String(an.id));
    form.append('caption', 'Báo cáo #12');
    form.append('document', new Blob([bytes]), 'Báo cáo quý.docx');
    const sent = await post('sendDocument', form);
    expect(sent.result.document).toMatchObject({ file_name: 'Báo cáo quý.docx', file_size: bytes.length });
    expect(an.newest()).toMatchObject({ text: 'Báo cáo #12', files: [{ name: 'Báo cáo quý.docx', bytes }] });

    const file_id = sent.result.document?.file_id;
    const { file_path } = await result<{ file_path: string }>(platform, 'getFile', { file_id });
    const down = await fetch(`${platform.url}/file/bot${platform.token}/${file_path}`);
    expect(Buffer.from(await down.arrayBuffer())).toEqual(bytes);
  });

  test('an album refers to its files', async () => {
    const form = new FormData();
    form.append('chat_id', String(an.id));
    form.append(
      'media',
      JSON.stringify([
        { type: 'photo', media: 'attach://a' },
        { type: 'photo', media: 'attach://b' },
      ]),
    );
    form.append('a', new Blob(['A']), 'a.jpg');
    form.append('b', new Blob(['B']), 'b.jpg');
    const { ok, result: sent } = await post<TgMessage[]>('sendMediaGroup', form);
    expect(ok).toBe(true);
    expect(sent.map((message) => message.photo?.length)).toEqual([2, 2]);
  });

  test('a caption over 1,024 and a file over 50 MB are breaches', async () => {
    const form = (size: number, caption: string) => {
      const made = new FormData();
      made.append('chat_id', String(an.id));
      made.append('caption', caption);
      made.append('document', new Blob([new Uint8Array(size)]), 'a.bin');
      return made;
    };
    expect(await post('sendDocument', form(1, 'x'.repeat(1025)))).toMatchObject({
      ok: false,
      error_code: 400,
    });
    expect(await post('sendDocument', form(50 * 1024 * 1024 + 1, ''))).toMatchObject({ error_code: 413 });
    expect(platform.breaches.splice(0)).toEqual([
      'sendDocument: Bad Request: message caption is too long',
      'sendDocument: Request Entity Too Large',
    ]);
  });
});

test('what the platform itself says keeps to the description', async () => {
  const binh = platform.person({ name: 'Bình', username: 'binh_stp' });
  const group = platform.group('Sở Tư pháp', [an, binh]);
  group.adds('bot');
  an.says('/tinhhinh@dondoc_bot', { in: group });
  binh.starts('MA123');
  binh.sendsPhoto(Buffer.from('x'), 'ảnh');
  binh.edits(binh.sendsDocument('a.pdf', Buffer.from('x')), 'sửa');
  const { message_id } = await result<TgMessage>(platform, 'sendMessage', {
    chat_id: binh.id,
    text: 'x',
    reply_markup: keyboard({ callback_data: 'a' }),
  });
  binh.presses('Đã nhận');
  binh.says('xong', { replyTo: { id: message_id, chat: binh.id } });
  binh.blocks();
  group.becomesSupergroup();
  group.promotes();
  group.kicks('bot');
  const all = await updates(platform);
  expect(all.length).toBeGreaterThan(12);
  expect(all.map((update) => wrongValue('Update', update)).filter(Boolean)).toEqual([]);
  await updates(platform, { offset: -1 });
  const press = all.find((update) => update.callback_query)?.callback_query;
  await result(platform, 'answerCallbackQuery', { callback_query_id: press?.id });
});
