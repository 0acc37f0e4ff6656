import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { Database } from '../../src/store/db.ts';
import { openDatabase } from '../../src/store/db.ts';
import { silentLog } from './log.ts';

export interface TestDatabase extends Database {
  url: string;
}

const TEMPLATE = 'template_of_tests';

/** A database of one's own with all migrations applied and nothing in it; `close` drops it. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { url, drop } = await createBareDatabase(TEMPLATE);
  const { prisma, close } = openDatabase(url, { log: silentLog });
  return {
    url,
    prisma,
    async close() {
      await close();
      await drop();
    },
  };
}

/** A database that no migration has touched, or a copy of another. */
export async function createBareDatabase(template?: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(`create database ${name}${template ? ` template ${template} strategy file_copy` : ''}`);
  return {
    url: (await serverUrl()).replace(/\/postgres$/, `/${name}`),
    drop: () => administer(`drop database if exists ${name} with (force)`),
  };
}

/** Sends statements to a database over a connection of their own. */
export async function query(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

let asked: Promise<string> | undefined;

function serverUrl(): Promise<string> {
  return (asked ??= ask());
}

async function ask(): Promise<string> {
  const response = await fetch(inject('databaseDesk'));
  const text = await response.text();
  if (!response.ok) throw new Error(`the database server of the tests did not start: ${text}`);
  return text;
}

async function administer(statement: string): Promise<void> {
  await query(await serverUrl(), statement);
}
