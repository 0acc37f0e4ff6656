import { expect, test } from 'vitest';
import { desk, phone } from '../harness/browser.ts';
import type { Chat } from '../harness/chat-api.ts';
import { eventually, Stage } from '../harness/chat-visitor.ts';

/** The web chat over a bad line: nothing is lost, nothing is sent twice, what was missed is shown once. */

const SEND = 'POST /api/v1/chat/messages';
const LIST = 'GET /api/v1/chat/messages';
const STREAM = 'GET /api/v1/chat/stream';
const unavailable = { status: 503, title: 'Service Unavailable' };

const stage = new Stage();

/** A person whose chat begins with a greeting. */
const come = (device = desk, prepare: (chat: Chat) => void = () => {}): Promise<void> =>
  stage.come(device, (chat) => {
    chat.says('Kính chào đồng chí.');
    prepare(chat);
  });

test.each([
  ['a double click on send', () => stage.visitor.page.locator('#send').dblclick()],
  [
    'Enter pressed twice',
    async () => {
      await stage.visitor.field.press('Enter');
      await stage.visitor.field.press('Enter');
    },
  ],
  [
    'Enter and a click together',
    () => Promise.all([stage.visitor.field.press('Enter'), stage.visitor.page.locator('#send').click()]),
  ],
])('%s sends once', async (_name, act) => {
  await come();
  await stage.visitor.field.fill('12 xong');
  await act();
  await stage.shows('Kính chào đồng chí.', '12 xong');
  await stage.afterAllElse();
  expect(stage.texts()).toEqual(['12 xong', 'hết']);
});

test('a message is shown at once, and its state as it changes', async () => {
  await come();
  const release = stage.server.faults.holdRequest(SEND);
  await stage.visitor.send('đã nhận');
  await stage.shows('Kính chào đồng chí.', 'đã nhận');
  await stage.statesAre('đang gửi');
  expect(await stage.visitor.field.inputValue()).toBe('');
  release();
  await stage.statesAre('đã gửi');
});

test('a lost answer makes the page send again, and one message of it', async () => {
  await come();
  // Without the stream the page can't see that the message arrived after all.
  const noStream = stage.server.faults.refuseAll(STREAM, unavailable);
  for (const stream of stage.chat.streams) stream.destroy();
  stage.server.faults.loseAnswer(SEND);
  const noList = stage.server.faults.refuseAll(LIST, unavailable);
  await stage.visitor.send('60% đang rà soát');
  await expect.poll(() => stage.chat.attempts, eventually).toBeGreaterThan(1);
  noList();
  noStream();
  await stage.statesAre('đã gửi');
  expect(stage.texts()).toEqual(['60% đang rà soát']);
  await stage.shows('Kính chào đồng chí.', '60% đang rà soát');
});

test('an echo that overtakes a lost answer settles the message', async () => {
  await come();
  stage.server.faults.loseAnswer(SEND);
  await stage.visitor.send('đã nhận');
  await stage.statesAre('đã gửi');
  await stage.afterAllElse();
  expect(stage.texts()).toEqual(['đã nhận', 'hết']);
  await stage.shows('Kính chào đồng chí.', 'đã nhận', 'hết');
});

test('over a cut line all waits, and then arrives once and in order, both ways', async () => {
  await come(phone);
  stage.server.faults.cut();
  await stage.visitor.send('việc 12: 30%');
  await stage.visitor.send('việc 15: 80%');
  await stage.statesAre('chưa gửi được, sẽ tự gửi lại', 'chưa gửi được, sẽ tự gửi lại');
  await stage.bannerSays('Chưa kết nối được với máy chủ');
  for (const text of ['tin một', 'tin hai', 'tin ba']) stage.chat.says(text);
  stage.server.faults.mend();
  await stage.shows('Kính chào đồng chí.', 'tin một', 'tin hai', 'tin ba', 'việc 12: 30%', 'việc 15: 80%');
  await stage.statesAre('đã gửi', 'đã gửi');
  await stage.bannerSays('Đã kết nối lại. Có 3 tin mới.');
  await stage.listening();
  stage.chat.says('tin bốn');
  await stage.shows(
    'Kính chào đồng chí.',
    'tin một',
    'tin hai',
    'tin ba',
    'việc 12: 30%',
    'việc 15: 80%',
    'tin bốn',
  );
  expect(stage.texts()).toEqual(['việc 12: 30%', 'việc 15: 80%']);
});

test('what was edited or deleted meanwhile is so after reconnecting', async () => {
  let wrong = '';
  let recalled = '';
  await come(desk, (bot) => {
    wrong = bot.says('hạn 15/11').id;
    recalled = bot.says('gửi nhầm').id;
  });
  await stage.shows('Kính chào đồng chí.', 'hạn 15/11', 'gửi nhầm');
  stage.server.faults.cut();
  stage.chat.edits(wrong, 'hạn 15/12');
  stage.chat.deletes(recalled);
  stage.server.faults.mend();
  await stage.shows('Kính chào đồng chí.', 'hạn 15/12');
  expect(await stage.visitor.page.locator('.message .meta').nth(1).innerText()).toContain('đã sửa lúc');
});

test('a live edit changes the message in place, a live deletion removes it, a repeated event adds nothing', async () => {
  await come();
  const list = stage.chat.says('Còn 2 nhiệm vụ');
  const other = stage.chat.says('Tin khác');
  stage.chat.edits(list.id, 'Còn 1 nhiệm vụ');
  stage.chat.repeats(list.id);
  stage.chat.deletes(other.id);
  await stage.shows('Kính chào đồng chí.', 'Còn 1 nhiệm vụ');
});

test('an answer that is late does not undo what the stream has told since', async () => {
  let wrong = '';
  let recalled = '';
  await come(desk, (chat) => {
    wrong = chat.says('hạn 15/11').id;
    recalled = chat.says('gửi nhầm').id;
  });
  const release = stage.server.faults.holdAnswer(LIST);
  for (const stream of stage.chat.streams) stream.destroy();
  await expect.poll(() => stage.server.faults.unmet(), eventually).toEqual([]);
  await stage.listening();
  stage.chat.edits(wrong, 'hạn 15/12');
  stage.chat.deletes(recalled);
  await stage.shows('Kính chào đồng chí.', 'hạn 15/12');
  // The next question goes out once the late answer is taken in.
  const next = stage.server.faults.holdAnswer(LIST);
  release();
  await expect.poll(() => stage.server.faults.unmet(), eventually).toEqual([]);
  expect(await stage.visitor.shown()).toEqual(['Kính chào đồng chí.', 'hạn 15/12']);
  next();
});

test.each([1, 40])(
  'after more than a page was missed with %i messages known, there is no hole',
  async (known) => {
    await come(desk, (bot) => {
      for (let number = 1; number < known; number += 1) bot.says(`cũ ${number}`);
    });
    stage.server.faults.cut();
    const missed = Array.from({ length: 120 }, (_, number) => `tin ${number}`);
    for (const text of missed) stage.chat.says(text);
    stage.server.faults.mend();
    await expect.poll(async () => (await stage.visitor.shown()).slice(known), eventually).toEqual(missed);
  },
);

test('without a stream the page asks by itself', async () => {
  const allow = stage.server.faults.refuseAll(STREAM, unavailable);
  await stage.knock();
  await stage.visitor.page.getByText('Chưa có tin nhắn').waitFor();
  stage.chat.says('hỏi mới thấy');
  await stage.shows('hỏi mới thấy');
  expect(await stage.visitor.banner()).toBe('');
  allow();
});

test('a reload loses neither what was sent nor what was being written', async () => {
  await come();
  await stage.visitor.page.getByRole('button', { name: /^Trả lời tin/ }).click();
  const release = stage.server.faults.holdRequest(SEND);
  await stage.visitor.send('xin gia hạn 20/12');
  await stage.statesAre('đang gửi');
  await stage.visitor.page
    .locator('#files')
    .setInputFiles({ name: 'số liệu.txt', mimeType: 'text/plain', buffer: Buffer.from('1') });
  await stage.visitor.page.getByText('Đã tải lên').waitFor();
  await stage.visitor.field.fill('tin viết dở');
  await stage.visitor.page.reload();
  await stage.statesAre('đã gửi');
  release();
  expect(await stage.visitor.field.inputValue()).toBe('tin viết dở');
  await stage.visitor.page.locator('#send').click();
  await expect.poll(() => stage.chat.received.length, eventually).toBe(2);
  expect(stage.texts()).toEqual(['xin gia hạn 20/12', 'tin viết dở']);
  expect(stage.chat.received[0]?.replyTo).toBe(stage.chat.items[0]?.id);
  expect(stage.chat.received[1]?.files).toHaveLength(1);
  await stage.shows('Kính chào đồng chí.', 'xin gia hạn 20/12', 'tin viết dở');
});

test('a refused message says why, holds up nobody, and can be rewritten', async () => {
  await come();
  const detail = 'Tin có dấu độ mật. Đề nghị gửi theo đường công văn.';
  stage.server.faults.refuse(SEND, { status: 422, title: 'Unprocessable', detail });
  await stage.visitor.send('bản nháp');
  await stage.visitor.page.getByText(detail).waitFor();
  await stage.visitor.send('tin sau');
  await stage.statesAre('đã gửi', 'Không gửi được');
  expect(stage.texts()).toEqual(['tin sau']);
  await stage.visitor.page.reload();
  await stage.visitor.page.getByText(detail).waitFor();
  await stage.visitor.page.getByRole('button', { name: 'Sửa lại' }).click();
  expect(await stage.visitor.field.inputValue()).toBe('bản nháp');
  await stage.shows('Kính chào đồng chí.', 'tin sau');
});

test('the server’s wait is kept to the second', async () => {
  await come();
  stage.server.faults.refuse(SEND, {
    status: 429,
    title: 'Too Many Requests',
    headers: { 'retry-after': '2' },
  });
  const before = Date.now();
  await stage.visitor.send('đã nhận');
  await stage.visitor.page.getByRole('button', { name: 'Thử lại' }).click();
  await stage.statesAre('đã gửi');
  expect(Date.now() - before).toBeGreaterThanOrEqual(2000);
  expect(stage.chat.attempts).toBe(1);
});

test('when the session ends, what is unsent is kept and goes out after signing in', async () => {
  await come();
  stage.server.signOut(stage.chat);
  await stage.visitor.send('12 xong');
  await stage.bannerSays('Phiên đăng nhập đã kết thúc');
  await stage.statesAre('chờ đăng nhập lại để gửi');
  expect(await stage.visitor.page.getByRole('link', { name: 'Đăng nhập lại' }).getAttribute('href')).toBe(
    '/login',
  );
  stage.server.signIn(stage.chat);
  await stage.visitor.page.reload();
  await stage.statesAre('đã gửi');
  expect(stage.texts()).toEqual(['12 xong']);
});

test('on a shared browser nothing goes out in another person’s name', async () => {
  await come();
  const allow = stage.server.faults.refuseAll(SEND, unavailable);
  await stage.visitor.send('tin của đồng chí Cường');
  await stage.statesAre('chưa gửi được, sẽ tự gửi lại');
  const other = stage.server.person({ contactName: 'Bà Nguyễn Thị Hoa' });
  await stage.visitor.context.addCookies([{ name: 'session', value: other.session, url: stage.server.url }]);
  const tab = await stage.visitor.context.newPage();
  await tab.goto(`${stage.server.url}/chat`);
  await tab.getByText('Chưa có tin nhắn').waitFor();
  await stage.bannerSays('tài khoản khác');
  await stage.statesAre('chờ đăng nhập lại để gửi');
  allow();
  await tab.locator('#say').fill('tin của bà Hoa');
  await tab.locator('#send').click();
  await expect.poll(() => other.received.map(({ text }) => text), eventually).toEqual(['tin của bà Hoa']);
});

test('a session that became another person’s in this browser is no session of this page', async () => {
  await come();
  const other = stage.server.person();
  await stage.visitor.context.addCookies([{ name: 'session', value: other.session, url: stage.server.url }]);
  await stage.visitor.send('tin của đồng chí Cường');
  await stage.bannerSays('Phiên đăng nhập đã kết thúc');
  await stage.statesAre('chờ đăng nhập lại để gửi');
  expect(other.attempts).toBe(0);
});

test('a message from yesterday that was never sent asks before it goes', async () => {
  await come();
  const allow = stage.server.faults.refuseAll(SEND, unavailable);
  await stage.visitor.send('12 xong');
  await stage.statesAre('chưa gửi được, sẽ tự gửi lại');
  await stage.visitor.page.evaluate(() => {
    for (const [key, value] of Object.entries(localStorage)) {
      if (!key.includes('.out.')) continue;
      const yesterday = new Date(Date.now() - 26 * 3600_000).toISOString();
      localStorage.setItem(key, JSON.stringify({ ...JSON.parse(String(value)), at: yesterday }));
    }
  });
  await stage.visitor.page.reload();
  await stage.statesAre('Không gửi được');
  allow();
  await stage.afterAllElse();
  expect(stage.texts()).toEqual(['hết']);
  await stage.visitor.page.getByRole('button', { name: 'Thử lại' }).click();
  await expect.poll(() => stage.texts(), eventually).toEqual(['hết', '12 xong']);
});

test('a button pressed twice is one answer, also where the answer moves it away', async () => {
  await come(phone, (bot) => {
    bot.says('Nhiệm vụ #12', {
      buttons: [[{ id: '7.0', label: 'Đã nhận' }], [{ id: '7.1', label: 'Thu hồi' }]],
    });
  });
  stage.chat.answer = () => stage.chat.edits('92', 'Nhiệm vụ #12', [[{ id: '7.1', label: 'Thu hồi' }]]);
  const box = await stage.visitor.page.getByRole('button', { name: '1 Đã nhận' }).boundingBox();
  if (!box) throw new Error('the button is not shown');
  await stage.visitor.page.mouse.dblclick(box.x + 20, box.y + 20, { delay: 60 });
  await stage.shows('Kính chào đồng chí.', 'Nhiệm vụ #12', 'Đã nhận');
  await stage.visitor.page.mouse.click(box.x + 20, box.y + 20);
  await stage.afterAllElse();
  expect(stage.chat.received.map(({ button, text }) => button ?? text)).toEqual(['7.0', 'hết']);
});
