import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Cluster } from './cluster.ts';
import { clusterUrl, freePort, MAINTENANCE_DATABASE, spawnServer } from './cluster.ts';
import type { Log } from './problem.ts';
import { PostgresError } from './problem.ts';
import { runningServer, stopServer, waitUntil } from './process.ts';

export const APPLICATION_DATABASE = 'dondoc';

/** Recovery after a power cut reads the whole write-ahead log; it is given this long. */
const START_PATIENCE_MS = 5 * 60_000;
/** A server that says it is ready and does not answer within this time is stopped by force. */
const ANSWER_PATIENCE_MS = 10_000;
const SPAWN_ATTEMPTS = 5;
const WRONG_PASSWORD = '28P01';

export interface Reached {
  port: number;
  /** It ran already. */
  adopted: boolean;
}

/**
 * Makes sure that the server of the cluster runs and answers: one that runs is adopted, one that starts or
 * stops is waited for, one that does not answer is stopped and started anew. Of several processes that do
 * this at once PostgreSQL lets one start it; the others adopt.
 */
export async function ensureRunning(
  cluster: Cluster,
  log: Log,
  patience: number = ANSWER_PATIENCE_MS,
): Promise<Reached> {
  for (let spawned = 0; ;) {
    if (runningServer(cluster.data)) {
      const port = await settledPort(cluster.data);
      if (port === undefined) continue;
      if (await answers(cluster, port, patience)) return { port, adopted: true };
      log.warn({ port }, 'the PostgreSQL left running does not answer: starting it anew');
      await stopServer(cluster.data, patience);
      continue;
    }
    const started = await spawnOnce(cluster);
    if (typeof started === 'number' && (await answers(cluster, started, patience)))
      return { port: started, adopted: false };
    if (++spawned >= SPAWN_ATTEMPTS) {
      throw new PostgresError('startFailed', { reason: String(started), folder: cluster.home });
    }
    await pause(100 * spawned);
  }
}

/** The port once the server is ready; undefined if it went away instead. */
async function settledPort(data: string): Promise<number | undefined> {
  await waitUntil(() => (runningServer(data)?.status ?? 'ready') === 'ready', START_PATIENCE_MS);
  return runningServer(data)?.port;
}

/** Starts the server on its last port if that is free, else on another. Returns the port or the complaint. */
async function spawnOnce(cluster: Cluster): Promise<number | string> {
  const port = await freePort(lastPort(cluster));
  const server = spawnServer(cluster, port);
  const isOurs = () => runningServer(cluster.data)?.pid === server.pid;
  const isReady = () => isOurs() && runningServer(cluster.data)?.status === 'ready';
  await waitUntil(() => server.ended || isReady(), START_PATIENCE_MS);
  if (server.ended) return server.complaint();
  writeFileSync(join(cluster.home, 'port'), String(port), { mode: 0o600 });
  return port;
}

function lastPort(cluster: Cluster): number | undefined {
  const file = join(cluster.home, 'port');
  const port = existsSync(file) ? Number(readFileSync(file, 'utf8')) : NaN;
  return Number.isInteger(port) && port > 0 && port < 65536 ? port : undefined;
}

/** Whether it is this cluster's server that answers there, and its application database exists from now on. */
async function answers(cluster: Cluster, port: number, patience: number): Promise<boolean> {
  const client = new pg.Client({
    connectionString: clusterUrl(cluster.home, port, MAINTENANCE_DATABASE),
    connectionTimeoutMillis: patience,
    query_timeout: patience,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const found = await client.query<{ folder: string; made: boolean }>(
      `select current_setting('data_directory') as folder,
              exists (select from pg_database where datname = $1) as made`,
      [APPLICATION_DATABASE],
    );
    if (found.rows[0]?.folder !== cluster.data) return false;
    if (!found.rows[0].made) await createApplicationDatabase(client);
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === WRONG_PASSWORD) {
      throw new PostgresError('startFailed', { reason: error.message, folder: cluster.home }, error);
    }
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function createApplicationDatabase(client: pg.Client): Promise<void> {
  try {
    await client.query(`create database ${APPLICATION_DATABASE}`);
  } catch (error) {
    // Another process made it a moment ago: seen by its name, or by the catalogue's unique key.
    const state = error instanceof pg.DatabaseError ? error.code : undefined;
    if (state !== '42P04' && state !== '23505') throw error;
  }
}
