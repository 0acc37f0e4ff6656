import type { Env, Scope } from '../decisions/scope.ts';
import { inTransaction, type Db, type PrismaClient } from '../store/db.ts';

/** What every job is handed by the composition root. */
export interface JobDeps {
  prisma: PrismaClient;
  env: Env;
  clock(): Date;
  log: {
    info(fields: object, text: string): void;
    warn(fields: object, text: string): void;
    error(fields: object, text: string): void;
  };
  /** Messages were queued. */
  wake?(): void;
}

/** A decision of the program itself. */
export const jobScope = ({ env }: Pick<JobDeps, 'env'>, db: Db, now: Date): Scope => ({
  db,
  now,
  env,
  actor: { kind: 'system', name: '', channel: 'job', offices: [] },
});

/** Runs decisions of the program in one transaction, at one reading of the clock. */
export const decide = <T>(
  deps: Pick<JobDeps, 'prisma' | 'env' | 'clock'>,
  work: (scope: Scope) => Promise<T>,
): Promise<T> => {
  const now = deps.clock();
  return inTransaction(deps.prisma, (db) => work(jobScope(deps, db, now)));
};
