import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openReports } from '../../src/jobs/cycles.ts';
import { instantWords } from '../../src/decisions/wording.ts';
import { translatorFor } from '../../src/i18n.ts';
import { startBot, type Chatter, type TestBot } from '../harness/chat.ts';
import { at, clear, jobDeps } from '../harness/jobs.ts';

const start = at('2026-11-14 09:00');
let bot: TestBot;
beforeAll(async () => {
  bot = await startBot({ at: start });
});
beforeEach(() => clear(bot, start));
afterAll(() => bot.close());

async function startsAt(local: string): Promise<void> {
  bot.clock.to(at(local));
  await openReports(jobDeps(bot));
}

/** The report tasks as they stand: cycle, period, title, date, how many bodies. */
async function reportTasks(): Promise<string[]> {
  const tasks = await bot.db.prisma.task.findMany({
    where: { cycle: { not: null } },
    include: { assignments: true },
    orderBy: { number: 'asc' },
  });
  return tasks.map((task) =>
    [
      task.cycle,
      task.period,
      task.title,
      task.dueText,
      task.dueAt.toISOString(),
      task.assignments.length,
    ].join(' | '),
  );
}

/** When what was queued for a person may go out. */
async function goesOutTo(person: Chatter): Promise<string[]> {
  const rows = await bot.db.prisma.delivery.findMany({
    where: { identity: { contactId: person.contactId } },
    orderBy: { id: 'asc' },
  });
  return rows.map((row) => instantWords(row.notBefore, bot.env, translatorFor('vi')));
}

const yearly =
  '119-qd-ubnd/yearly | 2026 | Báo cáo kết quả thực hiện Đề án năm 2026 | trước ngày 15/12/2026 | 2026-12-14T17:00:00.000Z | 27';
const sixMonth =
  '119-qd-ubnd/six-month | 2026 | Báo cáo kết quả thực hiện Đề án 6 tháng đầu năm 2026 | trước ngày 15/6/2026 | 2026-06-14T17:00:00.000Z | 27';

describe('the reports of Decision 119 exist for the 27 bodies', () => {
  test.each([
    ['2026-11-14 23:59', []],
    ['2026-11-15 00:00', [yearly]],
    ['2026-11-24 09:00', [yearly]],
    ['2026-12-14 23:59', [yearly]],
    ['2026-12-15 00:00', []],
    ['2026-05-15 23:59', []],
    ['2026-05-16 00:00', [sixMonth]],
    ['2026-06-15 00:00', []],
  ])('with a first start at %s: %j', async (when, expected) => {
    await startsAt(when);
    expect(await reportTasks()).toEqual(expected);
  });

  test('once, however often it is started and however many run', async () => {
    for (const when of ['2026-05-16 00:00', '2026-05-16 00:00', '2026-11-14 23:00']) await startsAt(when);
    bot.clock.to(at('2026-11-15 00:00'));
    await Promise.all([1, 2, 3].map(() => openReports(jobDeps(bot))));
    for (const when of ['2026-11-15 08:00', '2026-12-14 08:00', '2026-12-15 08:00']) await startsAt(when);
    expect(await reportTasks()).toEqual([sixMonth, yearly]);
    expect(await bot.db.prisma.assignment.count()).toBe(54);
  });

  test('and not for Công an tỉnh and UBND tỉnh, with the paragraph that asks for them', async () => {
    await startsAt('2026-11-15 00:00');
    const codes = await bot.db.prisma.agency.findMany({
      where: { assignments: { some: {} } },
      select: { code: true },
    });
    expect(codes.map(({ code }) => code)).not.toContain('CAT');
    expect(codes.map(({ code }) => code)).not.toContain('UBND');
    const task = await bot.db.prisma.task.findFirstOrThrow({ include: { duty: true } });
    expect(task.duty?.number).toBe('II.1');
    expect(task.basis).toContain('khoản 1 Mục II Phần IV');
  });
});

test('they are announced on a working day; what the web chat shows disturbs nobody', async () => {
  const telegram = await bot.person('STP', { channel: 'telegram' });
  const webchat = await bot.person('SNV');
  // 15/11/2026 is a Sunday.
  await startsAt('2026-11-15 00:00');
  expect(await goesOutTo(webchat)).toEqual(['00:00 ngày 15/11/2026']);
  expect(await goesOutTo(telegram)).toEqual(['07:30 ngày 16/11/2026']);
  expect((await telegram.newest()).text).toMatch(/^Nhiệm vụ #11 Báo cáo kết quả thực hiện Đề án năm 2026\n/);
});

test('a body that has been merged is stood for by its successor, once', async () => {
  const { prisma } = bot.db;
  const [stp, snv] = await Promise.all(
    ['STP', 'SNV'].map((code) => prisma.agency.findUniqueOrThrow({ where: { code } })),
  );
  const merged = {
    kind: 'merge',
    on: '2026-10-01',
    actId: stp?.id ?? '',
    details: {},
    createdAt: bot.clock.now(),
  };
  await prisma.agency.update({ where: { code: 'STP' }, data: { endedOn: '2026-10-01' } });
  await prisma.succession.create({
    data: { ...merged, fromId: stp?.id ?? '', toId: snv?.id, appliedAt: bot.clock.now() },
  });
  await startsAt('2026-11-15 00:00');
  expect(await bot.db.prisma.assignment.count()).toBe(26);
  expect(await bot.db.prisma.assignment.count({ where: { agencyId: snv?.id } })).toBe(1);
  await prisma.succession.deleteMany();
  await prisma.agency.update({ where: { code: 'STP' }, data: { endedOn: null } });
});

describe('a report whose date the source does not name', () => {
  const midPhase = (due: string) =>
    `119-qd-ubnd/mid-phase | 2028 | Báo cáo sơ kết giữa giai đoạn thực hiện Đề án năm 2028 | ${due} | 27`;

  test('is asked of coordinators once in its year, in working hours', async () => {
    const coordinator = await bot.person('CAT', { role: 'coordinator', channel: 'telegram' });
    await startsAt('2027-12-31 09:00');
    expect(await coordinator.read()).toEqual([]);
    await startsAt('2028-01-01 00:00');
    // 1/1/2028 is a Saturday, and the Monday after is free in its place.
    expect(await goesOutTo(coordinator)).toEqual(['07:30 ngày 04/01/2028']);
    const [asked, ...more] = await coordinator.read();
    expect(asked?.text).toMatch(/^Báo cáo sơ kết giữa giai đoạn thực hiện Đề án năm 2028\n/);
    expect(asked?.buttons).toEqual(['Đặt thời hạn']);
    expect(more).toEqual([]);
    bot.clock.to(at('2028-03-01 09:00'));
    await Promise.all([1, 2].map(() => openReports(jobDeps(bot))));
    expect(await coordinator.read()).toEqual([]);
    expect(await reportTasks()).toEqual([]);
  });

  test('is asked as soon as there is somebody to ask', async () => {
    await startsAt('2028-01-04 08:00');
    const admin = await bot.person('CAT', { role: 'admin' });
    await startsAt('2028-01-05 08:00');
    expect(await admin.read()).toHaveLength(1);
  });

  test('gets the date that a coordinator sets, and its task a month before', async () => {
    const coordinator = await bot.person('CAT', { role: 'coordinator' });
    await startsAt('2028-02-07 08:00');
    await coordinator.read();
    expect(await coordinator.presses('Đặt thời hạn')).toContain('Thời hạn gửi');
    expect(await coordinator.says('31/11')).toContain('không có trong lịch');
    expect(await coordinator.says('trước 15/12')).toContain('cho 27 cơ quan, đơn vị ngày 14/11/2028');
    expect(await coordinator.presses('Gửi')).toContain('Nhiệm vụ sẽ được giao ngày 14/11/2028');
    await startsAt('2028-11-13 08:00');
    expect((await reportTasks()).filter((task) => task.includes('mid-phase'))).toEqual([]);
    await startsAt('2028-11-14 00:00');
    await startsAt('2028-11-14 08:00');
    expect((await reportTasks()).filter((task) => task.includes('mid-phase'))).toEqual([
      midPhase('trước 15/12 | 2028-12-14T17:00:00.000Z'),
    ]);
    expect(await coordinator.says('/hanbaocao 2028 20/12')).toMatch(/thời hạn/);
    expect(await coordinator.presses('Gửi')).toContain('Để đổi thời hạn, dùng /doihan');
  });

  test('is given at once where the date is near, and can be set the year before', async () => {
    const coordinator = await bot.person('CAT', { role: 'coordinator' });
    bot.clock.to(at('2027-09-01 08:00'));
    expect(await coordinator.says('/hanbaocao 2028 15/12')).toContain('ngày 15/11/2028');
    await coordinator.says('hủy');
    bot.clock.to(at('2028-12-01 08:00'));
    expect(await coordinator.says('/hanbaocao 2028 20/12')).toContain('được giao ngay');
    expect(await coordinator.presses('Gửi')).toMatch(/giao #\d+ Báo cáo sơ kết .* cho 27 cơ quan/);
  });

  test('is no business of an agency', async () => {
    const stp = await bot.person('STP');
    expect(await stp.says('/hanbaocao 2028 15/12')).toContain('không thuộc quyền');
  });
});
