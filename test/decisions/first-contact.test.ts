import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { welcomeFirstContact } from '../../src/decisions/first-contact.ts';
import { startBot, type Chatter, type TestBot } from '../harness/chat.ts';
import { at, clear, heard, tick } from '../harness/jobs.ts';

const start = at('2026-11-23 09:00');
let bot: TestBot;
beforeAll(async () => {
  bot = await startBot({ at: start });
});
beforeEach(() => clear(bot, start));
afterAll(() => bot.close());

/** The person comes in at that moment, as by an invitation. */
async function comesIn(person: Chatter, code = 'STP'): Promise<string[]> {
  const agency = await bot.db.prisma.agency.findUniqueOrThrow({ where: { code } });
  await bot.decides((scope) => welcomeFirstContact(scope, agency.id, person.contactId));
  return (await person.read()).map((seen) => seen.text);
}

describe('the first contact of a body', () => {
  test('gets all that is owed in one message, and the time for acknowledging starts then', async () => {
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    await bot.task('Rà soát', ['STP'], at('2026-12-05'));
    expect((await bot.assignment(11, 'STP')).ackFrom).toBeNull();
    bot.clock.to(at('2026-11-27 21:00'));
    const stp = await bot.person('STP', { channel: 'telegram' });
    const texts = await comesIn(stp);
    expect(texts).toEqual([
      [
        'Sở Tư pháp hiện có 2 nhiệm vụ đang mở',
        '🟡 Sắp đến hạn · #12 Rà soát: còn 7 ngày (trước ngày 05/12/2026), đã giao, chưa tiếp nhận',
        '🟢 Trong hạn · #11 Báo cáo năm: còn 17 ngày (trước ngày 15/12/2026), đã giao, chưa tiếp nhận',
        'Chọn số để trả lời từng nhiệm vụ, hoặc trả lời ngay, ví dụ: "12 xong", "12 80%", "12 xin gia hạn 20/12 vì chờ số liệu".',
      ].join('\n'),
    ]);
    // It answers somebody who is there: also in the evening.
    const [delivery] = await bot.db.prisma.delivery.findMany();
    expect(delivery?.notBefore).toEqual(bot.clock.now());
    const row = await bot.assignment(11, 'STP');
    expect(row.ackFrom).toEqual(bot.clock.now());
    expect(row.updatedAt).toEqual(new Date(start));
    expect(await bot.db.prisma.notice.count({ where: { kind: 'assignment', state: 'queued' } })).toBe(2);
  });

  test('is asked for receipt on the 2nd working day after that', async () => {
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-29'));
    await tick(bot, '2026-11-25 08:00');
    expect(await bot.db.prisma.reminder.count()).toBe(0);
    bot.clock.to(at('2026-11-27 09:00'));
    const stp = await bot.person('STP');
    await comesIn(stp);
    await tick(bot, '2026-11-30 08:00');
    expect(await heard(stp)).toEqual([]);
    await tick(bot, '2026-12-01 08:00');
    expect(await heard(stp)).toEqual([expect.stringContaining('Chưa tiếp nhận')]);
  });

  test('gets a single task as it would have come', async () => {
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'), { description: 'Theo mẫu số 2.' });
    const stp = await bot.person('STP');
    const [text] = await comesIn(stp);
    expect(text).toMatch(/^Nhiệm vụ #11 Báo cáo năm\n[^]*Theo mẫu số 2\./);
    expect((await stp.newest()).buttons[0]).toBe('Đã nhận');
  });

  test('is first also where others were written down before, whom nothing could reach', async () => {
    const listed = await bot.person('STP');
    await bot.db.prisma.identity.deleteMany({ where: { contactId: listed.contactId } });
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    bot.clock.to(at('2026-11-25 09:00'));
    const stp = await bot.person('STP');
    await comesIn(stp);
    expect((await bot.assignment(11, 'STP')).ackFrom).toEqual(bot.clock.now());
  });

  test('hears nothing where nothing is owed, and starts no clock without a channel', async () => {
    const stp = await bot.person('STP');
    expect(await comesIn(stp)).toEqual([]);
    await bot.db.prisma.contactRole.updateMany({ data: { endedAt: bot.clock.now() } });
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    const next = await bot.person('STP');
    await bot.db.prisma.identity.deleteMany({ where: { contactId: next.contactId } });
    expect(await comesIn(next)).toEqual([]);
    expect((await bot.assignment(11, 'STP')).ackFrom).toBeNull();
    expect(await bot.db.prisma.notice.count({ where: { state: 'no_channel' } })).toBe(1);
  });
});

test('whoever takes over gets the state of play, and no clock starts anew', async () => {
  const old = await bot.person('STP');
  await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
  await bot.task('Rà soát', ['STP'], at('2026-12-20'));
  await bot.task('Số liệu', ['STP'], at('2026-12-20'));
  await old.says('11 60% đang rà soát');
  await old.says('12 xin gia hạn 25/12 vì chờ số liệu');
  const before = (await bot.assignment(13, 'STP')).ackFrom;
  bot.clock.to(at('2026-12-01 09:00'));
  const next = await bot.person('STP');
  const [text] = await comesIn(next);
  expect(text).toContain('Sở Tư pháp hiện có 3 nhiệm vụ đang mở');
  expect(text).toContain('đang thực hiện 60%\n- Gần nhất: "đang rà soát"');
  expect(text).toContain('- Đề nghị gia hạn đang chờ quyết định');
  expect((await bot.assignment(13, 'STP')).ackFrom).toEqual(before);
});
