import type { JobDeps } from './job.ts';

/** A job and when it wakes: six fields of cron, seconds first, in the configured zone. */
export interface Line<Deps> {
  name: string;
  at: string;
  job(deps: Deps): Promise<unknown>;
  /** Finds by its rows what was missed while nobody led, and makes up for it as soon as somebody does. */
  makesUp?: true;
  /** Goes on while the program is paused after a restore. */
  whilePaused?: true;
}

export interface RunnerDeps extends Pick<JobDeps, 'log' | 'wake'> {
  /** Only the leader runs jobs; that nothing happens twice rests on the rows. */
  leads(): boolean;
  /** After a restore nothing is decided by the program itself until `resume`. */
  isPaused(): Promise<boolean>;
}

export interface Runner<Deps> {
  /** The line's time has come. Never runs one job twice at once in this process. */
  wake(line: Line<Deps>): void;
  /** Runs, one after the other, what may have been missed; also where another process leads, for the rows decide. */
  makeUp(): Promise<void>;
  /** Waits for what is under way. */
  stop(): Promise<void>;
}

/** Runs jobs when they are woken, where this process leads; at the moment it begins to lead it makes up for what was missed. */
export function createRunner<Deps extends RunnerDeps>(
  deps: Deps,
  lines: readonly Line<Deps>[],
): Runner<Deps> {
  const running = new Map<string, Promise<void>>();
  let led = false;

  const run = (line: Line<Deps>): Promise<void> => {
    const known = running.get(line.name);
    if (known) return known;
    const started = attempt(line).finally(() => running.delete(line.name));
    running.set(line.name, started);
    return started;
  };

  const attempt = async ({ name, job, whilePaused }: Line<Deps>): Promise<void> => {
    try {
      if (!whilePaused && (await deps.isPaused())) return;
      await job(deps);
    } catch (error) {
      deps.log.error({ err: error, job: name }, 'a job failed and is tried again at its next time');
    }
  };

  const makeUp = async (): Promise<void> => {
    for (const line of lines) if (line.makesUp) await run(line);
  };

  return {
    makeUp,
    wake(line) {
      const leads = deps.leads();
      if (leads && !led) void makeUp();
      led = leads;
      if (leads) void run(line);
    },
    async stop() {
      while (running.size) await Promise.all(running.values());
    },
  };
}
