import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { MigrationList } from './schema-engine.ts';
import { withSchemaEngine } from './schema-engine.ts';

const PRISMA_FOLDER = fileURLToPath(new URL('../../prisma', import.meta.url));
export const MIGRATIONS_FOLDER = join(PRISMA_FOLDER, 'migrations');
const SCHEMA_FILE = join(PRISMA_FOLDER, 'schema.prisma');

/** Any fixed number: processes that migrate one database queue up behind it. */
const MIGRATION_LOCK = 7_310_119;
const FILTERS = { externalTables: [], externalEnums: [] };

/**
 * Applies the migrations that the database does not have yet, in order, and returns their names. Where
 * several processes start at once, one migrates and the others wait for it. A migration is one implicit
 * transaction: it is applied whole or not at all, so a failed one is tried again by the next start.
 */
export async function applyMigrations(url: string, folder: string = MIGRATIONS_FOLDER): Promise<string[]> {
  const list = await readMigrations(folder);
  return withMigrationLock(url, async (client) => {
    if (await isUpToDate(client, list)) return [];
    await forgetFailed(client);
    return withSchemaEngine({ url }, async (engine) => {
      const { appliedMigrationNames } = await engine.applyMigrations({
        migrationsList: list,
        filters: FILTERS,
      });
      return appliedMigrationNames;
    });
  });
}

/**
 * The SQL that leads from the database of `url`, on which all migrations were applied, to schema.prisma;
 * undefined where they agree.
 */
export async function pendingChanges(
  url: string,
  schemaFile: string = SCHEMA_FILE,
): Promise<string | undefined> {
  const schema = await readFile(schemaFile, 'utf8');
  return withSchemaEngine({ url, schema }, async (engine) => {
    const { exitCode, stdout } = await engine.diff({
      from: {
        tag: 'schemaDatasource',
        files: [{ path: 'schema.prisma', content: schema }],
        configDir: PRISMA_FOLDER,
      },
      to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
      script: true,
      exitCode: true,
      filters: FILTERS,
    });
    return exitCode === 0 ? undefined : (stdout ?? '');
  });
}

async function readMigrations(folder: string): Promise<MigrationList> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrationDirectories = await Promise.all(
    names.sort().map(async (path) => {
      const value = await readFile(join(folder, path, 'migration.sql'), 'utf8');
      return { path, migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value } } };
    }),
  );
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories,
  };
}

async function withMigrationLock<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'dondoc migrations' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A start with nothing to apply is the rule; it needs no engine (a fifth of a second). */
async function isUpToDate(client: pg.Client, list: MigrationList): Promise<boolean> {
  if (!(await hasHistory(client))) return false;
  const applied = await client.query<{ migration_name: string }>(
    'select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  );
  const names = new Set(applied.rows.map((row) => row.migration_name));
  return list.migrationDirectories.every(({ path }) => names.has(path));
}

/** What failed left nothing behind, so it need not be resolved by hand as Prisma would demand. */
async function forgetFailed(client: pg.Client): Promise<void> {
  if (!(await hasHistory(client))) return;
  await client.query('delete from _prisma_migrations where finished_at is null and rolled_back_at is null');
}

async function hasHistory(client: pg.Client): Promise<boolean> {
  const found = await client.query<{ found: boolean }>(
    "select to_regclass('_prisma_migrations') is not null as found",
  );
  return found.rows[0]?.found === true;
}
