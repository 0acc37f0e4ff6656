import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Env, Scope } from '../decisions/scope.ts';
import { workCalendar } from '../domain/working-days.ts';
import { translatorFor } from '../i18n.ts';
import { jobScope } from '../jobs/job.ts';
import { CALENDARS_FOLDER } from '../store/built-in.ts';
import { loadCalendars } from '../store/calendars.ts';
import { makeDataDir } from '../store/data-dir.ts';
import { inTransaction, openDatabase, type Db } from '../store/db.ts';
import { applyMigrations } from '../store/migrate.ts';
import type { Log } from '../store/postgres/problem.ts';
import { joinPrivatePostgres } from '../store/private-postgres.ts';
import { servedAt, somebodyRuns } from '../store/running.ts';
import { claimFingerprint, ensureSecretKey } from '../store/secret-key.ts';
import { sayWith, type Cli } from './tools.ts';

/** The address of the database: DATABASE_URL, or the private one, joined beside a running bot or started for now. */
export async function openServer(config: Config, log: Log): Promise<{ url: string; close(): Promise<void> }> {
  await makeDataDir(config.dataDir);
  if (config.database.url) return { url: config.database.url, close: async () => undefined };
  const postgres = await joinPrivatePostgres({ dataDir: config.dataDir, log });
  return { url: postgres.url, close: () => postgres.stop() };
}

/** What never changes during a command. */
export async function environmentOf(config: Config): Promise<Env> {
  return {
    zone: config.timeZone,
    locale: config.locale,
    calendar: workCalendar(await loadCalendars(CALENDARS_FOLDER)),
    publicUrl: config.publicUrl,
    localUrl: `http://localhost:${config.port}`,
    secretKey: await ensureSecretKey(config.dataDir, config.secretKey),
    filesDir: join(config.dataDir, 'files'),
  };
}

/** The administrator at the terminal decides as the program itself. */
export const scopeOf = (env: Env, db: Db, now: Date): Scope => {
  const made = jobScope({ env }, db, now);
  return { ...made, actor: { ...made.actor, channel: 'cli' } };
};

/** The database, brought up to date where no bot does it, and what a command needs besides. */
export async function openCli(
  config: Config,
  log: Log,
  clock: () => Date,
): Promise<{ cli: Cli; close(): Promise<void> }> {
  const server = await openServer(config, log);
  try {
    if (!(await somebodyRuns(server.url))) await applyMigrations(server.url);
    const env = await environmentOf(config);
    env.localUrl = (await servedAt(server.url)) ?? env.localUrl;
    const { prisma, close } = openDatabase(server.url, { log, poolSize: 4 });
    const t = translatorFor(config.locale);
    const scope: Cli['scope'] = (db) => scopeOf(env, db, clock());
    const cli: Cli = {
      config,
      env,
      prisma,
      databaseUrl: server.url,
      clock,
      t,
      say: sayWith(t),
      scope,
      decide: (work) => inTransaction(prisma, (db) => work(scope(db)), { timeout: 120_000 }),
    };
    try {
      await claimFingerprint(prisma, env.secretKey, clock());
    } catch (error) {
      await close();
      throw error;
    }
    return {
      cli,
      close: async () => {
        await close();
        await server.close();
      },
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}
