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

  test('is asked which of two tasks is meant, and the words are kept', async () => {
    const snv = await bot.person('SNV', { name: 'Trần Thị Dung' });
    const other = await bot.task('Báo cáo thi đua', ['SNV'], '2026-12-19T17:00:00Z');
    const asked = await snv.says('xong rồi, đã gửi công văn');
    expect(asked).toContain('nhiệm vụ nào');
    expect(await snv.presses('Báo cáo thi đua')).toContain('báo cáo hoàn thành');
    const row = await bot.assignment(other, 'SNV');
    expect(row.state).toBe('submitted');
    expect(await snv.presses('Rút lại')).toContain('đang thực hiện');
    expect((await bot.assignment(other, 'SNV')).state).toBe('in_progress');
  });

  test('a refusal records nothing', async () => {
    const skhdt = await bot.person('SKHDT');
    const number = await bot.task('Bố trí vốn', ['SKHDT'], '2026-12-14T17:00:00Z');
    console.log(await skhdt.says('chưa xong'));
    console.log(await skhdt.says('xin gia hạn'));
    console.log(await skhdt.says('hôm qua'));
    console.log(await skhdt.says('20/12'));
    console.log(await skhdt.says('chờ số liệu'));
    console.log(await skhdt.says('nhiemvu'));
    console.log(await skhdt.says(`chitiet ${number}`));
    console.log(await skhdt.says(`/giahan ${number} 25/12 vì bận họp`));
    console.log(await skhdt.says('/xacnhan 99'));
    console.log(await skhdt.says('chào em'));
    console.log(await skhdt.says('/xongg'));
    expect((await bot.assignment(number, 'SKHDT')).extensionAskedAt).not.toBeNull();
  });
});
