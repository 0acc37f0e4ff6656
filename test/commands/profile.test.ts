import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { invite } from '../../src/decisions/invite.ts';
import { openSession } from '../../src/store/sessions.ts';
import { receive } from '../../src/inbound/receive.ts';
import { plainText } from '../../src/domain/markup.ts';
import { forgetIntroductions, noteIntroduction } from '../../src/store/introductions.ts';
import { startBot, type Chatter, type TestBot } from '../harness/chat.ts';

/** One's own matters: coming in, profile, channels, sessions, dates, going away. */

let bot: TestBot;
beforeAll(async () => {
  bot = await startBot({ at: '2026-11-25T01:00:00Z' });
}, 60_000);
afterAll(() => bot.close());

let serial = 0;

/** Somebody on a platform who is nobody yet: says something, and what is answered in that chat. */
async function stranger(address: string, text: string): Promise<string[]> {
  const { prisma } = bot.db;
  const before = await prisma.delivery.count();
  const inbound = {
    platformId: `s${++serial}`,
    address,
    sender: address,
    text,
    files: [],
    sentAt: bot.clock.now(),
  };
  await receive(prisma, 'telegram', inbound, [], bot.clock.now());
  await bot.settle();
  const rows = await prisma.delivery.findMany({ where: { address }, orderBy: { id: 'asc' } });
  expect(await prisma.delivery.count()).toBeGreaterThan(before);
  return rows.map((row) => plainText(row.text));
}

const codeIn = (text: string): string => /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(text)?.[0] ?? '';

async function invitation(agencyCode: string, role: 'focal' | 'leader' = 'focal'): Promise<string> {
  const agency = await bot.db.prisma.agency.findUniqueOrThrow({ where: { code: agencyCode } });
  const issued = await bot.decides((scope) =>
    invite(scope, { agencyId: agency.id, role, name: 'Đỗ Văn Hùng' }),
  );
  return issued.code;
}

describe('/batdau', () => {
  test('without a code a stranger gets one polite sentence', async () => {
    expect((await stranger('t1', '/start')).at(-1)).toContain('chỉ phục vụ người được mời');
  });

  test('with an invitation a person is welcomed, once; the code works once', async () => {
    const code = await invitation('STNMT');
    const said = await stranger('t2', `/start ${code}`);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('Sở Tài nguyên và Môi trường');
    expect(said[0]).toContain('đầu mối');
    expect((await stranger('t2', '/nhiemvu')).at(-1)).toContain('không còn nhiệm vụ nào');
    expect((await stranger('t3', `/batdau ${code}`)).at(-1)).toContain('đã');
    expect(await bot.db.prisma.contact.count({ where: { name: 'Đỗ Văn Hùng' } })).toBe(1);
  });

  test('a code alone is an invitation too, and a wrong one is refused with what to do', async () => {
    const code = await invitation('STC');
    expect((await stranger('t4', code.toLowerCase())).at(-1)).toContain('Sở Tài chính');
    expect((await stranger('t5', '/batdau ABCDE-FGH23')).at(-1)).toContain('Mã này không đúng');
  });

  test('who is known gets the menu', async () => {
    const stp = await bot.person('STP');
    expect(await stp.says('/batdau')).toContain('Các lệnh có thể dùng');
  });
});

describe('/hoso', () => {
  let person: Chatter;
  beforeAll(async () => {
    person = await bot.person('SNV', { name: 'Trần Thị Dung' });
  });

  test('shows name, role, channel, language, absence', async () => {
    const answer = await person.says('/hoso');
    expect(answer).toContain('Hồ sơ: đồng chí Trần Thị Dung');
    expect(answer).toContain('đầu mối, Sở Nội vụ');
    expect(answer).toContain('trò chuyện trên web: đang dùng');
    expect(answer).toContain('(kênh này)');
    expect(answer).toContain('Tiếng Việt');
    expect(answer).toContain('Vắng mặt: không');
  });

  test('a second channel comes by a code of 15 minutes, and may be put first', async () => {
    await person.says('/hoso');
    const told = await person.presses('Thêm kênh');
    expect(told).toContain('đến 08:15 ngày 25/11/2026');
    const code = codeIn(told);
    bot.clock.forward(1);
    expect((await stranger('t6', `/batdau ${code}`)).at(-1)).toContain('Đã thêm kênh Telegram');
    const profile = await person.says('/hoso');
    expect(profile.indexOf('Telegram')).toBeGreaterThan(0);
    expect(profile.indexOf('Telegram: đang dùng')).toBeLessThan(
      profile.indexOf('trò chuyện trên web: đang dùng'),
    );
    expect(await person.presses('Nhận tin trước qua trò chuyện trên web')).toContain('gửi trước qua');
    const after = await person.says('/hoso');
    expect(after.indexOf('trò chuyện trên web: đang dùng')).toBeLessThan(
      after.indexOf('Telegram: đang dùng'),
    );
  });

  test('where there is a Telegram bot, one press there adds it', async () => {
    await noteIntroduction(bot.db.prisma, 'telegram', 'dondoc_bot', bot.clock.now());
    const told = await person.says('/hoso them kenh');
    const { id, buttons } = await person.newest();
    expect(buttons[0]).toBe('Mở trên Telegram');
    const row = await bot.db.prisma.delivery.findUniqueOrThrow({ where: { id } });
    expect(row.buttons).toContainEqual([
      { label: 'Mở trên Telegram', url: `https://t.me/dondoc_bot?start=${codeIn(told)}` },
    ]);
    const far = await bot.person('SNV', { channel: 'telegram' });
    await far.says('/hoso them kenh');
    expect((await far.newest()).buttons).toEqual([]);
    await forgetIntroductions(bot.db.prisma, []);
  });

  test('the code is void after 15 minutes, and never in a message with a link outside the web chat', async () => {
    const far = await bot.person('SNV', { channel: 'telegram' });
    const told = await far.says('/hoso them kenh');
    expect(told).not.toContain('http');
    expect((await far.newest()).buttons).toEqual([]);
    bot.clock.forward(16);
    expect((await stranger('t7', `/batdau ${codeIn(told)}`)).at(-1)).toContain('hết hạn');
  });

  test('sessions are shown by browser and ended one by one', async () => {
    const { prisma } = bot.db;
    const identity = await prisma.identity.findFirstOrThrow({
      where: { contactId: person.contactId, channel: 'webchat' },
    });
    const open = (userAgent: string) =>
      openSession(
        prisma,
        bot.env.secretKey,
        { contactId: person.contactId, identityId: identity.id, userAgent },
        bot.clock.now(),
      );
    await open('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36');
    await open(
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1',
    );
    await person.says('/hoso');
    const answer = await person.presses('Phiên đăng nhập web');
    expect(answer).toContain('Chrome, Windows');
    expect(answer).toContain('Safari, iOS');
    expect(await person.presses('Đăng xuất Safari, iOS')).toContain('Đã đăng xuất: Safari, iOS');
    const left = await prisma.session.findMany({ where: { contactId: person.contactId, endedAt: null } });
    expect(left.map((session) => session.userAgent?.includes('Windows'))).toEqual([true]);
    expect(await person.says('/hoso dang xuat tat ca')).toContain('Đã đăng xuất 1 phiên');
  });

  test('another person’s session cannot be named', async () => {
    const other = await bot.person('STP');
    const session = await bot.db.prisma.session.findFirstOrThrow({ where: { contactId: person.contactId } });
    await bot.db.prisma.session.update({ where: { id: session.id }, data: { endedAt: null } });
    expect(await other.says(`/hoso dang xuat ${session.id.slice(-12)}`)).toContain('đã kết thúc');
    const still = await bot.db.prisma.session.findUniqueOrThrow({ where: { id: session.id } });
    expect(still.endedAt).toBeNull();
  });
});

describe('/huylienket', () => {
  test('always asks; then this chat is a stranger’s, its sessions are ended, and the account can be linked anew', async () => {
    const code = await invitation('SKHDT');
    await stranger('t8', `/start ${code}`);
    expect((await stranger('t8', '/huylienket')).at(-1)).toContain('kênh duy nhất');
    expect((await stranger('t8', 'hủy')).at(-1)).toContain('Đã hủy');
    expect((await stranger('t8', '/nhiemvu')).at(-1)).toContain('không còn nhiệm vụ');
    await stranger('t8', '/huylienket');
    expect((await stranger('t8', 'gửi')).at(-1)).toContain('Đã hủy liên kết kênh Telegram');
    expect((await stranger('t8', '/nhiemvu')).at(-1)).toContain('chỉ phục vụ người được mời');
    const next = await invitation('STTTT');
    expect((await stranger('t8', `/start ${next}`)).at(-1)).toContain('Sở Thông tin và Truyền thông');
    expect((await stranger('t8', '/hoso')).at(-1)).not.toContain('Kế hoạch');
  });
});

describe('/lich', () => {
  test('shows the dates, nearest first, and gives a feed that can be made void by a new one', async () => {
    const sxd = await bot.person('SXD');
    const late = await bot.task('Việc xa', ['SXD'], '2027-01-19T17:00:00Z');
    const soon = await bot.task('Việc gần', ['SXD'], '2026-12-14T17:00:00Z');
    const lines = (await sxd.says('/lich')).split('\n');
    expect(lines[1]).toBe(
      `- thứ Hai, 14/12/2026: #${soon} Việc gần (trước ngày 15/12/2026), đã giao, chưa tiếp nhận`,
    );
    expect(lines[2]).toContain(`#${late} Việc xa`);
    const first = await sxd.presses('Lấy liên kết lịch');
    expect(first).toContain('http://localhost:3000/api/v1/calendar.ics?token=ddf_');
    expect(await sxd.says('/lich lien ket')).not.toBe(first);
    expect(await bot.db.prisma.setting.count({ where: { key: `feed:${sxd.contactId}` } })).toBe(1);
  });

  test('outside the web chat without a public address there is no feed, but the dates', async () => {
    const far = await bot.person('SXD', { channel: 'telegram' });
    expect(await far.says('/lich')).toContain('Việc gần');
    expect((await far.newest()).buttons).not.toContain('Lấy liên kết lịch');
    expect(await far.says('/lich link')).toContain('chưa có địa chỉ công khai');
  });
});
