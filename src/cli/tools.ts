import { InvalidArgumentError, type Command } from 'commander';
import { day } from '../domain/programme-fields.ts';
import { plainText } from '../domain/markup.ts';
import type { Day } from '../domain/time.ts';
import type { Config } from '../config.ts';
import type { Env, Scope } from '../decisions/scope.ts';
import type { Fields, TextKey, Translate } from '../i18n.ts';
import type { Db, PrismaClient } from '../store/db.ts';
import type { Log } from '../store/postgres/problem.ts';

/** What every administrator's command is handed. */
export interface Cli {
  config: Config;
  env: Env;
  prisma: PrismaClient;
  /** Holds a password: never for a log. */
  databaseUrl: string;
  clock(): Date;
  t: Translate;
  say: Say;
  /** Runs a decision of the administrator's terminal in one transaction. */
  decide<T>(work: (scope: Scope) => Promise<T>): Promise<T>;
  scope(db: Db): Scope;
}

/** A command that needs the environment and no open database. */
export type Bare = Pick<Cli, 'config' | 'clock' | 't' | 'say'> & { log: Log };

/** A text of the locales as plain words for the terminal. */
export type Say = (key: TextKey, fields?: Fields) => string;

export const sayWith =
  (t: Translate): Say =>
  (key, fields) =>
    plainText(t(key, fields));

/** What a command answers: one JSON value with `--json`, words without it. `ok: false` exits with 1. */
export interface Outcome {
  json: unknown;
  text: string;
  ok?: boolean;
}

/** Nothing was done: the reason goes to standard error, already in the administrator's language. */
export class Refused extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Refused';
  }
}

/** How a group of commands puts itself into the program. */
export interface Tools {
  say: Say;
  /** A leaf command with `--json`, on the open database. */
  does(command: Command, work: (cli: Cli, given: Given) => Promise<Outcome>): void;
  /** The same without a database. */
  doesBare(command: Command, work: (bare: Bare, given: Given) => Promise<Outcome>): void;
}

/** The arguments and options as they were typed, for a schema to read. */
export interface Given {
  args: readonly string[];
  options: Record<string, unknown>;
}

/** A date as administrators type it: 2026-12-15 or 15/12/2026. */
export const readDay = (typed: string): Day => {
  const read = day.safeParse(typed);
  if (!read.success) throw new InvalidArgumentError(typed);
  return read.data;
};

/** "STP,SXD" as codes; commas or blanks between them. */
export const readCodes = (typed: string): string[] =>
  typed
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map((code) => code.toUpperCase());
