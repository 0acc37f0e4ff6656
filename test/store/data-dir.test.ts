import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDataDir } from '../../src/store/data-dir.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dondoc-folder-'));
  await writeFile(join(folder, 'file'), '');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the data folder', () => {
  test('is made with all above it, closed to others, and found again', async () => {
    const deep = join(folder, 'a', 'b', 'c');
    await makeDataDir(deep);
    await makeDataDir(deep);
    expect((await stat(deep)).mode & 0o777).toBe(0o700);
  });

  test.each([
    ['a file stands there', 'file', 'ENOTDIR'],
    ['a file stands above it', 'file/data', 'ENOTDIR'],
  ])('%s: refused with why', async (_, name, code) => {
    await expect(makeDataDir(join(folder, name))).rejects.toMatchObject({ name: 'DataDirError', code });
  });

  test('where nothing can be made: refused at once, not tried for ever', async () => {
    await expect(makeDataDir('/proc/dondoc')).rejects.toMatchObject({
      name: 'DataDirError',
      folder: '/proc/dondoc',
    });
  });
});
