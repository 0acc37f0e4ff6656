import { expect, test } from 'vitest';
import { desk, phone } from '../harness/browser.ts';
import { eventually, Stage } from '../harness/chat-visitor.ts';

/** Reading: what is older and newer than the screen, quotes, and texts that try to be more than texts. */

const stage = new Stage();
const numbered = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `tin số ${from + index}`);

test('older messages come above, and the reader stays at the same line', async () => {
  await stage.come(phone, (chat) => numbered(1, 120).forEach((text) => chat.says(text)));
  const { page } = stage.visitor;
  expect(await stage.visitor.shown()).toEqual(numbered(71, 120));
  // Some browsers hold the place by themselves, some do not: it is ours to hold.
  await page
    .getByRole('log')
    .evaluate((log: HTMLElement) => log.style.setProperty('overflow-anchor', 'none'));
  const line = page.getByText('tin số 75', { exact: true });
  await line.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  const before = (await line.boundingBox())?.y ?? 0;
  await page
    .getByRole('button', { name: 'Xem tin cũ hơn' })
    .evaluate((button: HTMLElement) => button.click());
  await stage.shows(...numbered(21, 120));
  expect(Math.abs(((await line.boundingBox())?.y ?? 0) - before)).toBeLessThan(2);
  await page.getByRole('log').evaluate((log) => log.scrollTo(0, 0));
  await stage.shows(...numbered(1, 120));
  expect(await page.getByRole('button', { name: 'Xem tin cũ hơn' }).isVisible()).toBe(false);
});

test('who reads above is told of new messages and led to them; who reads at the end follows', async () => {
  await stage.come(phone, (chat) => numbered(1, 40).forEach((text) => chat.says(text)));
  const { page } = stage.visitor;
  const inView = (text: string) => expect.poll(() => visible(text), eventually);
  const visible = (text: string) =>
    page.getByText(text, { exact: true }).evaluate((element) => {
      const log = document.getElementById('log')?.getBoundingClientRect();
      const box = element.getBoundingClientRect();
      return log !== undefined && box.top >= log.top && box.bottom <= log.bottom;
    });
  await inView('tin số 40').toBe(true);
  stage.chat.says('tin theo sau');
  await inView('tin theo sau').toBe(true);
  await page.getByText('tin số 5', { exact: true }).evaluate((element) => element.scrollIntoView());
  stage.chat.says('tin mới một');
  stage.chat.says('tin mới hai');
  await page.getByRole('button', { name: '2 tin mới' }).click();
  await inView('tin mới hai').toBe(true);
  expect(await page.locator('#latest').isVisible()).toBe(false);
});

test('a page in the background says how much is unread', async () => {
  await stage.come();
  const { page } = stage.visitor;
  await page.evaluate(() => Object.defineProperty(document, 'hidden', { value: true, configurable: true }));
  stage.chat.says('tin mới');
  await expect.poll(() => page.title(), eventually).toBe('(1) Trò chuyện · Theo dõi Đề án 119');
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: false, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  expect(await page.title()).toBe('Trò chuyện · Theo dõi Đề án 119');
});

test('an answer quotes what it answers and leads back to it', async () => {
  await stage.come(desk, (chat) => {
    const task = chat.says('**Nhiệm vụ #12**\nKính gửi đồng chí');
    numbered(1, 30).forEach((text) => chat.says(text));
    chat.said('60%', { replyTo: task.id });
  });
  const { page } = stage.visitor;
  await page.getByRole('button', { name: 'Nhiệm vụ #12', exact: true }).click();
  const target = page.locator('.message').first();
  expect(await target.evaluate((element) => element === document.activeElement)).toBe(true);
});

const attack = '<img src=x onerror="window.stung=1"><script>window.stung=1</script>';
const stung = (): Promise<unknown> =>
  stage.visitor.page.evaluate((): unknown => Reflect.get(window, 'stung'));

test('what people write stays text: messages, file names, labels, quotes, names', async () => {
  await stage.come(
    desk,
    (chat) => {
      const evil = chat.says(attack, {
        buttons: [
          [
            { id: '1.0', label: attack },
            { id: '1.1', label: 'liên kết', url: 'javascript:window.stung=1' },
          ],
        ],
        files: [stage.server.file(`${attack}.txt`, 'text/html', Buffer.from(attack))],
      });
      chat.said(attack, { replyTo: evil.id });
    },
    { contactName: attack, agency: attack, displayName: `</script>${attack}` },
  );
  const { page } = stage.visitor;
  await stage.visitor.send(attack);
  await stage.shows(attack, attack, attack);
  await page.getByRole('button', { name: `1 ${attack}` }).click();
  await page.getByRole('button', { name: /^Trả lời tin/ }).click();
  await page.locator('#files').setInputFiles({
    name: `${attack.replaceAll('/', '')}.png`,
    mimeType: 'image/png',
    buffer: Buffer.from(attack),
  });
  await expect.poll(() => stage.texts(), eventually).toContain(attack);
  expect(await page.locator('img[onerror], .message script, .composer script').count()).toBe(0);
  expect(await page.locator('a[href^="javascript:"]').count()).toBe(0);
  expect(await stung()).toBeUndefined();
});

test.each([
  ['a script', '<script>window.stung=1</script>chữ', 'chữ'],
  ['an event', '<b onclick="window.stung=1" style="color:red">chữ</b>', '<b>chữ</b>'],
  ['a picture', '<img src="https://example.com/x.png" onerror="window.stung=1">chữ', 'chữ'],
  ['a frame', '<iframe srcdoc="<script>parent.stung=1</script>"></iframe>chữ', 'chữ'],
  ['a drawing', '<svg onload="window.stung=1"><a href="javascript:stung=1">x</a></svg>chữ', 'chữ'],
  ['a script link', '<a href="java&#9;script:window.stung=1">chữ</a>', 'chữ'],
  ['a form', '<form action="https://example.com"><input name=a><button>chữ</button></form>', 'chữ'],
  [
    'a hidden tag',
    '<template><img src=x onerror=stung=1></template><style>*{display:none}</style>chữ',
    'chữ',
  ],
])('even from a faulty server, %s in the markup is inert', async (_name, raw, want) => {
  await stage.come(desk, (chat) => void chat.says('chữ', { raw }));
  expect(await stage.visitor.page.locator('.message .text').innerHTML()).toBe(`<p>${want}</p>`);
  expect(await stung()).toBeUndefined();
  // The policy refuses inline style already while the markup is read, before anything of it is shown.
  expect(stage.visitor.complaints.splice(0).filter((text) => !/inline style/.test(text))).toEqual([]);
});

test('traffic lights are drawn by the page, beside their word, and left out of quotes', async () => {
  await stage.come(desk, (chat) => void chat.says('🔴 Quá hạn · #12\n🟡 Sắp đến hạn · #15'));
  const { page } = stage.visitor;
  expect(await page.locator('.message .text').innerHTML()).toBe(
    '<p class="item"><span class="light red" aria-hidden="true"></span> Quá hạn · #12</p>' +
      '<p class="item"><span class="light yellow" aria-hidden="true"></span> Sắp đến hạn · #15</p>',
  );
  await page.getByRole('button', { name: /^Trả lời tin/ }).click();
  expect(await page.locator('#quoting p').innerText()).toBe('Quá hạn · #12');
});

test('the bot’s own markup is shown: bold, code, lines, lists and links that open elsewhere', async () => {
  await stage.come(
    desk,
    (chat) => void chat.says('**đậm** `12 xong`\n- mục\n[văn bản](https://example.com/119)'),
  );
  expect(await stage.visitor.page.locator('.message .text').innerHTML()).toBe(
    '<p><b>đậm</b> <code>12 xong</code></p><p class="item">• mục</p>' +
      '<p><a href="https://example.com/119" target="_blank" rel="noopener noreferrer">văn bản</a></p>',
  );
});
