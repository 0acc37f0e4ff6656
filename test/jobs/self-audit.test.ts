import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { selfAudit } from '../../src/jobs/self-audit.ts';
import { audit } from '../../src/store/audit.ts';
import { healthOf } from '../../src/store/health.ts';
import { lastSelfAudit } from '../../src/store/self-audit.ts';
import { startBot, type Chatter, type TestBot } from '../harness/chat.ts';
import { at, clear, heard, jobDeps } from '../harness/jobs.ts';

const start = at('2026-11-10 09:00');
let bot: TestBot;
let stp: Chatter;
let coordinator: Chatter;
beforeAll(async () => {
  bot = await startBot({ at: start });
});
beforeEach(async () => {
  await clear(bot, start);
  stp = await bot.person('STP');
  coordinator = await bot.person('CAT', { role: 'coordinator' });
  await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
  await stp.read();
});
afterAll(() => bot.close());

const auditAt = (local: string) => {
  bot.clock.to(at(local));
  return selfAudit(jobDeps(bot));
};
const prisma = () => bot.db.prisma;

test('finds nothing where all is well, and says nothing', async () => {
  await auditAt('2026-11-10 10:00');
  const result = await auditAt('2026-11-10 10:01');
  expect(result).toEqual({ at: '2026-11-10T03:01:00.000Z', findings: {}, mended: {} });
  expect(await lastSelfAudit(prisma())).toEqual(result);
  expect(await coordinator.read()).toEqual([]);
});

describe('mends', () => {
  test('a reminder that was due and not spoken', async () => {
    const result = await auditAt('2026-11-12 10:00');
    expect(result).toMatchObject({ findings: {}, mended: { remindersDue: 1 } });
    expect(await heard(stp)).toEqual([expect.stringContaining('Tin này gửi muộn')]);
  });

  test('but leaves alone what quiet time holds back', async () => {
    for (const when of ['2026-11-12 07:59', '2026-11-12 08:04', '2026-11-12 22:00', '2026-11-14 10:00']) {
      expect((await auditAt(when)).mended).not.toHaveProperty('remindersDue');
    }
  });

  test('work whose next reminder is not planned', async () => {
    const planned = (await bot.assignment(11, 'STP')).nextReminderAt;
    await prisma().assignment.updateMany({ data: { nextReminderAt: null } });
    expect(await auditAt('2026-11-10 10:00')).toMatchObject({
      findings: {},
      mended: { reminderNotPlanned: 1 },
    });
    expect((await bot.assignment(11, 'STP')).nextReminderAt).toEqual(planned);
  });

  test('a report of the reporting cycle that is missing', async () => {
    expect(await auditAt('2026-11-15 00:00')).toMatchObject({
      findings: {},
      mended: { cycleTaskMissing: 1 },
    });
    expect(await prisma().task.count({ where: { cycle: '119-qd-ubnd/yearly' } })).toBe(1);
  });

  test('a notice without a message, which then stands as failed', async () => {
    const lost = await prisma().notice.create({
      data: {
        kind: 'assignment',
        contactId: stp.contactId,
        createdAt: bot.clock.now(),
        stateAt: bot.clock.now(),
      },
    });
    expect((await auditAt('2026-11-10 09:04')).mended).not.toHaveProperty('noticeLost');
    expect((await auditAt('2026-11-10 09:06')).mended).toHaveProperty('noticeLost', 1);
    expect(await prisma().notice.findUnique({ where: { id: lost.id } })).toMatchObject({
      state: 'failed',
      failure: 'lost',
    });
  });

  test.each([
    ['sent', null],
    ['failed', 'blocked'],
  ] as const)('a notice that stands behind its message, which has %s', async (state, failure) => {
    await prisma().delivery.updateMany({
      where: { kind: 'assignment' },
      data: { state, failure, sentAt: state === 'sent' ? bot.clock.now() : null },
    });
    expect((await auditAt('2026-11-10 09:10')).mended).toHaveProperty('noticeBehind', 1);
    const [notice] = await prisma().notice.findMany({ where: { contactId: stp.contactId } });
    expect(notice).toMatchObject({ state, failure });
  });

  test('lines of the log that wait for their link', async () => {
    await audit(prisma(), { at: bot.clock.now(), channel: 'job', action: 'x', subject: 'y' });
    expect((await auditAt('2026-11-10 09:10')).mended).toHaveProperty('sealBehind');
    expect(await prisma().auditPending.count()).toBe(0);
  });
});

describe('tells of what it cannot mend', () => {
  const stored = () => ({
    channel: 'webchat' as const,
    platformId: 'm1',
    address: stp.address,
    sender: stp.address,
    text: 'xong',
    sentAt: bot.clock.now(),
    receivedAt: bot.clock.now(),
    notBefore: bot.clock.now(),
  });

  test('once, and again when it is settled', async () => {
    await auditAt('2026-11-10 09:00');
    await prisma().inboundMessage.create({ data: stored() });
    expect((await auditAt('2026-11-10 09:04')).findings).toEqual({});
    for (const when of ['2026-11-10 09:06', '2026-11-10 09:07', '2026-11-10 09:08']) {
      expect((await auditAt(when)).findings).toEqual({ inboxStuck: 1 });
    }
    expect((await coordinator.read()).map((seen) => seen.text)).toEqual([
      [
        'Tự kiểm tra lúc 09:06 ngày 10/11/2026 phát hiện',
        '- 1 tin nhận được chưa xử lý sau 5 phút',
        'Đề nghị báo quản trị viên kiểm tra hệ thống. Dữ liệu đã nhận vẫn được giữ.',
      ].join('\n'),
    ]);
    expect((await healthOf(prisma(), ['webchat'])).findings).toEqual(['inboxStuck: 1']);
    await prisma().inboundMessage.updateMany({ data: { state: 'handled' } });
    await auditAt('2026-11-10 09:09');
    expect((await coordinator.read()).map((seen) => seen.text)).toEqual([
      'Tự kiểm tra lúc 09:09 ngày 10/11/2026: các sai lệch đã báo trước đó không còn.',
    ]);
    expect((await healthOf(prisma(), ['webchat'])).findings).toEqual([]);
  });

  test('messages that nobody sends, unless their channel is known to be down', async () => {
    await prisma().delivery.updateMany({ data: { state: 'queued', notBefore: bot.clock.now() } });
    expect((await auditAt('2026-11-10 09:16')).findings).toHaveProperty('outboxStuck');
    await prisma().channelState.create({
      data: { channel: 'webchat', downSince: bot.clock.now(), failing: [] },
    });
    expect((await auditAt('2026-11-10 09:17')).findings).toEqual({});
  });

  test('messages found half sent', async () => {
    await prisma().delivery.updateMany({ data: { state: 'sending', claimedAt: bot.clock.now() } });
    expect((await auditAt('2026-11-10 09:06')).findings).toHaveProperty('sendingStuck', 1);
  });

  test('a broadcast in which somebody stands twice', async () => {
    const now = bot.clock.now();
    const { id: broadcastId } = await prisma().broadcast.create({
      data: { text: 'x', audience: [], createdAt: now },
    });
    const notice = { kind: 'broadcast', contactId: stp.contactId, broadcastId, createdAt: now, stateAt: now };
    await prisma().notice.createMany({
      data: [
        { ...notice, state: 'sent' },
        { ...notice, state: 'sent' },
      ],
    });
    expect((await auditAt('2026-11-10 09:01')).findings).toEqual({ audienceWrong: 1 });
  });
});
