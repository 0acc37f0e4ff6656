import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { seal } from '../../src/jobs/seal.ts';
import { weeklyDigest } from '../../src/jobs/weekly-digest.ts';
import { newestSeal } from '../../src/store/seal.ts';
import { startBot, type TestBot } from '../harness/chat.ts';
import { at, clear, jobDeps } from '../harness/jobs.ts';

const start = at('2026-11-26 09:00');
let bot: TestBot;
beforeAll(async () => {
  bot = await startBot({ at: start });
});
beforeEach(() => clear(bot, start));
afterAll(() => bot.close());

const runAt = async (local: string) => {
  bot.clock.to(at(local));
  await weeklyDigest(jobDeps(bot));
};

test('tells leaders on Monday at 08:00 how the week ended, with the newest seal', async () => {
  const leader = await bot.person('UBND-TINH', { role: 'leader' });
  const [stp, snv] = [await bot.person('STP'), await bot.person('SNV')];
  await bot.task('Rà soát văn bản', ['STP', 'SNV', 'STC'], at('2026-11-28'));
  await stp.says('11 đã nhận');
  await stp.says('11 vướng: chưa có số liệu quý IV');
  bot.clock.to(at('2026-11-27 10:00'));
  await snv.says('11 60% đang làm');
  await seal(jobDeps(bot));
  await runAt('2026-11-30 07:59');
  expect(await leader.read()).toEqual([]);
  await runAt('2026-11-30 08:00');
  const [digest, ...more] = await leader.read();
  const newest = await newestSeal(bot.db.prisma);
  expect(digest?.text).toBe(
    [
      'Tình hình thực hiện, tính đến 08:00 ngày 30/11/2026 · 28 cơ quan, đơn vị, 3 nhiệm vụ',
      'Hoàn thành: 0 trong hạn, 0 quá hạn · Đang thực hiện: 0 trong hạn, 3 quá hạn',
      'Có cập nhật tuần qua: 2/3 cơ quan, đơn vị. Chưa có: Sở Tài chính.',
      '',
      'Quá hạn (3), lâu nhất',
      '- Sở Tư pháp, #11 Rà soát văn bản: 3 ngày',
      '- Sở Nội vụ, #11 Rà soát văn bản: 3 ngày',
      '- Sở Tài chính, #11 Rà soát văn bản: 3 ngày',
      '',
      'Có vướng mắc (1)',
      '- Sở Tư pháp, #11 Rà soát văn bản: "chưa có số liệu quý IV"',
      '',
      'Chưa tiếp nhận: Sở Tài chính (#11)',
      '',
      `Niêm phong nhật ký số ${newest?.seq}, lúc 10:00 ngày 27/11/2026: ${newest?.hash}`,
    ].join('\n'),
  );
  expect(more).toEqual([]);
});

test('once a week, whoever runs it and however often', async () => {
  const leader = await bot.person('UBND-TINH', { role: 'leader' });
  bot.clock.to(at('2026-11-30 08:00'));
  await Promise.all([1, 2, 3].map(() => weeklyDigest(jobDeps(bot))));
  for (const when of ['2026-11-30 09:00', '2026-12-01 08:00', '2026-12-04 08:00']) await runAt(when);
  expect(await leader.read()).toHaveLength(1);
  await runAt('2026-12-07 08:00');
  expect(await leader.read()).toHaveLength(1);
});

test('on the first working day where Monday is free, and after an outage as soon as the week allows', async () => {
  const leader = await bot.person('UBND-TINH', { role: 'leader' });
  // Monday, 3/5/2027 is free in place of 1/5.
  await runAt('2027-05-03 08:00');
  expect(await leader.read()).toEqual([]);
  await runAt('2027-05-04 08:00');
  expect(await leader.read()).toHaveLength(1);
  for (const when of ['2027-05-11 19:00', '2027-05-12 06:00']) await runAt(when);
  expect(await leader.read()).toEqual([]);
  await runAt('2027-05-12 10:00');
  expect(await leader.read()).toHaveLength(1);
});

test('to nobody else', async () => {
  const others = [await bot.person('STP'), await bot.person('CAT', { role: 'coordinator' })];
  await runAt('2026-11-30 08:00');
  for (const person of others) expect(await person.read()).toEqual([]);
});
