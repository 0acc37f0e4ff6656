import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import exceljs from 'exceljs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { redeem } from '../../src/decisions/redeem.ts';
import { sealPending, verifyChain } from '../../src/store/seal.ts';
import { openSession, findSession } from '../../src/store/sessions.ts';
import { startBot, type TestBot } from '../harness/chat.ts';
import { dondoc } from './terminal.ts';

let bot: TestBot;
const folder = mkdtempSync(join(tmpdir(), 'dondoc-contacts-'));
const csv = (name: string, ...lines: string[]): string => {
  const path = join(folder, name);
  writeFileSync(path, `\uFEFF${lines.join('\r\n')}\r\n`);
  return path;
};

beforeAll(async () => {
  bot = await startBot({ at: '2026-11-24T09:00:00+07:00' });
});
afterAll(() => bot.close());

test('a list with faults invites nobody and names every row with its remedy', async () => {
  const file = csv(
    'wrong.csv',
    'STT;Họ và tên;Cơ quan;Vai trò;Điện thoại;Thư điện tử',
    '1;Lê Văn Cường;Sở Tư pháp;đầu mối;0912 345 678;cuong@binhduong.gov.vn',
    '2;;Sở Xây dựng;;;',
    '3;Trần An;Sở Y tế;;;',
    '4;Phạm Dung;STP;lãnh đạo;;',
    '5;Ngô Bình;SXD;trùm;123;khong phai',
    '6;LÊ VĂN CƯỜNG;STP;;;',
  );
  const ran = await dondoc(bot, 'contacts', 'import', file, '--json');
  expect(ran.status).toBe(1);
  const { problems } = ran.json() as { problems: { row: number }[] };
  expect(problems.map((one) => one.row)).toEqual([3, 4, 5, 6, 6, 6, 7]);
  expect(ran.err).toContain('Dòng 4: không có cơ quan "Sở Y tế"');
  expect(await bot.db.prisma.invitation.count()).toBe(0);
});

test('headings that cannot be used are refused by name', async () => {
  const ran = await dondoc(bot, 'contacts', 'import', csv('heads.csv', 'Tên,Lương', 'A,1'));
  expect(ran.err).toMatch(/Thiếu cột "cơ quan"[\s\S]*"Lương"/);
  const other = await dondoc(bot, 'contacts', 'import', join(folder, 'list.pdf'));
  expect(other.err).toContain('.xlsx');
});

test('an Excel list is checked, then invites all, and a second time nobody', async () => {
  const book = new exceljs.Workbook();
  const sheet = book.addWorksheet('Đầu mối');
  sheet.addRow(['STT', 'Họ tên', 'Đơn vị', 'Vai trò', 'Chức vụ', 'SĐT', 'Email']);
  sheet.addRow([
    1,
    'Lê Văn Cường',
    'so tu phap',
    'đầu mối',
    'Phó Giám đốc',
    912345678,
    'cuong@binhduong.gov.vn',
  ]);
  sheet.addRow([2, 'Phạm Thị Dung', 'SXD', 'thủ trưởng', '', '+84 912 345 679', '']);
  const file = join(folder, 'list.xlsx');
  await book.xlsx.writeFile(file);
  expect((await dondoc(bot, 'contacts', 'import', file, '--dry-run', '--json')).json()).toMatchObject({
    count: 2,
  });
  expect(await bot.db.prisma.invitation.count()).toBe(0);
  const made = (await dondoc(bot, 'contacts', 'import', file, '--json')).json() as {
    invitations: { code: string; agency: string; role: string }[];
  };
  expect(made.invitations).toMatchObject([
    { agency: 'STP', role: 'focal' },
    { agency: 'SXD', role: 'head' },
  ]);
  const code = made.invitations[0]?.code ?? '';
  const { contactId } = await bot.decides((scope) => redeem(scope, { code, channel: 'webchat' }));
  expect(await bot.db.prisma.contact.findUniqueOrThrow({ where: { id: contactId } })).toMatchObject({
    position: 'Phó Giám đốc',
    phone: '0912345678',
    email: 'cuong@binhduong.gov.vn',
  });
  expect((await dondoc(bot, 'contacts', 'import', file, '--json')).json()).toMatchObject({
    invitations: [],
    skipped: [{ row: 2 }, { row: 3 }],
  });
});

test('a handover ends the old access; the office keeps its tasks and the new person gets them in one message', async () => {
  const { prisma } = bot.db;
  const old = await bot.person('SNV', { name: 'Ngô Văn Bình' });
  const number = await bot.task('Báo cáo quý', ['SNV'], '2026-12-15T00:00:00+07:00');
  await old.says(`#${number} 40%`);
  const identity = await prisma.identity.findFirstOrThrow({ where: { contactId: old.contactId } });
  const now = bot.clock.now();
  const who = { contactId: old.contactId, identityId: identity.id };
  const token = await openSession(prisma, bot.env.secretKey, who, now);
  const ran = await dondoc(
    bot,
    'contacts',
    'replace',
    'ngo van binh',
    '--name',
    'Đỗ Thị Hoa',
    '--honorific',
    'ba',
    '--json',
  );
  const { offices } = ran.json() as { offices: { code: string; agency: string }[] };
  expect(offices).toMatchObject([{ agency: 'SNV', role: 'focal' }]);
  expect(await findSession(prisma, bot.env.secretKey, token, now)).toBeUndefined();
  const { contactId } = await bot.decides((scope) =>
    redeem(scope, { code: offices[0]?.code ?? '', channel: 'webchat' }),
  );
  const owed = await prisma.delivery.findMany({
    where: { identity: { contactId }, text: { contains: `#${number}` } },
  });
  expect(owed).toHaveLength(1);
  expect(await bot.assignment(number, 'SNV')).toMatchObject({ state: 'in_progress', percent: 40 });
});

test('a person’s data are exported whole, then erased; what was reported stays under the office', async () => {
  const { prisma } = bot.db;
  const person = await bot.person('STTTT', { name: 'Vũ Đức Khôi' });
  const coordinator = await bot.person('CAT', { role: 'coordinator' });
  const number = await bot.task('Rà soát', ['STTTT'], '2026-12-15T00:00:00+07:00');
  await person.says(`#${number} xong`);
  const ran = await dondoc(bot, 'contacts', 'export', 'Vũ Đức Khôi', '--json');
  expect(ran.json()).toMatchObject({
    contact: { name: 'Vũ Đức Khôi' },
    roles: [{ agency: 'STTTT', role: 'focal' }],
    said: [{ text: `#${number} xong` }],
    reports: [{ kind: 'done' }],
  });
  expect(ran.out).not.toContain('tokenHash');
  expect((await dondoc(bot, 'contacts', 'erase', 'Vũ Đức Khôi')).err).toContain('--yes');
  expect((await dondoc(bot, 'contacts', 'erase', 'Vũ Đức Khôi', '--yes', '--json')).json()).toMatchObject({
    erased: true,
    name: 'đầu mối đã xóa (Sở TT&TT)',
  });
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`;
  for (const { name } of tables) {
    const found = await prisma.$queryRawUnsafe<unknown[]>(
      `SELECT 1 FROM "${name}" t WHERE position('Vũ Đức Khôi' in to_jsonb(t)::text) > 0`,
    );
    expect({ name, rows: found.length }).toEqual({ name, rows: 0 });
  }
  expect((await bot.assignment(number, 'STTTT')).reports).toMatchObject([{ kind: 'done' }]);
  expect((await coordinator.all()).some((seen) => seen.text.includes('đầu mối đã xóa'))).toBe(true);
  await bot.decides(({ db, now }) => sealPending(db, now, 1000));
  expect(await verifyChain(prisma)).toMatchObject({ ok: true });
});

test('the only administrator is not erased', async () => {
  await bot.person('CAT', { role: 'admin', name: 'Quản Trị' });
  const ran = await dondoc(bot, 'contacts', 'erase', 'Quản Trị', '--yes');
  expect(ran).toMatchObject({ status: 1, err: expect.stringContaining('quản trị viên duy nhất') as string });
});
