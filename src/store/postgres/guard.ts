import pg from 'pg';
import { AlreadyRunning } from './problem.ts';

/** Advisory locks in the maintenance database of a private server ('dond' and a number). */
const LOCK_CLASS = 0x646f6e64;
/** Shared: held by every process that uses the server; exclusive: by the one that stops it. */
const INSIDE = 1;
/** Held by the one bot that may run on a data folder. */
const BOT = 2;

/**
 * A process's presence on the private server: a connection that holds locks, so that PostgreSQL itself
 * ends the presence when the process dies in whatever way.
 */
export interface Guard {
  /** Shows where the bot listens to whoever is refused beside it. */
  announce(url: string): Promise<void>;
  /** Gives the locks back; true if nobody else is inside, and then nobody can come in any more. */
  leave(): Promise<boolean>;
  close(): Promise<void>;
}

export interface GuardOptions {
  url: string;
  dataDir: string;
  /** As the bot, of which there is one; else as a command beside it. */
  asBot: boolean;
  /** The connection ended without `close`. */
  onLost(): void;
}

/** Undefined where the server is just being stopped by the last one inside. */
export async function enter(options: GuardOptions): Promise<Guard | undefined> {
  const client = new pg.Client({
    connectionString: options.url,
    application_name: presenceName(''),
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
  });
  let inside = false;
  client.on('error', () => {});
  client.on('end', () => {
    if (inside) options.onLost();
  });
  const close = async () => {
    inside = false;
    await client.end().catch(() => {});
  };
  try {
    await client.connect();
    if (!(await take(client, 'pg_try_advisory_lock_shared', INSIDE))) {
      await close();
      return undefined;
    }
    if (options.asBot && !(await take(client, 'pg_try_advisory_lock', BOT))) {
      throw await whoRuns(client, options.dataDir);
    }
  } catch (error) {
    await close();
    throw error;
  }
  inside = true;
  return {
    async announce(url) {
      await client.query("select set_config('application_name', $1, false)", [presenceName(url)]);
    },
    async leave() {
      // From here on the end of the connection surprises nobody.
      inside = false;
      await client.query('select pg_advisory_unlock_all()');
      return take(client, 'pg_try_advisory_lock', INSIDE);
    },
    close,
  };
}

async function take(client: pg.Client, lock: string, key: number): Promise<boolean> {
  const taken = await client.query<{ taken: boolean }>(`select ${lock}($1, $2) as taken`, [LOCK_CLASS, key]);
  return taken.rows[0]?.taken === true;
}

/** At most 63 bytes, which PostgreSQL keeps of it. */
function presenceName(url: string): string {
  return `dondoc ${process.pid} ${url}`;
}

async function whoRuns(client: pg.Client, dataDir: string): Promise<AlreadyRunning> {
  const found = await client.query<{ name: string }>(
    `select a.application_name as name
       from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'advisory' and l.granted and l.classid = $1 and l.objid = $2`,
    [LOCK_CLASS, BOT],
  );
  const [, pid = '0', url = ''] = (found.rows[0]?.name ?? '').split(' ');
  return new AlreadyRunning(Number(pid), url, dataDir);
}
