import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PrismaClient } from '../../src/store/db.ts';
import { freePort } from '../../src/store/postgres/cluster.ts';
import { startTelegram, type FakeTelegram, type TelegramPerson } from '../harness/telegram/index.ts';
import { keepAnnouncing, Ledger, markOf } from './load.ts';
import { populate, withDatabase } from './world.ts';

/**
 * `npm run chaos:telegram [-- KILLS]`: the program as an administrator starts it, on a Telegram of our own, killed with
 * SIGKILL at random instants under load, first while it polls, then behind a webhook. The platform's own ledger judges:
 * every message acted on exactly once and answered, every broadcast with everybody, what went twice flagged.
 */

const kills = Number(process.argv[2] ?? 50);
const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const say = (text: string): void => void process.stdout.write(`${text}\n`);

type Mode = 'polling' | 'webhook';

/** The program from its start to its death. */
class Life {
  readonly ended: Promise<void>;
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.child = child;
    this.ended = new Promise((done) => child.once('exit', () => done()));
  }

  /** Resolves when it serves. */
  static async begin(env: Record<string, string>): Promise<Life> {
    const child = spawn(process.execPath, ['src/start.mjs', 'main'], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const life = new Life(child);
    await new Promise<void>((done) => {
      let told = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        told += chunk.toString();
        if (told.includes('http://')) done();
      });
      void life.ended.then(done);
    });
    return life;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.ended;
  }
}

interface Said {
  mark: string;
  chat: number;
}

/**
 * One person reports again and again. Telegram lets a bot answer once a second in a chat, and a chat with a send in doubt
 * waits a minute: said more often, all would go well and the answers only come in later and later.
 */
async function keepSaying(person: TelegramPerson, said: Said[], goOn: () => boolean): Promise<void> {
  for (let percent = 1; goOn(); percent = (percent % 99) + 1) {
    const mark = markOf(randomUUID());
    said.push({ mark, chat: person.id });
    person.says(`${percent}% đang rà soát ${mark}`);
    await wait(2500 + Math.random() * 1000);
  }
}

async function everythingDone(prisma: PrismaClient, platform: FakeTelegram): Promise<number> {
  const from = Date.now();
  for (;;) {
    const open =
      (await prisma.inboundMessage.count({ where: { state: 'received' } })) +
      (await prisma.delivery.count({
        where: { channel: 'telegram', state: { in: ['queued', 'sending'] } },
      })) +
      platform.ledger.unconfirmed().length;
    if (open === 0) return Date.now() - from;
    if (Date.now() - from > 420_000) throw new Error(`${open} messages, sends and updates are still open`);
    await wait(250);
  }
}

interface Verdict {
  passed: string[];
  failed: string[];
}

async function judge(
  prisma: PrismaClient,
  platform: FakeTelegram,
  said: readonly Said[],
  ledger: Ledger,
): Promise<Verdict> {
  const verdict: Verdict = { passed: [], failed: [] };
  const hold = (what: string, holds: boolean, detail: string): void =>
    void (holds ? verdict.passed : verdict.failed).push(`${what}: ${detail}`);

  const rows = await prisma.statusReport.findMany({ where: { kind: 'progress' }, select: { text: true } });
  const recorded = count(rows.flatMap(({ text }) => /rà soát ([a-p]{8})/.exec(text)?.[1] ?? []));
  const lost = said.filter(({ mark }) => !recorded.has(mark));
  const twice = [...recorded.values()].filter((times) => times > 1);
  hold('every message acted on', lost.length === 0, `${said.length} said, ${lost.length} lost`);
  hold('none acted on twice', twice.length === 0, `${twice.length} twice`);

  const sends = platform.ledger.sends();
  const answers = count(sends.flatMap(({ text = '' }) => /rà soát ([a-p]{8})/.exec(text)?.[1] ?? []));
  const silent = said.filter(({ mark }) => !answers.has(mark));
  hold('every message answered', silent.length === 0, `${answers.size} answered`);
  const chats = [...new Set(said.map(({ chat }) => chat))];
  const missing = ledger.broadcasts.flatMap(({ key }) =>
    chats.filter((chat) => !sends.some((send) => send.chat === chat && send.text?.includes(key))),
  );
  hold('every broadcast with everybody', missing.length === 0, `${ledger.broadcasts.length} broadcasts`);

  const byText = count(sends.map(({ chat, text = '' }) => `${chat} ${text}`));
  const doubled = [...byText.values()].filter((times) => times > 1);
  const doubtful = await prisma.delivery.count({ where: { channel: 'telegram', doubtful: true } });
  const third = doubled.some((times) => times > 2);
  hold(
    'what came twice is flagged',
    doubled.length <= doubtful,
    `${doubled.length} twice, ${doubtful} flagged`,
  );
  hold('nothing came a third time', !third, String(third));
  const most = (kills + 1) * chats.length;
  hold('at most one in doubt for each chat and kill', doubtful <= most, `${doubtful} of ${most}`);
  hold(
    'Telegram has nothing to complain of',
    platform.breaches.length === 0,
    platform.breaches.slice(0, 3).join('; '),
  );
  return verdict;
}

const count = (items: readonly string[]): Map<string, number> => {
  const times = new Map<string, number>();
  for (const item of items) times.set(item, (times.get(item) ?? 0) + 1);
  return times;
};

async function play(mode: Mode): Promise<Verdict> {
  const dataDir = await mkdtemp(join(tmpdir(), 'dondoc-chaos-telegram-'));
  const platform = await startTelegram();
  const port = await freePort();
  const env = {
    DATA_DIR: dataDir,
    DATABASE_URL: '',
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    LOG_LEVEL: 'fatal',
    TELEGRAM_BOT_TOKEN: platform.token,
    TELEGRAM_API_ROOT: platform.url,
    TELEGRAM_MODE: mode,
    TELEGRAM_WEBHOOK_SECRET: 'secret-of-the-chaos',
  };
  let life = await Life.begin(env);
  try {
    return await withDatabase(dataDir, async (prisma) => {
      const persons = new Map<string, TelegramPerson>();
      const { apiToken } = await populate(prisma, dataDir, (code) => {
        const known = persons.get(code) ?? platform.person({ name: code });
        persons.set(code, known);
        return String(known.id);
      });
      for (const person of persons.values()) person.starts();
      const said: Said[] = [];
      const ledger = new Ledger();
      let goOn = true;
      const load = [
        ...[...persons.values()].map((person) => keepSaying(person, said, () => goOn)),
        keepAnnouncing(
          ledger,
          apiToken,
          () => env.PUBLIC_URL,
          () => goOn,
          () => wait(5000),
        ),
      ];
      for (let kill = 1; kill <= kills; kill++) {
        await wait(100 + Math.random() * 1500);
        await life.kill();
        life = await Life.begin(env);
        if (kill % 10 === 0) say(`${mode}: ${kill} kills, ${said.length} messages`);
      }
      goOn = false;
      await Promise.all(load);
      const took = await everythingDone(prisma, platform);
      say(`${mode}: settled ${(took / 1000).toFixed(1)} s after the load ended`);
      return judge(prisma, platform, said, ledger);
    });
  } finally {
    await life.stop();
    await platform.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

let failed = 0;
let passed = 0;
for (const mode of ['polling', 'webhook'] as const) {
  const verdict = await play(mode);
  for (const line of verdict.passed) say(`  held: ${mode}, ${line}`);
  for (const line of verdict.failed) say(`  BROKEN: ${mode}, ${line}`);
  passed += verdict.passed.length;
  failed += verdict.failed.length;
}
say(`${kills} random kills in each mode`);
say(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
