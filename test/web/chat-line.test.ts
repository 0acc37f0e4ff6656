import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { desk, openBrowser, phone } from '../harness/browser.ts';
import { startChatServer, type Chat, type ChatServer } from '../harness/chat-api.ts';
import { visit, type Visitor } from '../harness/chat-visitor.ts';

/** The web chat over a bad line: nothing is lost, nothing is sent twice, what was missed is shown once. */

const SEND = 'POST /api/v1/chat/messages';
const LIST = 'GET /api/v1/chat/messages';
const unavailable = { status: 503, title: 'Service Unavailable' };
const STREAM = 'GET /api/v1/chat/stream';

let browser: Browser;
let server: ChatServer;
let chat: Chat;
let visitor: Visitor;

beforeAll(async () => {
  [browser, server] = await Promise.all([openBrowser(), startChatServer()]);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});
afterEach(async () => {
  expect(server.faults.unmet()).toEqual([]);
  expect(visitor.complaints).toEqual([]);
  await visitor.leave();
  server.faults.mend();
  server.faults.clear();
});

/** A person with a page that is fully loaded and listens. */
async function come(device = desk, prepare: (chat: Chat) => void = () => {}): Promise<void> {
  chat = server.person();
  chat.says('Kính chào đồng chí.');
  prepare(chat);
  visitor = await visit(browser, server, chat, device);
  await listening();
}

const eventually = { timeout: 15_000, interval: 20 };
const listening = (): Promise<void> => expect.poll(() => chat.streams.size, eventually).toBeGreaterThan(0);
const shows = (...texts: string[]): Promise<void> =>
  expect.poll(() => visitor.shown(), eventually).toEqual(texts);
const statesAre = (...states: string[]): Promise<void> =>
  expect.poll(() => visitor.states(), eventually).toEqual(states);
const bannerSays = (text: string): Promise<void> =>
  expect.poll(() => visitor.banner(), eventually).toContain(text);
const texts = (): (string | undefined)[] => chat.received.map(({ text }) => text);

/** A question asked and answered: all that could still be under way has arrived. */
async function afterAllElse(): Promise<void> {
  const count = chat.received.length;
  await visitor.send('hết');
  await expect.poll(() => chat.received.length, eventually).toBeGreaterThan(count);
  expect(texts().at(-1)).toBe('hết');
}

test.each([
  ['a double click on send', () => visitor.page.locator('#send').dblclick()],
  [
    'Enter pressed twice',
    async () => {
      await visitor.field.press('Enter');
      await visitor.field.press('Enter');
    },
  ],
  [
    'Enter and a click together',
    () => Promise.all([visitor.field.press('Enter'), visitor.page.locator('#send').click()]),
  ],
])('%s sends once', async (_name, act) => {
  await come();
  await visitor.field.fill('12 xong');
  await act();
  await shows('Kính chào đồng chí.', '12 xong');
  await afterAllElse();
  expect(texts()).toEqual(['12 xong', 'hết']);
});

test('a message is shown at once, and its state as it changes', async () => {
  await come();
  const release = server.faults.holdRequest(SEND);
  await visitor.send('đã nhận');
  await shows('Kính chào đồng chí.', 'đã nhận');
  await statesAre('đang gửi');
  expect(await visitor.field.inputValue()).toBe('');
  release();
  await statesAre('đã gửi');
});

test('a lost answer makes the page send again, and one message of it', async () => {
  await come();
  // Without the stream the page can't see that the message arrived after all.
  const noStream = server.faults.refuseAll(STREAM, unavailable);
  for (const stream of chat.streams) stream.destroy();
  server.faults.loseAnswer(SEND);
  const noList = server.faults.refuseAll(LIST, unavailable);
  await visitor.send('60% đang rà soát');
  await expect.poll(() => chat.attempts, eventually).toBeGreaterThan(1);
  noList();
  noStream();
  await statesAre('đã gửi');
  expect(texts()).toEqual(['60% đang rà soát']);
  await shows('Kính chào đồng chí.', '60% đang rà soát');
});

test('an echo that overtakes a lost answer settles the message', async () => {
  await come();
  server.faults.loseAnswer(SEND);
  await visitor.send('đã nhận');
  await statesAre('đã gửi');
  await afterAllElse();
  expect(texts()).toEqual(['đã nhận', 'hết']);
  await shows('Kính chào đồng chí.', 'đã nhận', 'hết');
});

test('over a cut line all waits, and then arrives once and in order, both ways', async () => {
  await come(phone);
  server.faults.cut();
  await visitor.send('việc 12: 30%');
  await visitor.send('việc 15: 80%');
  await statesAre('chưa gửi được, sẽ tự gửi lại', 'chưa gửi được, sẽ tự gửi lại');
  await bannerSays('Chưa kết nối được với máy chủ');
  for (const text of ['tin một', 'tin hai', 'tin ba']) chat.says(text);
  server.faults.mend();
  await shows('Kính chào đồng chí.', 'tin một', 'tin hai', 'tin ba', 'việc 12: 30%', 'việc 15: 80%');
  await statesAre('đã gửi', 'đã gửi');
  await bannerSays('Đã kết nối lại. Có 3 tin mới.');
  await listening();
  chat.says('tin bốn');
  await shows(
    'Kính chào đồng chí.',
    'tin một',
    'tin hai',
    'tin ba',
    'việc 12: 30%',
    'việc 15: 80%',
    'tin bốn',
  );
  expect(texts()).toEqual(['việc 12: 30%', 'việc 15: 80%']);
});

test('what was edited or deleted meanwhile is so after reconnecting', async () => {
  let wrong = '';
  let recalled = '';
  await come(desk, (bot) => {
    wrong = bot.says('hạn 15/11').id;
    recalled = bot.says('gửi nhầm').id;
  });
  await shows('Kính chào đồng chí.', 'hạn 15/11', 'gửi nhầm');
  server.faults.cut();
  chat.edits(wrong, 'hạn 15/12');
  chat.deletes(recalled);
  server.faults.mend();
  await shows('Kính chào đồng chí.', 'hạn 15/12');
  expect(await visitor.page.locator('.message .meta').nth(1).innerText()).toContain('đã sửa lúc');
});

test('a live edit changes the message in place, a live deletion removes it, a repeated event adds nothing', async () => {
  await come();
  const list = chat.says('Còn 2 nhiệm vụ');
  const other = chat.says('Tin khác');
  chat.edits(list.id, 'Còn 1 nhiệm vụ');
  chat.repeats(list.id);
  chat.deletes(other.id);
  await shows('Kính chào đồng chí.', 'Còn 1 nhiệm vụ');
});

test.each([1, 40])(
  'after more than a page was missed with %i messages known, there is no hole',
  async (known) => {
    await come(desk, (bot) => {
      for (let number = 1; number < known; number += 1) bot.says(`cũ ${number}`);
    });
    server.faults.cut();
    const missed = Array.from({ length: 120 }, (_, number) => `tin ${number}`);
    for (const text of missed) chat.says(text);
    server.faults.mend();
    await expect.poll(async () => (await visitor.shown()).slice(known), eventually).toEqual(missed);
  },
);

test('without a stream the page asks by itself', async () => {
  const allow = server.faults.refuseAll(STREAM, unavailable);
  chat = server.person();
  visitor = await visit(browser, server, chat, desk);
  await visitor.page.getByText('Chưa có tin nhắn').waitFor();
  chat.says('hỏi mới thấy');
  await shows('hỏi mới thấy');
  expect(await visitor.banner()).toBe('');
  allow();
});

test('a reload loses neither what was sent nor what was being written', async () => {
  await come();
  await visitor.page.getByRole('button', { name: /^Trả lời tin/ }).click();
  const release = server.faults.holdRequest(SEND);
  await visitor.send('xin gia hạn 20/12');
  await statesAre('đang gửi');
  await visitor.page
    .locator('#files')
    .setInputFiles({ name: 'số liệu.txt', mimeType: 'text/plain', buffer: Buffer.from('1') });
  await visitor.page.getByText('Đã tải lên').waitFor();
  await visitor.field.fill('tin viết dở');
  await visitor.page.reload();
  await statesAre('đã gửi');
  release();
  expect(await visitor.field.inputValue()).toBe('tin viết dở');
  await visitor.page.locator('#send').click();
  await expect.poll(() => chat.received.length, eventually).toBe(2);
  expect(texts()).toEqual(['xin gia hạn 20/12', 'tin viết dở']);
  expect(chat.received[0]?.replyTo).toBe(chat.items[0]?.id);
  expect(chat.received[1]?.files).toHaveLength(1);
  await shows('Kính chào đồng chí.', 'xin gia hạn 20/12', 'tin viết dở');
});

test('a refused message says why, holds up nobody, and can be rewritten', async () => {
  await come();
  const detail = 'Tin có dấu độ mật. Đề nghị gửi theo đường công văn.';
  server.faults.refuse(SEND, { status: 422, title: 'Unprocessable', detail });
  await visitor.send('bản nháp');
  await visitor.page.getByText(detail).waitFor();
  await visitor.send('tin sau');
  await statesAre('đã gửi', 'Không gửi được');
  expect(texts()).toEqual(['tin sau']);
  await visitor.page.reload();
  await visitor.page.getByText(detail).waitFor();
  await visitor.page.getByRole('button', { name: 'Sửa lại' }).click();
  expect(await visitor.field.inputValue()).toBe('bản nháp');
  await shows('Kính chào đồng chí.', 'tin sau');
});

test('the server’s wait is kept to the second', async () => {
  await come();
  server.faults.refuse(SEND, { status: 429, title: 'Too Many Requests', headers: { 'retry-after': '2' } });
  const before = Date.now();
  await visitor.send('đã nhận');
  await visitor.page.getByRole('button', { name: 'Thử lại' }).click();
  await statesAre('đã gửi');
  expect(Date.now() - before).toBeGreaterThanOrEqual(2000);
  expect(chat.attempts).toBe(1);
});

test('when the session ends, what is unsent is kept and goes out after signing in', async () => {
  await come();
  server.signOut(chat);
  await visitor.send('12 xong');
  await bannerSays('Phiên đăng nhập đã kết thúc');
  await statesAre('chờ đăng nhập lại để gửi');
  expect(await visitor.page.getByRole('link', { name: 'Đăng nhập lại' }).getAttribute('href')).toBe('/login');
  server.signIn(chat);
  await visitor.page.reload();
  await statesAre('đã gửi');
  expect(texts()).toEqual(['12 xong']);
});

test('on a shared browser nothing goes out in another person’s name', async () => {
  await come();
  const allow = server.faults.refuseAll(SEND, unavailable);
  await visitor.send('tin của đồng chí Cường');
  await statesAre('chưa gửi được, sẽ tự gửi lại');
  const other = server.person({ contactName: 'Bà Nguyễn Thị Hoa' });
  await visitor.context.addCookies([{ name: 'session', value: other.session, url: server.url }]);
  const tab = await visitor.context.newPage();
  await tab.goto(`${server.url}/chat`);
  await tab.getByText('Chưa có tin nhắn').waitFor();
  await bannerSays('tài khoản khác');
  await statesAre('chờ đăng nhập lại để gửi');
  allow();
  await tab.locator('#say').fill('tin của bà Hoa');
  await tab.locator('#send').click();
  await expect.poll(() => other.received.map(({ text }) => text), eventually).toEqual(['tin của bà Hoa']);
});

test('a message from yesterday that was never sent asks before it goes', async () => {
  await come();
  const allow = server.faults.refuseAll(SEND, unavailable);
  await visitor.send('12 xong');
  await statesAre('chưa gửi được, sẽ tự gửi lại');
  await visitor.page.evaluate(() => {
    for (const [key, value] of Object.entries(localStorage)) {
      if (!key.includes('.out.')) continue;
      const yesterday = new Date(Date.now() - 26 * 3600_000).toISOString();
      localStorage.setItem(key, JSON.stringify({ ...JSON.parse(String(value)), at: yesterday }));
    }
  });
  await visitor.page.reload();
  await statesAre('Không gửi được');
  allow();
  await afterAllElse();
  expect(texts()).toEqual(['hết']);
  await visitor.page.getByRole('button', { name: 'Thử lại' }).click();
  await expect.poll(texts, eventually).toEqual(['hết', '12 xong']);
});

test('a button pressed twice is one answer, also where the answer moves it away', async () => {
  await come(phone, (bot) => {
    bot.says('Nhiệm vụ #12', {
      buttons: [[{ id: '7.0', label: 'Đã nhận' }], [{ id: '7.1', label: 'Thu hồi' }]],
    });
  });
  chat.answer = () => chat.edits('92', 'Nhiệm vụ #12', [[{ id: '7.1', label: 'Thu hồi' }]]);
  const box = await visitor.page.getByRole('button', { name: '1 Đã nhận' }).boundingBox();
  if (!box) throw new Error('the button is not shown');
  await visitor.page.mouse.dblclick(box.x + 20, box.y + 20, { delay: 60 });
  await shows('Kính chào đồng chí.', 'Nhiệm vụ #12', 'Đã nhận');
  await visitor.page.mouse.click(box.x + 20, box.y + 20);
  await afterAllElse();
  expect(chat.received.map(({ button, text }) => button ?? text)).toEqual(['7.0', 'hết']);
});
