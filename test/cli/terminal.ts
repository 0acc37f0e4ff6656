import { run } from '../../src/cli/run.ts';
import type { TestBot } from '../harness/chat.ts';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Ran {
  status: number;
  out: string;
  err: string;
  /** What standard output holds as one JSON value. */
  json(): unknown;
}

/** Runs an administrator's command on a test's database, at the test's clock, as the terminal would. */
export async function dondoc(
  bot: Pick<TestBot, 'clock' | 'env'> & { db: { url: string } },
  ...argv: string[]
): Promise<Ran> {
  return dondocIn(
    {
      DATABASE_URL: bot.db.url,
      DATA_DIR: mkdtempSync(join(tmpdir(), 'dondoc-cli-')),
      SECRET_KEY: bot.env.secretKey,
    },
    bot.clock.now,
    argv,
  );
}

export async function dondocIn(
  environment: Record<string, string>,
  clock: () => Date,
  argv: readonly string[],
): Promise<Ran> {
  let out = '';
  let err = '';
  const status = await run(argv, {
    environment,
    clock,
    out: (text) => (out += text),
    err: (text) => (err += text),
  });
  return { status, out, err, json: () => JSON.parse(out) as unknown };
}
