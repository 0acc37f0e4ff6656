import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBot, type TestBot } from '../harness/chat.ts';

let bot: TestBot;
beforeAll(async () => {
  bot = await startBot({ at: '2026-11-24T02:00:00Z' });
});
afterAll(() => bot.close());

describe('a focal point answers a new task', () => {
  test('with a tap, with words, and takes it back', async () => {
    const stp = await bot.person('STP', { name: 'Lê Văn Cường' });
    const number = await bot.task('Rà soát văn bản', ['STP', 'SNV'], '2026-12-14T17:00:00Z');
    const [told] = await stp.read();
    expect(told?.text).toContain(`Nhiệm vụ #${number} Rà soát văn bản`);
    expect(told?.text).toContain('trước ngày 15/12/2026');
    expect(told?.text).toContain('thứ Hai, 14/12/2026');
    expect(await stp.presses('Đã nhận')).toContain('đã tiếp nhận');
    expect((await bot.assignment(number, 'STP')).state).toBe('acknowledged');
    expect(await stp.says('60% đang rà soát')).toContain('đang thực hiện 60%');
    expect((await bot.assignment(number, 'STP')).percent).toBe(60);
  });
});
