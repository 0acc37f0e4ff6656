import type { Db } from './db.ts';

/** Requests with an Idempotency-Key: what was asked, and the answer that it got. */

export interface KnownRequest {
  digest: string;
  /** Null while the first asking is still under way, which no other transaction sees. */
  answer: unknown;
}

/**
 * Claims a key in the caller's transaction. Undefined where it is new: the work is to be done now. A second asking
 * waits for the first to end and gets what it left; one that was rolled back leaves nothing.
 */
export async function claimRequest(
  db: Db,
  asked: { askedBy: string; key: string; digest: string },
  now: Date,
): Promise<KnownRequest | undefined> {
  const added = await db.$executeRaw`
    INSERT INTO "ApiRequest" ("askedBy", key, digest, at)
    VALUES (${asked.askedBy}::uuid, ${asked.key}, ${asked.digest}, ${now}) ON CONFLICT DO NOTHING`;
  if (added) return undefined;
  return db.apiRequest.findUniqueOrThrow({
    where: { askedBy_key: { askedBy: asked.askedBy, key: asked.key } },
    select: { digest: true, answer: true },
  });
}

/** Keeps the answer with the request, in the transaction that did the work. */
export async function keepAnswer(
  db: Db,
  { askedBy, key }: { askedBy: string; key: string },
  answer: unknown,
): Promise<void> {
  await db.$executeRaw`
    UPDATE "ApiRequest" SET answer = ${JSON.stringify(answer)}::jsonb WHERE "askedBy" = ${askedBy}::uuid AND key = ${key}`;
}

/** Forgets requests from before an instant; how many. Part of housekeeping. */
export const forgetRequests = (db: Db, before: Date): Promise<number> =>
  db.$executeRaw`DELETE FROM "ApiRequest" WHERE at < ${before}`;
