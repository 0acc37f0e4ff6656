import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, lstatSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serverAccount } from '../../src/store/postgres/account.ts';
import { findBinaries, packageFolder } from '../../src/store/postgres/binaries.ts';
import { keptLog, silentLog } from '../harness/log.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'dondoc-programs-')));
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The package as npm leaves it when install scripts are forbidden: no links, and nothing executable. */
function unpacked(name: string): string {
  const copy = join(folder, name);
  const isNeeded = (file: string) => !lstatSync(file).isSymbolicLink() && !/native\/share|\.a$/.test(file);
  cpSync(packageFolder(), copy, { recursive: true, filter: isNeeded });
  for (const program of ['postgres', 'initdb', 'pg_ctl'])
    chmodSync(join(copy, 'native', 'bin', program), 0o644);
  return copy;
}

const runs = (program: string) => spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout;

test('programs whose install script did not run are made ready where they are', () => {
  const source = unpacked('package');
  const found = findBinaries(serverAccount(silentLog), () => folder, silentLog, source);
  expect(found.postgres).toBe(join(source, 'native', 'bin', 'postgres'));
  expect(runs(found.postgres)).toMatch(/^postgres \(PostgreSQL\) 18\./);
  expect(runs(found.initdb)).toMatch(/^initdb \(PostgreSQL\) 18\./);
  expect(found.version).toMatch(/^18\./);
});

test('programs in a folder that the account cannot enter are copied, once, to where it can run them', () => {
  const source = unpacked('closed/package');
  chmodSync(join(folder, 'closed'), 0o700);
  const shared = join(folder, 'shared');
  const { log, lines } = keptLog();
  const account = serverAccount(silentLog);
  const [first, second] = [1, 2].map(() => findBinaries(account, () => shared, log, source));
  // Only root has another account run them; anyone else can enter the own folder.
  const isRoot = process.getuid?.() === 0;
  expect(first?.postgres.startsWith(isRoot ? shared : source)).toBe(true);
  expect(runs(first?.postgres ?? '')).toMatch(/^postgres \(PostgreSQL\) 18\./);
  expect(second).toEqual(first);
  expect(lines).toHaveLength(isRoot ? 1 : 0);
});
