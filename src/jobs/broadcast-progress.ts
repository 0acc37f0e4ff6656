import { refreshBroadcastProgress } from '../decisions/broadcast-progress.ts';
import type { Env } from '../decisions/scope.ts';
import { movingBroadcasts } from '../store/broadcast-progress.ts';
import { inTransaction, type PrismaClient } from '../store/db.ts';

/**
 * Shows the authors of running broadcasts how far they have got; to be called every 5 seconds by the leader. How many
 * messages were brought up to date.
 */
export async function refreshBroadcasts(prisma: PrismaClient, env: Env, now: Date): Promise<number> {
  let refreshed = 0;
  for (const id of await movingBroadcasts(prisma, now)) {
    const scope = { now, env, actor: { kind: 'system' as const, name: '', channel: 'job', offices: [] } };
    if (await inTransaction(prisma, (db) => refreshBroadcastProgress({ ...scope, db }, id))) refreshed++;
  }
  return refreshed;
}
