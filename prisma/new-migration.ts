import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { applyMigrations, MIGRATIONS_FOLDER, pendingChanges } from '../src/store/migrate.ts';
import { startThrowawayPostgres } from '../src/store/postgres/throwaway.ts';

/**
 * `npm run migrate:new -- name`: writes the migration that leads from the existing ones to schema.prisma.
 * What the schema cannot say (triggers, rules) is added by hand below the generated part; `--empty` makes
 * a migration for such a part alone.
 */
async function main(): Promise<void> {
  const [name, flag] = process.argv.slice(2);
  if (!name || !/^[a-z0-9_]+$/.test(name)) {
    throw new Error('usage: npm run migrate:new -- name_in_lower_case [--empty]');
  }
  const server = await startThrowawayPostgres();
  try {
    const url = await server.createDatabase('draft');
    await applyMigrations(url);
    const sql = (await pendingChanges(url)) ?? (flag === '--empty' ? '' : undefined);
    if (sql === undefined) {
      console.log('The migrations already lead to schema.prisma: nothing to write.');
      return;
    }
    console.log(`Wrote ${await write(name, sql)}`);
  } finally {
    await server.stop();
  }
}

async function write(name: string, sql: string): Promise<string> {
  const existing = (await readdir(MIGRATIONS_FOLDER)).filter((entry) => /^\d{3}_/.test(entry));
  const next = 1 + Math.max(0, ...existing.map((entry) => Number(entry.slice(0, 3))));
  const folder = join(MIGRATIONS_FOLDER, `${String(next).padStart(3, '0')}_${name}`);
  await mkdir(folder);
  const file = join(folder, 'migration.sql');
  await writeFile(file, sql);
  return file;
}

await main();
