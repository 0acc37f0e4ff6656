import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { handle } from '../../src/inbound/handle.ts';
import { receive } from '../../src/inbound/receive.ts';
import { startBot, type Chatter, type TestBot } from '../harness/chat.ts';

/** Coordinators accept, deny, return, reschedule, withdraw and reopen. A working Wednesday, 09:00. */
const morning = '2026-11-25T02:00:00Z';
const due = '2026-12-14T17:00:00Z';

let bot: TestBot;
let ha: Chatter;
let long: Chatter;
let stp: Chatter;
let snv: Chatter;
beforeAll(async () => {
  bot = await startBot({ at: morning });
  ha = await bot.person('CAT', { role: 'coordinator', name: 'Nguyễn Thu Hà' });
  long = await bot.person('CAT', { role: 'coordinator', name: 'Trần Văn Long', channel: 'telegram' });
  stp = await bot.person('STP', { name: 'Lê Văn Cường' });
  snv = await bot.person('SNV', { name: 'Phạm Thị Mai' });
});
afterAll(() => bot.close());
beforeEach(() => bot.clock.to(morning));
/** What one test leaves waiting is nothing to the next. */
afterEach(async () => {
  await bot.db.prisma.dialogue.deleteMany();
  await bot.db.prisma.extension.updateMany({ where: { state: 'pending' }, data: { state: 'withdrawn' } });
  await bot.db.prisma.assignment.updateMany({ data: { state: 'cancelled', extensionAskedAt: null } });
});

const stateOf = async (number: number, code: string) => (await bot.assignment(number, code)).state;

describe('accepting', () => {
  test('a report by the button under its note; the agency hears of it', async () => {
    const task = await bot.task('Rà soát văn bản', ['STP'], due);
    await stp.says(`${task} xong, gửi báo cáo 45/BC-STP`);
    const answer = await ha.presses('Duyệt hoàn thành');
    expect(answer).toContain(`Đã xác nhận #${task} Rà soát văn bản, Sở Tư pháp: hoàn thành trong hạn.`);
    expect(answer).toContain('Không còn việc nào chờ quyết định.');
    expect(await stateOf(task, 'STP')).toBe('completed');
    expect((await stp.newest()).text).toContain('hoàn thành trong hạn');
  });

  test('late is said to be late', async () => {
    const task = await bot.task('Việc gấp', ['STP'], '2026-11-25T10:00:00Z');
    bot.clock.to('2026-11-26T02:00:00Z');
    await stp.says(`${task} xong`);
    expect(await ha.says(`/duyet ${task}`)).toContain('hoàn thành quá hạn');
  });

  test('a new date for the date asked, or for the coordinator’s own after a preview that echoes it', async () => {
    const task = await bot.task('Hai nơi', ['STP', 'SNV'], due);
    await stp.says(`${task} xin gia hạn đến 20/12 vì chờ số liệu`);
    await snv.says(`${task} xin gia hạn đến 25/12 vì chờ số liệu`);
    expect(await ha.says(`/duyet ${task} STP`)).toContain('đến hết ngày 20/12/2026');
    expect((await bot.assignment(task, 'STP')).dueAt.toISOString()).toBe('2026-12-20T17:00:00.000Z');
    const preview = await ha.says(`/duyet ${task} SNV 18/12`);
    expect(preview).toContain('đến hết ngày 18/12/2026 (thứ Sáu)');
    expect((await bot.assignment(task, 'SNV')).extensionAskedAt).not.toBeNull();
    await ha.presses('Duyệt');
    expect((await bot.assignment(task, 'SNV')).dueAt.toISOString()).toBe('2026-12-18T17:00:00.000Z');
    expect((await snv.newest()).text).toContain('18/12/2026');
  });

  test.each([
    ['31/11', 'không có trong lịch'],
    ['20/11/2026', 'đã qua'],
  ])('an own date that cannot be (%s) is asked back', async (date, says) => {
    const task = await bot.task('Ngày sai', ['STP'], due);
    await stp.says(`${task} xin gia hạn đến 20/12 vì chờ số liệu`);
    expect(await ha.says(`/duyet ${task} STP ${date}`)).toContain(says);
    expect((await bot.assignment(task, 'STP')).extensionAskedAt).not.toBeNull();
  });

  test('where a report and a request both wait, asks which; each alone then', async () => {
    const task = await bot.task('Cả hai', ['STP'], due);
    await stp.says(`${task} xin gia hạn đến 20/12 vì chờ số liệu`);
    await stp.says(`${task} xong`);
    const asked = await ha.says(`/duyet ${task} STP`);
    expect(asked).toContain('có 2 việc chờ');
    expect(await stateOf(task, 'STP')).toBe('submitted');
    expect(await ha.presses(`Duyệt gia hạn #${task}`)).toContain('Đã đồng ý gia hạn');
    expect(await stateOf(task, 'STP')).toBe('submitted');
    expect(await ha.says(`/duyet ${task} STP`)).toContain('hoàn thành trong hạn');
  });

  test('a report accepted first makes the request needless: it is no longer on the list', async () => {
    const task = await bot.task('Cả hai lần nữa', ['STP'], due);
    await stp.says(`${task} xin gia hạn đến 20/12 vì chờ số liệu`);
    await stp.says(`${task} xong`);
    expect(await ha.says(`/duyet ${task} STP báo cáo`)).toContain('Không còn việc nào chờ quyết định.');
    const { extensions } = await bot.assignment(task, 'STP');
    expect(extensions.map((extension) => extension.state)).toEqual(['withdrawn']);
  });

  test('alone it lists all that waits, numbered; all at once only after a preview', async () => {
    const task = await bot.task('Nhiều nơi', ['STP', 'SNV'], due);
    await stp.says(`${task} xong`);
    bot.clock.forward(1);
    await snv.says(`${task} xin gia hạn đến 20/12 vì chờ số liệu`);
    const list = await ha.says('/duyet');
    expect(list).toContain('Chờ quyết định: 2 việc');
    expect(list).toMatch(/1\. .*Sở Tư pháp: báo cáo hoàn thành.*\n2\. .*Sở Nội vụ: xin gia hạn/);
    await ha.presses('Duyệt tất cả (2)');
    expect(await stateOf(task, 'STP')).toBe('submitted');
    const done = await ha.presses('Duyệt');
    expect(done).toContain('Đã xác nhận');
    expect(done).toContain('Đã đồng ý gia hạn');
    expect(await stateOf(task, 'STP')).toBe('completed');
  });

  test('a digit picks from the list', async () => {
    const task = await bot.task('Chọn số', ['STP', 'SNV'], due);
    await stp.says(`${task} xong`);
    bot.clock.forward(1);
    await snv.says(`${task} xong`);
    await ha.says('/duyet');
    expect(await ha.says('2')).toContain('Sở Nội vụ: hoàn thành trong hạn');
    expect(await stateOf(task, 'STP')).toBe('submitted');
  });

  test('what came in after the preview is not accepted unseen', async () => {
    const task = await bot.task('Xem trước', ['STP', 'SNV', 'SXD'], due);
    const sxd = await bot.person('SXD');
    await stp.says(`${task} xong`);
    await snv.says(`${task} xong`);
    await ha.says('/duyet tất cả');
    await sxd.says(`${task} xong`);
    const done = await ha.says('gửi');
    expect(done).toContain('Còn 1 việc chờ quyết định.');
    expect(await stateOf(task, 'SXD')).toBe('submitted');
  });

  test('two coordinators press at once: one accepts, the other hears who and when', async () => {
    const task = await bot.task('Cùng lúc', ['STP'], due);
    await stp.says(`${task} xong`);
    const { prisma } = bot.db;
    const ids = await Promise.all(
      [ha, long].map(async (who) => {
        await who.read();
        const message = { address: who.address, sender: who.address, text: `/duyet ${task} STP`, files: [] };
        const now = bot.clock.now();
        return receive(
          prisma,
          who.channel,
          { ...message, platformId: `race${who.address}`, sentAt: now },
          [],
          now,
        );
      }),
    );
    const deps = {
      prisma,
      book: bot.book,
      env: bot.env,
      clock: bot.clock.now,
      log: { error: () => undefined },
    };
    await Promise.all(ids.map(({ id }) => handle(deps, id)));
    const answers = [await ha.newest(), await long.newest()].map((seen) => seen.text);
    expect(answers.filter((text) => text.startsWith('Đã xác nhận'))).toHaveLength(1);
    expect(
      answers.filter((text) => /đã được (Nguyễn Thu Hà|Trần Văn Long) xác nhận lúc 09:00/.test(text)),
    ).toHaveLength(1);
    const { decisions } = await bot.assignment(task, 'STP');
    expect(decisions.map((decision) => decision.kind)).toEqual(['accept']);
  });

  test('the button of a report that was replaced shows the new one first', async () => {
    const task = await bot.task('Thay báo cáo', ['STP'], due);
    await stp.says(`${task} xong theo báo cáo số 1/BC-STP`);
    const note = (await ha.read()).find((seen) => seen.buttons.includes('Duyệt hoàn thành'));
    await stp.says(`/rutlai ${task}`);
    bot.clock.forward(20);
    await stp.says(`${task} xong theo báo cáo số 2/BC-STP`);
    await ha.read();
    const answer = await ha.presses('Duyệt hoàn thành', note);
    expect(answer).toContain('đã được cơ quan thay bằng');
    expect(answer).toContain('2/BC-STP');
    expect(await stateOf(task, 'STP')).toBe('submitted');
    expect(await ha.presses('Duyệt nội dung mới')).toContain('hoàn thành trong hạn');
  });

  test('the button of a request that was decided names who decided', async () => {
    const task = await bot.task('Nút cũ', ['STP'], due);
    await stp.says(`${task} xin gia hạn đến 20/12 vì chờ số liệu`);
    const note = (await ha.read()).find((seen) => seen.buttons.includes('Duyệt gia hạn'));
    await long.says(`/tuchoi ${task} STP không lùi được`);
    await long.presses('Không đồng ý');
    const answer = await ha.presses('Duyệt gia hạn', note);
    expect(answer).toContain('chưa đồng ý của Trần Văn Long lúc 09:00 ngày 25/11/2026');
  });

  test.each([
    ['focal', 'STP'],
    ['head', 'STP'],
    ['leader', 'UBND-TINH'],
  ] as const)('a %s may not', async (role, agency) => {
    const task = await bot.task('Không quyền', ['SNV'], due);
    await snv.says(`${task} xong`);
    const other = await bot.person(agency, { role });
    expect(await other.says(`/duyet ${task} SNV`)).toContain('không thuộc quyền');
    expect(await stateOf(task, 'SNV')).toBe('submitted');
  });

  test('nothing waits, no such task, not on the task', async () => {
    const task = await bot.task('Chưa có gì', ['STP'], due);
    expect(await ha.says('/duyet')).toBe('Không có việc nào chờ quyết định.');
    expect(await ha.says(`/duyet ${task}`)).toContain('không có báo cáo hoặc đề nghị gia hạn nào đang chờ');
    expect(await ha.says('/bosung 9999')).toContain('Không có nhiệm vụ #9999');
    expect(await ha.says(`/thuhoi ${task} SNV nhầm`)).toContain(`Nhiệm vụ #${task} không giao cho Sở Nội vụ`);
  });
});

describe('denying and returning', () => {
  test('a denial needs a reason, which the agency reads; the date stays', async () => {
    const task = await bot.task('Từ chối', ['STP'], due);
    await stp.says(`${task} xin gia hạn đến 20/12 vì chờ số liệu`);
    expect(await ha.presses('Không đồng ý')).toContain('Lý do không đồng ý?');
    expect(await ha.says('không lùi được tiến độ chung')).toContain('lý do: "không lùi được tiến độ chung"');
    expect(await ha.presses('Không đồng ý')).toContain('Thời hạn vẫn là trước ngày 15/12/2026');
    expect((await stp.newest()).text).toContain('không lùi được tiến độ chung');
    expect((await bot.assignment(task, 'STP')).dueAt.toISOString()).toBe('2026-12-14T17:00:00.000Z');
  });

  test('a report is returned in one line, with the date of the third working day', async () => {
    const task = await bot.task('Trả lại', ['STP'], '2026-11-25T10:00:00Z');
    await stp.says(`${task} xong`);
    const answer = await ha.says(`/bosung ${task} STP thiếu phụ lục 2`);
    expect(answer).toContain('thời hạn đến hết ngày 30/11/2026');
    expect((await stp.newest()).text).toContain('thiếu phụ lục 2');
    expect(await stateOf(task, 'STP')).toBe('returned');
  });

  test('a date within the words is cut out and shown before the agency gets it', async () => {
    const task = await bot.task('Hạn riêng', ['STP'], '2026-11-25T10:00:00Z');
    await stp.says(`${task} xong`);
    await ha.presses('Đề nghị bổ sung');
    const preview = await ha.says('số liệu tháng 10 chưa khớp, hạn 4/12');
    expect(preview).toContain('"số liệu tháng 10 chưa khớp"');
    expect(preview).toContain('đến hết ngày 04/12/2026 (thứ Sáu)');
    expect(await stateOf(task, 'STP')).toBe('submitted');
    await ha.says('đề nghị bổ sung');
    expect((await stp.newest()).text).toContain(
      'số liệu tháng 10 chưa khớp". Thời hạn bổ sung: đến hết ngày 04/12/2026',
    );
  });

  test('a reason that begins like an agency’s name stays a reason', async () => {
    const task = await bot.task('Xây dựng', ['SXD', 'STP'], due);
    await stp.says(`${task} xong`);
    await ha.says(`/bosung ${task} xây dựng kế hoạch chưa đủ`);
    expect((await stp.newest()).text).toContain('xây dựng kế hoạch chưa đủ');
  });

  test('several at once with one reason, after a preview', async () => {
    const task = await bot.task('Cùng lý do', ['STP', 'SNV'], due);
    await stp.says(`${task} xong`);
    await snv.says(`${task} xong`);
    expect(await ha.says(`/bosung ${task} thiếu phụ lục`)).toContain(
      'có 2 cơ quan, đơn vị. Chọn cơ quan, đơn vị nào?',
    );
    expect(await ha.presses('Tất cả (2)')).toContain('Sở Tư pháp, Sở Nội vụ');
    await ha.presses('Đề nghị bổ sung');
    expect([await stateOf(task, 'STP'), await stateOf(task, 'SNV')]).toEqual(['returned', 'returned']);
  });
});

describe('dates, withdrawing, reopening', () => {
  test('a date is changed in one line, after a preview', async () => {
    const task = await bot.task('Đổi hạn', ['STP', 'SNV'], due);
    const preview = await ha.says(`/doihan ${task} tất cả 31/12 vì đổi lịch họp`);
    expect(preview).toContain('đến hết ngày 31/12/2026 (thứ Năm)');
    expect(preview).toContain('"đổi lịch họp"');
    await ha.says('ok');
    expect((await bot.assignment(task, 'SNV')).dueAt.toISOString()).toBe('2026-12-31T17:00:00.000Z');
    expect((await stp.newest()).text).toContain('trước đây: trước ngày 15/12/2026');
  });

  test('step by step, with what is wrong said at each step', async () => {
    const task = await bot.task('Từng bước', ['STP'], due);
    await ha.says(`/doihan ${task}`);
    expect(await ha.says('31/11')).toContain('không có trong lịch');
    expect(await ha.says('1/11/2026')).toContain('đã qua');
    expect(await ha.says('thứ sáu tuần sau')).toContain('đến hết ngày 04/12/2026 (thứ Sáu)');
    expect(await ha.says('theo lịch họp')).toContain('Sẽ điều chỉnh thời hạn');
    expect(await ha.says('/huy')).toContain('Đã hủy');
    expect((await bot.assignment(task, 'STP')).dueAt.toISOString()).toBe('2026-12-14T17:00:00.000Z');
  });

  test('withdrawing asks why and is shown before it is done', async () => {
    const task = await bot.task('Giao nhầm', ['STP'], due);
    expect(await ha.says(`/thuhoi ${task} STP`)).toContain('Lý do?');
    expect(await ha.says('giao nhầm cơ quan')).toContain('không mở lại được');
    expect(await stateOf(task, 'STP')).toBe('assigned');
    await ha.presses('Thu hồi');
    expect(await stateOf(task, 'STP')).toBe('cancelled');
    expect((await stp.newest()).text).toContain('giao nhầm cơ quan');
    expect(await ha.says(`/thuhoi ${task} STP lần nữa`)).toContain('đã được Nguyễn Thu Hà thu hồi lúc 09:00');
  });

  test('what ends or sends needs the slash: a bare word does nothing', async () => {
    const task = await bot.task('Không gạch chéo', ['STP'], due);
    await stp.says(`${task} xong`);
    await ha.says(`duyet ${task}`);
    await ha.says(`thuhoi ${task}`);
    expect(await stateOf(task, 'STP')).toBe('submitted');
  });

  test('a completed one is opened again with its reason', async () => {
    const task = await bot.task('Mở lại', ['STP'], due);
    expect(await ha.says(`/molai ${task} STP số liệu`)).toContain('chưa hoàn thành nên không cần mở lại');
    await stp.says(`${task} xong`);
    await ha.says(`/duyet ${task}`);
    await ha.says(`/molai ${task} STP`);
    await ha.says('số liệu chưa khớp, hạn 30/12');
    await ha.presses('Mở lại');
    expect(await stateOf(task, 'STP')).toBe('returned');
    expect((await bot.assignment(task, 'STP')).dueAt.toISOString()).toBe('2026-12-30T17:00:00.000Z');
    expect((await stp.newest()).text).toContain(
      'số liệu chưa khớp". Thời hạn bổ sung: đến hết ngày 30/12/2026',
    );
  });

  test('in English', async () => {
    const john = await bot.person('CAT', { role: 'coordinator', language: 'en' });
    const task = await bot.task('Review', ['STP'], due);
    await stp.says(`${task} xong`);
    expect(await john.says('/accept')).toContain('1 thing waits for a decision');
    expect(await john.says(`/accept ${task} STP`)).toContain('completed on time');
    expect(await john.says(`/withdraw ${task} STP by mistake`)).toContain('was accepted by');
  });
});
