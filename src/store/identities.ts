import type { Db } from './db.ts';

/** Addresses of people and groups on the channels. */

/** The address works after all: the person wrote from it, or a message went through. Revoked ones stay so. */
export async function markReachable(db: Db, identityId: string, now: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE "Identity" SET state = 'active', "stateReason" = NULL, "stateAt" = ${now}
    WHERE id = ${identityId}::uuid AND state = 'unreachable'`;
}
