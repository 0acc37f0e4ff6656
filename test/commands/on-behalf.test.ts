import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { recordFile } from '../../src/store/files.ts';
import { startBot, type Chatter, type TestBot } from '../harness/chat.ts';

/** A coordinator records what came by letter or telephone. Wednesday, 16/12/2026, 09:00; the dates in force ended on 14/12. */
const given = '2026-12-07T02:00:00Z';
const today = '2026-12-16T02:00:00Z';
const due = '2026-12-14T17:00:00Z';

let bot: TestBot;
let ha: Chatter;
let long: Chatter;
let stp: Chatter;
let task: number;
beforeAll(async () => {
  bot = await startBot({ at: given });
  ha = await bot.person('CAT', { role: 'coordinator', name: 'Nguyễn Thu Hà' });
  long = await bot.person('CAT', { role: 'coordinator', name: 'Trần Văn Long' });
  stp = await bot.person('STP', { name: 'Lê Văn Cường' });
});
afterAll(() => bot.close());
beforeEach(async () => {
  bot.clock.to(given);
  task = await bot.task('Rà soát văn bản', ['STP', 'SNV'], due);
  bot.clock.to(today);
});
afterEach(async () => {
  await bot.db.prisma.dialogue.deleteMany();
  await bot.db.prisma.assignment.updateMany({ data: { state: 'cancelled', extensionAskedAt: null } });
});

describe('in one line', () => {
  test('a letter counts from noon of its day: in time though recorded late', async () => {
    const preview = await ha.says(`/ghiho STP ${task} xong theo công văn 123/STP ngày 14/12`);
    expect(preview).toContain(`Ghi hộ Sở Tư pháp · #${task} Rà soát văn bản`);
    expect(preview).toContain('Nội dung: báo cáo hoàn thành');
    expect(preview).toContain('Nguồn: công văn 123/STP ngày 14/12/2026');
    expect(preview).toContain('Thời điểm tính: 12:00 ngày 14/12/2026, trong hạn (trước ngày 15/12/2026)');
    expect((await bot.assignment(task, 'STP')).state).toBe('assigned');
    await ha.presses('Ghi');
    const { state, submittedAt, reports } = await bot.assignment(task, 'STP');
    expect(state).toBe('submitted');
    expect(submittedAt?.toISOString()).toBe('2026-12-14T05:00:00.000Z');
    expect(reports[0]).toMatchObject({
      kind: 'done',
      source: 'letter',
      documentNumber: '123/STP',
      contactId: null,
      recordedById: ha.contactId,
    });
    expect((await stp.newest()).text).toContain('Nguyễn Thu Hà đã ghi hộ Sở Tư pháp theo công văn 123/STP');
    expect((await long.newest()).text).toContain('Nguyễn Thu Hà (ghi hộ theo công văn 123/STP)');
    expect(await ha.presses('Duyệt')).toContain('hoàn thành trong hạn');
  });

  test.each([
    ['xong theo công văn 5/STP ngày 15/12', 'quá hạn', '12:00 ngày 15/12/2026'],
    ['xong qua điện thoại', 'quá hạn', '09:00 ngày 16/12/2026'],
    ['xong theo công văn 5/STP ngày 16/12', 'quá hạn', '09:00 ngày 16/12/2026'],
    ['60% theo báo cáo số 45/BC-STP ngày 10/12', 'đang thực hiện 60%', '12:00 ngày 10/12/2026'],
    ['có vướng mắc chưa có số liệu, tại cuộc họp ngày 11/12', 'có vướng mắc', '12:00 ngày 11/12/2026'],
  ])('%s', async (words, says, moment) => {
    const preview = await ha.says(`/ghiho STP ${task} ${words}`);
    expect(preview).toContain(says);
    expect(preview).toContain(`Thời điểm tính: ${moment}`);
  });

  test('a request for a new date waits for a decision as from the agency', async () => {
    await ha.says(`/ghiho sở nội vụ ${task} xin gia hạn đến 20/12 vì chờ số liệu, qua điện thoại`);
    await ha.says('ghi');
    const { extensions } = await bot.assignment(task, 'SNV');
    expect(extensions).toMatchObject([
      { state: 'pending', reason: 'chờ số liệu', recordedById: ha.contactId },
    ]);
    expect(await ha.presses('Duyệt')).toContain('Đã đồng ý gia hạn');
  });

  test('a day before the assignment is pointed out', async () => {
    expect(await ha.says(`/ghiho STP ${task} 60% theo công văn 9/STP ngày 1/12`)).toContain(
      'trước ngày giao (07/12/2026)',
    );
  });

  test('parts are corrected at the preview', async () => {
    await ha.says(`/ghiho STP ${task} xong theo công văn 123/STP ngày 10/12`);
    expect(await ha.says('ngày 11/12')).toContain('ngày 11/12/2026');
    expect(await ha.says('số 124/STP')).toContain('công văn 124/STP');
    expect(await ha.says('nội dung 80%')).toContain('đang thực hiện 80%');
    expect(await ha.says('ngày 20/12')).toContain('chưa đến');
  });
});

describe('step by step', () => {
  test('agency, task, words, source, number, day; what is wrong is said at each', async () => {
    expect(await ha.says('/ghiho')).toContain('Ghi hộ cơ quan, nhiệm vụ nào?');
    expect(await ha.says('snv')).toContain('Sở Nội vụ báo nội dung gì?');
    expect(await ha.says('tình hình ổn')).toContain('Chưa rõ "tình hình ổn"');
    expect(await ha.presses('Đang thực hiện')).toContain('Theo nguồn nào?');
    expect(await ha.presses('Công văn')).toContain('Số công văn?');
    expect(await ha.says('45/SNV-VP')).toContain('Ngày của công văn?');
    expect(await ha.says('20/12')).toContain('chưa đến');
    expect(await ha.says('31/11')).toContain('không có trong lịch');
    expect(await ha.presses('Hôm qua')).toContain('Nguồn: công văn 45/SNV-VP ngày 15/12/2026');
    await ha.presses('Ghi');
    expect((await bot.assignment(task, 'SNV')).state).toBe('in_progress');
  });

  test('only a note', async () => {
    await ha.says(`/ghiho STP ${task} tình hình ổn, qua điện thoại`);
    expect(await ha.presses('Chỉ ghi chú')).toContain('Nguồn: điện thoại ngày 16/12/2026');
    await ha.presses('Ghi');
    const { state, reports } = await bot.assignment(task, 'STP');
    expect([state, reports.at(-1)?.kind, reports.at(-1)?.text]).toEqual(['assigned', 'note', 'tình hình ổn']);
  });
});

test('files that come with it belong to the record', async () => {
  const now = bot.clock.now();
  const id = await recordFile(
    bot.db.prisma,
    { name: 'cv.pdf', mime: 'application/pdf', size: 1, sha256: 'cv' },
    now,
  );
  await ha.says(`/ghiho STP ${task}`, { fileIds: [id] });
  await ha.says('xong');
  await ha.says('công văn');
  await ha.says('8/STP');
  expect(await ha.says('10/12')).toContain('Kèm theo 1 tệp.');
  await ha.presses('Ghi');
  const report = await bot.db.prisma.statusReport.findFirstOrThrow({
    where: { documentNumber: '8/STP' },
    include: { files: true },
  });
  expect(report.files.map((file) => file.name)).toEqual(['cv.pdf']);
});

test('taking it back corrects what others were told', async () => {
  await ha.says(`/ghiho STP ${task} xong theo công văn 7/STP ngày 10/12`);
  await ha.presses('Ghi');
  expect(await ha.presses('Rút lại')).toContain('Đã rút lại');
  expect((await bot.assignment(task, 'STP')).state).toBe('in_progress');
  expect((await stp.newest()).text).toContain('Đã rút lại');
  expect((await long.newest()).text).toContain('Đã rút lại');
});

test('what has ended, and who may not', async () => {
  await stp.says(`${task} xong`);
  await ha.says(`/duyet ${task} STP`);
  expect(await ha.says(`/ghiho STP ${task} 50% qua điện thoại`)).toContain('đã được Nguyễn Thu Hà xác nhận');
  expect(await stp.says(`/ghiho STP ${task} xong`)).toContain('không thuộc quyền');
  const boss = await bot.person('UBND-TINH', { role: 'leader' });
  expect(await boss.says(`/ghiho STP ${task} xong`)).toContain('không thuộc quyền');
});

test('in English', async () => {
  const john = await bot.person('CAT', { role: 'coordinator', language: 'en' });
  const preview = await john.says(`/onbehalf SNV ${task} done by letter 12/SNV of 10/12`);
  expect(preview).toContain('By: official letter 12/SNV of 10/12/2026');
  expect(await john.presses('Record')).toContain('Recorded for Sở Nội vụ');
});
