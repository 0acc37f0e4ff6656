import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { list } from 'tar';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createToken } from '../../src/decisions/api-token.ts';
import { invite } from '../../src/decisions/invite.ts';
import { openDatabase } from '../../src/store/db.ts';
import { claim } from '../../src/store/dispatch.ts';
import { recordFile } from '../../src/store/files.ts';
import { sealPending, verifyChain } from '../../src/store/seal.ts';
import { claimFingerprint } from '../../src/store/secret-key.ts';
import { openSession } from '../../src/store/sessions.ts';
import { tracking } from '../../src/store/tracking.ts';
import { startBot, type TestBot } from '../harness/chat.ts';
import { createBareDatabase } from '../harness/database.ts';
import { silentLog } from '../harness/log.ts';
import { dondocIn } from './terminal.ts';

const zone = 'Asia/Ho_Chi_Minh';
const folder = mkdtempSync(join(tmpdir(), 'dondoc-backup-'));
const file = join(folder, 'backup.tar.gz');
const content = 'phụ lục 2';
const sha256 = createHash('sha256').update(content).digest('hex');
const dataDir = join(folder, 'data');

let bot: TestBot;
let undo: (() => Promise<void>)[] = [];

/** A province at work: answers, a file, a message that waits, a session, an invitation, a token. */
beforeAll(async () => {
  bot = await startBot({ at: '2026-11-24T09:00:00+07:00' });
  const { prisma } = bot.db;
  const stp = await bot.person('STP', { name: 'Lê Văn Cường' });
  const sxd = await bot.person('SXD');
  await bot.person('CAT', { role: 'coordinator' });
  const number = await bot.task('Báo cáo năm', ['STP', 'SXD', 'SNV'], '2026-12-15T00:00:00+07:00');
  await stp.says(`#${number} 60% đang rà soát`);
  await sxd.says(`#${number} xong`);
  const agency = await prisma.agency.findUniqueOrThrow({ where: { code: 'SNV' } });
  await bot.decides((scope) => invite(scope, { agencyId: agency.id, role: 'focal', name: 'Trần Thị Bình' }));
  await bot.decides((scope) => createToken(scope, { role: 'leader', name: 'Trang tỉnh' }));
  const identity = await prisma.identity.findFirstOrThrow({ where: { contactId: stp.contactId } });
  const at = bot.clock.now();
  await openSession(prisma, bot.env.secretKey, { contactId: stp.contactId, identityId: identity.id }, at);
  await claimFingerprint(prisma, bot.env.secretKey, at);
  mkdirSync(join(dataDir, 'files'), { recursive: true });
  writeFileSync(join(dataDir, 'files', sha256), content);
  await recordFile(prisma, { name: 'phu-luc.txt', mime: 'text/plain', size: 10, sha256 }, at);
  // One more task, told to nobody yet, and half of the log chained.
  await bot.decides(({ db, now }) => sealPending(db, now, 3));
  await bot.task('Rà soát văn bản', ['STP'], '2026-12-01T00:00:00+07:00');
  const ran = await dondocIn(
    { DATABASE_URL: bot.db.url, DATA_DIR: dataDir, SECRET_KEY: bot.env.secretKey },
    bot.clock.now,
    ['backup', '--out', file, '--json'],
  );
  expect(ran).toMatchObject({ status: 0, err: '' });
  expect(ran.json()).toMatchObject({ file, files: 1 });
});

afterAll(async () => {
  for (const step of undo.reverse()) await step();
  undo = [];
  await bot.close();
});

async function restored(argv: string[], environment: Record<string, string>) {
  const { url, drop } = await createBareDatabase();
  undo.push(drop);
  const dir = mkdtempSync(join(tmpdir(), 'dondoc-restored-'));
  const all = { DATABASE_URL: url, DATA_DIR: dir, ...environment };
  // Three weeks later: reminders of the tasks were due meanwhile.
  const clock = () => new Date('2026-12-16T09:00:00+07:00');
  const run = (...words: string[]) => dondocIn(all, clock, words);
  const ran = await run('restore', file, '--json', ...argv);
  const { prisma, close } = openDatabase(url, { log: silentLog });
  undo.push(close);
  return { ran, run, prisma, dir, now: clock() };
}

test('a backup holds tables and files, and never the key', async () => {
  const names: string[] = [];
  await list({ file, onReadEntry: (entry) => void names.push(entry.path) });
  expect(names).toEqual(
    expect.arrayContaining(['manifest.json', `files/${sha256}`, 'tables/StatusReport.jsonl']),
  );
  expect(readFileSync(file).includes(bot.env.secretKey)).toBe(false);
});

describe.each([
  {
    key: 'with the old key',
    environment: (): Record<string, string> => ({ SECRET_KEY: bot.env.secretKey }),
    same: true,
  },
  { key: 'without it', environment: (): Record<string, string> => ({}), same: false },
])('restored $key', ({ environment, same }) => {
  let now: Awaited<ReturnType<typeof restored>>;
  beforeAll(async () => {
    now = await restored([], environment());
  });

  test('the tracking data are identical and the audit chain is valid', async () => {
    expect(now.ran).toMatchObject({ status: 0, err: '' });
    const at = new Date('2026-11-25T09:00:00+07:00');
    expect(await tracking(now.prisma, at, zone)).toEqual(await tracking(bot.db.prisma, at, zone));
    await now.prisma.$transaction((db) => sealPending(db, now.now, 1000));
    expect(await verifyChain(now.prisma)).toMatchObject({ ok: true, faults: [] });
    expect(readdirSync(join(now.dir, 'files'))).toEqual([sha256]);
  });

  test('what the key had sealed is kept or dropped and listed', async () => {
    const open = await now.prisma.session.count({ where: { endedAt: null } });
    const tokens = await now.prisma.apiToken.count({ where: { revokedAt: null } });
    const codes = await now.prisma.invitation.count({ where: { revokedAt: null } });
    expect({ open, tokens, codes }).toEqual(
      same ? { open: 1, tokens: 1, codes: 1 } : { open: 0, tokens: 0, codes: 1 },
    );
    expect(now.ran.json()).toMatchObject({
      sameKey: same,
      dropped: same ? null : { sessions: 1, apiTokens: ['Trang tỉnh'] },
    });
  });

  test('nothing is sent before resume, and what was due is missed and listed', async () => {
    const listed = now.ran.json() as {
      notSent: { name: string }[];
      missed: { task: number; rule: string }[];
    };
    expect(listed.notSent.map((one) => one.name)).toContain('Lê Văn Cường');
    expect(listed.missed.length).toBeGreaterThan(0);
    const outcomes = await now.prisma.reminder.groupBy({ by: ['outcome'] });
    expect(outcomes.map((one) => one.outcome)).not.toContain('sent');
    await now.prisma.delivery.updateMany({ where: { state: 'withdrawn' }, data: { state: 'queued' } });
    const take = () => claim(now.prisma, { channel: 'webchat', now: now.now, limit: 10, except: [] });
    expect(await take()).toEqual([]);
    expect((await now.run('resume', '--json')).json()).toMatchObject({ resumed: true });
    expect((await take()).length).toBeGreaterThan(0);
    expect((await now.run('resume', '--json')).json()).toMatchObject({ resumed: false });
  });

  test('numbers go on where they were', async () => {
    const rows = await now.prisma.$queryRaw<{ n: number }[]>`SELECT nextval('task_number_seq')::int AS n`;
    expect(rows[0]?.n).toBe(13);
  });
});

test('a database with data, a wrong key and a damaged file are refused, each with its reason', async () => {
  const full = await dondocIn(
    { DATABASE_URL: bot.db.url, DATA_DIR: dataDir, SECRET_KEY: bot.env.secretKey },
    bot.clock.now,
    ['restore', file],
  );
  expect(full).toMatchObject({ status: 1, err: expect.stringContaining('cơ sở dữ liệu trống') as string });
  const { ran, prisma } = await restored([], { SECRET_KEY: 'another key, also long enough' });
  expect(ran).toMatchObject({ status: 1, err: expect.stringContaining('--new-key') as string });
  await expect(prisma.setting.count()).rejects.toThrow();
  const broken = join(folder, 'broken.tar.gz');
  writeFileSync(broken, readFileSync(file).subarray(0, 2000));
  const cut = await dondocIn({ DATABASE_URL: bot.db.url, DATA_DIR: dataDir }, bot.clock.now, [
    'restore',
    broken,
  ]);
  expect(cut).toMatchObject({
    status: 1,
    err: expect.stringContaining('Không đọc được bản sao lưu') as string,
  });
});
