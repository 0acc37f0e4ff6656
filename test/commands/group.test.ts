import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accept } from '../../src/decisions/accept.ts';
import { nudge } from '../../src/decisions/nudge.ts';
import { markReachableAt, markUnreachable } from '../../src/store/identities.ts';
import { TestGroup } from '../harness/chat-group.ts';
import { startBot, type Chatter, type TestBot } from '../harness/chat.ts';
import { at, clear, jobDeps, tick } from '../harness/jobs.ts';
import { remind } from '../../src/jobs/reminders.ts';

const start = at('2026-11-24 09:00');
let bot: TestBot;
let stp: Chatter;
let coordinator: Chatter;
let group: TestGroup;

beforeAll(async () => {
  bot = await startBot({ at: start });
});
beforeEach(async () => {
  await clear(bot, start);
  await bot.db.prisma.identity.deleteMany({ where: { contactId: null } });
  stp = await bot.person('STP', { name: 'Lê Văn Cường', channel: 'telegram' });
  coordinator = await bot.person('CAT', { role: 'coordinator', name: 'Trần Thị Mai', channel: 'telegram' });
  group = new TestGroup(bot);
});
afterAll(() => bot.close());

const texts = async (from: { read(): Promise<{ text: string }[]> }): Promise<string[]> =>
  (await from.read()).map(({ text }) => text);
const agencyOf = async (): Promise<string | undefined> => {
  const row = await bot.db.prisma.identity.findFirst({
    where: { address: group.address },
    include: { agency: true },
  });
  return row?.agency?.code;
};
const privately = (name: string): string => `Đã trả lời riêng cho đồng chí ${name}.`;

/** The group is STP's. */
async function linked(): Promise<void> {
  await group.says(stp, '/lienketnhom');
  await group.presses(stp, 'Đồng ý');
  await group.read();
}

describe('linking a group', () => {
  test('says what everybody will see, waits for yes, and stands in the audit log', async () => {
    const asked = await group.says(stp, '/lienketnhom');
    expect(asked).toBe(
      'Mọi thành viên của nhóm này sẽ thấy nhiệm vụ, thời hạn và thông báo của Sở Tư pháp. Đề nghị chọn Đồng ý để liên kết.',
    );
    expect(await agencyOf()).toBeUndefined();
    expect(await group.presses(stp, 'Đồng ý')).toContain('Đã liên kết nhóm với Sở Tư pháp');
    expect(await agencyOf()).toBe('STP');
    const line = await bot.db.prisma.auditLog.findFirstOrThrow({ where: { action: 'group.link' } });
    expect([line.actorId, line.before, line.after]).toEqual([
      stp.contactId,
      { agency: null },
      { agency: 'STP' },
    ]);
  });

  test('is dropped by Hủy', async () => {
    await group.says(stp, '/lienketnhom STP');
    expect(await group.presses(stp, 'Hủy')).toContain('Đã hủy');
    expect(await agencyOf()).toBeUndefined();
  });

  test('only who asked can agree', async () => {
    const other = await bot.person('STP', { role: 'head', channel: 'telegram' });
    await group.says(stp, '/lienketnhom');
    expect(await group.presses(other, 'Đồng ý')).toContain('không còn hiệu lực');
    expect(await agencyOf()).toBeUndefined();
  });

  test('again for the same agency says so', async () => {
    await linked();
    expect(await group.says(stp, '/linkgroup STP')).toContain('đang liên kết với Sở Tư pháp');
    expect(await bot.db.prisma.auditLog.count({ where: { action: 'group.link' } })).toBe(1);
  });

  test('a coordinator names the agency, and may put another in its place', async () => {
    await linked();
    expect(await group.says(coordinator, '/lienketnhom')).toContain('Nhóm này là của cơ quan, đơn vị nào?');
    const question = (await group.all()).at(-1);
    expect(await group.says(coordinator, 'SNV', question)).toMatch(/Sở Nội vụ[^]*Sở Tư pháp sẽ được thay/);
    await group.presses(coordinator, 'Đồng ý');
    expect(await agencyOf()).toBe('SNV');
  });

  test.each([
    ['another agency’s group', 'SNV', '/lienketnhom'],
    ['another agency’s tasks', 'SNV', '/lienketnhom STP'],
  ])('%s is not theirs to link', async (_, code, words) => {
    await linked();
    const other = await bot.person(code, { channel: 'telegram' });
    expect(await group.says(other, words)).toMatch(
      /Chỉ đầu mối, thủ trưởng của Sở Tư pháp|đang liên kết với Sở Tư pháp/,
    );
    expect(await agencyOf()).toBe('STP');
  });

  test('outside of a group it says where', async () => {
    expect(await stp.says('/lienketnhom')).toContain('Lệnh này dùng trong nhóm');
    expect(await stp.says('/lienketnhom STP')).toContain('Lệnh này dùng trong nhóm');
  });

  test('ends by its agency’s people or a coordinator alone, and the person stays linked', async () => {
    await linked();
    const other = await bot.person('SNV', { channel: 'telegram' });
    expect(await group.says(other, '/huylienket')).toContain('Chỉ đầu mối, thủ trưởng của Sở Tư pháp');
    expect(await group.says(coordinator, '/huylienket')).toContain('Hủy liên kết nhóm này với Sở Tư pháp?');
    await group.presses(coordinator, 'Hủy liên kết');
    expect(await agencyOf()).toBeUndefined();
    expect(await group.says(coordinator, '/huylienket')).toContain('chưa liên kết với cơ quan nào');
    expect(await bot.db.prisma.auditLog.count({ where: { action: 'group.unlink' } })).toBe(1);
    expect(await bot.db.prisma.identity.count({ where: { state: 'revoked' } })).toBe(0);
  });
});

describe('speaking in the agency’s group', () => {
  beforeEach(linked);

  test('one line comes back, with Rút lại, that only its author may press', async () => {
    const number = await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    await group.read();
    const colleague = await bot.person('STP', { role: 'head', channel: 'telegram' });
    expect(await group.says(stp, `${number} 60% đang rà soát`)).toBe(
      `Đã ghi nhận từ Lê Văn Cường: #${number} Báo cáo năm, đang thực hiện 60%, "đang rà soát", lúc 09:00 ngày 24/11/2026.`,
    );
    expect(await texts(stp)).not.toContain(expect.stringContaining('Đã ghi nhận'));
    expect(await group.presses(colleague, 'Rút lại')).toContain('Không có báo cáo nào để rút lại');
    expect((await bot.assignment(number, 'STP')).percent).toBe(60);
    expect(await group.presses(stp, 'Rút lại')).toContain('Đã rút lại');
    expect((await bot.assignment(number, 'STP')).percent).toBeNull();
  });

  test.each(['đã nhận', '/nhan'])('"%s" is answered by a reaction alone, and recorded', async (words) => {
    const number = await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    await group.read();
    expect(await group.says(stp, words)).toBe('👍');
    expect((await group.all()).at(-1)).toMatchObject({
      inReplyTo: expect.stringMatching(/^g/),
      text: expect.stringContaining('đã tiếp nhận'),
    });
    expect((await bot.assignment(number, 'STP')).state).toBe('acknowledged');
  });

  test('a press has no message to react to: it is answered by a line that names who pressed', async () => {
    const number = await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    expect(await group.presses(stp, 'Đã nhận')).toContain(`Đã ghi nhận từ Lê Văn Cường: #${number}`);
  });

  test('digits and buttons belong to the list shown there', async () => {
    const first = await bot.task('Việc một', ['STP'], at('2026-12-15'));
    await bot.task('Việc hai', ['STP'], at('2026-12-20'));
    const list = await group.says(stp, '/nhiemvu');
    expect(list).toContain('Sở Tư pháp: 2 nhiệm vụ đang mở');
    const shown = (await group.all()).at(-1);
    expect(await group.says(stp, '1', shown)).toContain(`#${first} Việc một`);
    // In the person's own chat the same digit picks from what was shown there last.
    await stp.says('/hoso');
    expect(await stp.says('1')).toContain('Mã thêm kênh');
    await group.says(stp, '/nhiemvu');
    expect(await group.says(stp, '2')).toContain('Việc hai');
  });

  test('a step-by-step question goes on in the group', async () => {
    const number = await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    await group.read();
    const asked = await group.says(stp, `/giahan ${number}`);
    expect(asked).not.toBe(privately('Lê Văn Cường'));
    await group.says(stp, '20/12/2026');
    expect(await group.says(stp, 'chờ số liệu')).toContain('xin gia hạn');
    expect((await bot.assignment(number, 'STP')).extensions).toHaveLength(1);
  });

  test('what shows more than the agency is answered privately', async () => {
    await bot.task('Báo cáo năm', ['STP', 'SNV'], at('2026-12-15'));
    await group.read();
    await coordinator.read();
    expect(await group.says(coordinator, '/tinhhinh')).toBe(privately('Trần Thị Mai'));
    expect((await texts(coordinator)).join()).toContain('Tình hình thực hiện');
    expect(await group.says(coordinator, 'ai quá hạn?')).toBe(privately('Trần Thị Mai'));
    expect(await group.says(stp, '/hoso')).toBe(privately('Lê Văn Cường'));
    expect((await texts(stp)).join()).toContain('Kênh nhận tin');
    expect((await group.all()).map(({ text }) => text).join()).not.toContain('Sở Nội vụ');
  });

  test('a private answer quotes nothing: the message lies in another chat', async () => {
    await group.says(coordinator, '/tinhhinh');
    const rows = await bot.db.prisma.delivery.findMany({
      where: { address: coordinator.address, kind: 'answer' },
    });
    expect(rows.map(({ inReplyTo }) => inReplyTo)).toEqual([null]);
  });

  test('a refusal of what is the person’s alone is theirs alone', async () => {
    const number = await bot.task('Báo cáo năm', ['SNV'], at('2026-12-15'));
    await group.says(coordinator, `/duyet ${number} SNV`);
    expect((await group.all()).map(({ text }) => text).join()).not.toContain(`#${number}`);
    expect((await texts(coordinator)).join()).toContain(`#${number}`);
  });

  test('people of another agency are answered privately, and what they report counts', async () => {
    const number = await bot.task('Báo cáo năm', ['SNV'], at('2026-12-15'));
    const snv = await bot.person('SNV', { name: 'Phạm Văn An', channel: 'telegram' });
    expect(await group.says(snv, `${number} đã nhận`)).toBe(privately('Phạm Văn An'));
    expect((await texts(snv)).join()).toContain(`#${number} Báo cáo năm`);
    expect((await bot.assignment(number, 'SNV')).state).toBe('acknowledged');
  });

  test('who serves two agencies speaks there for the group’s alone', async () => {
    const snv = await bot.db.prisma.agency.findUniqueOrThrow({ where: { code: 'SNV' } });
    await bot.db.prisma.contactRole.create({
      data: {
        contactId: stp.contactId,
        agencyId: snv.id,
        role: 'focal',
        rank: 'main',
        since: bot.clock.now(),
      },
    });
    const other = await bot.task('Việc của Nội vụ', ['SNV'], at('2026-12-15'));
    await bot.task('Việc của Tư pháp', ['STP'], at('2026-12-15'));
    await group.read();
    const list = await group.says(stp, '/nhiemvu');
    expect(list).toContain('Việc của Tư pháp');
    expect(list).not.toContain('Nội vụ');
    // What was reported elsewhere and is taken back from here is nobody else's business.
    await stp.says(`${other} 30%`);
    await stp.read();
    expect(await group.says(stp, '/rutlai')).toBe(privately('Lê Văn Cường'));
    expect((await texts(stp)).join()).toContain('Việc của Nội vụ');
  });

  test('a stranger is not answered, and no file of theirs is fetched', async () => {
    expect(await group.says({ address: 'nobody' }, '/tinhhinh')).toBe('');
    expect(await group.says({ address: 'nobody' }, 'xin chào')).toBe('');
    expect(await bot.db.prisma.inboundMessage.count({ where: { sender: 'nobody', state: 'handled' } })).toBe(
      2,
    );
  });
});

describe('a group that is linked to none', () => {
  test('reads of nothing: everything is answered privately', async () => {
    const number = await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    await stp.read();
    expect(await group.says(stp, '/nhiemvu')).toBe(privately('Lê Văn Cường'));
    expect((await texts(stp)).join()).toContain(`#${number}`);
    expect(await group.says(stp, 'đã nhận')).toBe(privately('Lê Văn Cường'));
    expect((await bot.assignment(number, 'STP')).state).toBe('acknowledged');
  });
});

describe('copies', () => {
  beforeEach(linked);

  test('an assignment is shown there too, without a person’s name, and counts for nobody', async () => {
    await bot.task('Báo cáo năm', ['STP', 'SNV'], at('2026-12-15'));
    const [copy, ...others] = await group.read();
    expect(others).toEqual([]);
    expect(copy?.text).toContain('Kính gửi: Sở Tư pháp\n');
    expect(copy?.text).not.toContain('Lê Văn Cường');
    expect(await bot.db.prisma.notice.count()).toBe(1);
    expect(await bot.db.prisma.deliveryNotice.count({ where: { deliveryId: copy?.id } })).toBe(0);
  });

  test('a body without a contact is sent nothing, by its group neither', async () => {
    await bot.db.prisma.contactRole.updateMany({
      where: { contactId: stp.contactId },
      data: { endedAt: bot.clock.now() },
    });
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    expect(await group.read()).toEqual([]);
  });

  test('waits for the end of quiet time, as for persons', async () => {
    bot.clock.to(at('2026-11-24 20:00'));
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    const row = await bot.db.prisma.delivery.findFirstOrThrow({
      where: { address: group.address, kind: 'assignment' },
    });
    expect(row.notBefore).toEqual(new Date(at('2026-11-25 07:30')));
  });

  test('one reminder for the agency’s tasks alone, without putting off', async () => {
    const snv = await bot.db.prisma.agency.findUniqueOrThrow({ where: { code: 'SNV' } });
    await bot.db.prisma.contactRole.create({
      data: {
        contactId: stp.contactId,
        agencyId: snv.id,
        role: 'focal',
        rank: 'main',
        since: bot.clock.now(),
      },
    });
    await bot.task('Việc của Nội vụ', ['SNV'], at('2026-12-15'));
    await bot.task('Việc của Tư pháp', ['STP'], at('2026-12-15'));
    await group.read();
    await tick(bot, '2026-11-26 08:00');
    await remind(jobDeps(bot));
    const [copy, ...others] = await group.read();
    expect(others).toEqual([]);
    expect(copy?.text).toContain('Việc của Tư pháp');
    expect(copy?.text).toContain('Kính gửi: Sở Tư pháp\n');
    expect(copy?.text).not.toContain('Nội vụ');
    expect(copy?.buttons.join()).not.toContain('Nhắc lại');
  });

  test('decisions and nudges on the agency’s tasks are shown, and a report on behalf that is taken back corrected', async () => {
    const number = await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    const { id } = await bot.assignment(number, 'STP');
    await bot.decides((scope) => nudge(scope, id));
    await group.says(stp, `${number} xong`);
    await bot.decides((scope) => accept(scope, id));
    expect((await texts(group)).join('\n')).toContain('đã được xác nhận');
    const all = (await group.all()).map(({ kind }) => kind);
    expect(all.filter((kind) => kind !== 'answer')).toEqual(['assignment', 'nudge', 'decision']);
    const second = await bot.task('Việc khác', ['STP'], at('2026-12-15'));
    await coordinator.says(`/ghiho STP ${second} 40% theo công văn 9/STP ngày 23/11`);
    await coordinator.presses('Ghi');
    expect((await texts(group)).join('\n')).toContain('đã ghi hộ Sở Tư pháp');
    await coordinator.presses('Rút lại');
    expect((await texts(group)).join('\n')).toContain('Đã rút lại');
  });

  test('stop where the bot was removed, are shown as such, and go on when it is back', async () => {
    const admin = await bot.person('CAT', { role: 'admin', channel: 'telegram' });
    await markUnreachable(
      bot.db.prisma,
      { channel: 'telegram', address: group.address },
      'kicked',
      bot.clock.now(),
    );
    await bot.task('Báo cáo năm', ['STP'], at('2026-12-15'));
    expect(await group.read()).toEqual([]);
    expect(await admin.says('/lienhe')).toContain('Nhóm không nhận được tin: Sở Tư pháp (Telegram)');
    expect(await admin.says('/lienhe STP')).toContain('Nhóm trên Telegram: không nhận được tin');
    expect(await agencyOf()).toBe('STP');
    await markReachableAt(bot.db.prisma, { channel: 'telegram', address: group.address }, bot.clock.now());
    await bot.task('Báo cáo quý', ['STP'], at('2026-12-15'));
    expect((await texts(group)).join()).toContain('Báo cáo quý');
    expect(await admin.says('/lienhe STP')).toContain('Nhóm trên Telegram: đang nhận tin');
  });
});
