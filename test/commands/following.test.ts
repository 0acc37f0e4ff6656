import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startBot, type Chatter, type TestBot } from '../harness/chat.ts';

/** Following, pressing, answering and calling. Wednesday, 09:00. */
const morning = '2026-11-25T02:00:00Z';
/** A week after dates that ended with 1/12. */
const late = '2026-12-09T02:00:00Z';
const due = '2026-12-01T17:00:00Z';

let bot: TestBot;
let ha: Chatter;
let boss: Chatter;
let stp: Chatter;
let snv: Chatter;
beforeAll(async () => {
  bot = await startBot({ at: morning });
  ha = await bot.person('CAT', { role: 'coordinator', name: 'Nguyễn Thu Hà' });
  boss = await bot.person('UBND-TINH', { role: 'leader', name: 'Trần Văn Lãnh' });
  stp = await bot.person('STP', { name: 'Lê Văn Cường' });
  snv = await bot.person('SNV', { name: 'Phạm Thị Mai' });
  await bot.db.prisma.contact.update({ where: { id: stp.contactId }, data: { phone: '0908 123 456' } });
});
afterAll(() => bot.close());
beforeEach(() => bot.clock.to(morning));
afterEach(async () => {
  await bot.db.prisma.dialogue.deleteMany();
  await bot.db.prisma.assignment.updateMany({ data: { state: 'cancelled', extensionAskedAt: null } });
});

const ten = ['STP', 'SNV', 'SXD', 'STC', 'STNMT', 'SGTVT', 'MTTQ', 'TD', 'HPN', 'VKS'];

describe('/theodoi', () => {
  test('what waits for us first, then the late, a page at a time, with last words', async () => {
    const task = await bot.task('Rà soát văn bản', ten, due);
    await stp.says(`${task} 60% đang rà soát`);
    await snv.says(`${task} xong`);
    bot.clock.to(late);
    const seen = await ha.says(`/theodoi ${task}`);
    expect(seen).toContain('10 cơ quan, đơn vị');
    expect(seen).toContain('Đang thực hiện: 1 trong hạn, 9 quá hạn');
    expect(seen).toContain('Chờ quyết định: 1 · Chưa tiếp nhận: 8');
    const lines = seen.split('\n').filter((line) => /^(🔴|🟡|🟢)/.test(line));
    expect(lines[0]).toContain('Chờ xác nhận');
    expect(lines[0]).toContain('Sở Nội vụ');
    expect(lines.find((line) => line.includes('Sở Tư pháp'))).toBe(
      '🔴 Quá hạn 8 ngày · Sở Tư pháp: đang thực hiện 60%, "đang rà soát"',
    );
    expect(lines.find((line) => line.includes('MTTQ'))).toContain('Đã qua thời hạn đề nghị 8 ngày');
    expect(seen).toContain('Còn 2 cơ quan, đơn vị ở trang sau.');
    expect(await ha.presses('Tiếp')).toContain('VKSND tỉnh');
    expect(await ha.presses('Duyệt báo cáo Sở Nội vụ')).toContain('hoàn thành trong hạn');
    expect(await ha.says(`/theodoi ${task} tiếp`)).toContain('Hoàn thành trong hạn · Sở Nội vụ');
  });

  test('a leader follows and presses, and decides nothing', async () => {
    const task = await bot.task('Lãnh đạo xem', ['STP'], due);
    await stp.says(`${task} xong`);
    await boss.says(`/theodoi ${task}`);
    expect((await boss.newest()).buttons).toEqual([]);
  });

  test('a difficulty and a date asked for stand in the line', async () => {
    const task = await bot.task('Có vướng', ['STP', 'SNV'], due);
    await stp.says(`${task} vướng vì chưa có số liệu quý IV`);
    await snv.says(`${task} xin gia hạn đến 20/12 vì chờ số liệu`);
    const seen = await ha.says(`/theodoi ${task}`);
    expect(seen).toMatch(/Sở Tư pháp: .*vướng mắc: "/);
    expect(seen).toContain('xin gia hạn đến hết ngày 20/12/2026');
  });

  test('no such task, not for an agency', async () => {
    expect(await ha.says('/theodoi 9999')).toContain('Không có nhiệm vụ #9999');
    expect(await ha.says('/theodoi')).toContain('Theo dõi nhiệm vụ nào?');
    expect(await stp.says('/theodoi 11')).toContain('không thuộc quyền');
  });
});

describe('/nhac', () => {
  test('an agency: what is late, the rest on request, shown first, once a day', async () => {
    const first = await bot.task('Đã quá hạn', ['STP'], due);
    const second = await bot.task('Chưa đến hạn', ['STP'], '2026-12-29T17:00:00Z');
    bot.clock.to(late);
    const preview = await boss.says('/nhac STP');
    expect(preview).toContain('Sẽ nhắc 1 nhiệm vụ, 1 cơ quan, đơn vị:');
    expect(preview).toContain(`🔴 Quá hạn 8 ngày · #${first} Đã quá hạn · Sở Tư pháp`);
    const told = () => bot.db.prisma.notice.count({ where: { kind: 'nudge', contactId: stp.contactId } });
    expect(await told()).toBe(0);
    expect(await boss.presses('Nhắc cả')).toContain(`#${second} Chưa đến hạn`);
    expect(await boss.presses('Nhắc')).toContain('Đã nhắc 2 nhiệm vụ: Sở Tư pháp.');
    expect(await told()).toBe(2);
    expect((await stp.newest()).text).toContain('Nhắc thực hiện');
    expect(await ha.says(`/nhac ${first} STP`)).toContain('đã được nhắc hôm nay');
    expect(await ha.says('/nhac STP')).toContain('đã được nhắc hôm nay');
  });

  test('a task: all who owe it; who has nobody is told of and listed for a call', async () => {
    const task = await bot.task('Nhiều nơi', ['STP', 'SNV', 'STC'], due);
    await snv.says(`${task} xong`);
    bot.clock.to(late);
    const preview = await ha.says(`/nhac ${task}`);
    expect(preview).toContain('Sẽ nhắc 2 nhiệm vụ, 2 cơ quan, đơn vị:');
    expect(preview).toContain('Chưa có đầu mối (1): Sở Tài chính');
    const done = await ha.presses('Nhắc');
    expect(done).toContain('Đã nhắc 1 nhiệm vụ: Sở Tư pháp.');
    expect(done).toContain('chưa có ai nhận tin: Sở Tài chính');
  });

  test('bodies that are asked, not told, are never "nhắc"-ed in words', async () => {
    const mttq = await bot.person('MTTQ', { name: 'Nguyễn Văn Sơn' });
    const task = await bot.task('Phối hợp', ['MTTQ'], due);
    bot.clock.to(late);
    await ha.says(`/nhac ${task} MTTQ`);
    await ha.presses('Nhắc');
    const told = (await mttq.newest()).text;
    expect(told).toContain('Trân trọng đề nghị');
    expect(told).not.toMatch(/nhắc|đôn đốc|yêu cầu|quá hạn/i);
  });

  test('not while a report or a date waits for us', async () => {
    const task = await bot.task('Chờ ta', ['STP', 'SNV'], due);
    await stp.says(`${task} xong`);
    await snv.says(`${task} xin gia hạn đến 20/12 vì chờ số liệu`);
    expect(await ha.says(`/nhac ${task} STP`)).toContain(`đã báo cáo hoàn thành #${task}, đang chờ xác nhận`);
    expect(await ha.says(`/nhac ${task} SNV`)).toContain('đề nghị gia hạn chờ quyết định');
  });

  test('alone it offers who is late; in quiet time it says when it goes out', async () => {
    expect(await boss.says('/nhac')).toContain('Hiện không có nhiệm vụ nào quá hạn.');
    const task = await bot.task('Trễ', ['STP', 'SNV'], due);
    bot.clock.to('2026-12-09T12:00:00Z');
    expect(await boss.says('/nhac')).toContain('Có 2 nhiệm vụ quá hạn ở 2 cơ quan, đơn vị.');
    expect(await boss.presses('Tất cả quá hạn (2)')).toContain('Sẽ gửi lúc 07:30 thứ Năm, 10/12/2026');
    await boss.presses('Hủy');
    expect(
      await bot.db.prisma.notice.count({ where: { kind: 'nudge', assignment: { task: { number: task } } } }),
    ).toBe(0);
  });

  test('unknown agency, agency that owes nothing', async () => {
    expect(await ha.says('/nhac sở y tế')).toContain('Không tìm thấy cơ quan "sở y tế"');
    expect(await ha.says('/nhac STP')).toContain('Sở Tư pháp hiện không còn nhiệm vụ nào phải báo cáo');
  });
});

describe('answering a question', () => {
  test('the reply goes to the asker, into the history, and under the note of every coordinator', async () => {
    const long = await bot.person('CAT', { role: 'coordinator', name: 'Trần Văn Long' });
    const task = await bot.task('Có câu hỏi', ['STP'], due);
    await stp.says(`#${task} cho hỏi gửi bản giấy hay bản điện tử?`);
    const note = (await ha.all()).findLast((seen) => seen.text.includes('Hỏi'));
    expect(await ha.says('Gửi bản điện tử, có ký số.', { replyTo: note })).toContain(
      'Đã chuyển trả lời đến Lê Văn Cường',
    );
    expect((await stp.newest()).text).toContain('"Gửi bản điện tử, có ký số."');
    expect((await long.newest()).text).toContain('Đã trả lời lúc 09:00 ngày 25/11/2026 (Nguyễn Thu Hà)');
    const { reports } = await bot.assignment(task, 'STP');
    expect(reports.map((report) => report.kind)).toEqual(['question', 'answer']);
    // A second answer is no mistake: both reach the asker.
    const theirs = (await long.all()).find((seen) => seen.text.includes('Hỏi'));
    await long.says('Gửi thêm bản giấy.', { replyTo: theirs });
    expect((await stp.newest()).text).toContain('Gửi thêm bản giấy.');
  });
});

describe('/cangoi', () => {
  test('who has nobody, is not reached, is long late or silent, with name, number and why', async () => {
    const mute = await bot.person('SXD', { name: 'Trần Vân' });
    await bot.db.prisma.identity.deleteMany({ where: { contactId: mute.contactId } });
    const task = await bot.task('Cần gọi', ['STP', 'SNV', 'SXD', 'STC'], due);
    await snv.says(`${task} xong`);
    expect(await ha.says('/cangoi')).not.toContain('Sở Tư pháp');
    bot.clock.to(late);
    const list = await ha.says('/cangoi');
    expect(list).toContain('Cần gọi: 3 cơ quan, đơn vị');
    expect(list).toMatch(/1\. Sở Tài chính · chưa có đầu mối\n\s+còn nợ/);
    expect(list).toMatch(
      /2\. Sở Xây dựng · đồng chí Trần Vân, chưa có số điện thoại\n\s+không nhận được tin: Trần Vân/,
    );
    expect(list).toMatch(
      /3\. Sở Tư pháp · đồng chí Lê Văn Cường, 0908 123 456\n\s+quá hạn 8 ngày: #\d+; chưa trả lời 10 ngày làm việc/,
    );
    expect(await ha.presses('Đã gọi Sở Xây dựng')).toContain('Kết quả?');
    expect(await ha.presses('Không nghe máy')).toContain('Đã ghi: đã gọi Sở Xây dựng, "Không nghe máy"');
    expect(await ha.says('/cangoi STP đã gọi: hẹn gửi thứ Sáu')).toContain('"hẹn gửi thứ Sáu"');
    const after = await ha.says('/cangoi');
    expect(after).toContain('Cần gọi: 1 cơ quan, đơn vị (đã gọi: 2)');
    expect(after).toContain('Đã gọi: Nguyễn Thu Hà, lúc 09:00 ngày 09/12/2026: "hẹn gửi thứ Sáu"');
    bot.clock.to('2026-12-11T02:00:00Z');
    expect(await ha.says('/cangoi')).toContain('Cần gọi: 3 cơ quan, đơn vị');
    await expect(bot.db.prisma.callNote.updateMany({ data: { text: '' } })).rejects.toThrow();
  });

  test('not for leaders, nor for agencies', async () => {
    expect(await boss.says('/cangoi')).toContain('không thuộc quyền');
    expect(await stp.says('/cangoi')).toContain('không thuộc quyền');
  });
});

describe('/phuong', () => {
  test('plan and fact, a planned year, a state with its year', async () => {
    const list = await ha.says('/phuong');
    expect(list).toContain('45 phường, đã hoàn thành xây dựng 0');
    expect(list).toContain('2026: hoàn thành 0/7 (lũy kế 0/21), kế hoạch đã ghi 0');
    expect(list).toContain('UBND TP. Thủ Dầu Một: 14 phường');
    expect(await ha.says('/phuong Phú Cường 2026')).toContain('Kế hoạch 2026: đã ghi 1 phường, chỉ tiêu 7.');
    expect(await ha.says('/phuong phu cuong dang xay dung')).toContain('đang xây dựng, kế hoạch 2026');
    expect(await ha.says('/phuong Mỹ Phước hoàn thành 2024')).toContain('đã hoàn thành xây dựng năm 2024');
    expect(await ha.says('/phuong Mỹ Phước hoàn thành 2027')).toContain('không thể sau năm nay');
    await ha.says('/phuong Phú Cường');
    await ha.presses('Đã được công nhận');
    const ward = await bot.db.prisma.ward.findFirstOrThrow({ where: { name: 'Phú Cường' } });
    expect(ward).toMatchObject({ state: 'recognised', builtYear: 2026, plannedYear: 2026 });
    expect(await ha.says('/phuong Phú Cường bỏ kế hoạch')).toContain('đã được công nhận năm 2026');
    expect(await ha.says('/phuong bến cát')).toContain('Chánh Phú Hòa: chưa triển khai, chưa ghi kế hoạch');
    expect(await ha.says('/phuong Hà Nội')).toContain('Không tìm thấy phường');
    expect(await boss.says('/phuong Phú Cường 2027')).toContain('không thuộc quyền');
    const log = await bot.db.prisma.auditLog.findMany({ where: { action: 'ward.change' } });
    expect(log.length).toBe(5);
  });
});
