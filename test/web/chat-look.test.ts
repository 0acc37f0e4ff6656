import { expect, test } from 'vitest';
import { axeFaults, desk, phone, picture, tooWide, smallTargets } from '../harness/browser.ts';
import { Stage } from '../harness/chat-visitor.ts';
import { chart, conversation } from '../harness/chat-conversation.ts';

/** How the web chat looks, state by state: clean for axe, nothing too small for a thumb, nothing sideways. */

const SEND = 'POST /api/v1/chat/messages';
const FILES = 'POST /api/v1/chat/files';
const unavailable = { status: 503, title: 'Service Unavailable' };

const stage = new Stage();

async function inspect(name: string): Promise<void> {
  const { page } = stage.visitor;
  await picture(page, name);
  expect(await axeFaults(page)).toEqual([]);
  expect(await smallTargets(page)).toEqual([]);
  expect(await tooWide(page)).toEqual([]);
}

const looks = [
  ['phone-light', { ...phone, colorScheme: 'light' }],
  ['phone-dark', { ...phone, colorScheme: 'dark' }],
  ['desk-light', { ...desk, colorScheme: 'light' }],
  ['desk-dark', { ...desk, colorScheme: 'dark' }],
] as const;

test.each(looks)('%s: a conversation', async (name, device) => {
  await stage.come(device, (chat) => conversation(stage.server, chat));
  await inspect(`chat-${name}`);
  const { page } = stage.visitor;
  await page
    .locator('.message')
    .nth(1)
    .evaluate((message) => message.scrollIntoView());
  await picture(page, `chat-${name}-upper`);
});

const longName = 'Phụ lục 2 - số liệu tổng hợp các phường trên địa bàn thành phố.xlsx';
test.each(looks)('%s: writing, with files, an answer and trouble', async (name, device) => {
  await stage.come(device, (chat) => conversation(stage.server, chat));
  const { page, field, send } = stage.visitor;
  const { faults } = stage.server;
  const detail = 'Tin có dấu độ mật nên không được lưu. Đề nghị gửi theo đường công văn.';
  faults.refuse(SEND, { status: 422, title: 'No', detail });
  await send('kèm văn bản');
  await page.getByText(detail).waitFor();
  faults.refuseAll(SEND, unavailable);
  await send('12 xong');
  await page.getByText('chưa gửi được').waitFor();
  await page
    .getByRole('button', { name: /^Trả lời tin/ })
    .last()
    .click();
  faults.refuse(FILES, unavailable);
  const files = page.locator('#files');
  await files.setInputFiles({
    name: longName,
    mimeType: 'application/vnd.ms-excel',
    buffer: Buffer.alloc(400_000),
  });
  await page.getByText('Chưa tải lên được').waitFor();
  await files.setInputFiles({ name: 'ảnh.png', mimeType: 'image/png', buffer: chart(90, 60) });
  await page.getByText('Đã tải lên').waitFor();
  await field.fill('Đã rà soát 12 trên 14 phường;\ncòn 2 phường chờ số liệu đến hết tuần này.');
  await page.locator('#send').click();
  await stage.noticeSays('Có tệp chưa tải lên được');
  await inspect(`chat-${name}-writing`);
});

test('phone: the menu', async () => {
  await stage.come({ ...phone, colorScheme: 'light' }, (chat) => conversation(stage.server, chat));
  await stage.visitor.page.getByRole('button', { name: 'Thao tác' }).click();
  await inspect('chat-phone-menu');
});

test('phone: loading, then nothing yet', async () => {
  const release = stage.server.faults.holdRequest('GET /api/v1/chat/messages');
  await stage.knock(phone);
  await picture(stage.visitor.page, 'chat-phone-loading');
  release();
  await stage.visitor.page.getByText('Chưa có tin nhắn').waitFor();
  await inspect('chat-phone-empty');
});

test('phone: nobody there, then signed out', async () => {
  await stage.come(phone);
  stage.server.faults.cut();
  await stage.bannerSays('Chưa kết nối được với máy chủ');
  await picture(stage.visitor.page, 'chat-phone-unreachable');
  stage.server.signOut(stage.chat);
  stage.server.faults.mend();
  await stage.bannerSays('Phiên đăng nhập đã kết thúc');
  await inspect('chat-phone-signed-out');
});

test('a smaller phone, with the type set larger', async () => {
  await stage.come(
    { ...phone, viewport: { width: 320, height: 640 } },
    (chat) => conversation(stage.server, chat),
    {
      displayName: 'Theo dõi Đề án xây dựng Công an phường kiểu mẫu',
      agency: 'Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh',
      roles: ['coordinator'],
    },
  );
  await stage.visitor.page.evaluate(() => {
    document.documentElement.style.fontSize = '125%';
  });
  await inspect('chat-phone-small');
  await stage.visitor.page.getByRole('button', { name: 'Thao tác' }).click();
  await inspect('chat-phone-small-menu');
});

test('in English, for an administrator', async () => {
  const names = {
    displayName: 'Scheme 119',
    contactName: 'Mr Lê Văn Cường',
    agency: 'Department of Justice',
  };
  await stage.come(desk, (chat) => conversation(stage.server, chat), {
    ...names,
    language: 'en',
    roles: ['admin'],
  });
  await inspect('chat-desk-english');
});

test('our own type is used for every Vietnamese letter, and figures stand in columns', async () => {
  await stage.come(desk, (chat) => {
    const letters = 'aăâeêioôơuưy'
      .split('')
      .flatMap((letter) =>
        ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'].map((tone) =>
          (letter + tone).normalize('NFC'),
        ),
      );
    chat.says(`${letters.join('')}đ ${letters.join('').toUpperCase()}Đ “”‘’–—…·×₫%`);
    chat.says(letters.join('').normalize('NFD'));
  });
  const { page } = stage.visitor;
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('DOM.enable');
  await devtools.send('CSS.enable');
  const { root } = await devtools.send('DOM.getDocument');
  const { nodeId } = await devtools.send('DOM.querySelector', { nodeId: root.nodeId, selector: '#messages' });
  const { nodeIds } = await devtools.send('DOM.querySelectorAll', { nodeId, selector: '.text' });
  for (const id of nodeIds) {
    const { fonts } = await devtools.send('CSS.getPlatformFontsForNode', { nodeId: id });
    expect(fonts.map(({ familyName }) => familyName)).toEqual(['Be Vietnam Pro']);
  }
  const widths = await page.evaluate(() =>
    Array.from('0123456789', (digit) => {
      const span = document.createElement('span');
      span.style.position = 'fixed';
      span.style.fontVariantNumeric = 'tabular-nums';
      span.textContent = digit.repeat(20);
      document.body.append(span);
      return span.getBoundingClientRect().width;
    }),
  );
  expect(new Set(widths).size).toBe(1);
});
