import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { recordFile } from '../../src/store/files.ts';
import { startBot, type Chatter, type TestBot } from '../harness/chat.ts';

/** Tasks are given in the chat. A working Wednesday, 09:00. */
const morning = '2026-11-25T02:00:00Z';
const evening = '2026-11-27T12:00:00Z';

let bot: TestBot;
let ha: Chatter;
let stp: Chatter;
beforeAll(async () => {
  bot = await startBot({ at: morning });
  ha = await bot.person('CAT', { role: 'coordinator', name: 'Nguyễn Thu Hà' });
  stp = await bot.person('STP', { name: 'Lê Văn Cường', channel: 'telegram' });
  await bot.person('SNV', { name: 'Phạm Thị Mai' });
  const mute = await bot.person('SXD', { name: 'Trần Vân' });
  await bot.db.prisma.identity.deleteMany({ where: { contactId: mute.contactId } });
});
afterAll(() => bot.close());
beforeEach(() => bot.clock.to(morning));
afterEach(async () => void (await bot.db.prisma.dialogue.deleteMany()));

const newestTask = () =>
  bot.db.prisma.task.findFirst({
    orderBy: { number: 'desc' },
    include: { assignments: { include: { agency: true } }, files: true },
  });
const agencies = (task: Awaited<ReturnType<typeof newestTask>>) =>
  task?.assignments.map(({ agency }) => agency.code).sort();

describe('giving a task', () => {
  test('step by step: title and text, agencies, date, preview, Giao', async () => {
    expect(await ha.says('/giao')).toContain('Nội dung nhiệm vụ?');
    expect(await ha.says('Rà soát văn bản\nTập trung văn bản về an ninh.')).toContain(
      'Giao cho cơ quan, đơn vị nào?',
    );
    expect(await ha.says('stp, snv')).toContain('Thời hạn?');
    const preview = await ha.says('trước 15/12');
    expect(preview).toContain('Giao nhiệm vụ: Rà soát văn bản');
    expect(preview).toContain('trước ngày 15/12/2026 (thứ Ba), chậm nhất nên gửi thứ Hai, 14/12/2026');
    expect(preview).toContain('Gửi 2 cơ quan, đơn vị: Sở Tư pháp, Sở Nội vụ.');
    expect(preview).toContain('Gửi ngay.');
    expect(await ha.presses('Giao')).toMatch(/Đã giao #\d+ Rà soát văn bản cho 2 cơ quan, đơn vị/);
    const told = (await stp.newest()).text;
    expect(told).toContain('Rà soát văn bản');
    expect(told).toContain('Tập trung văn bản về an ninh.');
    expect(agencies(await newestTask())).toEqual(['SNV', 'STP']);
  });

  test('nothing is given before Giao, nor after Hủy', async () => {
    const before = await newestTask();
    await ha.says('/giao Kiểm tra hồ sơ; STP; 20/12');
    await ha.presses('Hủy');
    expect((await newestTask())?.id).toBe(before?.id);
  });

  test.each([
    [
      '/giao Rà soát văn bản cho STP, SNV trước 15/12',
      'Rà soát văn bản',
      ['SNV', 'STP'],
      '2026-12-14T17:00:00.000Z',
    ],
    [
      '/giao STP, SNV: báo cáo tháng 11 về an ninh, trước ngày 5/12',
      'Báo cáo tháng 11 về an ninh',
      ['SNV', 'STP'],
      '2026-12-04T17:00:00.000Z',
    ],
    ['/giao Kiểm tra hồ sơ; STP; 20/12', 'Kiểm tra hồ sơ', ['STP'], '2026-12-20T17:00:00.000Z'],
    ['/giao Rà soát cho STP hạn 17h ngày 4/12', 'Rà soát', ['STP'], '2026-12-04T10:00:00.000Z'],
    [
      '/giao Thống kê cho stp và snv, chậm nhất thứ sáu tuần sau',
      'Thống kê',
      ['SNV', 'STP'],
      '2026-12-04T17:00:00.000Z',
    ],
  ])('in one line: %s', async (line, title, codes, due) => {
    const preview = await ha.says(line);
    expect(preview).toContain(`Giao nhiệm vụ: ${title}`);
    await ha.says('giao');
    const task = await newestTask();
    expect({ title: task?.title, codes: agencies(task), due: task?.dueAt.toISOString() }).toEqual({
      title,
      codes,
      due,
    });
  });

  test('groups, exceptions, and all', async () => {
    expect(await ha.says('/giao Báo cáo nhanh; các sở trừ STP; 20/12')).toContain('Gửi 9 cơ quan, đơn vị');
    expect(await ha.says('cơ quan tất cả')).toContain('Gửi 28 cơ quan, đơn vị');
    expect(await ha.says('cơ quan các địa phương và stp')).toContain('Gửi 6 cơ quan, đơn vị');
  });

  test('what fits two is asked with buttons, what is unknown is named; what was clear is kept', async () => {
    await ha.says('/giao Việc chung');
    expect(await ha.says('stp, lao động, sở y tế')).toContain('"lao động" có thể là nhiều cơ quan');
    expect(await ha.presses('Sở LĐ-TB&XH')).toContain('Không rõ "sở y tế"');
    expect(await ha.presses('Bỏ phần này')).toContain('Thời hạn?');
    expect(await ha.says('20/12')).toContain('Sở LĐ-TB&XH');
  });

  test('a body without duties is given none', async () => {
    await ha.says('/giao Việc lạ');
    expect(await ha.says('UBND tỉnh')).toContain('không thuộc diện được giao nhiệm vụ');
  });

  test.each([
    ['31/11', 'không có trong lịch'],
    ['1/11/2026', 'đã qua'],
    ['hôm nào cũng được', 'Chưa đọc được ngày'],
  ])('the date %s gets its question back', async (date, says) => {
    await ha.says('/giao Hạn sai; STP');
    expect(await ha.says(date)).toContain(says);
  });

  test('a date more than half a year off is pointed out', async () => {
    expect(await ha.says('/giao Xa; STP; 20/11')).toContain('còn hơn 6 tháng');
  });

  test('who has no contact and who no channel is said before it is sent, and after', async () => {
    const preview = await ha.says('/giao Chưa có đầu mối; STP, SXD, STC; 20/12');
    expect(preview).toContain('Người nhận: 2.');
    expect(preview).toContain('Chưa có đầu mối (1): Sở Tài chính');
    expect(preview).toContain('Chưa có kênh nhận tin (1): Trần Vân (Sở Xây dựng)');
    expect(await ha.presses('Giao')).toContain('Chưa có đầu mối (1): Sở Tài chính');
  });

  test('held by quiet time, unless KHẨN is chosen at the preview', async () => {
    bot.clock.to(evening);
    expect(await ha.says('/giao Thường; STP; 20/12')).toContain('sẽ gửi lúc 07:30 thứ Hai, 30/11/2026');
    expect(await ha.presses('KHẨN, gửi ngay')).toContain('KHẨN: gửi ngay');
    expect(await ha.presses('Bỏ KHẨN')).toContain('sẽ gửi lúc 07:30');
    await ha.presses('Giao');
    const held = (await stp.all()).at(-1);
    expect((await stp.read()).map(({ id }) => id)).toContain(held?.id);
    const { notBefore } = await bot.db.prisma.delivery.findUniqueOrThrow({ where: { id: held?.id } });
    expect(notBefore.toISOString()).toBe('2026-11-30T00:30:00.000Z');
    await ha.says('/giao Gấp; STP; 20/12');
    await ha.says('khẩn');
    await ha.presses('Giao');
    const urgent = await stp.newest();
    expect(urgent.text).toContain('KHẨN · Nhiệm vụ');
    const sent = await bot.db.prisma.delivery.findUniqueOrThrow({ where: { id: urgent.id } });
    expect(sent.notBefore.toISOString()).toBe('2026-11-27T12:00:00.000Z');
  });

  test('parts are corrected at the preview by their names', async () => {
    await ha.says('/giao Ra soat; STP; 20/12');
    expect(await ha.says('hạn 22/12')).toContain('22/12/2026 (thứ Ba)');
    expect(await ha.says('tên Rà soát văn bản')).toContain('Giao nhiệm vụ: Rà soát văn bản');
    expect(await ha.says('nội dung Theo mẫu kèm theo')).toContain('Nội dung: Theo mẫu kèm theo');
    expect(await ha.says('cơ quan SNV')).toContain('Gửi 1 cơ quan, đơn vị: Sở Nội vụ.');
    expect(await ha.says('hạn 31/11')).toContain('không có trong lịch');
    expect(await ha.says('30/11')).toContain('30/11/2026 (thứ Hai)');
    await ha.says('giao');
    const task = await newestTask();
    expect(task).toMatchObject({ title: 'Rà soát văn bản', description: 'Theo mẫu kèm theo' });
    expect(agencies(task)).toEqual(['SNV']);
  });

  test('files that come in between belong to the task and go with its first message', async () => {
    const file = (name: string) =>
      recordFile(bot.db.prisma, { name, mime: 'text/plain', size: 1, sha256: name }, bot.clock.now());
    const [first, second] = [await file('mau.docx'), await file('phu-luc.xlsx')];
    await ha.says('/giao', { fileIds: [first] });
    await ha.says('Theo mẫu');
    expect(await ha.says('', { fileIds: [second] })).toContain('Đã nhận 2 tệp');
    await ha.says('STP');
    expect(await ha.says('20/12')).toContain('Kèm theo 2 tệp.');
    await ha.presses('Giao');
    expect((await newestTask())?.files.map(({ name }) => name).sort()).toEqual(['mau.docx', 'phu-luc.xlsx']);
    const told = await bot.db.prisma.delivery.findUniqueOrThrow({ where: { id: (await stp.newest()).id } });
    expect([...told.fileIds].sort()).toEqual([first, second].sort());
  });

  test('a paragraph of the scheme by its number brings its agencies, text and basis', async () => {
    const preview = await ha.says('/giao i.5.1 trước 31/12');
    expect(preview).toContain('Sở Tư pháp');
    expect(preview).toContain('Căn cứ: khoản 5 Mục I Phần IV Đề án');
    await ha.presses('Giao');
    const task = await newestTask();
    const duty = await bot.db.prisma.duty.findFirstOrThrow({ where: { number: 'I.5.1' } });
    expect(task?.dutyId).toBe(duty.id);
    expect((await stp.newest()).text).toContain(duty.text.slice(0, 60));
    expect(await ha.says('/giao I.99.1')).toContain('Không có nhiệm vụ gốc số I.99.1');
  });

  test('a button pressed elsewhere meanwhile does not lose the draft; another command said drops it', async () => {
    const waiting = await bot.task('Chờ duyệt', ['STP'], '2026-12-14T17:00:00Z');
    await stp.says(`#${waiting} xong`);
    await ha.says('/giao Đang soạn; STP');
    const answer = await ha.presses('Duyệt hoàn thành');
    expect(answer).toContain('Đã xác nhận');
    expect(answer).toContain('Việc đang soạn (Giao nhiệm vụ) vẫn chờ');
    expect(await ha.says('20/12')).toContain('Giao nhiệm vụ: Đang soạn');
    await ha.says('/duyet');
    expect(await ha.says('giao')).not.toContain('Đã giao');
  });

  test('an old Giao sends nothing twice', async () => {
    await ha.says('/giao Một lần; STP; 20/12');
    const preview = await ha.newest();
    await ha.presses('Giao', preview);
    const created = await newestTask();
    expect(await ha.presses('Giao', preview)).toContain('Câu hỏi này đã qua');
    expect((await newestTask())?.id).toBe(created?.id);
  });

  test.each(['focal', 'head', 'leader'] as const)('a %s may not', async (role) => {
    const other = await bot.person(role === 'leader' ? 'UBND-TINH' : 'STP', { role });
    expect(await other.says('/giao Việc; STP; 20/12')).toContain('không thuộc quyền');
  });

  test('in English', async () => {
    const john = await bot.person('CAT', { role: 'coordinator', language: 'en' });
    expect(await john.says('/assign STP, SNV: review documents trước 15/12')).toContain(
      'Due: before 15/12/2026 (Tuesday)',
    );
    expect(await john.presses('Assign')).toMatch(/Assigned #\d+ Review documents to 2 agencies/);
  });
});

describe('giving a task to more agencies', () => {
  test('by number and agencies, those that have it left out, after a preview', async () => {
    const task = await bot.task('Giao thêm', ['STP'], '2026-12-14T17:00:00Z');
    const preview = await ha.says(`/themcoquan ${task} STP, SNV`);
    expect(preview).toContain('Gửi 1 cơ quan, đơn vị: Sở Nội vụ.');
    expect(await ha.presses('Giao thêm')).toContain('Đã giao thêm');
    expect((await bot.assignment(task, 'SNV')).dueAt.toISOString()).toBe('2026-12-14T17:00:00.000Z');
    expect(await ha.says(`/themcoquan ${task} STP`)).toContain(`Sở Tư pháp đã được giao nhiệm vụ #${task}`);
  });

  test('not after its date, not again where it was withdrawn', async () => {
    const task = await bot.task('Đã qua hạn', ['STP', 'SNV'], '2026-11-26T17:00:00Z');
    await ha.says(`/thuhoi ${task} SNV giao nhầm`);
    await ha.presses('Thu hồi');
    expect(await ha.says(`/themcoquan ${task} SNV`)).toContain('đã được thu hồi với Sở Nội vụ');
    bot.clock.to('2026-11-30T02:00:00Z');
    expect(await ha.says(`/themcoquan ${task} SXD`)).toContain('đã qua nên không giao thêm được');
    expect(await ha.says('/themcoquan 9999 SXD')).toContain('Không có nhiệm vụ #9999');
  });
});
