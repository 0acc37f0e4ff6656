import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { applyMigrations, pendingChanges } from '../../src/store/migrate.ts';
import type { TestDatabase } from '../harness/database.ts';
import { createBareDatabase, createTestDatabase, query } from '../harness/database.ts';

describe('our own', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.close());

  test('lead to exactly what schema.prisma says', async () => {
    expect(await pendingChanges(database.url)).toBeUndefined();
  });

  test('are all applied already in a database that has them', async () => {
    expect(await applyMigrations(database.url)).toEqual([]);
  });
});

describe('a folder of migrations', () => {
  let folder: string;
  let url: string;
  let drop: () => Promise<void>;
  const add = (name: string, sql: string) => {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'migration.sql'), sql);
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dondoc-migrations-'));
    ({ url, drop } = await createBareDatabase());
    add('001_thing', 'create table thing (id int primary key);');
  });

  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await drop();
  });

  test('is applied once, and later only what is new', async () => {
    expect(await applyMigrations(url, folder)).toEqual(['001_thing']);
    expect(await applyMigrations(url, folder)).toEqual([]);
    add('002_name', 'alter table thing add name text;');
    expect(await applyMigrations(url, folder)).toEqual(['002_name']);
    expect(await query(url, 'select name from thing')).toEqual([]);
  });

  test('is applied once by processes that start together', async () => {
    const applied = await Promise.all([1, 2, 3].map(() => applyMigrations(url, folder)));
    expect(applied.flat()).toEqual(['001_thing']);
  });

  test('may hold functions with semicolons, in comments and texts too', async () => {
    add(
      '002_trigger',
      `-- one; two
       create function refuse() returns trigger language plpgsql as $$
       begin
         raise exception 'append-only; no change';
       end $$;
       create trigger append_only before update on thing for each row execute function refuse();`,
    );
    await applyMigrations(url, folder);
    await query(url, 'insert into thing values (1)');
    await expect(query(url, 'update thing set id = 2')).rejects.toThrow('append-only; no change');
  });

  test('that fails leaves nothing behind, names the reason, and is tried again', async () => {
    add('002_half', 'create table half (id int); select * from nowhere;');
    await expect(applyMigrations(url, folder)).rejects.toThrow(
      /relation "nowhere" does not exist[^]*002_half/,
    );
    expect(await query(url, "select to_regclass('half') as half")).toEqual([{ half: null }]);

    add('002_half', 'create table half (id int);');
    expect(await applyMigrations(url, folder)).toEqual(['002_half']);
  });

  test('that the schema is ahead of gives the SQL that is missing', async () => {
    await applyMigrations(url, folder);
    const schema = join(folder, 'schema.prisma');
    writeFileSync(
      schema,
      `datasource db {
         provider = "postgresql"
       }
       model thing {
         id   Int    @id
         name String
       }`,
    );
    expect(await pendingChanges(url, schema)).toContain('ADD COLUMN     "name" TEXT NOT NULL');
  });
});
