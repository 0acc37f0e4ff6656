import { createReadStream } from 'node:fs';
import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { extract } from 'tar';
import { z } from 'zod';
import {
  digestOf,
  filesFolder,
  manifestName,
  manifestSchema,
  tableNames,
  tablesFolder,
  type Manifest,
} from './backup.ts';
import { applyMigrations, MIGRATIONS_FOLDER } from './migrate.ts';
import { fingerprintOf, fingerprintSetting } from './secret-key.ts';

/** Why a backup cannot be restored; nothing has been changed. */
export class CannotRestore extends Error {
  readonly problem: 'unreadable' | 'damaged' | 'newer' | 'notEmpty';
  readonly params: Record<string, string>;
  constructor(problem: CannotRestore['problem'], params: Record<string, string> = {}) {
    super(`cannot restore: ${problem}`);
    this.name = 'CannotRestore';
    this.problem = problem;
    this.params = params;
  }
}

const rowsAtOnce = 1_000;

/** Unpacks and checks a backup; `close` removes what was unpacked. */
export async function openBackup(
  file: string,
): Promise<{ manifest: Manifest; folder: string; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'dondoc-restore-'));
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    const manifest = await unpack(file, folder);
    await check(manifest, folder);
    return { manifest, folder, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function unpack(file: string, folder: string): Promise<Manifest> {
  try {
    await extract({ file, cwd: folder, strict: true });
    return manifestSchema.parse(JSON.parse(await readFile(join(folder, manifestName), 'utf8')));
  } catch (error) {
    throw new CannotRestore('unreadable', { file, reason: error instanceof Error ? error.message : '' });
  }
}

async function check({ tables, files, migrations }: Manifest, folder: string): Promise<void> {
  for (const { name, sha256 } of tables) {
    const found = await digestOf(join(folder, tablesFolder, `${name}.jsonl`)).catch(() => '');
    if (found !== sha256) throw new CannotRestore('damaged', { part: name });
  }
  for (const name of files) {
    const found = await digestOf(join(folder, filesFolder, name)).catch(() => '');
    if (found !== name) throw new CannotRestore('damaged', { part: name });
  }
  const ours = new Set(await readdir(MIGRATIONS_FOLDER));
  const unknown = migrations.filter((name) => !ours.has(name));
  if (unknown.length) throw new CannotRestore('newer', { migrations: unknown.join(', ') });
}

/**
 * Fills an empty database from an unpacked backup: the migrations that the backup had, all rows in one transaction in
 * which `settle` makes the last changes, then the migrations that came later. Files come first: one too many harms
 * nothing.
 */
export async function fillDatabase(
  url: string,
  filesDir: string,
  { manifest, folder }: { manifest: Manifest; folder: string },
): Promise<void> {
  await mustBeEmpty(url);
  await migrateTo(url, manifest.migrations);
  await mkdir(filesDir, { recursive: true, mode: 0o700 });
  for (const name of manifest.files) await copyFile(join(folder, filesFolder, name), join(filesDir, name));
  const client = new pg.Client({ connectionString: url, application_name: 'dondoc restore' });
  await client.connect();
  try {
    await client.query("set time zone 'UTC'");
    await client.query('begin');
    for (const name of await parentsFirst(client)) {
      if (manifest.tables.some((table) => table.name === name)) await fill(client, name, folder);
    }
    for (const { name, value, called } of manifest.sequences) {
      await client.query('select setval($1::regclass, $2::bigint, $3)', [
        pg.escapeIdentifier(name),
        value,
        called,
      ]);
    }
    // Nothing is sent or polled until `resume`, from the first moment on.
    await client.query(
      `insert into "Setting" (key, value, "updatedAt") values ('paused', 'true', now())
       on conflict (key) do update set value = 'true', "updatedAt" = now()`,
    );
    await client.query('commit');
  } finally {
    await client.end();
  }
  await applyMigrations(url);
}

async function mustBeEmpty(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'dondoc restore' });
  await client.connect();
  try {
    for (const name of await tableNames(client)) {
      const found = await client.query(`select 1 from ${pg.escapeIdentifier(name)} limit 1`);
      if (found.rows.length) throw new CannotRestore('notEmpty', { table: name });
    }
  } finally {
    await client.end();
  }
}

/** Brings an empty database to the migrations of the backup and no further. */
async function migrateTo(url: string, names: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'dondoc-migrations-'));
  try {
    for (const name of names) {
      await cp(join(MIGRATIONS_FOLDER, name), join(folder, name), { recursive: true });
    }
    await applyMigrations(url, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether an unpacked backup was sealed with this key; true where it knows no key at all. */
export async function isBackupOf(folder: string, key: string): Promise<boolean> {
  const lines = await readFile(join(folder, tablesFolder, 'Setting.jsonl'), 'utf8');
  const settings = lines
    .split('\n')
    .filter(Boolean)
    .map((line) => settingSchema.parse(JSON.parse(line)));
  const kept = settings.find((setting) => setting.key === fingerprintSetting);
  return kept === undefined || kept.value === fingerprintOf(key);
}

const settingSchema = z.object({ key: z.string(), value: z.unknown() });

/** Tables in an order in which each refers only to those before it or to itself. */
async function parentsFirst(client: pg.Client): Promise<string[]> {
  const links = await client.query<{ child: string; parent: string }>(
    `select c.relname as child, p.relname as parent from pg_constraint f
       join pg_class c on c.oid = f.conrelid join pg_class p on p.oid = f.confrelid
     where f.contype = 'f' and f.conrelid <> f.confrelid and c.relnamespace = current_schema()::regnamespace`,
  );
  const order: string[] = [];
  const visit = (name: string, seen: readonly string[]): void => {
    if (order.includes(name) || seen.includes(name)) return;
    for (const { parent } of links.rows.filter((link) => link.child === name)) visit(parent, [...seen, name]);
    order.push(name);
  };
  for (const name of await tableNames(client)) visit(name, []);
  return order;
}

async function fill(client: pg.Client, name: string, folder: string): Promise<void> {
  const table = pg.escapeIdentifier(name);
  // Inserting into the log has filled it by trigger.
  if (name === 'AuditPending') await client.query('delete from "AuditPending"');
  const whole = await refersToItself(client, name);
  let lines: string[] = [];
  const put = async (): Promise<void> => {
    if (!lines.length) return;
    await client.query(
      `insert into ${table} select * from json_populate_recordset(null::${table}, $1::json)`,
      [`[${lines.join(',')}]`],
    );
    lines = [];
  };
  const source = createReadStream(join(folder, tablesFolder, `${name}.jsonl`));
  for await (const line of createInterface({ input: source, crlfDelay: Infinity })) {
    if (line) lines.push(line);
    if (!whole && lines.length >= rowsAtOnce) await put();
  }
  await put();
}

/** Such a table goes in as one statement, at whose end its references are checked. */
async function refersToItself(client: pg.Client, name: string): Promise<boolean> {
  const found = await client.query<{ yes: boolean }>(
    `select exists (select from pg_constraint where contype = 'f' and conrelid = confrelid
       and conrelid = $1::regclass) as yes`,
    [pg.escapeIdentifier(name)],
  );
  return found.rows[0]?.yes === true;
}
