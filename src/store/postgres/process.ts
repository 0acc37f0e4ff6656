import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PostgresError } from './problem.ts';

/** What `postmaster.pid` says about the server of a data folder. */
export interface RunningServer {
  pid: number;
  port: number;
  /** `starting`, `ready`, `stopping` …, as PostgreSQL writes it; empty in its first instants. */
  status: string;
}

const POLL_MS = 10;
const STOP_MS = 30_000;

/** The server that runs on the data folder now, if any. */
export function runningServer(data: string): RunningServer | undefined {
  const file = join(data, 'postmaster.pid');
  const written = attempt(() => readFileSync(file, 'utf8'));
  if (!written) return undefined;
  const lines = written.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  // PostgreSQL writes the file in two steps: without a port it is starting.
  if (isServerOf(pid, data)) return { pid, port: Number(lines[3] ?? 0), status: (lines[7] ?? '').trim() };
  if (isAlive(pid)) removeStale(file, written);
  return undefined;
}

/**
 * Removes what a server that died left behind and whose number belongs to another program by now (or to the
 * server's own remains, where nobody buries the dead): PostgreSQL would take that for a running server. Its
 * check of shared memory still protects the data. Should another process have started a server since we
 * looked, its file is put back.
 */
function removeStale(file: string, written: string): void {
  const aside = `${file}.${process.pid}.stale`;
  attempt(() => renameSync(file, aside));
  if (attempt(() => readFileSync(aside, 'utf8')) === written) rmSync(aside);
  else attempt(() => renameSync(aside, file));
}

/** Whether the process is a PostgreSQL server on this data folder; a zombie is not. */
function isServerOf(pid: number, data: string): boolean {
  if (!isAlive(pid)) return false;
  // A server works in its data folder, also after the folder was moved. Where that may not be seen (root
  // without ptrace rights, in a container), its command line names the folder.
  const folder = process.platform === 'linux' ? attempt(() => readlinkSync(`/proc/${pid}/cwd`)) : undefined;
  if (folder !== undefined) return folder === data;
  const command = commandOf(pid);
  return command === undefined || command.includes(data);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The command line of a process; undefined where this system does not tell. */
function commandOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    return attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '));
  }
  if (process.platform === 'win32') return undefined;
  const asked = spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return asked.status === 0 ? asked.stdout : undefined;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/**
 * Ends the server of the data folder: fast (clients are cut off, all is written), after `patience` (ms) at
 * once, at last by force. What was committed is safe each way.
 */
export async function stopServer(data: string, patience: number = STOP_MS): Promise<void> {
  const server = runningServer(data);
  if (!server) return;
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    signalServer(server.pid, signal);
    if (await waitUntil(() => runningServer(data)?.pid !== server.pid, patience)) return;
  }
  throw new PostgresError('stopFailed', { pid: String(server.pid), folder: data });
}

function signalServer(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Looks every 10 ms until `condition` holds; false when `patience` (ms) runs out before. */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  patience: number,
): Promise<boolean> {
  const end = performance.now() + patience;
  while (!(await condition())) {
    if (performance.now() > end) return false;
    await pause(POLL_MS);
  }
  return true;
}
