import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figure } from './bed.ts';

const ready = async (child: ChildProcess): Promise<void> => {
  await new Promise<void>((done, fail) => {
    let out = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (/http:\/\/localhost:\d+/.test(out)) done();
    });
    child.once('exit', () => fail(new Error(out)));
  });
};

const stop = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    child.once('exit', () => done());
    child.kill('SIGTERM');
  });

const begin = (file: string, dataDir: string): ChildProcess =>
  spawn(
    process.execPath,
    file.endsWith('.ts') ? ['--import', 'tsx', file] : ['--max-semi-space-size=4', 'src/start.mjs', file],
    {
      env: { ...process.env, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );

/** Start until it serves, first and later, and the memory of the bot's own process; beside a bare server of fastify. */
export async function starting(): Promise<Figure[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'dondoc-start-'));
  try {
    const [first] = await once('main', dataDir);
    const [later, rss] = await once('main', dataDir);
    const [bare, bareRss] = await once('bench/bare-server.ts', dataDir);
    return [
      {
        name: 'start until it serves (the first time)',
        value: `${later.toFixed(1)} s (${first.toFixed(1)} s)`,
        peer: `bare fastify through the same loader: ${bare.toFixed(1)} s`,
        ratio: later / bare,
      },
      {
        name: 'resident memory of the bot',
        value: `${rss} MB`,
        peer: `bare fastify: ${bareRss} MB`,
        ratio: rss / bareRss,
      },
    ];
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function once(file: string, dataDir: string): Promise<[seconds: number, rss: number]> {
  const from = performance.now();
  const child = begin(file, dataDir);
  await ready(child);
  const seconds = (performance.now() - from) / 1000;
  const status = await readFile(`/proc/${child.pid ?? 0}/status`, 'utf8').catch(() => '');
  const rss = Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  await stop(child);
  return [seconds, rss];
}
