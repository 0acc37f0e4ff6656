import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealPending } from '../../src/store/seal.ts';
import { startBot, type TestBot } from '../harness/chat.ts';
import { query } from '../harness/database.ts';
import { dondoc } from './terminal.ts';

interface Report {
  ok: boolean;
  checks: { check: string; state: string; text: string }[];
}

let bot: TestBot;
beforeAll(async () => {
  bot = await startBot({ at: new Date().toISOString() });
  await bot.decides(({ db, now }) => sealPending(db, now, 1000));
});
afterAll(() => bot.close());

const look = async () => {
  const ran = await dondoc(bot, 'doctor', '--json');
  const report = ran.json() as Report;
  return {
    ...ran,
    states: Object.fromEntries(report.checks.map(({ check, state }) => [check, state])),
    report,
  };
};

test('a system that works: nothing is broken, what wants attention is said', async () => {
  const { status, states, report } = await look();
  expect({ status, broken: report.checks.filter((one) => one.state === 'broken') }).toEqual({
    status: 0,
    broken: [],
  });
  expect(states).toMatchObject({
    database: 'ok',
    migrations: 'ok',
    audit: 'ok',
    publicUrl: 'warning',
    contacts: 'warning',
  });
  expect(report.checks.find((one) => one.check === 'audit')?.text).toMatch(/[0-9a-f]{64}/);
});

test('a log that was rewritten, a clock that is off and a pause are seen', async () => {
  await query(
    bot.db.url,
    `ALTER TABLE "AuditLog" DISABLE TRIGGER append_only; UPDATE "AuditLog" SET subject = 'x';
     INSERT INTO "Setting" (key, value, "updatedAt") VALUES ('paused', 'true', now())`,
  );
  bot.clock.forward(10);
  const { status, states, err } = await look();
  expect(status).toBe(1);
  expect(states).toMatchObject({ audit: 'broken', clock: 'broken', paused: 'warning' });
  expect(err).toContain('Nhật ký đã bị thay đổi');
});
