import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from './postgres/cluster.ts';
import { clusterUrl, MAINTENANCE_DATABASE } from './postgres/cluster.ts';
import type { Guard } from './postgres/guard.ts';
import { enter } from './postgres/guard.ts';
import type { PlaceOptions } from './postgres/place.ts';
import { clusterOf } from './postgres/place.ts';
import { AlreadyRunning, PostgresError } from './postgres/problem.ts';
import { stopServer } from './postgres/process.ts';
import type { Reached } from './postgres/run.ts';
import { APPLICATION_DATABASE, ensureRunning } from './postgres/run.ts';

export { AlreadyRunning, PostgresError } from './postgres/problem.ts';
export type { Log } from './postgres/problem.ts';

export interface PrivatePostgres {
  /** Holds the password: never for a log. Stays the same as long as this is open, also over a crash. */
  url: string;
  /** The server ran already: left by a bot that was killed, or in use beside. */
  adopted: boolean;
  /** Where the bot listens, for whoever is refused beside it. */
  announce(webUrl: string): Promise<void>;
  /** Leaves the server; the last process to leave stops it. */
  stop(): Promise<void>;
}

export interface PrivatePostgresOptions extends PlaceOptions {
  /** How long a server that runs may take to answer before it is started anew (ms; default 10,000). */
  answerPatience?: number;
  /** While the server was down, another bot took the data folder: this one must end. */
  onTakenOver?(reason: AlreadyRunning): void;
}

const RETRY_MS = 1_000;

/**
 * The bot's own PostgreSQL in the data folder, for when DATABASE_URL is unset. One bot at a time: a second
 * gets `AlreadyRunning`. The server outlives a bot that is killed; the next start takes it over. Should the
 * server die, it is started again.
 */
export async function startPrivatePostgres(options: PrivatePostgresOptions): Promise<PrivatePostgres> {
  return open(options, true);
}

/** For an administrator's command: the running bot's server if there is one, else a server just for now. */
export async function joinPrivatePostgres(options: PlaceOptions): Promise<PrivatePostgres> {
  return open(options, false);
}

async function open(options: PrivatePostgresOptions, asBot: boolean): Promise<PrivatePostgres> {
  const cluster = await clusterOf(options);
  const presence = new Presence(cluster, options, asBot);
  const { port, adopted } = await presence.begin();
  options.log.info({ folder: cluster.home, port, adopted }, 'the private PostgreSQL is ready');
  return {
    url: clusterUrl(cluster.home, port, APPLICATION_DATABASE),
    adopted,
    announce: (webUrl) => presence.announce(webUrl),
    stop: () => presence.end(),
  };
}

/** Keeps this process on the server, and the server up, from `begin` to `end`. */
class Presence {
  readonly #cluster: Cluster;
  readonly #options: PrivatePostgresOptions;
  readonly #asBot: boolean;
  #guard: Guard | undefined;
  #port: number | undefined;
  #webUrl = '';
  #ended = false;
  #recovery: Promise<void> = Promise.resolve();

  constructor(cluster: Cluster, options: PrivatePostgresOptions, asBot: boolean) {
    this.#cluster = cluster;
    this.#options = options;
    this.#asBot = asBot;
  }

  async begin(): Promise<Reached> {
    const { log, answerPatience } = this.#options;
    for (;;) {
      const reached = await ensureRunning(this.#cluster, log, answerPatience);
      if (this.#port !== undefined && reached.port !== this.#port) {
        throw new PostgresError('startFailed', {
          reason: `port ${this.#port} is taken`,
          folder: this.#cluster.home,
        });
      }
      const guard = await enter({
        url: clusterUrl(this.#cluster.home, reached.port, MAINTENANCE_DATABASE),
        dataDir: this.#options.dataDir,
        asBot: this.#asBot,
        onLost: () => this.#recover(),
      });
      if (guard) {
        this.#guard = guard;
        this.#port = reached.port;
        return reached;
      }
      // The last one inside is stopping it: soon there is none, and then one is started.
      await pause(20);
    }
  }

  async announce(webUrl: string): Promise<void> {
    this.#webUrl = webUrl;
    await this.#guard?.announce(webUrl);
  }

  async end(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    await this.#recovery;
    const guard = this.#guard;
    const alone = guard ? await guard.leave().catch(() => true) : true;
    if (alone) await stopServer(this.#cluster.data);
    else this.#options.log.info({}, 'the private PostgreSQL stays up for another process that uses it');
    await guard?.close();
  }

  #recover(): void {
    this.#guard = undefined;
    if (this.#ended) return;
    this.#options.log.warn({}, 'the private PostgreSQL went away: starting it again');
    this.#recovery = this.#retry();
  }

  async #retry(): Promise<void> {
    while (!this.#ended) {
      try {
        await this.begin();
        await this.#guard?.announce(this.#webUrl);
        this.#options.log.info({}, 'the private PostgreSQL is back');
        return;
      } catch (error) {
        if (error instanceof AlreadyRunning) {
          this.#ended = true;
          this.#options.log.error({ err: error }, 'another bot has taken this data folder');
          this.#options.onTakenOver?.(error);
          return;
        }
        this.#options.log.error({ err: error }, 'the private PostgreSQL does not come back: trying on');
        await pause(RETRY_MS);
      }
    }
  }
}
