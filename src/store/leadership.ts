import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Log } from './postgres/problem.ts';

export interface LeadershipOptions {
  log: Log;
  /** This process leads from now on. */
  onGain?(): void;
  /** It does not lead any more, for whatever reason: the work that only a leader does must stop at once. */
  onLoss?(): void;
  /** How often a follower tries, and a leader makes sure (ms; default 2,000). */
  interval?: number;
}

export interface Leadership {
  readonly name: string;
  /** What this process knows now, without asking. */
  leads(): boolean;
  /**
   * Asks the database whether this process leads: to be called before each round of a leader's work. False
   * also when the database does not answer, and then leadership is given up.
   */
  isLeader(): Promise<boolean>;
  /** Gives leadership up and takes no further part. */
  stop(): Promise<void>;
}

const INTERVAL_MS = 2_000;
/** A leader whose database is silent for longer must not go on by its belief. */
const ANSWER_MS = 5_000;
/** The server frees the lock of a leader whose machine is gone after 25 s (its own default is two hours). */
const LET_GO_OF_THE_DEAD =
  'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3';

/**
 * Takes part in the election for `name` among all processes on one database. The leader holds an advisory
 * lock on a connection of its own: when the process or the connection ends, the lock is free, and the next
 * process that tries gets it. Leadership only saves work; that nothing happens twice rests on row claims
 * and unique keys.
 */
export function lead(url: string, name: string, options: LeadershipOptions): Leadership {
  return new Candidate(url, name, options);
}

class Candidate implements Leadership {
  readonly name: string;
  readonly #url: string;
  readonly #key: string;
  readonly #options: LeadershipOptions;
  #client: pg.Client | undefined;
  #leading = false;
  #stopped = false;
  #reachable = true;
  /** One question to the database at a time. */
  #turn: Promise<boolean> = Promise.resolve(false);
  readonly #timer: NodeJS.Timeout;

  constructor(url: string, name: string, options: LeadershipOptions) {
    this.name = name;
    this.#url = url;
    this.#key = lockKey(name);
    this.#options = options;
    this.#timer = setInterval(() => void this.isLeader(), options.interval ?? INTERVAL_MS);
    void this.isLeader();
  }

  leads(): boolean {
    return this.#leading;
  }

  isLeader(): Promise<boolean> {
    const ask = () => this.#ask();
    this.#turn = this.#turn.then(ask, ask);
    return this.#turn;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#turn.catch(() => {});
    // So that the next leader need not wait until the database notices the end of the connection.
    await this.#client?.query('select pg_advisory_unlock_all()').catch(() => {});
    this.#drop(this.#client);
  }

  async #ask(): Promise<boolean> {
    if (this.#stopped) return false;
    try {
      const client = (this.#client ??= await this.#connect());
      // Taken again by the session that has it, the lock is granted again: one question both ways.
      const answer = await client.query<{ yes: boolean }>('select pg_try_advisory_lock($1::bigint) as yes', [
        this.#key,
      ]);
      const granted = answer.rows[0]?.yes === true;
      // The connection may have ended after it answered.
      this.#reachable = true;
      if (granted && client === this.#client) this.#gain();
      else this.#lose();
    } catch (error) {
      // Once per outage, not at every try.
      if (this.#reachable) {
        this.#options.log.warn({ err: error, leadership: this.name }, 'cannot ask the database who leads');
      }
      this.#reachable = false;
      this.#drop(this.#client);
    }
    return this.#leading;
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: `dondoc leads ${this.name}`,
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
    });
    client.on('error', (error) => {
      this.#options.log.warn(
        { err: error, leadership: this.name },
        'the connection that holds leadership broke',
      );
    });
    client.on('end', () => this.#drop(client));
    try {
      await client.connect();
      await client.query(LET_GO_OF_THE_DEAD);
      return client;
    } catch (error) {
      void client.end().catch(() => {});
      throw error;
    }
  }

  #drop(client: pg.Client | undefined): void {
    if (client === undefined || client !== this.#client) return;
    this.#client = undefined;
    this.#lose();
    // Not waited for: a database that is cut off would not answer this either.
    void client.end().catch(() => {});
  }

  #gain(): void {
    if (this.#leading) return;
    this.#leading = true;
    this.#options.log.info({ leadership: this.name }, 'this process leads');
    this.#options.onGain?.();
  }

  #lose(): void {
    if (!this.#leading) return;
    this.#leading = false;
    this.#options.log.info({ leadership: this.name }, 'this process does not lead any more');
    this.#options.onLoss?.();
  }
}

/** A number of 64 bits for the name, the same in every process. */
function lockKey(name: string): string {
  return createHash('sha256').update(`dondoc leadership ${name}`).digest().readBigInt64BE().toString();
}
