import { readdir, statfs } from 'node:fs/promises';
import type { Db } from './db.ts';
import { MIGRATIONS_FOLDER } from './migrate.ts';

/** What `doctor` asks of the database and the machine. */

/** Migrations that the database does not have, and those that this program does not know. */
export async function migrationState(db: Db): Promise<{ missing: string[]; unknown: string[] }> {
  const applied = await db.$queryRaw<{ name: string }[]>`
    SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
  const entries = await readdir(MIGRATIONS_FOLDER, { withFileTypes: true });
  const ours = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const theirs = applied.map((row) => row.name);
  return {
    missing: ours.filter((name) => !theirs.includes(name)).sort(),
    unknown: theirs.filter((name) => !ours.includes(name)).sort(),
  };
}

export async function databaseNow(db: Db): Promise<{ now: Date; version: string }> {
  const [row] = await db.$queryRaw<{ now: Date; version: string }[]>`
    SELECT clock_timestamp() AS now, current_setting('server_version') AS version`;
  return row ?? { now: new Date(0), version: '' };
}

/** Active people with a role who cannot be reached on any channel. */
export async function withoutChannel(db: Db): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM "Contact" c WHERE c.active
      AND EXISTS (SELECT FROM "ContactRole" r WHERE r."contactId" = c.id AND r."endedAt" IS NULL)
      AND NOT EXISTS (SELECT FROM "Identity" i WHERE i."contactId" = c.id AND i.state = 'active')`;
  return row?.count ?? 0;
}

/** Counted bodies without anybody who answers for them, by code. */
export async function agenciesWithoutContact(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ code: string }[]>`
    SELECT a.code FROM "Agency" a WHERE a.counted AND NOT a.oversight AND a."endedOn" IS NULL
      AND NOT EXISTS (SELECT FROM "ContactRole" r JOIN "Contact" c ON c.id = r."contactId" AND c.active
        WHERE r."agencyId" = a.id AND r."endedAt" IS NULL AND r.role IN ('focal', 'head'))
    ORDER BY a.position, a.code`;
  return rows.map((row) => row.code);
}

/** Free space where a folder is, in bytes. */
export async function freeSpace(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
