import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startBot, type TestBot } from '../harness/chat.ts';
import { at, clear, heard, tick } from '../harness/jobs.ts';

const start = at('2026-11-23 09:00');
let bot: TestBot;
beforeAll(async () => {
  bot = await startBot({ at: start });
});
beforeEach(() => clear(bot, start));
afterAll(() => bot.close());

const heads = (texts: readonly string[]) => texts.map((text) => text.split('\n')[0]);

describe('a reminder put off', () => {
  test('comes again by itself two hours later, in no digest', async () => {
    const stp = await bot.person('STP');
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    await tick(bot, '2026-12-07 08:00');
    await stp.read();
    expect(await stp.presses('Nhắc lại sau 2 giờ')).toBe(
      'Đã hẹn: tin về #11 Báo cáo năm sẽ được gửi lại lúc 10:00 ngày 07/12/2026. Thời hạn không thay đổi.',
    );
    await tick(bot, '2026-12-07 09:59');
    expect(await heard(stp)).toEqual([]);
    await tick(bot, '2026-12-07 10:00');
    expect(heads(await heard(stp))).toEqual(['🟡 Sắp đến hạn, còn 7 ngày · #11 Báo cáo năm']);
    await tick(bot, '2026-12-07 10:05');
    expect(await heard(stp)).toEqual([]);
  });

  test('leaves the others of the agency and the other tasks alone', async () => {
    const main = await bot.person('STP');
    const deputy = await bot.person('STP', { rank: 'deputy' });
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    await bot.task('Rà soát', ['STP'], at('2026-12-15'));
    for (const day of ['2026-11-26', '2026-11-27']) await tick(bot, `${day} 08:00`);
    await main.read();
    bot.clock.to(at('2026-12-10 16:00'));
    await main.says('/henlai 11 sau 3 ngày');
    await tick(bot, '2026-12-11 08:00');
    expect(heads(await heard(main))).toEqual(['🟡 Sắp đến hạn, còn 3 ngày · #12 Rà soát']);
    expect(heads(await heard(deputy))).toEqual(['Sở Tư pháp còn 2 nhiệm vụ']);
    // Both are due on the last day: the task that was put off and whose time has come joins the digest.
    await tick(bot, '2026-12-14 08:00');
    expect(heads(await heard(main))).toEqual(['Sở Tư pháp còn 2 nhiệm vụ']);
    const notices = await bot.db.prisma.notice.findMany({
      where: { contactId: main.contactId, kind: 'reminder' },
      include: { deliveries: true },
    });
    expect(notices.every((notice) => notice.deliveries.length === 1)).toBe(true);
  });

  test('comes again although the half-day has had its digest, and counts for none', async () => {
    const stp = await bot.person('STP');
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    await bot.task('Rà soát', ['STP'], at('2026-12-08'));
    bot.clock.to(at('2026-12-04 16:00'));
    await stp.says('/henlai 12 mai');
    await tick(bot, '2026-12-07 08:00');
    expect(heads(await heard(stp))).toEqual(['Sở Tư pháp còn 2 nhiệm vụ']);
    await stp.says('/henlai 11 2h');
    await stp.says('/henlai 12 2h');
    await tick(bot, '2026-12-07 10:00');
    expect(heads(await heard(stp))).toEqual(['Sở Tư pháp còn 2 nhiệm vụ']);
  });

  test('is not spoken of again once the task is reported', async () => {
    const stp = await bot.person('STP');
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    await tick(bot, '2026-12-07 08:00');
    await stp.says('/henlai 11 2h');
    await stp.says('11 xong');
    await tick(bot, '2026-12-07 10:00');
    expect(await heard(stp)).toEqual([]);
    expect(await bot.db.prisma.snooze.count()).toBe(0);
  });

  test('falls to the next working hour, and never past the date', async () => {
    const stp = await bot.person('STP');
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    bot.clock.to(at('2026-12-11 16:30'));
    expect(await stp.says('/henlai 11 2h')).toContain('lúc 08:00 ngày 14/12/2026');
    bot.clock.to(at('2026-12-14 16:30'));
    expect(await stp.says('/henlai 11 2h')).toBe('Không hẹn lại quá thời hạn của nhiệm vụ #11.');
    expect(await stp.says('/henlai 11 mai')).toBe('Không hẹn lại quá thời hạn của nhiệm vụ #11.');
  });

  test('asks when, with what is still possible, and reads it in words', async () => {
    const stp = await bot.person('STP');
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    bot.clock.to(at('2026-12-11 09:00'));
    expect(await stp.says('/henlai')).toBe('Gửi lại tin về #11 Báo cáo năm khi nào?');
    expect((await stp.newest()).buttons).toEqual(['Sau 2 giờ', 'Sáng mai', 'Sau 3 ngày']);
    expect(await stp.says('tuần sau')).toMatch(/^Đề nghị chọn/);
    expect(await stp.says('sáng mai')).toContain('lúc 08:00 ngày 14/12/2026');
  });

  test('is the own agency’s business', async () => {
    const snv = await bot.person('SNV');
    await bot.person('STP');
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    expect(await snv.says('/henlai 11 2h')).toContain('Không có nhiệm vụ #11');
  });
});
