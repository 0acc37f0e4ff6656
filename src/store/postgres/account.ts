import { spawnSync } from 'node:child_process';
import { chownSync, statSync } from 'node:fs';
import type { Log } from './problem.ts';
import { PostgresError } from './problem.ts';

/**
 * The user that the server runs as. PostgreSQL refuses to run as root; started by anyone else it runs as
 * that user, and `ids` is empty.
 */
export interface Account {
  ids: { uid?: number; gid?: number };
}

const ACCOUNT_NAME = 'postgres';

/** As root: the account `postgres`, made where it is missing. Else: whoever runs this process. */
export function serverAccount(log: Log): Account {
  if (process.getuid?.() !== 0) return { ids: {} };
  const existing = lookUp(ACCOUNT_NAME);
  if (existing) return { ids: existing };
  const made = spawnSync(
    'useradd',
    ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', ACCOUNT_NAME],
    { encoding: 'utf8' },
  );
  const created = lookUp(ACCOUNT_NAME);
  if (!created) {
    throw new PostgresError('noAccount', {
      user: ACCOUNT_NAME,
      reason: made.error ? 'useradd: not found' : made.stderr.trim(),
    });
  }
  log.info({ user: ACCOUNT_NAME }, 'made the system account that runs the private PostgreSQL');
  return { ids: created };
}

/** The account that owns an existing data folder: a server must run as the owner of its data. */
export function ownerOf(dataFolder: string): Account {
  const me = process.getuid?.();
  if (me === undefined) return { ids: {} };
  const owner = statSync(dataFolder);
  if (owner.uid === me && me !== 0) return { ids: {} };
  if (me === 0 && owner.uid !== 0) return { ids: { uid: owner.uid, gid: owner.gid } };
  throw new PostgresError('foreignOwner', { folder: dataFolder, uid: String(owner.uid) });
}

/** Hands a file or folder to the account. */
export function giveTo(account: Account, path: string): void {
  const { uid, gid } = account.ids;
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/** Whether the account can enter the folder and write there, asked of the system itself. */
export function canWriteIn(account: Account, folder: string): boolean {
  return asAccount(account, 'cd "$0" && test -w .', folder);
}

/** Whether the account can enter the folder. */
export function canEnter(account: Account, folder: string): boolean {
  return asAccount(account, 'cd "$0"', folder);
}

function asAccount(account: Account, script: string, folder: string): boolean {
  if (process.platform === 'win32') return true;
  const asked = spawnSync('/bin/sh', ['-c', script, folder], { ...account.ids, cwd: '/', stdio: 'ignore' });
  return asked.status === 0;
}

function lookUp(name: string): { uid: number; gid: number } | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const asked = spawnSync('id', [flag, name], { encoding: 'utf8' });
    return asked.status === 0 ? Number(asked.stdout) : undefined;
  });
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}
