import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PrismaClient } from '../../src/store/db.ts';
import { judge } from './judge.ts';
import { Life } from './life.ts';
import { keepAnnouncing, keepReporting, Ledger } from './load.ts';
import { Platform } from './platform.ts';
import { populate, withDatabase, type ChaosPerson } from './world.ts';

/**
 * `npm run chaos [-- KILLS]`: the real bot under load of replies and urgent broadcasts, killed with SIGKILL at random
 * instants and at each crash point, judged by a ledger that it can't reach; then two bots on one database.
 */

const kills = Number(process.argv[2] ?? 50);
const crashPoints = ['stored and not handled', 'committed and not sent', 'sent and not marked'];
const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const dataDir = await mkdtemp(join(tmpdir(), 'dondoc-chaos-'));
const platform = await Platform.open();
const env = { DATA_DIR: dataDir, PORT: '0', PLATFORM_URL: platform.url, LOG_LEVEL: 'error' };
const ledger = new Ledger();
let life: Life | undefined;
let second: Life | undefined;
let goOn = true;

/** Where a person's messages go: every second one to the second bot, while there is one. */
const urlFor = (person: number): string | undefined =>
  (person % 2 ? (second ?? life) : (life ?? second))?.url;

async function begin(more: Record<string, string> = {}): Promise<void> {
  platform.life++;
  life = await Life.begin({ ...env, ...more });
  const mine = life;
  void mine?.ended.then(() => {
    if (life === mine) life = undefined;
  });
}

/** Everything that waits is done: the work has resumed by itself. */
async function settled(prisma: PrismaClient, within: number): Promise<number> {
  const from = Date.now();
  for (;;) {
    const inbox = await prisma.inboundMessage.count({ where: { state: 'received' } });
    const outbox = await prisma.delivery.count({ where: { state: { in: ['queued', 'sending'] } } });
    if (inbox + outbox === 0) return Date.now() - from;
    if (Date.now() - from > within) throw new Error(`${inbox} messages and ${outbox} sends are still open`);
    await wait(250);
  }
}

async function underKills(): Promise<void> {
  for (let kill = 1; kill <= kills; kill++) {
    await wait(100 + Math.random() * 1200);
    await life?.kill();
    await begin();
    if (kill % 10 === 0)
      say(`${kill} kills, ${ledger.messages.length} messages, ${platform.posts.length} posts`);
  }
}

async function atCrashPoints(): Promise<void> {
  for (const point of crashPoints) {
    await life?.kill();
    await begin({ CRASH_AT: point });
    await life?.ended;
    say(`died at: ${point}`);
    await begin();
    await wait(500);
  }
}

/** A second bot on the same database, both under load; now the one is killed, now the other. */
async function twoBots(databaseUrl: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'dondoc-chaos-second-'));
  await copyFile(join(dataDir, 'secret-key'), join(folder, 'secret-key'));
  const start = (): Promise<Life | undefined> =>
    Life.begin({ ...env, DATA_DIR: folder, DATABASE_URL: databaseUrl });
  const before = ledger.messages.length;
  second = await start();
  await wait(2000);
  await second?.kill();
  platform.life++;
  second = await start();
  await wait(1000);
  await life?.kill();
  await wait(1000);
  await begin();
  await wait(1000);
  await second?.stop();
  second = undefined;
  say(`two bots on one database: ${ledger.messages.length - before} messages, each killed once`);
  await rm(folder, { recursive: true, force: true });
}

async function main(): Promise<number> {
  await begin();
  return withDatabase(dataDir, async (prisma, databaseUrl) => {
    const { people, apiToken } = await populate(prisma, dataDir);
    const load = [
      ...people.map((person: ChaosPerson, i) =>
        keepReporting(
          ledger,
          person,
          () => urlFor(i),
          () => goOn,
        ),
      ),
      keepAnnouncing(
        ledger,
        apiToken,
        () => urlFor(0),
        () => goOn,
        () => wait(700),
      ),
    ];
    await underKills();
    await atCrashPoints();
    await twoBots(databaseUrl);
    goOn = false;
    await Promise.all(load);
    const took = await settled(prisma, 180_000);
    say(`settled ${(took / 1000).toFixed(1)} s after the load ended`);
    const verdict = await judge(prisma, ledger, platform, people);
    await life?.stop();
    for (const line of verdict.passed) say(`  held: ${line}`);
    for (const line of verdict.failed) say(`  BROKEN: ${line}`);
    say(`${kills} random kills, ${crashPoints.length} crash points, two bots at once`);
    say(`${verdict.passed.length} passed, ${verdict.failed.length} failed`);
    return verdict.failed.length ? 1 : 0;
  });
}

const code = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return 1;
});
await life?.kill();
await second?.kill();
platform.close();
await rm(dataDir, { recursive: true, force: true });
process.exit(code);
