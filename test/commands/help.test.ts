import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBot, type Chatter, type TestBot } from '../harness/chat.ts';

let bot: TestBot;
let stp: Chatter;
beforeAll(async () => {
  bot = await startBot({ at: '2026-11-25T02:00:00Z' });
  stp = await bot.person('STP');
});
afterAll(() => bot.close());

describe('/trogiup', () => {
  test('lists what one’s role may use, and nothing else', async () => {
    const said = await stp.says('/trogiup');
    expect(said).toContain('/giahan Xin gia hạn');
    expect(said).not.toContain('/giao');
  });

  test.each(['giahan', '/giahan', 'gia hạn', 'extend'])('%s: how one command is typed', async (words) => {
    const said = await stp.says(`/trogiup ${words}`);
    expect(said).toContain('Ví dụ: /giahan 12 20/12 vì chờ số liệu');
    expect(said).toContain('Gõ /giahan không kèm nội dung, hệ thống sẽ hỏi từng bước.');
  });

  test('what the role may not use, and what there is not, is refused with an example', async () => {
    for (const words of ['giao', 'abc']) {
      expect(await stp.says(`/trogiup ${words}`)).toContain(`Không có lệnh "${words}"`);
      await stp.says('/huy');
    }
  });
});
