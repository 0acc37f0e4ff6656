/**
 * What can keep the private PostgreSQL from starting. The words for people are in `locales/…/config.json`
 * under `postgres` and the same keys; `params` fill them.
 */
export type PostgresProblem =
  | 'alreadyRunning'
  | 'alreadyStarting'
  | 'unsupportedPlatform'
  | 'binariesUnusable'
  | 'noAccount'
  | 'noPlace'
  | 'placeMissing'
  | 'placeUnreachable'
  | 'foreignOwner'
  | 'otherVersion'
  | 'initFailed'
  | 'startFailed'
  | 'stopFailed';

/** A reason with its parameters, for the start to put into words; `message` is for the log. */
export class PostgresError extends Error {
  readonly problem: PostgresProblem;
  readonly params: Record<string, string>;

  constructor(problem: PostgresProblem, params: Record<string, string> = {}, cause?: unknown) {
    const detail = Object.entries(params).map(([name, value]) => `${name}: ${value}`);
    super(`private PostgreSQL: ${problem}${detail.length ? ` (${detail.join(', ')})` : ''}`, { cause });
    this.name = 'PostgresError';
    this.problem = problem;
    this.params = params;
  }
}

/** Another process runs on the same data folder: `pid`, and `url` as far as it has said where it listens. */
export class AlreadyRunning extends PostgresError {
  readonly pid: number;
  readonly url: string;

  constructor(pid: number, url: string, dataDir: string) {
    super(url ? 'alreadyRunning' : 'alreadyStarting', { pid: String(pid), url, dataDir });
    this.name = 'AlreadyRunning';
    this.pid = pid;
    this.url = url;
  }
}

/** The part of a pino logger that the store uses. */
export interface Log {
  debug(fields: object, text: string): void;
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}
