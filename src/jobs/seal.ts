import { anyPending, sealPending } from '../store/seal.ts';
import { decide, type JobDeps } from './job.ts';

const linesAtOnce = 1000;

/** Chains the lines of the audit log that were written since. */
export async function seal(deps: JobDeps): Promise<void> {
  if (!(await anyPending(deps.prisma))) return;
  let sealed: number;
  do {
    sealed = await decide(deps, ({ db, now }) => sealPending(db, now, linesAtOnce));
  } while (sealed === linesAtOnce);
}
