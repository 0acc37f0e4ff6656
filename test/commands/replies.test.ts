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
    const asked = await snv.says('xong rồi, đã gửi báo cáo');
    expect(asked).toContain('nhiệm vụ nào');
    expect(await snv.presses('Báo cáo thi đua')).toContain('báo cáo hoàn thành');
    const row = await bot.assignment(other, 'SNV');
    expect(row.state).toBe('submitted');
    expect(await snv.presses('Rút lại')).toContain('Đã rút lại');
    expect((await bot.assignment(other, 'SNV')).state).toBe('in_progress');
  });

  test('asks step by step for what an extension needs, and says what is wrong with a date', async () => {
    const skhdt = await bot.person('SKHDT');
    const number = await bot.task('Bố trí vốn', ['SKHDT'], '2026-12-14T17:00:00Z');
    expect(await skhdt.says('xin gia hạn')).toContain('đến ngày nào');
    expect(await skhdt.says('31/11')).toContain('không có trong lịch');
    expect(await skhdt.says('hôm qua')).toContain('đã qua');
    expect(await skhdt.says('20/12')).toContain('lý do');
    expect(await skhdt.says('chờ số liệu')).toContain('xin gia hạn đến hết ngày 20/12/2026 vì "chờ số liệu"');
    const row = await bot.assignment(number, 'SKHDT');
    expect(row.extensionAskedAt).not.toBeNull();
    expect(row.dueAt.toISOString()).toBe('2026-12-14T17:00:00.000Z');
    expect(row.extensions.map((one) => [one.state, one.reason])).toEqual([['pending', 'chờ số liệu']]);
  });

  test('"thêm 5 ngày" counts from the date in force', async () => {
    const stnmt = await bot.person('STNMT');
    const number = await bot.task('Rà soát đất đai', ['STNMT'], '2026-12-14T17:00:00Z');
    expect(await stnmt.says('xin thêm 5 ngày vì chờ các phường gửi số liệu')).toContain('19/12/2026');
    expect((await bot.assignment(number, 'STNMT')).extensions).toHaveLength(1);
  });

  test('"chưa xong" is never done, and small talk is kept with a hint', async () => {
    const sxd = await bot.person('SXD');
    const number = await bot.task('Báo cáo quy hoạch', ['SXD'], '2026-12-14T17:00:00Z');
    await sxd.says('chưa xong đâu anh ơi');
    await sxd.says('chua xong');
    expect((await bot.assignment(number, 'SXD')).submittedAt).toBeNull();
    expect(await sxd.says('hôm nay trời mưa to')).toContain('đã được lưu');
    expect(await sxd.says('/xacnhan 99')).toContain('Không có nhiệm vụ #99');
    expect(await sxd.says('/xongg')).toContain('Không có lệnh /xongg');
  });

  test('the same said twice is one report; other words are news', async () => {
    const sgtvt = await bot.person('SGTVT');
    const number = await bot.task('Duy tu đường', ['SGTVT'], '2026-12-14T17:00:00Z');
    await sgtvt.says('60%');
    bot.clock.forward(3);
    expect(await sgtvt.says('60 phần trăm')).toContain('Đã ghi nhận lúc 09:00');
    await sgtvt.says('60% đang thảm nhựa');
    expect((await bot.assignment(number, 'SGTVT')).reports.map((one) => one.kind)).toEqual([
      'progress',
      'progress',
    ]);
  });

  test('an edited message corrects what it reported, until somebody acted on it', async () => {
    const bbd = await bot.person('BBD', { channel: 'telegram' });
    const number = await bot.task('Tuyên truyền', ['BBD'], '2026-12-14T17:00:00Z');
    await bbd.says('xong', { id: 'tg-1' });
    expect((await bot.assignment(number, 'BBD')).state).toBe('submitted');
    expect(await bbd.says('50%', { id: 'tg-1-edit', editOf: 'tg-1' })).toContain('đang thực hiện 50%');
    const row = await bot.assignment(number, 'BBD');
    expect([row.state, row.percent]).toEqual(['in_progress', 50]);
  });

  test('what bears a mark of secrecy is not stored, and the person is told what to do', async () => {
    const ctt = await bot.person('DPTTH');
    await bot.task('Phát sóng', ['DPTTH'], '2026-12-14T17:00:00Z');
    expect(await ctt.says('Độ mật: Tối mật\nnội dung báo cáo')).toContain('công văn mật');
    const stored = await bot.db.prisma.inboundMessage.findMany({
      where: { text: { contains: 'nội dung báo cáo' } },
    });
    expect(stored).toEqual([]);
  });

  test('help shows what one can use, absence and language are kept', async () => {
    const stc = await bot.person('STC');
    expect(await stc.says('trợ giúp')).toContain('/nhiemvu');
    expect(await stc.says('/vangmat 20/12-25/12')).toContain('từ 20/12/2026 đến hết 25/12/2026');
    expect(await stc.says('ngonngu')).toContain('chọn ngôn ngữ');
    expect(await stc.says('2')).toContain('English');
    expect(await stc.says('/help')).toContain('/tasks');
  });
});
