import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { redeem } from '../../src/decisions/redeem.ts';
import { findApiToken } from '../../src/store/sessions.ts';
import { forgetIntroductions, noteIntroduction } from '../../src/store/introductions.ts';
import { startBot, type TestBot } from '../harness/chat.ts';
import { dondoc, dondocIn } from './terminal.ts';

let bot: TestBot;
const folder = mkdtempSync(join(tmpdir(), 'dondoc-cli-files-'));

beforeAll(async () => {
  bot = await startBot({ at: '2026-11-16T09:00:00+07:00' });
});
afterAll(() => bot.close());

test('an invitation made on the terminal lets its person in, once', async () => {
  const ran = await dondoc(
    bot,
    'invite',
    '--agency',
    'stp',
    '--role',
    'focal',
    '--name',
    'Lê Văn Cường',
    '--json',
  );
  expect(ran).toMatchObject({ status: 0, err: '' });
  const made = ran.json() as { code: string; links: { telegram: null; web: string }; expiresAt: string };
  expect(made).toEqual({
    code: made.code,
    links: { telegram: null, web: `http://localhost:3000/join/${made.code}` },
    expiresAt: '2026-11-23T09:00:00+07:00',
  });
  const { contactId } = await bot.decides((scope) => redeem(scope, { code: made.code, channel: 'webchat' }));
  const contact = await bot.db.prisma.contact.findUniqueOrThrow({
    where: { id: contactId },
    include: { roles: { include: { agency: true } } },
  });
  expect(contact.name).toBe('Lê Văn Cường');
  expect(contact.roles.map((role) => [role.role, role.agency.code])).toEqual([['focal', 'STP']]);
  await expect(
    bot.decides((scope) => redeem(scope, { code: made.code, channel: 'webchat' })),
  ).rejects.toMatchObject({ code: 'codeUsed' });
});

test('an invitation leads into the Telegram bot where there is one', async () => {
  const argv = ['invite', '--agency', 'STP', '--role', 'focal', '--name', 'Trần An'];
  await noteIntroduction(bot.db.prisma, 'telegram', 'dondoc_bot', bot.clock.now());
  const made = (await dondoc(bot, ...argv, '--json')).json() as { code: string; links: object };
  expect(made.links).toMatchObject({ telegram: `https://t.me/dondoc_bot?start=${made.code}` });
  expect((await dondoc(bot, ...argv)).out).toMatch(
    /Telegram: https:\/\/t\.me\/dondoc_bot\?start=\w{5}-\w{5}/,
  );
  await forgetIntroductions(bot.db.prisma, ['webchat']);
  expect((await dondoc(bot, ...argv, '--json')).json()).toMatchObject({ links: { telegram: null } });
});

test.each([
  [['--agency', 'SYT', '--role', 'focal'], 'Không tìm thấy cơ quan "SYT"'],
  [['--agency', 'STP', '--role', 'admin'], 'chỉ có ở cơ quan theo dõi'],
])('an invitation that cannot be is refused: %j', async (argv, reason) => {
  const ran = await dondoc(bot, 'invite', '--name', 'Trần An', ...argv);
  expect(ran).toMatchObject({ status: 1, out: '' });
  expect(ran.err).toContain(reason);
  const inJson = await dondoc(bot, 'invite', '--name', 'Trần An', '--json', ...argv);
  expect(inJson.status).toBe(1);
  expect(inJson.json()).toEqual({ error: expect.stringContaining(reason) as string });
});

test.each([
  ['an option is missing', ['invite', '--role', 'focal', '--name', 'X'], 'Thiếu tùy chọn --agency'],
  ['no such role', ['invite', '--agency', 'STP', '--role', 'boss', '--name', 'X'], 'boss'],
  ['no such command', ['invitee'], 'Không có lệnh invitee'],
  ['no such option', ['agency', 'list', '--colour'], 'Không có tùy chọn --colour'],
  ['no such date', ['reminders', 'preview', '--on', '31/11/2026'], '31/11/2026'],
])('wrong usage exits with 2 and says what: %s', async (_, argv, words) => {
  const ran = await dondoc(bot, ...argv);
  expect(ran).toMatchObject({ status: 2, out: '' });
  expect(ran.err).toContain(words);
});

test('a token is shown once, opens the API until it is revoked', async () => {
  const made = (
    await dondoc(bot, 'token', 'create', '--role', 'leader', '--name', 'Trang tỉnh', '--json')
  ).json() as {
    token: string;
    id: string;
  };
  const { prisma } = bot.db;
  expect(await findApiToken(prisma, bot.env.secretKey, made.token)).toMatchObject({
    id: made.id,
    role: 'leader',
  });
  const list = (await dondoc(bot, 'token', 'list', '--json')).json();
  expect(list).toMatchObject([{ id: made.id, name: 'Trang tỉnh', revokedAt: null }]);
  expect(JSON.stringify(list)).not.toContain(made.token);
  expect((await dondoc(bot, 'token', 'revoke', made.id)).status).toBe(0);
  expect(await findApiToken(prisma, bot.env.secretKey, made.token)).toBeUndefined();
  expect((await dondoc(bot, 'token', 'revoke', made.id)).err).toContain('Không có khóa nào đang dùng');
});

test('the tracking data are written as CSV and JSON; formats of a later version are refused', async () => {
  await bot.task('Rà soát văn bản', ['STP', 'SXD'], '2026-12-15T00:00:00+07:00');
  const json = join(folder, 'tracking.json');
  expect((await dondoc(bot, 'tracking', 'export', '--format', 'json', '--out', json)).status).toBe(0);
  expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({ totals: { assigned: 2, in_progress: 2 } });
  const csv = join(folder, 'tracking.csv');
  expect((await dondoc(bot, 'tracking', 'export', '--format', 'csv', '--out', csv)).status).toBe(0);
  expect(readFileSync(csv, 'utf8')).toContain('Sở Tư pháp');
  const later = await dondoc(bot, 'tracking', 'export', '--format', 'xlsx', '--out', csv);
  expect(later).toMatchObject({ status: 1, err: expect.stringContaining('có ở bản sau') as string });
});

test('a preview names each message of the day, and sends none', async () => {
  const person = await bot.person('STP', { name: 'Phạm Thị Dung', role: 'focal' });
  await person.read();
  const before = await bot.db.prisma.delivery.count();
  const ran = await dondoc(bot, 'reminders', 'preview', '--on', '14/12/2026', '--json');
  const { messages } = ran.json() as {
    messages: { name: string; at: string; text: string }[];
  };
  expect(messages.find((one) => one.name === 'Phạm Thị Dung')).toMatchObject({
    at: '2026-12-14T08:00:00+07:00',
    text: expect.stringContaining('Rà soát văn bản') as string,
  });
  expect(await bot.db.prisma.delivery.count()).toBe(before);
  expect(await bot.db.prisma.reminder.count()).toBe(0);
  const free = await dondoc(bot, 'reminders', 'preview', '--on', '2026-12-13', '--json');
  expect(free.json()).toEqual({ on: '2026-12-13', free: true, messages: [], unheard: [] });
});

test('a programme file is checked with line and remedy, and loaded', async () => {
  const right = await dondoc(bot, 'programme', 'check', 'prisma/programmes/119-qd-ubnd.yaml', '--json');
  expect(right.json()).toMatchObject({ ok: true, duties: 36 });
  const wrong = join(folder, 'wrong.yaml');
  writeFileSync(wrong, 'code: x\nagencies: []\n');
  const ran = await dondoc(bot, 'programme', 'load', wrong);
  expect(ran.status).toBe(1);
  expect(ran.err).toContain(`${wrong}:`);
});

test('the program itself: one JSON value on standard output, problems of the environment all at once', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'dondoc-cli-'));
  const spawn = (environment: Record<string, string>) =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', 'src/cli.ts', 'agency', 'list', '--json'], {
      env: { ...process.env, DATA_DIR: dir, ...environment },
    });
  const { stdout, stderr } = await spawn({ DATABASE_URL: bot.db.url, SECRET_KEY: bot.env.secretKey });
  expect(stderr).toBe('');
  expect((JSON.parse(stdout) as { code: string }[]).map((agency) => agency.code)).toContain('STP');
  const bad = await dondocIn({ PORT: 'x', TIMEZONE: 'Moon' }, () => new Date(), ['agency', 'list']);
  expect(bad.status).toBe(1);
  expect(bad.err).toMatch(/PORT: [\s\S]*TIMEZONE: /);
  // A process of its own, on a machine that is busy.
}, 60_000);
