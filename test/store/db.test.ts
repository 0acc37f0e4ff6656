import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database, Db } from '../../src/store/db.ts';
import {
  inTransaction,
  isLostToAnother,
  isUniqueViolation,
  openDatabase,
  sqlState,
} from '../../src/store/db.ts';
import { createBareDatabase, query } from '../harness/database.ts';
import { keptLog } from '../harness/log.ts';

let url: string;
let drop: () => Promise<void>;
let database: Database;
const { log, lines } = keptLog();

beforeAll(async () => {
  ({ url, drop } = await createBareDatabase());
  await query(
    url,
    'create table counter (id int primary key, n int not null check (n >= 0), at timestamptz)',
  );
  const name = new URL(url).pathname.slice(1);
  // A server of an office, with its own habits.
  await query(url, `alter database ${name} set timezone = 'Asia/Ho_Chi_Minh'`);
  await query(url, `alter database ${name} set deadlock_timeout = '20ms'`);
  database = openDatabase(url, { log });
});
beforeEach(() => query(url, 'truncate counter; insert into counter (id, n) values (1, 0), (2, 0)'));
afterAll(async () => {
  await database.close();
  await drop();
});

const numbers = async () => (await query(url, 'select n from counter order by id')).map((row) => row.n);
const increase = (db: Db, id: number) => db.$executeRaw`update counter set n = n + 1 where id = ${id}`;

/** Lets several parties go on once all have come. */
function meeting(parties: number): () => Promise<void> {
  let release = () => {};
  const all = new Promise<void>((done) => (release = done));
  let came = 0;
  return () => {
    if (++came >= parties) release();
    return all;
  };
}

describe('a transaction', () => {
  test('gives back what its work gives, and is there for all', async () => {
    const given = await inTransaction(database.prisma, async (db) => {
      await increase(db, 1);
      return 'done';
    });
    expect(given).toBe('done');
    expect(await numbers()).toEqual([1, 0]);
  });

  test('whose work fails changes nothing and is not tried again', async () => {
    let tries = 0;
    const work = inTransaction(database.prisma, async (db) => {
      tries++;
      await increase(db, 1);
      throw new Error('refused');
    });
    await expect(work).rejects.toThrow('refused');
    expect(tries).toBe(1);
    expect(await numbers()).toEqual([0, 0]);
  });

  test('that caught the error of a statement fails all the same, for nothing would be kept', async () => {
    const work = inTransaction(database.prisma, async (db) => {
      await increase(db, 1);
      await db.$executeRaw`update counter set n = -1`.catch(() => 'never mind');
      return 'done';
    });
    await expect(work).rejects.toThrow('nothing was committed');
    expect(await numbers()).toEqual([0, 0]);
    // The connection serves the next.
    await Promise.all(
      Array.from({ length: 30 }, () => inTransaction(database.prisma, (db) => increase(db, 1))),
    );
    expect(await numbers()).toEqual([30, 0]);
  });

  test('that lost a row to another is done again on what the other left', async () => {
    const meet = meeting(2);
    let tries = 0;
    const add = () =>
      inTransaction(
        database.prisma,
        async (db) => {
          tries++;
          const [row] = await db.$queryRaw<{ n: number }[]>`select n from counter where id = 1`;
          await meet();
          await db.$executeRaw`update counter set n = ${(row?.n ?? 0) + 1} where id = 1`;
        },
        { isolation: 'RepeatableRead' },
      );
    await Promise.all([add(), add()]);
    expect(await numbers()).toEqual([2, 0]);
    expect(tries).toBe(3);
  });

  test('that PostgreSQL ends to break a deadlock is done again', async () => {
    const meet = meeting(2);
    let tries = 0;
    const both = (first: number, second: number) =>
      inTransaction(database.prisma, async (db) => {
        tries++;
        await increase(db, first);
        await meet();
        await increase(db, second);
      });
    await Promise.all([both(1, 2), both(2, 1)]);
    expect(await numbers()).toEqual([2, 2]);
    expect(tries).toBe(3);
  });

  test('is tried no more often than asked', async () => {
    let tries = 0;
    const work = inTransaction(
      database.prisma,
      async (db) => {
        tries++;
        await db.$queryRaw`select n from counter`;
        await query(url, 'update counter set n = n + 1');
        await increase(db, 1);
      },
      { isolation: 'Serializable', attempts: 2 },
    );
    const lost = await work.catch((error: unknown) => error);
    expect(isLostToAnother(lost)).toBe(true);
    expect(tries).toBe(2);
    expect(await numbers()).toEqual([2, 2]);
  });
});

test('instants are kept whatever the zone of the server', async () => {
  const at = new Date('2026-06-14T17:00:00.123Z');
  await database.prisma.$executeRaw`update counter set at = ${at} where id = 1`;
  expect(await query(url, 'select extract(epoch from at)::float as at from counter where id = 1')).toEqual([
    { at: at.getTime() / 1000 },
  ]);
  const [row] = await database.prisma.$queryRaw<{ at: Date }[]>`select at from counter where id = 1`;
  expect(row?.at).toEqual(at);
});

describe('an error', () => {
  const fail = (work: Promise<unknown>) => work.catch((error: unknown) => error);

  test('about a key that exists is known as such', async () => {
    const error = await fail(database.prisma.$executeRaw`insert into counter values (1, 0)`);
    expect(isUniqueViolation(error)).toBe(true);
    expect(isLostToAnother(error)).toBe(false);
  });

  test('carries the code of PostgreSQL', async () => {
    expect(sqlState(await fail(database.prisma.$executeRaw`update counter set n = -1`))).toBe('23514');
    expect(sqlState(await fail(query(url, 'select nothing')))).toBe('42703');
    expect(sqlState(new Error('of something else'))).toBeUndefined();
    expect(isUniqueViolation(await fail(database.prisma.$queryRaw`select nothing`))).toBe(false);
  });
});

test('connections that the server ends are told in the log and replaced', async () => {
  await Promise.all([1, 2, 3].map(() => database.prisma.$queryRaw`select 1 as one from pg_sleep(0.01)`));
  await query(
    url,
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'dondoc'",
  );
  await expect
    .poll(() => lines.filter((line) => line.text === 'a database connection was lost').length)
    .toBeGreaterThan(0);
  expect(await database.prisma.$queryRaw`select 1 as one`).toEqual([{ one: 1 }]);
});
