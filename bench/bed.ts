import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Env } from '../src/decisions/scope.ts';
import { loadProgramme } from '../src/decisions/load-programme.ts';
import { workCalendar } from '../src/domain/working-days.ts';
import { builtInProgramme, CALENDARS_FOLDER } from '../src/store/built-in.ts';
import { loadCalendars } from '../src/store/calendars.ts';
import { inTransaction, openDatabase, type PrismaClient } from '../src/store/db.ts';
import { applyMigrations } from '../src/store/migrate.ts';
import { startPrivatePostgres } from '../src/store/private-postgres.ts';
import { silentLog } from '../test/harness/log.ts';

/** A database of its own with fsync on, as in use: figures of a forgetful one would flatter us. */
export interface Bed {
  prisma: PrismaClient;
  url: string;
  env: Env;
  close(): Promise<void>;
}

export async function makeBed(): Promise<Bed> {
  const dataDir = await mkdtemp(join(tmpdir(), 'dondoc-bench-'));
  const postgres = await startPrivatePostgres({ dataDir, log: silentLog });
  await applyMigrations(postgres.url);
  const { prisma, close } = openDatabase(postgres.url, { log: silentLog });
  const env: Env = {
    zone: 'Asia/Ho_Chi_Minh',
    locale: 'vi',
    calendar: workCalendar(await loadCalendars(CALENDARS_FOLDER)),
    localUrl: 'http://localhost',
    secretKey: 'a key for measuring, long enough',
    filesDir: join(dataDir, 'files'),
  };
  await inTransaction(prisma, (db) =>
    loadProgramme(
      { db, now: new Date(), env, actor: { kind: 'system', name: '', channel: 'cli', offices: [] } },
      builtInProgramme(),
    ),
  );
  return {
    prisma,
    url: postgres.url,
    env,
    async close() {
      await close();
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Contacts of the agencies, one web chat and one platform address each. */
export async function addPeople(prisma: PrismaClient, count: number): Promise<void> {
  await prisma.$executeRaw`
    WITH agencies AS (SELECT id, row_number() OVER (ORDER BY position) - 1 AS n FROM "Agency" WHERE counted),
    people AS (SELECT gen_random_uuid() AS id, gen_random_uuid() AS identity, i
      FROM generate_series(1, ${count}::int) AS i),
    contacts AS (INSERT INTO "Contact" (id, name, "createdAt") SELECT id, 'Người ' || i, now() FROM people),
    identities AS (INSERT INTO "Identity" (id, channel, address, "contactId", "linkedAt")
      SELECT identity, 'telegram', 'chat-' || i, id, now() FROM people)
    INSERT INTO "ContactRole" (id, "contactId", "agencyId", role, since)
      SELECT gen_random_uuid(), p.id, a.id, 'focal', now() FROM people p JOIN agencies a ON a.n = p.i % 28`;
}

/** Tasks for all 28 bodies until there are so many assignments, in all states; `due` of them have a reminder due now. */
export async function addAssignments(prisma: PrismaClient, count: number, remindersDue = 0): Promise<void> {
  const tasks = Math.ceil(count / 28);
  await prisma.$executeRaw`
    INSERT INTO "Task" (id, title, "dueAt", "dueText", "createdAt")
    SELECT gen_random_uuid(), 'Nhiệm vụ ' || i, now() + make_interval(days => (i % 120)::int - 60), 'trước ngày', now()
    FROM generate_series(1, ${tasks}::int) AS i`;
  await prisma.$executeRaw`
    INSERT INTO "Assignment" (id, "taskId", "agencyId", state, "dueAt", "dueText", "dueSetAt", "assignedAt", "ackFrom",
      "updatedAt", "submittedAt", "completedAt", "activityAt", "nextReminderAt")
    SELECT gen_random_uuid(), t.id, g.id, s.state, t."dueAt", t."dueText", now() - interval '90 days',
      now() - interval '90 days', now() - interval '90 days', now(),
      CASE WHEN s.state IN ('submitted', 'completed') THEN t."dueAt" - make_interval(days => (s.n % 5)::int - 2) END,
      CASE WHEN s.state = 'completed' THEN t."dueAt" END, now() - make_interval(days => (s.n % 20)::int),
      now() + interval '1 day'
    FROM "Task" t CROSS JOIN "Agency" g
      CROSS JOIN LATERAL (SELECT abs(hashtext(t.id::text || g.id::text)) AS n) h
      CROSS JOIN LATERAL (SELECT h.n, (ARRAY['assigned', 'acknowledged', 'in_progress', 'submitted', 'completed',
        'completed', 'completed', 'cancelled'])[1 + h.n % 8]::"AssignmentState" AS state) s
    WHERE g.counted AND NOT EXISTS (SELECT FROM "Assignment" x WHERE x."taskId" = t.id)`;
  if (remindersDue) {
    await prisma.$executeRaw`UPDATE "Assignment" SET "nextReminderAt" = now() - interval '1 minute'
      WHERE id IN (SELECT id FROM "Assignment" WHERE state = 'in_progress' LIMIT ${remindersDue}::int)`;
  }
  await prisma.$executeRawUnsafe('VACUUM ANALYZE "Assignment"');
}

export const timed = async <T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> => {
  const from = performance.now();
  const result = await work();
  return { ms: performance.now() - from, result };
};

/** The 95th percentile of some runs, milliseconds. */
export async function p95(runs: number, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push((await timed(work)).ms);
  times.sort((a, b) => a - b);
  return times[Math.ceil(runs * 0.95) - 1] ?? NaN;
}

export interface Figure {
  name: string;
  value: string;
  /** What was measured beside it in the same run, and the ratio. */
  peer: string;
  ratio: number;
}
