import { setTimeout as pause } from 'node:timers/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { Prisma, PrismaClient } from './generated/client.ts';
import type { Log } from './postgres/problem.ts';

export type { PrismaClient } from './generated/client.ts';

/** What every query and change takes: a transaction, or the client itself for a single statement. */
export type Db = Prisma.TransactionClient;

export interface Database {
  prisma: PrismaClient;
  close(): Promise<void>;
}

const POOL_SIZE = 20;
const CONNECT_TIMEOUT_MS = 10_000;
/** Distinct statements that each connection keeps prepared; later ones are planned each time. */
const PREPARED_LIMIT = 300;

/**
 * Opens a pool of connections; the first statement makes the first one. A lost connection fails the
 * statement that was on it and is replaced by the next.
 */
export function openDatabase(url: string, options: { log: Log; poolSize?: number }): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize ?? POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'dondoc',
    // The pool waits for it, though its type does not say so.
    onConnect: (client): unknown => prepareSession(client),
  });
  const warn = (error: Error) => options.log.warn({ err: error }, 'a database connection was lost');
  const adapter = new PrismaPg(pool, {
    disposeExternalPool: true,
    onPoolError: warn,
    onConnectionError: warn,
    statementNameGenerator: statementNames(),
  });
  const prisma = new PrismaClient({ adapter });
  return { prisma, close: () => prisma.$disconnect() };
}

async function prepareSession(client: pg.ClientBase): Promise<void> {
  // Prisma sends instants without an offset: they are UTC only where the session is.
  await client.query("set time zone 'UTC'");
  refuseSilentRollback(client);
}

/**
 * PostgreSQL answers the COMMIT of a transaction in which a statement failed with ROLLBACK and no error. Work
 * that caught the failure and went on would be told that it is done, and be lost.
 */
function refuseSilentRollback(client: pg.ClientBase): void {
  const send = client.query;
  const sendAndLook = (...args: unknown[]): unknown => {
    const answer: unknown = Reflect.apply(send, client, args);
    if (field(args[0], 'text') !== 'COMMIT' || !(answer instanceof Promise)) return answer;
    return answer.then((result: unknown) => {
      if (field(result, 'command') !== 'COMMIT') {
        throw new Error('nothing was committed: a statement of the transaction had failed');
      }
      return result;
    });
  };
  Reflect.set(client, 'query', sendAndLook);
}

/** Prepared statements save the planning of what is asked often, within a bound. */
function statementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    // An empty name is PostgreSQL's unnamed statement: not kept.
    if (names.size >= PREPARED_LIMIT) return '';
    const name = `s${names.size}`;
    names.set(sql, name);
    return name;
  };
}

export interface TransactionOptions {
  isolation?: 'ReadCommitted' | 'RepeatableRead' | 'Serializable';
  /** How often a transaction that lost to another is done again, the first time included. */
  attempts?: number;
  /** The longest that the work itself may take (ms). */
  timeout?: number;
}

const TRANSACTION = { attempts: 5, timeout: 15_000, maxWait: 10_000 };
const BACKOFF_MS = 20;

/**
 * Runs `work` in one transaction and again from its beginning when PostgreSQL ended it in favour of
 * another (serialization failure 40001, deadlock 40P01). So `work` must change nothing outside the
 * database. A transaction in which a statement failed can only fail, also where the error was caught.
 */
export async function inTransaction<T>(
  prisma: PrismaClient,
  work: (db: Db) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const attempts = options.attempts ?? TRANSACTION.attempts;
  for (let attempt = 1; ; attempt++) {
    try {
      return await prisma.$transaction(work, {
        timeout: options.timeout ?? TRANSACTION.timeout,
        maxWait: TRANSACTION.maxWait,
        ...(options.isolation ? { isolationLevel: options.isolation } : {}),
      });
    } catch (error) {
      if (attempt >= attempts || !isLostToAnother(error)) throw error;
      await pause(BACKOFF_MS * attempt * (0.5 + Math.random()));
    }
  }
}

/** A serialization failure or a deadlock: the same transaction may succeed when done again. */
export function isLostToAnother(error: unknown): boolean {
  if (isKnown(error) && error.code === 'P2034') return true;
  const state = sqlState(error);
  return state === '40001' || state === '40P01';
}

/** A row with the same unique key exists. */
export function isUniqueViolation(error: unknown): boolean {
  return (isKnown(error) && error.code === 'P2002') || sqlState(error) === '23505';
}

/** PostgreSQL's five-character error code behind an error of Prisma or pg, where there is one. */
export function sqlState(error: unknown): string | undefined {
  if (error instanceof pg.DatabaseError) return error.code;
  for (const place of [field(field(error, 'meta'), 'driverAdapterError'), error]) {
    const cause = field(place, 'cause');
    const code = field(cause, 'originalCode') ?? field(cause, 'code');
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
  }
  return undefined;
}

function isKnown(error: unknown): error is Prisma.PrismaClientKnownRequestError {
  return error instanceof Prisma.PrismaClientKnownRequestError;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
