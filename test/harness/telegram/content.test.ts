import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, result, updates } from './calls.ts';
import { startTelegram, type FakeTelegram, type TelegramPerson } from './index.ts';
import { wrongValue } from './schema.ts';
import type { TgMessage } from './wire.ts';

let platform: FakeTelegram;
let an: TelegramPerson;

beforeAll(async () => {
  platform = await startTelegram();
  an = platform.person({ name: 'Nguyễn Văn An', language: 'vi' });
  an.starts();
});

afterAll(() => platform.close());

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
    const answered = await call(platform, 'sendMessage', { chat_id: an.id, text, parse_mode: 'HTML' });
    expect(answered.description).toContain(`Bad Request: can't parse entities: ${why}`);
    expect(platform.breaches.splice(0)).toHaveLength(1);
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

  test('a caption over 1,024 is a breach', async () => {
    const form = new FormData();
    form.append('chat_id', String(an.id));
    form.append('caption', 'x'.repeat(1025));
    form.append('document', new Blob(['x']), 'a.bin');
    expect(await post('sendDocument', form)).toMatchObject({ ok: false, error_code: 400 });
    expect(platform.breaches.splice(0)).toEqual(['sendDocument: Bad Request: message caption is too long']);
  });

  /** A document of so many megabytes, streamed as telegraf does it. */
  async function* document(megabytes: number) {
    const part = (name: string) => `--B\r\ncontent-disposition: form-data; name="${name}"`;
    yield Buffer.from(`${part('chat_id')}\r\n\r\n${an.id}\r\n${part('document')}; filename="a.bin"\r\n\r\n`);
    for (let each = 0; each < megabytes; each++) yield Buffer.alloc(1024 * 1024);
    yield Buffer.from('\r\n--B--\r\n');
  }

  test.each([
    [30, { ok: true }, []],
    [51, { error_code: 413 }, ['sendDocument: Request Entity Too Large']],
  ])('a file of %i MB', async (megabytes, answered, breaches) => {
    const response = await fetch(`${platform.url}/bot${platform.token}/sendDocument`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=B' },
      body: Readable.toWeb(Readable.from(document(megabytes))) as BodyInit,
      duplex: 'half',
    } as RequestInit);
    expect(await response.json()).toMatchObject(answered);
    expect(platform.breaches.splice(0)).toEqual(breaches);
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
    reply_markup: { inline_keyboard: [[{ text: 'Đã nhận', callback_data: 'a' }]] },
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
