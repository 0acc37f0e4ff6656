import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { housekeeping } from '../../src/jobs/housekeeping.ts';
import { recordFile } from '../../src/store/files.ts';
import { startBot, type TestBot } from '../harness/chat.ts';
import { at, clear, jobDeps } from '../harness/jobs.ts';

const start = at('2026-11-10 03:15');
let bot: TestBot;
let folder: string;
beforeAll(async () => {
  bot = await startBot({ at: start });
});
beforeEach(async () => {
  await clear(bot, start);
  await bot.db.prisma.invitation.deleteMany();
  folder = await mkdtemp(join(tmpdir(), 'dondoc-files-'));
});
afterAll(async () => {
  await bot.close();
  await rm(folder, { recursive: true });
});

const sweep = () => housekeeping({ ...jobDeps(bot), env: { ...bot.env, filesDir: folder } });
const daysAgo = (days: number) => new Date(Date.parse(start) - days * 86_400_000);

test('drops codes, sessions and questions that have ended, and keeps what has not', async () => {
  const { prisma } = bot.db;
  const stp = await bot.person('STP');
  const identity = await prisma.identity.findFirstOrThrow({ where: { contactId: stp.contactId } });
  const code = (codeHash: string, purpose: string, days: number) =>
    prisma.invitation.create({
      data: { codeHash, purpose, createdAt: daysAgo(days + 1), expiresAt: daysAgo(days) },
    });
  for (const [hash, purpose, days] of [
    ['a', 'login', 31],
    ['b', 'login', 1],
    ['c', 'channel', 31],
    ['d', 'invite', 400],
  ] as const) {
    await code(hash, purpose, days);
  }
  const session = (tokenHash: string, expiresAt: Date, endedAt: Date | null) =>
    prisma.session.create({
      data: {
        tokenHash,
        expiresAt,
        endedAt,
        contactId: stp.contactId,
        identityId: identity.id,
        createdAt: daysAgo(90),
        lastSeenAt: daysAgo(40),
      },
    });
  await session('expired', daysAgo(31), null);
  await session('ended', daysAgo(-10), daysAgo(31));
  await session('open', daysAgo(-10), null);
  await prisma.dialogue.create({
    data: {
      contactId: stp.contactId,
      key: 'k',
      command: 'extend',
      awaiting: 'due',
      args: {},
      startedAt: daysAgo(2),
      updatedAt: daysAgo(2),
    },
  });
  await sweep();
  await sweep();
  expect(
    (await prisma.invitation.findMany({ orderBy: { codeHash: 'asc' } })).map((row) => row.codeHash),
  ).toEqual(['b', 'd']);
  expect((await prisma.session.findMany()).map((row) => row.tokenHash)).toEqual(['open']);
  expect(await prisma.dialogue.count()).toBe(0);
});

test('drops files that nothing refers to, with their bytes, and no others', async () => {
  const { prisma } = bot.db;
  const stored = async (name: string, days: number): Promise<string> => {
    await writeFile(join(folder, name), name);
    await utimes(join(folder, name), daysAgo(days), daysAgo(days));
    return recordFile(prisma, { name, mime: 'text/plain', size: 1, sha256: name }, daysAgo(days));
  };
  await stored('unused', 8);
  await stored('fresh', 2);
  const sent = await stored('sent', 40);
  const asked = await stored('asked', 40);
  await bot.task('Báo cáo', ['STP'], at('2026-12-15'), { fileIds: [asked] });
  await prisma.inboundMessage.create({
    data: {
      channel: 'webchat',
      platformId: 'm',
      address: 'a',
      sender: 'a',
      text: '',
      fileIds: [sent],
      sentAt: daysAgo(40),
      receivedAt: daysAgo(40),
      notBefore: daysAgo(40),
      state: 'handled',
    },
  });
  for (const [name, days] of [
    ['.half-an-upload', 3],
    ['.under-way', 0],
  ] as const) {
    await writeFile(join(folder, name), name);
    await utimes(join(folder, name), daysAgo(days), daysAgo(days));
  }
  await sweep();
  expect((await prisma.file.findMany()).map((file) => file.name).sort()).toEqual(['asked', 'fresh', 'sent']);
  expect((await readdir(folder)).sort()).toEqual(['.under-way', 'asked', 'fresh', 'sent']);
});

test('minds no folder that does not exist yet', async () => {
  await housekeeping({ ...jobDeps(bot), env: { ...bot.env, filesDir: join(folder, 'nowhere') } });
});
