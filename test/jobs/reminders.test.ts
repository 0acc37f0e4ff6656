import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accept } from '../../src/decisions/accept.ts';
import { approveExtension } from '../../src/decisions/decide-extension.ts';
import { remind } from '../../src/jobs/reminders.ts';
import { report } from '../../src/decisions/report.ts';
import { startBot, type Chatter, type TestBot } from '../harness/chat.ts';
import { at, clear, heard, jobDeps, tick } from '../harness/jobs.ts';
import { peopled, type Body } from './support/year.ts';

const start = at('2026-11-23 09:00');
let bot: TestBot;
beforeAll(async () => {
  bot = await startBot({ at: start });
});
beforeEach(() => clear(bot, start));
afterAll(() => bot.close());

/** The heads of what a person hears at 08:00 of each day, free days too. */
async function calendarOf(person: Chatter, from: string, to: string): Promise<string[]> {
  const lines: string[] = [];
  for (let day = Date.parse(from); day <= Date.parse(to); day += 86_400_000) {
    const date = new Date(day).toISOString().slice(0, 10);
    await tick(bot, `${date} 08:00`);
    for (const text of await heard(person)) lines.push(`${date} ${text.split('\n')[0]}`);
  }
  return lines;
}

const reminders = (number: number) =>
  bot.db.prisma.reminder.findMany({
    where: { assignment: { task: { number } } },
    orderBy: [{ day: 'asc' }, { rule: 'asc' }],
    include: { notices: true },
  });

const away = (person: Chatter, awayFrom: string, awayTo: string) =>
  bot.db.prisma.contact.update({ where: { id: person.contactId }, data: { awayFrom, awayTo } });

describe('one task', () => {
  test('is spoken of on its days, working days all, and no oftener than five times once overdue', async () => {
    const stp = await bot.person('STP');
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    expect(await calendarOf(stp, '2026-11-23', '2027-01-10')).toEqual([
      '2026-11-26 🟡 Chưa tiếp nhận, còn 18 ngày · #11 Báo cáo năm',
      '2026-11-27 🟡 Chưa tiếp nhận, còn 17 ngày · #11 Báo cáo năm',
      '2026-12-07 🟡 Sắp đến hạn, còn 7 ngày · #11 Báo cáo năm',
      '2026-12-11 🟡 Sắp đến hạn, còn 3 ngày · #11 Báo cáo năm',
      '2026-12-14 🟡 Sắp đến hạn, hôm nay là ngày cuối · #11 Báo cáo năm',
      '2026-12-15 🔴 Quá hạn 1 ngày · #11 Báo cáo năm',
      '2026-12-17 🔴 Quá hạn 3 ngày · #11 Báo cáo năm',
      '2026-12-21 🔴 Quá hạn 7 ngày · #11 Báo cáo năm',
      '2026-12-23 🔴 Quá hạn 9 ngày · #11 Báo cáo năm',
      '2026-12-25 🔴 Quá hạn 11 ngày · #11 Báo cáo năm',
    ]);
  });

  test('says what is asked, by when, on what basis and how to answer', async () => {
    const stp = await bot.person('STP', { name: 'Lê Văn Cường' });
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'), { basis: 'khoản 1 Mục II Phần IV' });
    await stp.says('11 60% đang rà soát');
    await tick(bot, '2026-12-07 08:00');
    const [message] = (await stp.read()).filter((seen) => seen.kind === 'reminder');
    expect(message?.text).toBe(
      [
        '🟡 Sắp đến hạn, còn 7 ngày · #11 Báo cáo năm',
        'Kính gửi: đồng chí Lê Văn Cường, Sở Tư pháp',
        'Đề nghị Sở Tư pháp gửi kết quả trước ngày 15/12/2026 (chậm nhất nên gửi: thứ Hai, 14/12/2026). Hiện tại: đang thực hiện 60%.',
        'Căn cứ: khoản 1 Mục II Phần IV.',
        'Có thể trả lời tin này bằng nút, bằng số hoặc vài chữ, ví dụ: "đã nhận", "11 60%".',
      ].join('\n'),
    );
    expect(message?.buttons).toEqual([
      'Đã nhận',
      'Xác nhận đúng hạn',
      'Cập nhật tiến độ',
      'Báo cáo hoàn thành',
      'Xin gia hạn',
      'Có vướng mắc',
      'Nhắc lại sau 2 giờ',
      'Nhắc lại sáng mai',
      'Nhắc lại sau 3 ngày',
    ]);
  });

  test('is asked of a body that nobody may urge in words that ask', async () => {
    const court = await bot.person('TAND', { name: 'Trần Thị Mai' });
    await bot.task('Phối hợp báo cáo', ['TAND'], at('2026-12-15'));
    await court.read();
    const texts: string[] = [];
    for (const day of ['2026-11-26', '2026-12-11', '2026-12-14', '2026-12-15', '2026-12-21']) {
      await tick(bot, `${day} 08:00`);
      texts.push(...(await court.read()).flatMap((seen) => [seen.text, ...seen.buttons]));
    }
    expect(texts.join('\n')).toContain('Trân trọng đề nghị');
    expect(texts.join('\n')).toContain('Đã qua thời hạn đề nghị 1 ngày');
    expect(texts.join('\n')).not.toMatch(/nhắc|đôn đốc|yêu cầu|cam kết|trả lại|quá hạn/i);
  });

  test('speaks the language of whoever reads it', async () => {
    const stp = await bot.person('STP', { language: 'en' });
    await bot.task('Yearly report', ['STP'], at('2026-12-15'));
    await tick(bot, '2026-12-11 08:00');
    expect((await heard(stp)).at(-1)).toMatch(/^🟡 Due soon, 3 days left · #11 Yearly report\n/);
  });
});

describe('nothing is said', () => {
  test('in quiet time, on free days and before its hour', async () => {
    const stp = await bot.person('STP', { channel: 'telegram' });
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    for (const when of ['2026-11-26 07:59', '2026-11-26 17:30', '2026-11-28 10:00', '2026-12-13 08:00']) {
      await tick(bot, when);
      expect(await heard(stp)).toEqual([]);
    }
    expect(await reminders(11)).toEqual([]);
  });

  test('of a task that was reported, accepted or waits for a decision on its date', async () => {
    const stp = await bot.person('STP');
    const coordinator = await bot.person('CAT', { role: 'coordinator' });
    await bot.task('Báo cáo quý', ['STP'], at('2026-12-15'));
    await bot.task('Rà soát', ['STP'], at('2026-12-15'));
    await stp.says('11 xong');
    await stp.says('12 xin gia hạn 25/12 vì chờ số liệu');
    expect(await calendarOf(stp, '2026-11-24', '2026-12-16')).toEqual([]);

    const rows = [await bot.assignment(11, 'STP'), await bot.assignment(12, 'STP')];
    await bot.decides((scope) => accept(scope, rows[0]?.id ?? ''));
    await bot.decides((scope) => approveExtension(scope, { assignmentId: rows[1]?.id ?? '' }));
    expect(await calendarOf(stp, '2026-12-17', '2026-12-28')).toEqual([
      '2026-12-18 🟡 Sắp đến hạn, còn 7 ngày · #12 Rà soát',
      '2026-12-22 🟡 Sắp đến hạn, còn 3 ngày · #12 Rà soát',
      '2026-12-24 🟡 Sắp đến hạn, còn 1 ngày · #12 Rà soát',
      '2026-12-25 🟡 Sắp đến hạn, hôm nay là ngày cuối · #12 Rà soát',
      '2026-12-28 🔴 Quá hạn 3 ngày · #12 Rà soát',
    ]);
    expect(await heard(coordinator)).toEqual([]);
  });

  test('early to an agency that was heard from within 3 working days, and that is on record', async () => {
    const stp = await bot.person('STP');
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    bot.clock.to(at('2026-12-02 09:00'));
    await stp.says('11 cam kết đúng hạn');
    await tick(bot, '2026-12-07 08:00');
    expect(await heard(stp)).toEqual([]);
    const outcomes = (await reminders(11)).map(({ day, rule, outcome }) => `${day} ${rule} ${outcome}`);
    expect(outcomes).toContain('2026-12-07 T-7 not_needed');
  });
});

describe('several tasks of one person', () => {
  test('come in one message, the most urgent first, with a button for each', async () => {
    const stp = await bot.person('STP');
    await bot.task('Rà soát văn bản', ['STP'], at('2026-12-19'));
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    await bot.task('Số liệu quý', ['STP'], at('2026-12-23'));
    await stp.says('11 80%');
    await tick(bot, '2026-12-15 08:00');
    const messages = (await stp.read()).filter((seen) => seen.kind === 'reminder');
    expect(messages).toHaveLength(1);
    expect(messages[0]?.text).toBe(
      [
        'Sở Tư pháp còn 3 nhiệm vụ',
        '🔴 Quá hạn · #12 Báo cáo năm: quá hạn 1 ngày (trước ngày 15/12/2026), đã giao, chưa tiếp nhận',
        '🟡 Sắp đến hạn · #11 Rà soát văn bản: còn 3 ngày (trước ngày 19/12/2026), đang thực hiện 80%',
        '🟡 Sắp đến hạn · #13 Số liệu quý: còn 7 ngày (trước ngày 23/12/2026), đã giao, chưa tiếp nhận',
        '',
        'Chọn số để trả lời từng nhiệm vụ, hoặc trả lời ngay, ví dụ: "12 xong", "12 80%", "12 xin gia hạn 20/12 vì chờ số liệu".',
      ].join('\n'),
    );
    expect(messages[0]?.buttons).toEqual(['#12 Báo cáo năm', '#11 Rà soát văn bản', '#13 Số liệu quý']);
    expect(await stp.presses('#11 Rà soát văn bản')).toMatch(/^Nhiệm vụ #11 Rà soát văn bản/);
  });

  test('are named with their agency where the person answers for two', async () => {
    const both = await bot.person('STP');
    const snv = await bot.db.prisma.agency.findUniqueOrThrow({ where: { code: 'SNV' } });
    await bot.db.prisma.contactRole.create({
      data: { contactId: both.contactId, agencyId: snv.id, role: 'focal', since: bot.clock.now() },
    });
    await bot.task('Báo cáo năm', ['STP', 'SNV'], at('2026-12-15'));
    await tick(bot, '2026-12-14 08:00');
    const [message] = (await both.read()).filter((seen) => seen.kind === 'reminder');
    expect(message?.text).toContain('Sở Tư pháp còn 1 nhiệm vụ\n');
    expect(message?.text).toContain('Sở Nội vụ còn 1 nhiệm vụ\n');
    expect(message?.buttons).toEqual(
      expect.arrayContaining(['#11 Báo cáo năm (Sở Tư pháp)', '#11 Báo cáo năm (Sở Nội vụ)']),
    );
  });

  test('make at most one message a half-day: what comes due later waits for the next', async () => {
    const stp = await bot.person('STP');
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    await bot.task('Rà soát', ['STP'], at('2026-12-15'));
    await stp.read();
    const second = await bot.assignment(12, 'STP');
    await bot.db.prisma.assignment.update({ where: { id: second.id }, data: { nextReminderAt: null } });
    await tick(bot, '2026-12-14 08:00');
    expect(await heard(stp)).toHaveLength(1);

    await bot.db.prisma.assignment.update({
      where: { id: second.id },
      data: { nextReminderAt: new Date(at('2026-12-14 08:00')) },
    });
    await tick(bot, '2026-12-14 09:00');
    await tick(bot, '2026-12-14 13:29');
    expect(await heard(stp)).toEqual([]);
    await tick(bot, '2026-12-14 13:30');
    expect(await heard(stp)).toEqual([expect.stringContaining('#12 Rà soát')]);
    await tick(bot, '2026-12-14 16:00');
    expect(await heard(stp)).toEqual([]);
  });

  test('a digest that has not gone out is told anew without the task that was reported meanwhile', async () => {
    const stp = await bot.person('STP');
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    await bot.task('Rà soát', ['STP'], at('2026-12-15'));
    await stp.read();
    await tick(bot, '2026-12-14 08:00');
    // Not shown yet: the channel is slow. A colleague reports one of the two.
    const colleague = await bot.person('STP', { rank: 'deputy' });
    await colleague.says('12 xong');
    expect(await heard(stp)).toEqual([]);
    await tick(bot, '2026-12-14 08:01');
    const [text, ...more] = await heard(stp);
    expect(text).toMatch(/^🟡 Sắp đến hạn, hôm nay là ngày cuối · #11 Báo cáo năm\n/);
    expect(text).not.toContain('#12');
    expect(more).toEqual([]);
    const states = (await reminders(12)).flatMap((row) => row.notices.map((notice) => notice.state));
    expect(states).toEqual(['withdrawn']);
  });
});

test('what lies unread in the web chat goes on to no other channel once its task is reported', async () => {
  const stp = await bot.person('STP');
  const colleague = await bot.person('STP', { rank: 'deputy' });
  await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
  await stp.read();
  await tick(bot, '2026-12-14 08:00');
  await bot.db.prisma.delivery.updateMany({ where: { kind: 'reminder' }, data: { state: 'waiting' } });
  await colleague.says('11 xong');
  const [delivery] = await bot.db.prisma.delivery.findMany({ where: { kind: 'reminder' } });
  expect(delivery?.state).toBe('withdrawn');
});

describe('whoever else hears it', () => {
  test('the deputy after two without an answer, the head from D+3, coordinators from D+7', async () => {
    const main = await bot.person('STP');
    const deputy = await bot.person('STP', { rank: 'deputy' });
    const head = await bot.person('STP', { role: 'head' });
    const coordinator = await bot.person('CAT', { role: 'coordinator' });
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    const days: Record<string, string[]> = {};
    const people = { main, deputy, head, coordinator };
    for (const day of ['26', '27', '07', '11', '14', '15', '17', '21']) {
      const date = `2026-${Number(day) > 25 ? 11 : 12}-${day}`;
      await tick(bot, `${date} 08:00`);
      days[date] = [];
      for (const [name, person] of Object.entries(people)) {
        if ((await heard(person)).length) days[date].push(name);
      }
    }
    expect(days).toEqual({
      '2026-11-26': ['main'],
      '2026-11-27': ['main'],
      '2026-12-07': ['main', 'deputy'],
      '2026-12-11': ['main', 'deputy'],
      '2026-12-14': ['main', 'deputy'],
      '2026-12-15': ['main', 'deputy'],
      '2026-12-17': ['main', 'deputy', 'head'],
      '2026-12-21': ['main', 'deputy', 'head', 'coordinator'],
    });
    const [last] = (await coordinator.all()).filter((seen) => seen.kind === 'reminder');
    expect(last?.text).toBe(
      [
        'Quá hạn từ 7 ngày, đề nghị liên hệ trực tiếp',
        'Sở Tư pháp · 🔴 Quá hạn · #11 Báo cáo năm: quá hạn 7 ngày (trước ngày 15/12/2026), đã giao, chưa tiếp nhận',
        'Số điện thoại của các đầu mối: /cangoi.',
      ].join('\n'),
    );
    expect(last?.buttons).toEqual(['Danh sách cần gọi', 'Xem nhiệm vụ', 'Nhắc cơ quan']);
    expect((await head.all()).at(-1)?.text).toContain(
      'Kính báo thủ trưởng cơ quan, đơn vị vì nhiệm vụ đã quá hạn.',
    );
    expect((await deputy.all()).at(-1)?.text).toContain('vì hai tin trước chưa có trả lời');
  });

  test('an answer of the agency starts the count anew', async () => {
    await bot.person('STP');
    const deputy = await bot.person('STP', { rank: 'deputy' });
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    await tick(bot, '2026-11-26 08:00');
    await tick(bot, '2026-11-27 08:00');
    bot.clock.to(at('2026-11-30 09:00'));
    await deputy.says('11 đã nhận');
    await tick(bot, '2026-12-07 08:00');
    expect(await heard(deputy)).toEqual([]);
  });

  test('the deputy in place of a main contact who is away', async () => {
    const main = await bot.person('STP');
    const deputy = await bot.person('STP', { rank: 'deputy' });
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    await away(main, '2026-11-25', '2026-11-26');
    await tick(bot, '2026-11-26 08:00');
    expect(await heard(main)).toEqual([]);
    expect(await heard(deputy)).toEqual([expect.stringContaining('vì đầu mối chính đang vắng mặt')]);
    await tick(bot, '2026-11-27 08:00');
    expect(await heard(main)).toHaveLength(1);
    expect(await heard(deputy)).toEqual([]);
  });

  test('the main contact all the same where nobody stands in', async () => {
    const main = await bot.person('STP');
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    await away(main, '2026-11-25', '2026-12-31');
    await tick(bot, '2026-11-26 08:00');
    expect(await heard(main)).toHaveLength(1);
  });

  test('nobody where the body has no contact; a person without a channel stands as that', async () => {
    await bot.task('Báo cáo năm', ['STP', 'SNV'], at('2026-12-15'));
    const snv = await bot.person('SNV');
    await bot.db.prisma.identity.updateMany({
      where: { contactId: snv.contactId },
      data: { state: 'unreachable' },
    });
    await tick(bot, '2026-11-27 08:00');
    const rows = await bot.db.prisma.reminder.findMany({
      include: { notices: true, assignment: { include: { agency: true } } },
    });
    const told = rows.map((row) => [
      row.assignment.agency.code,
      row.rule,
      row.outcome,
      row.notices.map((notice) => notice.state),
    ]);
    expect(told).toEqual(
      expect.arrayContaining([
        ['STP', 'T-15', 'no_contact', []],
        ['SNV', 'T-15', 'sent', ['no_channel']],
      ]),
    );
    expect(told).toHaveLength(2);
  });
});

describe('once, whatever happens', () => {
  test('however many processes run at the same moment', async () => {
    const agencies = ['STP', 'SNV', 'STC', 'SXD', 'SGTVT', 'TAND', 'VKS', 'MTTQ'];
    const people = [];
    for (const code of agencies) people.push(await bot.person(code));
    for (const title of ['Báo cáo năm', 'Rà soát', 'Số liệu'])
      await bot.task(title, agencies, at('2026-12-15'));
    bot.clock.to(at('2026-12-14 08:00'));
    const runner = () => remind(jobDeps(bot));
    await Promise.all([runner(), runner(), runner(), runner()]);
    await runner();
    for (const person of people) expect(await heard(person)).toHaveLength(1);
    const rows = await bot.db.prisma.reminder.findMany({ where: { rule: 'D' }, include: { notices: true } });
    expect(rows).toHaveLength(agencies.length * 3);
    expect(rows.every((row) => row.notices.length === 1)).toBe(true);
  });

  test('a report that comes in at the very moment of the tick is followed by no reminder', async () => {
    const bodies = await peopled(bot, ['STP', 'SNV', 'STC', 'SXD', 'SGTVT', 'TAND']);
    const codes = [...bodies.keys()];
    for (const title of ['Báo cáo năm', 'Rà soát']) await bot.task(title, codes, at('2026-12-15'));
    const ids = new Map<string, string>();
    for (const code of codes) ids.set(code, (await bot.assignment(11, code)).id);
    bot.clock.to(at('2026-12-14 08:00'));
    const submit = ({ code, main }: Body) =>
      bot.decides((scope) =>
        report(
          { ...scope, actor: main },
          {
            assignmentId: ids.get(code) ?? '',
            meanings: [{ kind: 'done' }],
            note: '',
            fileIds: [],
            at: scope.now,
          },
        ),
      );
    await Promise.all([...[...bodies.values()].map(submit), remind(jobDeps(bot))]);
    await tick(bot, '2026-12-14 08:01');
    const waiting = await bot.db.prisma.delivery.findMany({
      where: { kind: 'reminder', state: 'queued' },
      include: { notices: { include: { notice: { include: { assignment: { include: { task: true } } } } } } },
    });
    const numbers = waiting.flatMap((one) => one.notices.map(({ notice }) => notice.assignment?.task.number));
    expect(new Set(numbers)).toEqual(new Set([12]));
    expect(numbers).toHaveLength(6);
  });

  test('after an outage the latest that makes sense, marked as late; the rest stands as missed', async () => {
    const stp = await bot.person('STP');
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    await stp.says('11 đã nhận');
    await tick(bot, '2026-12-11 10:15');
    const [text, ...more] = await heard(stp);
    expect(text).toContain('còn 3 ngày');
    expect(text).toContain('Tin này gửi muộn do hệ thống gián đoạn.');
    expect(more).toEqual([]);
    expect((await reminders(11)).map(({ day, rule, outcome, late }) => [day, rule, outcome, late])).toEqual([
      ['2026-11-27', 'T-15', 'missed', false],
      ['2026-12-07', 'T-7', 'missed', false],
      ['2026-12-11', 'T-1', 'sent', true],
    ]);
  });

  test('an outage that ends at night or on a free day is made up for at 08:00 of the next working day', async () => {
    const stp = await bot.person('STP');
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    await stp.says('11 đã nhận');
    for (const when of ['2026-12-11 22:00', '2026-12-12 09:00', '2026-12-13 20:00', '2026-12-14 07:45']) {
      await tick(bot, when);
      expect(await heard(stp)).toEqual([]);
    }
    await tick(bot, '2026-12-14 08:00');
    const [text, ...more] = await heard(stp);
    expect(text).toContain('hôm nay là ngày cuối');
    expect(more).toEqual([]);
  });

  test('a crash between the rule and its message loses nothing', async () => {
    const stp = await bot.person('STP');
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    bot.clock.to(at('2026-12-14 08:00'));
    const { speakReminders } = await import('../../src/decisions/remind.ts');
    await bot.decides((scope) => speakReminders(scope, 500));
    expect(await heard(stp)).toEqual([]);
    await tick(bot, '2026-12-14 08:05');
    expect(await heard(stp)).toHaveLength(1);
  });
});

describe('the zone of the office decides, not that of the machine', () => {
  test.each([
    ['Asia/Ho_Chi_Minh', '2026-12-14T01:00:00Z'],
    ['Asia/Tokyo', '2026-12-13T23:00:00Z'],
  ])('%s', async (zone, eight) => {
    const here = { ...bot.env, zone };
    const stp = await bot.person('STP');
    await bot.task('Báo cáo năm', ['STP'], zone === 'Asia/Tokyo' ? '2026-12-14T15:00:00Z' : at('2026-12-15'));
    await stp.says('11 đã nhận');
    bot.clock.to(new Date(Date.parse(eight) - 60_000).toISOString());
    await remind({ ...jobDeps(bot), env: here });
    expect(await heard(stp)).toEqual([]);
    bot.clock.to(eight);
    await remind({ ...jobDeps(bot), env: here });
    expect(await heard(stp)).toEqual([expect.stringContaining('hôm nay là ngày cuối')]);
  });
});
