import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { summarise } from '../../src/jobs/summaries.ts';
import { startBot, type Chatter, type TestBot } from '../harness/chat.ts';
import { at, clear, jobDeps } from '../harness/jobs.ts';

const start = at('2026-11-25 08:30');
let bot: TestBot;
let coordinator: Chatter;
beforeAll(async () => {
  bot = await startBot({ at: start });
});
beforeEach(async () => {
  await clear(bot, start);
  coordinator = await bot.person('CAT', { role: 'coordinator' });
  await summarise(jobDeps(bot));
});
afterAll(() => bot.close());

/** What the coordinator gets at that moment by summary. */
async function summaryAt(local: string): Promise<string[]> {
  bot.clock.to(at(local));
  await summarise(jobDeps(bot));
  return (await coordinator.read()).filter((seen) => seen.kind === 'summary').map((seen) => seen.text);
}

test('holds receipts, progress, what was not understood and what waits for a decision', async () => {
  const [stp, snv, stc] = [
    await bot.person('STP'),
    await bot.person('SNV', { name: 'Phạm Thị Dung' }),
    await bot.person('STC'),
  ];
  await bot.task('Báo cáo năm', ['STP', 'SNV', 'STC', 'SXD'], at('2026-12-15'));
  await bot.task('Rà soát', ['SNV'], at('2026-12-15'));
  await stp.says('đã nhận, cam kết đúng hạn');
  await snv.says('11 đã nhận');
  await snv.says('12 40% mới bắt đầu');
  bot.clock.forward(30);
  await snv.says('12 60% đang rà soát');
  await snv.says('11 xin gia hạn 20/12 vì chờ số liệu');
  await stc.says('xong');
  await stp.says('chúc một tuần mới vui vẻ');
  await snv.says('trời hôm nay đẹp quá');
  expect(await summaryAt('2026-11-25 16:29')).toEqual([]);
  const [text, ...more] = await summaryAt('2026-11-25 16:30');
  expect(text).toBe(
    [
      'Tổng hợp đến 16:30 ngày 25/11/2026',
      '',
      'Chờ quyết định (2)',
      '- #11, Sở Nội vụ: xin gia hạn đến hết ngày 20/12/2026, lý do: "chờ số liệu"',
      '- #11, Sở Tài chính: báo cáo hoàn thành, gửi lúc 09:00 ngày 25/11/2026',
      '',
      'Đã nhận, cam kết',
      '- #11: đã nhận: Sở Tư pháp, Sở Nội vụ; cam kết đúng hạn: Sở Tư pháp',
      '',
      'Tiến độ',
      '- #12, Sở Nội vụ: đang thực hiện 60%, "đang rà soát"',
      '',
      'Nội dung chưa rõ ý, cần đọc',
      '- #11, Sở Tư pháp: "chúc một tuần mới vui vẻ"',
      '- Phạm Thị Dung, Sở Nội vụ: "trời hôm nay đẹp quá"',
    ].join('\n'),
  );
  expect(more).toEqual([]);
});

test('says each thing once, and nothing where there is nothing', async () => {
  const stp = await bot.person('STP');
  await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
  await stp.says('đã nhận');
  expect(await summaryAt('2026-11-25 16:30')).toHaveLength(1);
  expect(await summaryAt('2026-11-25 17:00')).toEqual([]);
  expect(await summaryAt('2026-11-26 08:00')).toEqual([]);
  bot.clock.to(at('2026-11-26 16:29'));
  await stp.says('50%');
  // Too young to be sure that all of that moment is in the database: the next one has it.
  expect(await summaryAt('2026-11-26 16:29')).toEqual([]);
  expect(await summaryAt('2026-11-27 08:00')).toEqual([expect.stringContaining('đang thực hiện 50%')]);
});

test('leaves out what was taken back', async () => {
  const stp = await bot.person('STP');
  await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
  await stp.says('60%');
  await stp.says('/rutlai');
  expect(await summaryAt('2026-11-25 16:30')).toEqual([]);
});

test('keeps to working days, and makes up for an outage once', async () => {
  const stp = await bot.person('STP');
  await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
  bot.clock.to(at('2026-11-27 17:00'));
  await stp.says('60%');
  for (const when of ['2026-11-27 18:00', '2026-11-28 08:00', '2026-11-29 16:30', '2026-11-30 07:45']) {
    expect(await summaryAt(when)).toEqual([]);
  }
  bot.clock.to(at('2026-11-30 11:00'));
  await Promise.all([1, 2, 3].map(() => summarise(jobDeps(bot))));
  const texts = (await coordinator.read()).filter((seen) => seen.kind === 'summary');
  expect(texts).toHaveLength(1);
  expect(await summaryAt('2026-11-30 16:30')).toEqual([]);
});
