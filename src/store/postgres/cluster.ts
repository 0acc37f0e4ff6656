import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Account } from './account.ts';
import { giveTo } from './account.ts';
import type { Binaries } from './binaries.ts';
import { isCode } from './binaries.ts';
import { PostgresError } from './problem.ts';

/**
 * One private cluster on disk:
 * `home/data` (PGDATA), `home/password` (0600), `home/port` (the last one used), `home/postgres.log`.
 */
export interface Cluster {
  home: string;
  data: string;
  account: Account;
  binaries: Binaries;
}

export const SUPERUSER = 'dondoc';
/** Where locks of the processes live, apart from the application's own database. */
export const MAINTENANCE_DATABASE = 'postgres';

const LOG_LIMIT_BYTES = 5 * 1024 * 1024;

/** Settings of every private server; fsync stays on, and only this machine can connect. */
const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '64MB',
  max_wal_size: '256MB',
  // A small container has a small /dev/shm, which parallel workers would need.
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // Refused statements reach their caller; a log of them would hold people's texts.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
};

/** For tests and drafts, where a crash may lose everything. */
export const FAST_AND_FORGETFUL: Record<string, string> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
};

/**
 * Makes the cluster in a folder beside and moves it into place whole, so that neither a crash nor a second
 * process at the same time leaves half a cluster.
 */
export async function createCluster(
  home: string,
  account: Account,
  binaries: Binaries,
  options: { sync: boolean },
): Promise<void> {
  const half = `${home}.${process.pid}-${randomBytes(4).toString('hex')}.new`;
  mkdirSync(half);
  chmodSync(half, 0o755);
  try {
    const password = join(half, 'password');
    writeFileSync(password, randomBytes(24).toString('base64url'), { mode: 0o600 });
    giveTo(account, password);
    mkdirSync(join(half, 'data'), { mode: 0o700 });
    giveTo(account, join(half, 'data'));
    await initialise(join(half, 'data'), password, account, binaries, options);
    renameSync(half, home);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    const lostTheRace = isCode(error, 'ENOTEMPTY') || isCode(error, 'EEXIST');
    if (!(lostTheRace && existsSync(join(home, 'data', 'PG_VERSION')))) throw error;
  }
}

async function initialise(
  data: string,
  passwordFile: string,
  account: Account,
  binaries: Binaries,
  options: { sync: boolean },
): Promise<void> {
  const child = spawn(
    binaries.initdb,
    [
      `--pgdata=${data}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The built-in provider sorts alike on every machine, whatever its C library.
      '--locale-provider=builtin',
      '--locale=C',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      ...syncFlags(options.sync),
    ],
    { ...account.ids, cwd: '/', env: SERVER_ENVIRONMENT, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const outcome = await new Promise<string | number | null>((done) => {
    child.on('error', (error) => done(error.message));
    child.on('close', done);
  });
  if (outcome !== 0) {
    const reason = complaint.trim() || String(outcome);
    throw new PostgresError('initFailed', { folder: data, reason });
  }
}

/** One flush of the file system is as safe as one for each of a thousand files, and much quicker. */
function syncFlags(sync: boolean): string[] {
  if (!sync) return ['--no-sync'];
  return process.platform === 'linux' ? ['--sync-method=syncfs'] : [];
}

/** The server needs nothing of our environment; PG* variables of the operator must not reach it. */
const SERVER_ENVIRONMENT = process.platform === 'win32' ? undefined : { PATH: '/usr/bin:/bin', LC_ALL: 'C' };

/**
 * Starts the server as a process that outlives this one, and returns its pid. Whether it comes up is
 * seen in `postmaster.pid` (`runningServer`) and by connecting.
 */
export function spawnServer(
  cluster: Cluster,
  port: number,
  extra: Record<string, string> = {},
): SpawnedServer {
  const logFile = join(cluster.home, 'postgres.log');
  const logStart = rotateLog(logFile);
  const log = openSync(logFile, 'a', 0o600);
  const settings = Object.entries({ ...SETTINGS, ...extra }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  try {
    const child = spawn(cluster.binaries.postgres, ['-D', cluster.data, '-p', String(port), ...settings], {
      ...cluster.account.ids,
      cwd: '/',
      env: SERVER_ENVIRONMENT,
      detached: true,
      stdio: ['ignore', log, log],
    });
    const server: SpawnedServer = {
      pid: child.pid,
      ended: false,
      complaint: () => readFileSync(logFile, 'utf8').slice(logStart).trim().split('\n').slice(-5).join('\n'),
    };
    child.on('error', (error) => {
      server.ended = true;
      server.complaint = () => error.message;
    });
    child.on('exit', () => (server.ended = true));
    child.unref();
    return server;
  } finally {
    closeSync(log);
  }
}

export interface SpawnedServer {
  pid: number | undefined;
  ended: boolean;
  /** The last lines that this server wrote to its log. */
  complaint: () => string;
}

/** Keeps one older log; returns where the new lines begin. */
function rotateLog(logFile: string): number {
  if (!existsSync(logFile)) return 0;
  const { size } = statSync(logFile);
  if (size < LOG_LIMIT_BYTES) return readFileSync(logFile, 'utf8').length;
  renameSync(logFile, `${logFile}.1`);
  return 0;
}

/** A TCP port of 127.0.0.1 that is free now: `preferred` if it can be had. */
export async function freePort(preferred?: number): Promise<number> {
  const wanted = preferred === undefined ? undefined : await tryPort(preferred);
  const port = wanted ?? (await tryPort(0));
  if (port === undefined) throw new PostgresError('startFailed', { reason: 'no free TCP port on 127.0.0.1' });
  return port;
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((done) => {
    const probe = createServer();
    probe.on('error', () => done(undefined));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      const found = typeof address === 'object' && address ? address.port : undefined;
      probe.close(() => done(found));
    });
  });
}

/** Connection address of one database of the cluster; holds the password, so never for a log. */
export function clusterUrl(home: string, port: number, database: string): string {
  const password = readFileSync(join(home, 'password'), 'utf8').trim();
  return `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
}
