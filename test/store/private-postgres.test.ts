import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PrivatePostgres } from '../../src/store/private-postgres.ts';
import {
  AlreadyRunning,
  joinPrivatePostgres,
  startPrivatePostgres,
} from '../../src/store/private-postgres.ts';
import { isAlive, runningServer, stopServer, waitUntil } from '../../src/store/postgres/process.ts';
import { clearUpAfterUs } from '../../src/store/postgres/watcher.ts';
import { query } from '../harness/database.ts';
import { keptLog, silentLog } from '../harness/log.ts';

const BOT = fileURLToPath(new URL('bot-with-postgres.ts', import.meta.url));

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dondoc-private-'));
  chmodSync(folder, 0o755);
  // Servers outlive their process by design; those of a test run that is killed must not.
  clearUpAfterUs(folder);
  return folder;
}

/** A bot in a process of its own, up to the moment when its database is ready. */
async function botProcess(dataDir: string): Promise<{ pid: number; kill(): Promise<void> }> {
  const child = spawn(process.execPath, ['--import', 'tsx', BOT, dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(createInterface(child.stdout), 'line');
  return {
    pid: child.pid ?? 0,
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

describe('one data folder', () => {
  const folder = temporary();
  const dataDir = join(folder, 'data');
  const data = join(dataDir, 'postgres', 'data');
  const start = () => startPrivatePostgres({ dataDir, log: silentLog });
  let url: string;

  beforeAll(async () => {
    const first = await start();
    url = first.url;
    expect(first.adopted).toBe(false);
    await query(url, "create table kept as select 'giữ'::text as word");
    await first.stop();
  });

  afterAll(async () => {
    await stopServer(data);
    rmSync(folder, { recursive: true });
  });

  const seesWhatWasKept = async (postgres: PrivatePostgres) => {
    expect(postgres.url).toBe(url);
    expect(await query(postgres.url, 'select word from kept')).toEqual([{ word: 'giữ' }]);
  };

  test('keeps its data and address, with no server between', async () => {
    expect(runningServer(data)).toBeUndefined();
    const again = await start();
    await seesWhatWasKept(again);
    await again.stop();
    expect(runningServer(data)).toBeUndefined();
  });

  test('is written to the disk, and open to this machine alone, with a password', async () => {
    const postgres = await start();
    const settings = await query(
      url,
      `select name, setting from pg_settings
        where name in ('fsync', 'listen_addresses', 'unix_socket_directories', 'data_checksums', 'TimeZone')
        order by name collate "C"`,
    );
    expect(Object.fromEntries(settings.map((row) => [row.name, row.setting]))).toEqual({
      TimeZone: 'UTC',
      data_checksums: 'on',
      fsync: 'on',
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
    });
    expect(statSync(join(dataDir, 'postgres', 'password')).mode & 0o777).toBe(0o600);
    await expect(query(url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password/);
    await postgres.stop();
  });

  test('a bot that was killed leaves the server running, and the next one takes it over', async () => {
    const bot = await botProcess(dataDir);
    const server = runningServer(data);
    await bot.kill();
    const next = await start();
    expect(next.adopted).toBe(true);
    expect(runningServer(data)?.pid).toBe(server?.pid);
    await seesWhatWasKept(next);
    await next.stop();
    expect(runningServer(data)).toBeUndefined();
  });

  test('a second bot is refused, with who runs and where', async () => {
    const bot = await botProcess(dataDir);
    const refused = await start().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AlreadyRunning);
    expect(refused).toMatchObject({ pid: bot.pid, url: 'http://127.0.0.1:3000' });
    expect(runningServer(data)).toBeDefined();
    await bot.kill();
    await (await start()).stop();
  });

  test('what a server that died left behind does not stop the next', async () => {
    const first = await start();
    const file = join(data, 'postmaster.pid');
    const written = readFileSync(file, 'utf8');
    await first.stop();
    // The number belongs to another program by now: this one.
    writeFileSync(file, written.replace(/^\d+/, String(process.pid)));
    const second = await start();
    await seesWhatWasKept(second);
    await second.stop();
  });

  test('a server that is killed under the bot comes back at the same address', async () => {
    const { log, lines } = keptLog();
    const postgres = await startPrivatePostgres({ dataDir, log });
    const pid = runningServer(data)?.pid ?? 0;
    process.kill(pid, 'SIGKILL');
    await waitUntil(() => lines.some((line) => line.text.endsWith('is back')), 15_000);
    expect(isAlive(pid) && runningServer(data)?.pid === pid).toBe(false);
    await seesWhatWasKept(postgres);
    await expect(start()).rejects.toThrow(AlreadyRunning);
    await postgres.stop();
    expect(runningServer(data)).toBeUndefined();
  });

  test('a server that does not answer is started anew', async () => {
    const bot = await botProcess(dataDir);
    await bot.kill();
    const frozen = runningServer(data)?.pid ?? 0;
    process.kill(frozen, 'SIGSTOP');
    const next = await startPrivatePostgres({ dataDir, log: silentLog, answerPatience: 300 });
    expect(next.adopted).toBe(false);
    await seesWhatWasKept(next);
    await next.stop();
  });

  test('a password that is not that of the server is said, and the server left alone', async () => {
    const bot = await start();
    await query(url, "alter role dondoc password 'another'");
    const pid = runningServer(data)?.pid;
    await expect(start()).rejects.toMatchObject({ problem: 'startFailed' });
    expect(runningServer(data)?.pid).toBe(pid);
    const { password } = new URL(url);
    await query(url.replace(password, 'another'), `alter role dondoc password '${password}'`);
    await bot.stop();
  });

  describe('with a command of the administrator', () => {
    const join = () => joinPrivatePostgres({ dataDir, log: silentLog });

    test('that runs alone, the server is there for as long as the command', async () => {
      const command = await join();
      await seesWhatWasKept(command);
      await command.stop();
      expect(runningServer(data)).toBeUndefined();
    });

    test('that runs beside the bot, the bot goes on', async () => {
      const bot = await start();
      const command = await join();
      await seesWhatWasKept(command);
      await command.stop();
      await seesWhatWasKept(bot);
      await bot.stop();
    });

    test('that outlasts the bot, the server ends with the command', async () => {
      const bot = await start();
      const command = await join();
      await bot.stop();
      await seesWhatWasKept(command);
      await command.stop();
      expect(runningServer(data)).toBeUndefined();
    });
  });
});

test('of two first starts at once, one makes the database and runs', async () => {
  const folder = temporary();
  const starts = await Promise.allSettled(
    [1, 2].map(() => startPrivatePostgres({ dataDir: join(folder, 'data'), log: silentLog })),
  );
  const started = starts.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const refused = starts.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []));
  expect(started).toHaveLength(1);
  expect(refused).toEqual([expect.any(AlreadyRunning)]);
  expect(readdirSync(join(folder, 'data'))).toEqual(['postgres']);
  // Closed to all others, but for the account that root lets run the server.
  expect(statSync(join(folder, 'data')).mode & 0o777).toBe(process.getuid?.() === 0 ? 0o710 : 0o700);
  await started[0]?.stop();
  rmSync(folder, { recursive: true });
}, 60_000);

test('in a folder that nobody else may enter, the data are where the server can reach them, and are found again', async () => {
  const folder = temporary();
  const dataDir = join(folder, 'closed', 'data');
  const shared = join(folder, 'shared');
  mkdirSync(shared);
  mkdirSync(dataDir, { recursive: true });
  chmodSync(join(folder, 'closed'), 0o700);
  const { log, lines } = keptLog();
  const start = () => startPrivatePostgres({ dataDir, log, sharedPlaces: [join(folder, 'absent'), shared] });

  const first = await start();
  await query(first.url, 'create table kept as select 1 as one');
  await first.stop();
  const second = await start();
  expect(await query(second.url, 'select one from kept')).toEqual([{ one: 1 }]);
  await second.stop();

  const pointer = join(dataDir, 'postgres-is-elsewhere.txt');
  // Only root has another account run the server; anyone else can enter the own folder.
  if (process.getuid?.() === 0) {
    const home = readFileSync(pointer, 'utf8').trim();
    expect(home.startsWith(shared)).toBe(true);
    expect(lines.filter((line) => line.level === 'warn')).toEqual([
      expect.objectContaining({ fields: { dataDir, folder: home } }),
    ]);
    rmSync(home, { recursive: true });
    await expect(start()).rejects.toMatchObject({ problem: 'placeMissing', params: { folder: home } });
  } else {
    expect(existsSync(pointer)).toBe(false);
    expect(existsSync(join(dataDir, 'postgres', 'data'))).toBe(true);
  }
  chmodSync(join(folder, 'closed'), 0o700);
  rmSync(folder, { recursive: true });
}, 60_000);
