import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { redeem } from '../../src/decisions/redeem.ts';
import { forgetIntroductions, noteIntroduction } from '../../src/store/introductions.ts';
import { startBot, type Chatter, type TestBot } from '../harness/chat.ts';

let bot: TestBot;
let admin: Chatter;
beforeAll(async () => {
  bot = await startBot({ at: '2026-11-25T02:00:00Z' });
  admin = await bot.person('CAT', { role: 'admin', name: 'Đỗ Quản Trị' });
});
afterAll(() => bot.close());
afterEach(async () => void (await bot.db.prisma.dialogue.deleteMany()));

const invitation = () =>
  bot.db.prisma.invitation.findFirst({ orderBy: { id: 'desc' }, include: { agency: true } });

describe('/moithamgia', () => {
  test('agency, role, name, form of address; the code works once, with its owner’s role', async () => {
    expect(await admin.says('/moithamgia')).toContain('cơ quan, đơn vị nào?');
    expect(await admin.says('tư pháp')).toContain('Vai trò tại Sở Tư pháp?');
    expect((await admin.newest()).buttons).toEqual(['Đầu mối', 'Đầu mối phụ', 'Thủ trưởng']);
    expect(await admin.presses('Đầu mối phụ')).toContain('Họ và tên?');
    expect(await admin.says('Trần Thị Mai')).toContain('Xưng hô');
    const said = await admin.presses('bà');
    expect(said).toContain('bà Trần Thị Mai, Sở Tư pháp (đầu mối phụ), hiệu lực đến 09:00 ngày 02/12/2026');
    const code = /bắt đầu: (\S+) \(/.exec(said)?.[1] ?? '';
    expect(said).toContain(`http://localhost:3000/join/${code}`);
    const { contactId } = await bot.decides((scope) =>
      redeem(scope, { code, channel: 'telegram', address: '7001' }),
    );
    const mai = await bot.db.prisma.contact.findUniqueOrThrow({
      where: { id: contactId },
      include: { roles: true },
    });
    expect(mai).toMatchObject({ name: 'Trần Thị Mai', honorific: 'ba' });
    expect(mai.roles).toMatchObject([{ role: 'focal', rank: 'deputy' }]);
    await expect(
      bot.decides((scope) => redeem(scope, { code, channel: 'telegram', address: '7002' })),
    ).rejects.toMatchObject({ code: 'codeUsed' });
  });

  test('in one line', async () => {
    const said = await admin.says('/moithamgia CAT cán bộ theo dõi đồng chí Phạm Văn Nam 0908 123 456');
    expect(said).toContain('đồng chí Phạm Văn Nam, Công an tỉnh (cán bộ theo dõi)');
    expect(await invitation()).toMatchObject({
      role: 'coordinator',
      phone: '0908123456',
      name: 'Phạm Văn Nam',
      agency: { code: 'CAT' },
    });
  });

  test('the letter leads into the Telegram bot where there is one', async () => {
    await noteIntroduction(bot.db.prisma, 'telegram', 'dondoc_bot', bot.clock.now());
    const said = await admin.says('/moithamgia STC đầu mối bà Lê Thị Hoa');
    const code = /bắt đầu: (\S+) \(/.exec(said)?.[1] ?? '';
    expect(said).toContain(`https://t.me/dondoc_bot?start=${code}`);
    await forgetIntroductions(bot.db.prisma, []);
  });

  test('no link leaves the web chat without a public address', async () => {
    const remote = await bot.person('CAT', { role: 'admin', channel: 'telegram' });
    const said = await remote.says('/moithamgia STC đầu mối ông Nguyễn Văn An');
    expect(said).toContain('ông Nguyễn Văn An');
    expect(said).not.toContain('http');
  });

  test('offices of oversight only where they are; nobody else may invite', async () => {
    expect(await admin.says('/moithamgia SNV lãnh đạo ông Nam')).toContain('chỉ có ở cơ quan theo dõi');
    const ha = await bot.person('CAT', { role: 'coordinator' });
    expect(await ha.says('/moithamgia STP đầu mối ông Nam')).toContain('không thuộc quyền');
  });
});

describe('/lienhe', () => {
  test('who answers for an agency and how they are reached; access ends after a preview', async () => {
    const stp = await bot.person('STP', { name: 'Lê Văn Cường' });
    const task = await bot.task('Việc còn lại', ['STP'], '2026-12-14T17:00:00Z');
    expect(await admin.says('/lienhe')).toMatch(/Sở Tư pháp: Lê Văn Cường, Trần Thị Mai/);
    const list = await admin.says('/lienhe sở tư pháp');
    expect(list).toContain('- Lê Văn Cường, đầu mối: trò chuyện trên web');
    expect(list).toContain('- Trần Thị Mai, đầu mối phụ: Telegram');
    expect(await admin.presses('Ngừng quyền Lê Văn Cường')).toContain('Nhiệm vụ vẫn thuộc cơ quan');
    expect(await stp.says(`${task} đã nhận`)).toContain('đã tiếp nhận');
    expect(await admin.presses('Ngừng quyền')).toContain('Đã ngừng quyền của Lê Văn Cường');
    expect(await stp.says(`${task} xong`)).toContain('chỉ phục vụ người được mời');
    expect((await bot.assignment(task, 'STP')).state).toBe('acknowledged');
    expect(await admin.says('/lienhe ngừng Lê Văn Cường')).toContain('Không tìm thấy');
  });

  test('two of one name are told apart; the last administrator stays', async () => {
    await bot.person('SNV', { name: 'Nguyễn Văn Bình' });
    await bot.person('SXD', { name: 'Nguyễn Văn Bình' });
    expect(await admin.says('/lienhe ngừng nguyễn văn bình')).toContain('Có nhiều người');
    expect(await admin.presses('Sở Xây dựng')).toContain('đầu mối Sở Xây dựng');
    await bot.db.prisma.dialogue.deleteMany();
    await bot.db.prisma.contactRole.updateMany({
      where: { role: 'admin', contactId: { not: admin.contactId } },
      data: { endedAt: bot.clock.now() },
    });
    await admin.says('/lienhe ngừng Đỗ Quản Trị');
    expect(await admin.says('gửi')).toContain('quản trị viên duy nhất');
  });
});
