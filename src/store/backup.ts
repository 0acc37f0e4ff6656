import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, mkdtemp, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { create } from 'tar';
import { z } from 'zod';

/**
 * A backup is a .tar.gz with a manifest, each table as JSON lines and the stored files. All tables are read in one
 * repeatable-read snapshot beside a running bot. The secret key is never in it.
 */

export const manifestSchema = z.object({
  product: z.literal('dondoc'),
  format: z.literal(1),
  madeAt: z.string(),
  /** Names of the migrations that the database had, in order. */
  migrations: z.array(z.string()),
  tables: z.array(z.object({ name: z.string(), rows: z.int(), sha256: z.string() })),
  sequences: z.array(z.object({ name: z.string(), value: z.string(), called: z.boolean() })),
  /** Stored files: their names are their digests. */
  files: z.array(z.string()),
});
export type Manifest = z.infer<typeof manifestSchema>;

export const manifestName = 'manifest.json';
export const tablesFolder = 'tables';
export const filesFolder = 'files';

const rowsAtOnce = 2_000;

/** Writes the backup; an existing file of that name is replaced once the new one is whole. */
export async function backUp(url: string, filesDir: string, out: string, now: Date): Promise<Manifest> {
  const target = resolve(out);
  const work = await mkdtemp(join(dirname(target), '.dondoc-backup-'));
  try {
    const manifest = await snapshot(url, work, now);
    manifest.files = await copyFiles(filesDir, join(work, filesFolder));
    await writeFile(join(work, manifestName), `${JSON.stringify(manifest, undefined, 2)}\n`);
    const whole = `${work}.tar.gz`;
    await create({ gzip: true, cwd: work, file: whole, portable: true, mode: 0o600 }, [
      manifestName,
      tablesFolder,
      filesFolder,
    ]);
    await rename(whole, target);
    return manifest;
  } finally {
    await rm(work, { recursive: true, force: true });
    await rm(`${work}.tar.gz`, { force: true });
  }
}

async function snapshot(url: string, work: string, now: Date): Promise<Manifest> {
  await mkdir(join(work, tablesFolder));
  const client = new pg.Client({ connectionString: url, application_name: 'dondoc backup' });
  await client.connect();
  try {
    await client.query("set time zone 'UTC'");
    await client.query('begin transaction isolation level repeatable read read only');
    const tables: Manifest['tables'] = [];
    for (const name of await tableNames(client)) tables.push(await dump(client, name, work));
    return {
      product: 'dondoc',
      format: 1,
      madeAt: now.toISOString(),
      migrations: await migrationsOf(client),
      tables,
      sequences: await sequencesOf(client),
      files: [],
    };
  } finally {
    await client.end();
  }
}

/** All tables of ours, by name. */
export async function tableNames(client: pg.Client): Promise<string[]> {
  const found = await client.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = current_schema()::regnamespace and relkind = 'r' and relname <> '_prisma_migrations'
     order by relname`,
  );
  return found.rows.map((row) => row.name);
}

async function migrationsOf(client: pg.Client): Promise<string[]> {
  const found = await client.query<{ name: string }>(
    'select migration_name as name from _prisma_migrations where finished_at is not null order by migration_name',
  );
  return found.rows.map((row) => row.name);
}

async function sequencesOf(client: pg.Client): Promise<Manifest['sequences']> {
  const names = await client.query<{ name: string }>(
    'select sequencename as name from pg_sequences where schemaname = current_schema() order by 1',
  );
  const sequences: Manifest['sequences'] = [];
  for (const { name } of names.rows) {
    const read = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${pg.escapeIdentifier(name)}`,
    );
    for (const row of read.rows) sequences.push({ name, ...row });
  }
  return sequences;
}

async function dump(client: pg.Client, name: string, work: string): Promise<Manifest['tables'][number]> {
  const digest = createHash('sha256');
  const file = await open(join(work, tablesFolder, `${name}.jsonl`), 'w', 0o600);
  let rows = 0;
  try {
    await client.query(
      `declare rows_of_table no scroll cursor for select row_to_json(t)::text as line from ${pg.escapeIdentifier(name)} t`,
    );
    for (;;) {
      const { rows: part } = await client.query<{ line: string }>(`fetch ${rowsAtOnce} from rows_of_table`);
      if (!part.length) break;
      // A line break inside of a text is written as \n by JSON: a row is a line.
      const lines = part.map((row) => `${row.line}\n`).join('');
      digest.update(lines);
      await file.write(lines);
      rows += part.length;
    }
    await client.query('close rows_of_table');
  } finally {
    await file.close();
  }
  return { name, rows, sha256: digest.digest('hex') };
}

async function copyFiles(from: string, to: string): Promise<string[]> {
  await mkdir(to);
  const names = await readdir(from).catch(() => []);
  const kept: string[] = [];
  for (const name of names.filter((one) => /^[0-9a-f]{64}$/.test(one)).sort()) {
    if (!(await stat(join(from, name))).isFile()) continue;
    await copyFile(join(from, name), join(to, name));
    kept.push(name);
  }
  return kept;
}

/** The digest of a file's content. */
export async function digestOf(path: string): Promise<string> {
  const digest = createHash('sha256');
  for await (const part of createReadStream(path) as AsyncIterable<Buffer>) digest.update(part);
  return digest.digest('hex');
}
