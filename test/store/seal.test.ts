import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { audit } from '../../src/store/audit.ts';
import { inTransaction } from '../../src/store/db.ts';
import { newestSeal, sealPending, verifyChain } from '../../src/store/seal.ts';
import { createTestDatabase, query, type TestDatabase } from '../harness/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const now = new Date('2026-11-25T02:00:00.123Z');

/** Changes what no program and no administrator may: with the triggers off, as somebody with the files could. */
const tamper = (sql: string) => query(database.url, `SET session_replication_role = replica; ${sql}`);

beforeEach(() => tamper('TRUNCATE "AuditLog", "AuditText", "AuditPending", "AuditSeal"'));

const write = (subject: string, words?: string) =>
  inTransaction(database.prisma, (db) =>
    audit(db, {
      at: now,
      channel: 'webchat',
      action: 'report',
      subject,
      before: { state: 'assigned', percent: null },
      after: { state: 'in_progress', percent: 60, dueAt: now },
      texts: words ? [{ text: words }] : [],
    }),
  );

const seal = (limit = 100) => inTransaction(database.prisma, (db) => sealPending(db, now, limit));

describe('the chain over the audit log', () => {
  beforeEach(async () => {
    for (const subject of ['assignment:1', 'assignment:2', 'assignment:3', 'assignment:4']) {
      await write(subject, `60% đang rà soát ${subject}`);
    }
    expect(await seal(3)).toBe(3);
    expect(await seal(3)).toBe(1);
    expect(await seal(3)).toBe(0);
  });

  test('covers every line, in batches of any size', async () => {
    const report = await verifyChain(database.prisma);
    expect(report).toMatchObject({ ok: true, sealed: 4, pending: 0, faults: [] });
    expect(report.newest).toEqual(await newestSeal(database.prisma));
    expect(report.newest?.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('goes on where it stood, and a line that waits is no fault', async () => {
    const before = await newestSeal(database.prisma);
    await write('assignment:5');
    expect(await verifyChain(database.prisma)).toMatchObject({ ok: true, sealed: 4, pending: 1 });
    await seal();
    expect(await verifyChain(database.prisma)).toMatchObject({ ok: true, sealed: 5, pending: 0 });
    expect((await newestSeal(database.prisma))?.hash).not.toBe(before?.hash);
  });

  test('stays whole when somebody’s words are erased', async () => {
    await database.prisma.auditText.deleteMany({ where: { text: { contains: 'assignment:2' } } });
    expect((await verifyChain(database.prisma)).ok).toBe(true);
  });

  test('cannot be changed by us', async () => {
    for (const sql of [
      `UPDATE "AuditLog" SET action = 'x'`,
      `DELETE FROM "AuditSeal"`,
      `TRUNCATE "AuditLog"`,
    ]) {
      await expect(query(database.url, sql)).rejects.toThrow(/append-only/);
    }
  });

  test.each([
    ['a changed action', `UPDATE "AuditLog" SET action = 'x' WHERE subject = 'assignment:2'`, 'changed', '2'],
    [
      'a moved instant',
      `UPDATE "AuditLog" SET at = at + interval '1 ms' WHERE subject = 'assignment:2'`,
      'changed',
      '2',
    ],
    [
      'a changed value',
      `UPDATE "AuditLog" SET after = after || '{"percent": 90}' WHERE subject = 'assignment:3'`,
      'changed',
      '3',
    ],
    [
      'another actor',
      `UPDATE "AuditLog" SET "actorId" = gen_random_uuid() WHERE subject = 'assignment:1'`,
      'changed',
      '1',
    ],
    ['a removed line', `DELETE FROM "AuditLog" WHERE subject = 'assignment:2'`, 'missing', '2'],
    [
      'a removed link',
      `DELETE FROM "AuditSeal" WHERE "auditId" = (SELECT id FROM "AuditLog" WHERE subject = 'assignment:2')`,
      'changed',
      '3',
    ],
    [
      'a line with its link removed from the middle',
      `DELETE FROM "AuditSeal" WHERE "auditId" = (SELECT id FROM "AuditLog" WHERE subject = 'assignment:2');
       DELETE FROM "AuditLog" WHERE subject = 'assignment:2'`,
      'changed',
      '3',
    ],
    [
      'a line put in beside the chain',
      `INSERT INTO "AuditLog" (at, channel, action, subject, texts) VALUES (now(), 'cli', 'forged', 'assignment:9', '{}')`,
      'unsealed',
      '9',
    ],
  ])('tells of %s', async (_, sql, fault, subject) => {
    await tamper(sql);
    const report = await verifyChain(database.prisma);
    expect(report.ok).toBe(false);
    const numbers = await query(database.url, 'SELECT id::text, subject FROM "AuditLog"');
    const named = report.faults.map((one) => ({
      fault: one.fault,
      subject: numbers.find((row) => row['id'] === one.subject)?.['subject'] ?? 'gone',
    }));
    expect(named).toContainEqual({ fault, subject: fault === 'missing' ? 'gone' : `assignment:${subject}` });
  });

  test('tells of words that were put in the place of others', async () => {
    await tamper(`UPDATE "AuditText" SET text = '100% xong' WHERE text LIKE '%assignment:3'`);
    const report = await verifyChain(database.prisma);
    expect(report.faults.map((one) => one.fault)).toEqual(['textChanged']);
  });
});

test('passes over no line, whatever order transactions end in', async () => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  let written = (): void => undefined;
  const first = new Promise<void>((resolve) => (written = resolve));
  const slow = inTransaction(database.prisma, async (db) => {
    await audit(db, { at: now, channel: 'job', action: 'slow', subject: 'assignment:1' });
    written();
    await held;
  });
  await first;
  await write('assignment:2');
  expect(await seal()).toBe(1);
  release();
  await slow;
  expect(await seal()).toBe(1);
  expect(await verifyChain(database.prisma)).toMatchObject({ ok: true, sealed: 2, pending: 0 });
});

test('is one chain, though two processes seal at once', async () => {
  for (let n = 0; n < 40; n++) await write(`assignment:${n}`);
  const sealed = await Promise.all([seal(15), seal(15), seal(15), seal(15)]);
  expect(sealed.reduce((sum, count) => sum + count, 0)).toBe(40);
  expect(await verifyChain(database.prisma)).toMatchObject({ ok: true, sealed: 40, pending: 0 });
});
