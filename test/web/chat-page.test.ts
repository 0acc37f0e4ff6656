import { expect, test } from 'vitest';
import { desk, phone } from '../harness/browser.ts';
import { FILE_LIMIT } from '../harness/chat-api.ts';
import { eventually, Stage } from '../harness/chat-visitor.ts';
import { conversation } from '../harness/chat-conversation.ts';

/** Using the web chat: keyboard, screen reader, writing, files, reading on and back. */

const FILES = 'POST /api/v1/chat/files';
const unavailable = { status: 503, title: 'Service Unavailable' };
const textFile = (name: string, text = '1') => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

const stage = new Stage();

/** The name of the control that has the focus. */
const focused = (): Promise<string> =>
  stage.visitor.page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent?.trim().replace(/\s+/g, ' ') ?? '';
  });

test('with the keyboard alone: to a button, an answer, the field, and sent', async () => {
  const options = [
    { id: '7.0', label: 'Đã nhận' },
    { id: '7.1', label: 'Có vướng mắc' },
  ];
  await stage.come(desk, (chat) => void chat.says('Nhiệm vụ #12', { buttons: [options] }));
  const { keyboard } = stage.visitor.page;
  expect(await focused()).toBe('Soạn tin');
  for (const name of [
    'Đính kèm tệp hoặc ảnh',
    'Trả lời tin lúc',
    '2Có vướng mắc',
    '1Đã nhận',
    'Tin nhắn',
    'Đăng xuất',
  ]) {
    await keyboard.press('Shift+Tab');
    expect(await focused()).toContain(name);
  }
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await expect.poll(() => stage.chat.received.map(({ button }) => button), eventually).toEqual(['7.0']);
  expect(await focused()).toBe('1Đã nhận');
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  expect(await focused()).toBe('Soạn tin');
  await keyboard.type('chờ số liệu');
  await keyboard.press('Shift+Enter');
  await keyboard.type('đến 20/12');
  await keyboard.press('Enter');
  await expect
    .poll(() => stage.chat.received.at(-1), eventually)
    .toMatchObject({ text: 'chờ số liệu\nđến 20/12', replyTo: '91' });
});

test('the first stop leads past everything to the field', async () => {
  // On a phone the field does not take the focus by itself: it would open the keyboard.
  await stage.come(phone, (chat) => conversation(stage.server, chat));
  const { page } = stage.visitor;
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Đến ô soạn tin');
  await page.keyboard.press('Enter');
  expect(await focused()).toBe('Soạn tin');
});

test('the menu closes with Escape and gives the focus back; a double click on an action says it once', async () => {
  await stage.come(phone);
  const { page } = stage.visitor;
  const button = page.getByRole('button', { name: 'Thao tác' });
  await button.click();
  await page.keyboard.press('Escape');
  expect(await page.locator('#menu').isVisible()).toBe(false);
  expect(await focused()).toBe('Thao tác');
  await button.click();
  await page.getByRole('button', { name: 'Nhiệm vụ của cơ quan' }).dblclick();
  await stage.shows('/nhiemvu');
  await stage.afterAllElse();
  expect(stage.texts()).toEqual(['/nhiemvu', 'hết']);
});

test('signing out with something unsent asks first, and leaves nothing behind', async () => {
  await stage.come();
  const { page } = stage.visitor;
  stage.server.faults.refuseAll('POST /api/v1/chat/messages', unavailable);
  await stage.visitor.send('12 xong');
  await stage.visitor.field.fill('viết dở');
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await page.getByText('Còn 1 tin chưa gửi').waitFor();
  const kept = () =>
    page.evaluate(() => Object.keys(localStorage).filter((key) => /\.(out|draft)/.test(key)).length);
  expect(await kept()).toBe(2);
  await Promise.all([page.waitForURL('**/logout'), page.getByRole('button', { name: 'Đăng xuất' }).click()]);
  expect(await kept()).toBe(0);
});

test('an edit under the finger keeps the focus where it was', async () => {
  await stage.come(
    desk,
    (chat) => void chat.says('Trang 1', { buttons: [[{ id: '7.0', label: 'Trang sau' }]] }),
  );
  await stage.visitor.page.getByRole('button', { name: '1 Trang sau' }).focus();
  stage.chat.edits('91', 'Trang 2', [[{ id: '7.0', label: 'Trang cuối' }]]);
  await stage.shows('Trang 2');
  expect(await focused()).toBe('1Trang cuối');
});

test('a screen reader hears what comes in, not the history and not one’s own words', async () => {
  await stage.come(desk, (chat) => conversation(stage.server, chat));
  const { page } = stage.visitor;
  const log = page.getByRole('log', { name: 'Tin nhắn' });
  await expect.poll(() => log.getAttribute('aria-live'), eventually).toBe('polite');
  await stage.visitor.send('đã nhận');
  const kinds = await page
    .locator('.message')
    .evaluateAll((all) =>
      all.map((each) => [each.classList.contains('mine'), each.getAttribute('aria-live')]),
    );
  expect(kinds).toContainEqual([true, 'off']);
  expect(kinds).toContainEqual([false, null]);
  expect(kinds.every(([mine, live]) => live === (mine ? 'off' : null))).toBe(true);
  expect(await page.getByRole('article', { name: /^Theo dõi Đề án 119, lúc \d\d:\d\d$/ }).count()).toBe(4);
});

test('days stand between messages with their weekday, in the office’s time zone', async () => {
  const at = (instant: string) => ({ at: new Date(instant) });
  await stage.come({ ...desk, timezoneId: 'America/New_York' }, (chat) => {
    chat.says('cuối ngày', at('2026-06-11T16:59:00Z'));
    chat.says('đầu ngày', at('2026-06-11T17:00:00Z'));
    chat.says('cùng ngày', at('2026-06-12T02:41:00Z'));
    chat.says('chủ nhật', at('2026-06-14T02:41:00Z'));
  });
  const lines = await stage.visitor.page
    .locator('.day, .message time')
    .evaluateAll((all) => all.map((each) => each.textContent));
  const days = [
    'Thứ Năm 11/06/2026',
    '23:59',
    'Thứ Sáu 12/06/2026',
    '00:00',
    '09:41',
    'Chủ nhật 14/06/2026',
    '09:41',
  ];
  expect(lines).toEqual(days);
});

test('Enter that ends a Vietnamese composition does not send', async () => {
  await stage.come();
  const { field } = stage.visitor;
  await field.fill('đã nhận');
  await field.evaluate((element) => {
    const enter = { key: 'Enter', isComposing: true, bubbles: true, cancelable: true };
    element.dispatchEvent(new KeyboardEvent('keydown', enter));
  });
  expect(await field.inputValue()).toBe('đã nhận');
  await field.press('Enter');
  await expect.poll(() => stage.texts(), eventually).toEqual(['đã nhận']);
});

test('on a phone Enter makes a new line, and the field grows and shrinks', async () => {
  await stage.come(phone);
  const { field, page } = stage.visitor;
  const height = async () => (await field.boundingBox())?.height ?? 0;
  const before = await height();
  await field.pressSequentially('dòng một');
  await field.press('Enter');
  await field.pressSequentially('dòng hai');
  expect(await height()).toBeGreaterThan(before);
  await page.locator('#send').click();
  await expect.poll(() => stage.texts(), eventually).toEqual(['dòng một\ndòng hai']);
  expect(await height()).toBe(before);
});

test('a text that is too long is kept and explained', async () => {
  await stage.come();
  await stage.visitor.send('dài '.repeat(1001));
  await stage.noticeSays('tối đa 4000');
  expect((await stage.visitor.field.inputValue()).length).toBe(4004);
  await stage.visitor.send('ngắn');
  await expect.poll(() => stage.texts(), eventually).toEqual(['ngắn']);
});

test('files: several, one tried again, then sent with the text', async () => {
  await stage.come();
  const { page } = stage.visitor;
  stage.server.faults.refuse(FILES, unavailable);
  await page.locator('#files').setInputFiles(textFile('một.txt'));
  await page.getByRole('button', { name: 'Thử lại tệp một.txt' }).waitFor();
  await page.locator('#files').setInputFiles([textFile('hai.txt'), textFile('ba.txt')]);
  await page.getByRole('button', { name: 'Bỏ tệp ba.txt' }).click();
  await page.getByRole('button', { name: 'Thử lại tệp một.txt' }).click();
  await expect.poll(() => page.getByText('Đã tải lên').count(), eventually).toBe(2);
  await stage.visitor.send('gửi kèm');
  await expect.poll(() => stage.chat.received.length, eventually).toBe(1);
  expect(stage.chat.items[0]?.files.map(({ name }) => name)).toEqual(['một.txt', 'hai.txt']);
  expect(await page.locator('.files .name').allInnerTexts()).toEqual(['một.txt', 'hai.txt']);
  expect(await page.locator('#attachments').isVisible()).toBe(false);
});

test('sending during an upload waits for it, unless the text is changed again', async () => {
  await stage.come();
  const { page, field } = stage.visitor;
  const first = stage.server.faults.holdAnswer(FILES);
  await page.locator('#files').setInputFiles(textFile('a.txt'));
  await stage.visitor.send('gửi kèm');
  await stage.noticeSays('ngay khi tải xong');
  await field.pressSequentially(' phụ lục');
  first();
  await page.getByText('Đã tải lên').waitFor();
  expect(stage.texts()).toEqual([]);
  const second = stage.server.faults.holdAnswer(FILES);
  await page.locator('#files').setInputFiles(textFile('b.txt'));
  await page.locator('#send').click();
  await stage.noticeSays('ngay khi tải xong');
  second();
  await expect.poll(() => stage.chat.received.at(0)?.files?.length, eventually).toBe(2);
  expect(stage.texts()).toEqual(['gửi kèm phụ lục']);
});

test.each([
  ['too large', [textFile('phim.mp4', 'x'.repeat(FILE_LIMIT + 1))], 'tối đa 1 MB', 0],
  ['empty', [textFile('trống.txt', '')], 'không có nội dung', 0],
  ['too many', ['1', '2', '3', '4'].map((name) => textFile(name)), 'tối đa 3 tệp', 3],
])('files %s are told kindly', async (_name, files, told, taken) => {
  await stage.come();
  await stage.visitor.page.locator('#files').setInputFiles(files);
  await stage.noticeSays(told);
  expect(await stage.visitor.page.locator('#attachments li').count()).toBe(taken);
});

test('a file that the server refuses is taken away with its reason', async () => {
  await stage.come();
  const detail = 'Tên tệp có dấu độ mật nên không được lưu.';
  stage.server.faults.refuse(FILES, { status: 422, title: 'No', detail });
  await stage.visitor.page.locator('#files').setInputFiles(textFile('TOI_MAT.doc'));
  await stage.noticeSays(detail);
  expect(await stage.visitor.page.locator('#attachments li').count()).toBe(0);
});

test.each(['paste', 'drop'] as const)('files by %s', async (way) => {
  await stage.come();
  const { page } = stage.visitor;
  await page.evaluate((kind) => {
    const data = new DataTransfer();
    data.items.add(new File(['1'], 'ảnh chụp.txt', { type: 'text/plain' }));
    const options = { bubbles: true, cancelable: true };
    const event =
      kind === 'paste'
        ? new ClipboardEvent('paste', { clipboardData: data, ...options })
        : new DragEvent('drop', { dataTransfer: data, ...options });
    document.getElementById('say')?.dispatchEvent(event);
  }, way);
  await page.getByText('Đã tải lên').waitFor();
  await page.locator('#send').click();
  await expect.poll(() => stage.chat.received.at(0)?.files?.length, eventually).toBe(1);
});
