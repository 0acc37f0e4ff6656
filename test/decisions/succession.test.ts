import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCycles } from '../../src/decisions/cycles.ts';
import { loadProgramme } from '../../src/decisions/load-programme.ts';
import { applySuccessions, scheduleSuccession } from '../../src/decisions/succession.ts';
import { withdraw } from '../../src/decisions/withdraw.ts';
import type { Succession } from '../../src/domain/succession-file.ts';
import { builtInProgramme } from '../../src/store/built-in.ts';
import { tracking } from '../../src/store/tracking.ts';
import { startBot, type Chatter, type TestBot } from '../harness/chat.ts';

const newDepartment = { code: 'STCDT', name: 'Sở Tài chính và Đầu tư', shortName: 'Sở TC&ĐT', aliases: [] };
const merger: Succession = {
  kind: 'merge',
  on: '2026-12-01',
  from: ['STC', 'SKHDT'],
  to: newDepartment,
  mainContactFrom: 'SKHDT',
};

describe('two bodies merged in the middle of a reporting cycle', () => {
  let bot: TestBot;
  let stc: Chatter;
  let skhdt: Chatter;
  let leader: Chatter;
  let report: number;
  let review: number;

  const agencies = (codes: string[]) =>
    bot.db.prisma.agency.findMany({ where: { code: { in: codes } }, orderBy: { code: 'asc' } });
  const figures = async () => (await tracking(bot.db.prisma, bot.clock.now(), bot.env.zone)).byAgency;

  beforeAll(async () => {
    bot = await startBot({ at: '2026-11-16T09:00:00+07:00' });
    stc = await bot.person('STC', { name: 'Lê Văn Cường' });
    skhdt = await bot.person('SKHDT', { name: 'Phạm Thị Dung' });
    leader = await bot.person('CAT', { role: 'leader' });
    const [yearly] = await bot.decides(openCycles);
    report = yearly?.number ?? 0;
    review = await bot.task('Rà soát văn bản', ['STC'], '2026-12-10T00:00:00+07:00');
    await stc.says(`#${report} 30% đang tổng hợp`);
    await skhdt.says(`#${report} 70% đang hoàn thiện`);
    await bot.decides((scope) => scheduleSuccession(scope, merger));
  });
  afterAll(() => bot.close());

  test('before the day nothing shows', async () => {
    bot.clock.to('2026-11-30T16:00:00+07:00');
    expect(await bot.decides(applySuccessions)).toEqual({ applied: [], waiting: [] });
    expect(await agencies(['STCDT'])).toEqual([]);
    expect((await agencies(['STC', 'SKHDT'])).map((agency) => agency.endedOn)).toEqual([null, null]);
  });

  test('entering it again is the same act', async () => {
    expect(await bot.decides((scope) => scheduleSuccession(scope, merger))).toMatchObject({ known: true });
    expect(await bot.db.prisma.succession.count()).toBe(2);
  });

  test('when the day begins it comes into force, once', async () => {
    bot.clock.to('2026-12-01T00:00:30+07:00');
    const { applied } = await bot.decides(applySuccessions);
    expect(applied).toMatchObject([{ ends: ['STC', 'SKHDT'], moved: 2, merged: 1, mainContactAssumed: [] }]);
    expect(await bot.decides(applySuccessions)).toEqual({ applied: [], waiting: [] });
    expect((await agencies(['STC', 'SKHDT'])).map((agency) => agency.endedOn)).toEqual([
      '2026-12-01',
      '2026-12-01',
    ]);
  });

  test('of two open assignments of one task the better advanced stays; the other is not counted', async () => {
    expect(await bot.assignment(report, 'STCDT')).toMatchObject({ state: 'in_progress', percent: 70 });
    const rows = await bot.db.prisma.assignment.findMany({
      where: { task: { number: report }, state: 'merged' },
      include: { agency: true, decisions: true, reports: true },
    });
    expect(rows).toMatchObject([{ agency: { code: 'STC' }, percent: 30, nextReminderAt: null }]);
    const kept = await bot.assignment(report, 'STCDT');
    expect(rows[0]?.mergedIntoId).toBe(kept.id);
    expect(rows[0]?.decisions.map((one) => one.kind)).toEqual(['merge']);
    const mine = (await figures()).filter((row) => ['STC', 'SKHDT', 'STCDT'].includes(row.agency.code));
    expect(mine).toMatchObject([{ agency: { code: 'STCDT' }, assigned: 2, in_progress: 2 }]);
  });

  test('history keeps the names it was made under', async () => {
    const reports = await bot.db.prisma.statusReport.findMany({ where: { percent: { not: null } } });
    expect(reports.map((one) => [one.percent, one.agencyName]).sort()).toEqual([
      [30, 'Sở Tài chính'],
      [70, 'Sở Kế hoạch và Đầu tư'],
    ]);
  });

  test('duties, groups and the reporting cycle follow', async () => {
    const { prisma } = bot.db;
    const parts = await prisma.dutyAgency.findMany({ where: { agency: { code: 'STCDT' } } });
    expect(parts.length).toBeGreaterThan(0);
    expect(await prisma.dutyAgency.count({ where: { agency: { code: { in: ['STC', 'SKHDT'] } } } })).toBe(0);
    const groups = await prisma.agencyGroupMember.findMany({ where: { agency: { code: 'STCDT' } } });
    expect(groups.map((one) => one.groupCode).sort()).toEqual(['so', 'tat-ca']);
    bot.clock.to('2027-05-16T08:00:00+07:00');
    const [sixMonth] = await bot.decides(openCycles);
    const codes = sixMonth?.assignments.map((row) => row.agencyCode) ?? [];
    expect(codes).toHaveLength(26);
    expect(codes.filter((code) => ['STC', 'SKHDT', 'STCDT'].includes(code))).toEqual(['STCDT']);
    bot.clock.to('2026-12-01T09:00:00+07:00');
  });

  test('both contacts go on with their work, the one named as main contact', async () => {
    const roles = await bot.db.prisma.contactRole.findMany({
      where: { agency: { code: 'STCDT' }, endedAt: null },
      include: { contact: true },
    });
    expect(roles.map((role) => [role.contact.name, role.rank]).sort()).toEqual([
      ['Lê Văn Cường', 'deputy'],
      ['Phạm Thị Dung', 'main'],
    ]);
    expect((await stc.all()).at(-1)?.text).toContain('Sở Tài chính và Đầu tư');
    await stc.says(`#${review} xong`);
    expect(await bot.assignment(review, 'STCDT')).toMatchObject({ state: 'submitted' });
  });

  test('a leader who asks by the old name is answered', async () => {
    expect(await leader.says('Sở Kế hoạch và Đầu tư đến đâu rồi')).toContain('Sở Tài chính và Đầu tư');
    expect(await leader.says('tình hình Sở Tài chính')).toContain('Sở Tài chính và Đầu tư');
  });

  test('loading the decision again brings the old order back nowhere', async () => {
    const before = await figures();
    await bot.decides((scope) => loadProgramme(scope, builtInProgramme()));
    expect(await figures()).toEqual(before);
    expect(await bot.db.prisma.dutyAgency.count({ where: { agency: { code: 'STC' } } })).toBe(0);
  });
});

describe('other acts', () => {
  let bot: TestBot;
  beforeAll(async () => {
    bot = await startBot({ at: '2026-11-16T09:00:00+07:00' });
  });
  afterAll(() => bot.close());

  test('a rename of a past day shows at once and rewrites no report', async () => {
    const person = await bot.person('SXD');
    const number = await bot.task('Báo cáo quý', ['SXD'], '2026-12-10T00:00:00+07:00');
    await person.says(`#${number} 40%`);
    await bot.decides((scope) =>
      scheduleSuccession(scope, {
        kind: 'rename',
        on: '2026-11-01',
        from: 'SXD',
        name: 'Sở Xây dựng và Giao thông',
        shortName: 'Sở XD&GT',
        aliases: [],
      }),
    );
    const agency = await bot.db.prisma.agency.findUniqueOrThrow({
      where: { code: 'SXD' },
      include: { names: true },
    });
    expect(agency).toMatchObject({ name: 'Sở Xây dựng và Giao thông', endedOn: null });
    expect(agency.names).toMatchObject([{ name: 'Sở Xây dựng', until: '2026-11-01' }]);
    expect((await bot.assignment(number, 'SXD')).reports).toMatchObject([{ agencyName: 'Sở Xây dựng' }]);
  });

  test('a dissolution without successor names the open work and waits until it is settled', async () => {
    const number = await bot.task('Kiểm tra cơ sở', ['DPTTH'], '2026-12-10T00:00:00+07:00');
    const act: Succession = { kind: 'dissolve', on: '2026-11-16', from: 'DPTTH' };
    await expect(bot.decides((scope) => scheduleSuccession(scope, act))).rejects.toMatchObject({
      obstacles: [{ code: 'openWork', work: [{ number, agency: 'DPTTH' }] }],
    });
    expect(await bot.db.prisma.succession.count({ where: { kind: 'dissolve' } })).toBe(0);
    const { id } = await bot.assignment(number, 'DPTTH');
    await bot.decides((scope) => withdraw(scope, { assignmentId: id, reason: 'giải thể' }));
    const done = await bot.decides((scope) => scheduleSuccession(scope, act));
    expect(done.applied).toMatchObject({ ends: ['DPTTH'] });
  });

  test('a split asks for each duty that nobody takes, then moves work by its duty', async () => {
    const { prisma } = bot.db;
    const held = await prisma.dutyAgency.findMany({
      where: { agency: { code: 'STNMT' } },
      include: { duty: true },
      orderBy: { duty: { position: 'asc' } },
    });
    const [first, ...others] = held.map((part) => part.duty);
    const number = await bot.task('Rà soát đất đai', ['STNMT'], '2026-12-10T00:00:00+07:00', {
      dutyId: first?.id,
    });
    const split = (duties: string[]): Succession => ({
      kind: 'split',
      on: '2026-11-16',
      from: 'STNMT',
      to: [
        {
          code: 'STN',
          name: 'Sở Tài nguyên',
          shortName: 'Sở TN',
          aliases: [],
          duties: [first?.number ?? ''],
        },
        { code: 'SMT', name: 'Sở Môi trường', shortName: 'Sở MT', aliases: [], duties },
      ],
    });
    await expect(bot.decides((scope) => scheduleSuccession(scope, split([])))).rejects.toMatchObject({
      obstacles: [{ code: 'dutiesNotNamed', duties: others.map((duty) => duty.number) }],
    });
    await bot.decides((scope) => scheduleSuccession(scope, split(others.map((duty) => duty.number))));
    expect(await bot.assignment(number, 'STN')).toMatchObject({ state: 'assigned' });
    expect(await prisma.dutyAgency.count({ where: { agency: { code: 'SMT' } } })).toBe(others.length);
  });

  test('open work goes to a successor that has a withdrawn assignment of the same task', async () => {
    const number = await bot.task('Tuyên truyền', ['BBD', 'BTG'], '2026-12-10T00:00:00+07:00');
    const { id } = await bot.assignment(number, 'BTG');
    await bot.decides((scope) => withdraw(scope, { assignmentId: id, reason: 'trùng' }));
    await bot.decides((scope) =>
      scheduleSuccession(scope, { kind: 'dissolve', on: '2026-11-16', from: 'BBD', to: 'BTG' }),
    );
    const rows = await bot.db.prisma.assignment.findMany({
      where: { task: { number }, agency: { code: 'BTG' } },
      orderBy: { state: 'asc' },
    });
    expect(rows.map((row) => row.state)).toEqual(['assigned', 'cancelled']);
  });
});
