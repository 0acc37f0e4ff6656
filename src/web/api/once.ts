import { createHash } from 'node:crypto';
import type { Actor } from '../../decisions/scope.ts';
import { claimRequest, keepAnswer } from '../../store/api-requests.ts';
import type { Db } from '../../store/db.ts';
import { Problem } from './problem.ts';

/** Something that was asked with an Idempotency-Key. */
export interface Once {
  actor: Actor;
  key: string;
  /** What makes the request the same: method, path and body. */
  request: unknown;
}

/**
 * Does the work once for each key of each caller: asked again with the same request the answer of the first time is
 * given, with another request it is refused.
 */
export async function once(
  db: Db,
  { actor, key, request }: Once,
  now: Date,
  work: () => Promise<unknown>,
): Promise<unknown> {
  const askedBy = actor.id ?? actor.tokenId;
  if (!askedBy) return work();
  const digest = createHash('sha256').update(JSON.stringify(request)).digest('hex');
  const known = await claimRequest(db, { askedBy, key, digest }, now);
  if (known) {
    if (known.digest !== digest) throw new Problem('keyReused');
    return known.answer;
  }
  const answer = await work();
  await keepAnswer(db, { askedBy, key }, answer);
  return answer;
}
