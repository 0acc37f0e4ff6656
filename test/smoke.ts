// The program as an administrator starts it: `npm start` with nothing set but a folder and a port. It must be
// there soon, end cleanly when told to, leave no database server behind, and come up again with its data.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../src/store/postgres/cluster.ts';
import { runningServer, waitUntil } from '../src/store/postgres/process.ts';
import { clearUpAfterUs } from '../src/store/postgres/watcher.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Far above what it takes (a few seconds at most), for machines that are busy with other things. */
const READY_MS = 180_000;
const STOP_MS = 30_000;

const folder = mkdtempSync(join(tmpdir(), 'dondoc-smoke-'));
// The account that runs PostgreSQL for root must get in.
chmodSync(folder, 0o755);
// Whatever happens, no server stays behind.
const nothingLeft = clearUpAfterUs(folder);
const dataDir = join(folder, 'data');
const port = await freePort();
const url = `http://127.0.0.1:${port}`;

try {
  for (const round of ['first start', 'second start']) await startAndStop(round);
  rmSync(folder, { recursive: true, force: true });
} finally {
  nothingLeft();
}

async function startAndStop(round: string): Promise<void> {
  const began = performance.now();
  const program = spawn('npm', ['start'], {
    cwd: ROOT,
    env: { ...process.env, DATA_DIR: dataDir, PORT: String(port), DATABASE_URL: '' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = new Promise<number | null>((done) => program.on('exit', done));
  try {
    await answers(program, '/readyz');
    console.log(`${round}: ready after ${Math.round(performance.now() - began)} ms`);
    program.kill('SIGTERM');
    const code = await within(STOP_MS, ended, 'the program did not end when told to');
    if (code !== 0) throw new Error(`${round}: the program ended with ${code}`);
    if (runningServer(join(dataDir, 'postgres', 'data')))
      throw new Error(`${round}: PostgreSQL was left running`);
  } finally {
    program.kill('SIGKILL');
  }
}

async function answers(program: ChildProcess, path: string): Promise<void> {
  const isUp = () =>
    fetch(url + path).then(
      (response) => response.ok,
      () => false,
    );
  const up = await waitUntil(async () => program.exitCode !== null || (await isUp()), READY_MS);
  if (!up) throw new Error(`${url}${path} did not answer`);
  if (program.exitCode !== null) throw new Error(`the program ended by itself with ${program.exitCode}`);
}

async function within<T>(patience: number, work: Promise<T>, complaint: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_done, fail) => {
    timer = setTimeout(() => fail(new Error(complaint)), patience);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
