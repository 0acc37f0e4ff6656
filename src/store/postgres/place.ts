import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { realpathSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Account } from './account.ts';
import { canEnter, ownerOf, serverAccount } from './account.ts';
import { findBinaries, isCode } from './binaries.ts';
import type { Cluster } from './cluster.ts';
import { createCluster } from './cluster.ts';
import type { Log } from './problem.ts';
import { PostgresError } from './problem.ts';
import { isAlive } from './process.ts';

export interface PlaceOptions {
  dataDir: string;
  log: Log;
  /** Stands in for the shared places in tests. */
  sharedPlaces?: string[];
}

/** In the data folder: where the cluster is, if the server's account cannot enter the data folder itself. */
const POINTER = 'postgres-is-elsewhere.txt';
const CLUSTER = 'postgres';

/** Folders that outlive a restart and that any account can enter, in order of preference. */
const SHARED_PLACES = ['/var/lib', '/srv', '/opt', '/usr/local/lib'];

/**
 * The cluster of a data folder, made at the first start. It is `DATA_DIR/postgres`; where the account that
 * runs the server cannot enter DATA_DIR (as below /root), it is in a shared place instead, which a pointer
 * file in DATA_DIR remembers. A cluster that was made and is gone is an error, never a first start.
 */
export async function clusterOf(options: PlaceOptions): Promise<Cluster> {
  makeClosed(options.dataDir);
  // One folder has one name, by whatever links it is reached: a running server is known by it.
  const dataDir = realpathSync(options.dataDir);
  const existing = existingHome(dataDir, options.log);
  if (existing !== undefined) return existingCluster(existing, { ...options, dataDir });

  const account = serverAccount(options.log);
  if (readdirSync(dataDir).length === 0) letPass(account, dataDir);
  const cluster = canEnter(account, dataDir)
    ? await makeCluster(join(dataDir, CLUSTER), account, { ...options, dataDir })
    : await makeElsewhere(account, { ...options, dataDir });
  options.log.info({ folder: cluster.home }, 'made the database folder');
  return cluster;
}

function makeClosed(dataDir: string): void {
  mkdirSync(dirname(resolve(dataDir)), { recursive: true });
  try {
    mkdirSync(dataDir, { mode: 0o700 });
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  }
}

/** A new data folder stays closed to all but the owner; the server's account may pass through, no more. */
function letPass({ ids }: Account, dataDir: string): void {
  if (ids.gid === undefined || (statSync(dataDir).mode & 0o077) !== 0) return;
  chownSync(dataDir, statSync(dataDir).uid, ids.gid);
  chmodSync(dataDir, 0o710);
}

function existingHome(dataDir: string, log: Log): string | undefined {
  const home = join(dataDir, CLUSTER);
  if (existsSync(home)) return home;
  const pointer = join(dataDir, POINTER);
  if (!existsSync(pointer)) return undefined;
  const elsewhere = readFileSync(pointer, 'utf8').trim();
  if (!existsSync(elsewhere)) throw new PostgresError('placeMissing', { folder: elsewhere, pointer });
  log.info({ folder: elsewhere }, 'the database is kept outside of the data folder');
  return elsewhere;
}

function existingCluster(home: string, options: PlaceOptions): Cluster {
  const data = join(home, 'data');
  const version = join(data, 'PG_VERSION');
  if (!existsSync(version)) throw new PostgresError('placeMissing', { folder: data, pointer: home });
  const account = ownerOf(data);
  if (!canEnter(account, home)) throw new PostgresError('placeUnreachable', { folder: home });
  const binaries = binariesFor(account, options);
  const made = readFileSync(version, 'utf8').trim();
  const major = binaries.version.split('.')[0] ?? '';
  if (made !== major) throw new PostgresError('otherVersion', { folder: data, made, program: major });
  return { home, data, account, binaries };
}

async function makeCluster(home: string, account: Account, options: PlaceOptions): Promise<Cluster> {
  const binaries = binariesFor(account, options);
  clearHalfMade(dirname(home));
  await createCluster(home, account, binaries, { sync: true });
  return { home, data: join(home, 'data'), account, binaries };
}

/** The pointer is written last, so that it never points at nothing; of two processes one gets to write it. */
async function makeElsewhere(account: Account, options: PlaceOptions): Promise<Cluster> {
  const folder = join(sharedPlace(account, options), `dondoc-${randomBytes(6).toString('hex')}`);
  makeEnterable(folder);
  try {
    const cluster = await makeCluster(join(folder, CLUSTER), account, options);
    writeFileSync(join(options.dataDir, POINTER), `${cluster.home}\n`, { flag: 'wx' });
    options.log.warn(
      { dataDir: options.dataDir, folder: cluster.home },
      'the account that runs PostgreSQL cannot enter the data folder, so the database is kept elsewhere',
    );
    return cluster;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    const theirs = existingHome(options.dataDir, options.log);
    if (theirs === undefined) throw error;
    return existingCluster(theirs, options);
  }
}

function binariesFor(account: Account, options: PlaceOptions) {
  const inDataDir = canEnter(account, options.dataDir);
  const fallback = () => {
    const folder = inDataDir
      ? join(options.dataDir, 'programs')
      : join(sharedPlace(account, options), 'dondoc');
    makeEnterable(folder);
    return folder;
  };
  return findBinaries(account, fallback, options.log);
}

function sharedPlace(account: Account, { sharedPlaces = SHARED_PLACES }: PlaceOptions): string {
  const found = sharedPlaces.find((place) => canEnter(account, place) && canMakeFoldersIn(place));
  if (found === undefined) throw new PostgresError('noPlace', { tried: sharedPlaces.join(', ') });
  return realpathSync(found);
}

function canMakeFoldersIn(folder: string): boolean {
  const probe = join(folder, `.dondoc-${randomBytes(6).toString('hex')}`);
  try {
    mkdirSync(probe);
    rmdirSync(probe);
    return true;
  } catch {
    return false;
  }
}

function makeEnterable(folder: string): void {
  mkdirSync(folder, { recursive: true });
  // Whatever the umask of the operator is.
  chmodSync(folder, 0o755);
}

/** What processes left that were killed while they made a cluster. */
function clearHalfMade(folder: string): void {
  for (const entry of readdirSync(folder)) {
    const owner = /^postgres\.(\d+)-[0-9a-f]+\.new$/.exec(entry)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) {
      rmSync(join(folder, entry), { recursive: true, force: true });
    }
  }
}
