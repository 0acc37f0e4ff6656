import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pino, type Logger } from 'pino';
import { commands } from '../commands/index.ts';
import { createChannels } from './channels/index.ts';
import { ConfigError, environment, inWords, readConfig, type Config } from './config.ts';
import { tellChannel, tellUnreachable } from './decisions/alerts.ts';
import { inviteFirstAdministrator, loadFirstProgramme } from './decisions/first-start.ts';
import type { Env } from './decisions/scope.ts';
import { plainText } from './domain/markup.ts';
import { dayOf } from './domain/time.ts';
import { workCalendar } from './domain/working-days.ts';
import { translatorFor } from './i18n.ts';
import { download } from './inbound/files.ts';
import { platformDeps } from './inbound/platform.ts';
import { receive } from './inbound/receive.ts';
import { startReceivers } from './inbound/receivers.ts';
import type { Command } from './inbound/command.ts';
import { CommandBook } from './inbound/understand.ts';
import { menuShower } from './inbound/show-menus.ts';
import { startInboundWorker } from './inbound/worker.ts';
import { decide, jobScope } from './jobs/job.ts';
import { startJobs } from './jobs/schedule.ts';
import { createDispatcher, type Hooks } from './outbound/dispatch.ts';
import { loadCalendars } from './store/calendars.ts';
import { DataDirError, makeDataDir } from './store/data-dir.ts';
import { openDatabase, type PrismaClient } from './store/db.ts';
import { forgetIntroductions } from './store/introductions.ts';
import { lead } from './store/leadership.ts';
import { applyMigrations } from './store/migrate.ts';
import { PostgresError, startPrivatePostgres } from './store/private-postgres.ts';
import { builtInProgramme, CALENDARS_FOLDER } from './store/built-in.ts';
import { claimFingerprint, ensureSecretKey, WrongSecretKey } from './store/secret-key.ts';
import { healthOf } from './store/health.ts';
import { isPaused } from './store/restored.ts';
import { buildServer } from './web/server.ts';

/** A running Đôn Đốc: config → log → database → channels → jobs → web, and stop() in reverse. */
export interface Running {
  url: string;
  /** One-time link for the first administrator, where there is none yet. */
  administratorLink?: string;
  deps: Deps;
  stop(): Promise<void>;
}

/** What tests put in the place of the real thing. */
export interface Parts {
  clock?(): Date;
  channels?: typeof createChannels;
  commands?: readonly Command[];
  /** Fills a new database, before anything runs: the demonstration. */
  seed?(deps: Deps): Promise<void>;
}

/** What the parts share. */
export interface Deps {
  prisma: PrismaClient;
  env: Env;
  clock(): Date;
  log: Logger;
}

/** Composes the program; resolves when it serves. The clock is handed out here and nowhere else. */
export async function start(config: Config, log: Logger, parts: Parts = {}): Promise<Running> {
  const clock = parts.clock ?? (() => new Date());
  const undo: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    await makeDataDir(config.dataDir);
    const postgres = config.database.url
      ? undefined
      : await startPrivatePostgres({ dataDir: config.dataDir, log, onTakenOver: () => void stop() });
    if (postgres) undo.push(() => postgres.stop());
    const databaseUrl = config.database.url ?? postgres?.url ?? '';
    await applyMigrations(databaseUrl);
    const { prisma, close } = openDatabase(databaseUrl, { log });
    undo.push(close);
    const env: Env = {
      zone: config.timeZone,
      locale: config.locale,
      calendar: workCalendar(await loadCalendars(CALENDARS_FOLDER)),
      publicUrl: config.publicUrl,
      localUrl: `http://localhost:${config.port}`,
      secretKey: await ensureSecretKey(config.dataDir, config.secretKey),
      filesDir: join(config.dataDir, 'files'),
    };
    await claimFingerprint(prisma, env.secretKey, clock());
    const deps = { prisma, env, clock, log };
    await decide(deps, (scope) => loadFirstProgramme(scope, builtInProgramme));
    await parts.seed?.(deps);

    const hub: { wake(): void } = { wake: () => undefined };
    const inboxWorker: { wake(): void } = { wake: () => undefined };
    const channels = (parts.channels ?? createChannels)(
      config,
      platformDeps({ ...deps, received: () => inboxWorker.wake(), onPosted: () => hub.wake() }),
    );
    const changed: { look(): void } = { look: () => undefined };
    const look = () => changed.look();
    const leadership = lead(databaseUrl, 'leader', { log, onGain: look, onLoss: look });
    undo.push(() => leadership.stop());
    const leads = () => leadership.leads();
    const dispatcher = createDispatcher({
      prisma,
      channels,
      clock,
      filesDir: env.filesDir,
      log,
      leads,
      hooks: hooks(env, clock),
    });
    dispatcher.start();
    undo.push(() => dispatcher.stop());
    const wake = () => dispatcher.wake();
    const inbox = startInboundWorker({
      ...deps,
      book: new CommandBook(parts.commands ?? commands),
      wake,
      download: (channel, ref) => download(channels, channel, ref),
    });
    inboxWorker.wake = () => inbox.wake();
    undo.push(() => inbox.stop());
    const names = channels.map((channel) => channel.name);
    await forgetIntroductions(prisma, names);
    const showMenus = menuShower({ ...deps, channels, commands: parts.commands ?? commands });
    const jobs = startJobs({ ...deps, wake, leads, channels: names, showMenus });
    undo.push(() => jobs.stop());
    await jobs.catchUp();

    const { app, hub: pages } = await buildServer(
      {
        ...deps,
        receive: (db, channel, inbound, fileIds) => receive(db, channel, inbound, fileIds, clock()),
        received: () => inbox.wake(),
        channels,
        health: () => healthOf(prisma, names),
      },
      log,
    );
    hub.wake = () => pages.wake();
    undo.push(() => app.close());
    const url = await listen(config, env, (port) => app.listen({ host: config.host, port }));
    await postgres?.announce(url);
    const receivers = startReceivers({ channels, leads, paused: () => isPaused(prisma), log });
    changed.look = () => receivers.look();
    undo.push(() => receivers.stop());
    const t = translatorFor(config.locale);
    const admin = await decide(deps, (scope) => inviteFirstAdministrator(scope, t('cli.start.adminName')));
    return { url, administratorLink: admin && `${config.publicUrl ?? url}/join/${admin.code}`, deps, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Opens the port; with PORT=0 the free one that was found is the address in messages too. */
async function listen(config: Config, env: Env, open: (port: number) => Promise<string>): Promise<string> {
  const { port } = new URL(await open(config.port));
  env.localUrl = `http://localhost:${port}`;
  return env.localUrl;
}

const hooks = (env: Env, clock: () => Date): Hooks => ({
  onUnreachable: (contactId, reason, db) =>
    tellUnreachable(jobScope({ env }, db, clock()), contactId, reason, dayOf(clock(), env.zone)),
  onChannelDown: (channel, reason, db) =>
    tellChannel(jobScope({ env }, db, clock()), channel, 'down', reason),
  onChannelUp: (channel, db) => tellChannel(jobScope({ env }, db, clock()), channel, 'up'),
});

/** Secrets stand in these places of what is logged. */
const redact = [
  'req.headers.authorization',
  'req.headers.cookie',
  '*.token',
  '*.secretKey',
  '*.password',
  '*.url',
];

/**
 * Runs until SIGINT or SIGTERM, which also end a start under way: the private PostgreSQL must not be left behind.
 * `tell` prints what the administrator is to read.
 */
export async function run(
  begin: () => Promise<Running>,
  tell: (running: Running) => Promise<void> | void,
): Promise<void> {
  const started = begin();
  const ended = new Promise<void>((done) => {
    process.once('SIGINT', () => done());
    process.once('SIGTERM', () => done());
  });
  const stop = ended.then(async () => (await started).stop());
  await tell(await started);
  await stop;
}

/** `npm start`. */
async function main(): Promise<void> {
  let t = translatorFor('vi');
  try {
    const config = readConfig(environment());
    t = translatorFor(config.locale);
    const say = (text: string): void => void process.stdout.write(`${plainText(text)}\n`);
    await run(
      () => start(config, pino({ level: config.logLevel, redact })),
      ({ url, administratorLink }) => {
        say(`\n${t('cli.start.ready', { url })}`);
        if (administratorLink) say(`${t('cli.start.admin', { url: administratorLink })}\n`);
      },
    );
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${whyNot(error, t)}\n`);
    process.exit(1);
  }
}

/** Why the program does not start, as a sentence for the administrator. */
export function whyNot(error: unknown, t: ReturnType<typeof translatorFor>): string {
  if (error instanceof ConfigError) return inWords(error.problems, t);
  if (error instanceof PostgresError) return plainText(t(`config.postgres.${error.problem}`, error.params));
  if (error instanceof DataDirError)
    return plainText(t('config.dataDir', { folder: error.folder, code: error.code }));
  if (error instanceof WrongSecretKey) return plainText(t('cli.start.wrongKey'));
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return plainText(t('cli.start.portTaken', { address: 'PORT' }));
  }
  return plainText(t('cli.start.failed', { reason: error instanceof Error ? error.message : String(error) }));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
