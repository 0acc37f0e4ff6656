import { constants } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The data folder cannot be made or written to; `code` is the system's (EACCES, EROFS, ENOTDIR …). */
export class DataDirError extends Error {
  readonly folder: string;
  readonly code: string;
  constructor(folder: string, code: string) {
    super(`the data folder ${folder} cannot be used: ${code}`);
    this.name = 'DataDirError';
    this.folder = folder;
    this.code = code;
  }
}

/** Makes the data folder, closed to others, or makes sure that it is one that can be written to. Throws DataDirError. */
export async function makeDataDir(folder: string): Promise<void> {
  try {
    await make(folder);
    if (!(await stat(folder)).isDirectory()) throw new DataDirError(folder, 'ENOTDIR');
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    if (error instanceof DataDirError) throw error;
    throw new DataDirError(folder, codeOf(error));
  }
}

/** Step by step: node's own recursive way never ends where a file system refuses with ENOENT (/proc). */
async function make(folder: string, again = true): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || !again || dirname(folder) === folder) throw error;
    await make(dirname(folder));
    await make(folder, false);
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error);
