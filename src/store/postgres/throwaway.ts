import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { canEnter, serverAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import type { Cluster } from './cluster.ts';
import {
  clusterUrl,
  createCluster,
  FAST_AND_FORGETFUL,
  freePort,
  MAINTENANCE_DATABASE,
  spawnServer,
} from './cluster.ts';
import type { Log } from './problem.ts';
import { PostgresError } from './problem.ts';
import { runningServer, stopServer, waitUntil } from './process.ts';
import { clearUpAfterUs } from './watcher.ts';

/** A server for one test run or one draft: quick, forgetful, and gone when its process ends in any way. */
export interface ThrowawayPostgres {
  /** Address of a database of this server. */
  urlOf(database: string): string;
  createDatabase(name: string, options?: { template?: string }): Promise<string>;
  dropDatabase(name: string): Promise<void>;
  stop(): Promise<void>;
}

const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * Starts a server in a temporary folder. Both go when this process ends, even by `kill -9`.
 */
export async function startThrowawayPostgres(log: Log = SILENT): Promise<ThrowawayPostgres> {
  const account = serverAccount(log);
  const folder = temporaryFolder(account);
  const binaries = findBinaries(account, () => folder, log);
  const home = join(folder, 'cluster');
  const cluster: Cluster = { home, data: join(home, 'data'), account, binaries };
  const dismiss = clearUpAfterUs(folder);
  await createCluster(home, account, binaries, { sync: false });
  const port = await freePort();
  const server = spawnServer(cluster, port, FAST_AND_FORGETFUL);
  await waitUntil(() => server.ended || runningServer(cluster.data)?.status === 'ready', 30_000);
  if (server.ended) throw new PostgresError('startFailed', { reason: server.complaint() });

  const urlOf = (database: string) => clusterUrl(home, port, database);
  const administer = async (statement: string) => {
    const client = new pg.Client(urlOf(MAINTENANCE_DATABASE));
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  return {
    urlOf,
    async createDatabase(name, options) {
      const from = options?.template ? ` template ${pg.escapeIdentifier(options.template)}` : '';
      await administer(`create database ${pg.escapeIdentifier(name)}${from}`);
      return urlOf(name);
    },
    dropDatabase: (name) => administer(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`),
    async stop() {
      await stopServer(cluster.data);
      rmSync(folder, { recursive: true, force: true });
      dismiss();
    },
  };
}

function temporaryFolder(account: ReturnType<typeof serverAccount>): string {
  const tried = [tmpdir(), '/tmp', '/var/tmp'];
  const base = tried.find((folder) => canEnter(account, folder));
  if (base === undefined) throw new PostgresError('noPlace', { tried: tried.join(', ') });
  const folder = realpathSync(mkdtempSync(join(base, 'dondoc-pg-')));
  chmodSync(folder, 0o755);
  return folder;
}
