import { hashToken, newToken } from '../store/codes.ts';
import { keepFeed } from '../store/feeds.ts';
import { record } from './act.ts';
import type { Scope } from './scope.ts';

/** The path under which a calendar reads the dates that go with a token. */
export const feedPath = (token: string): string => `/api/v1/calendar.ics?token=${token}`;

/** A new secret address for this person's calendar; the one before is void. Shown once: only its hash is kept. */
export async function newFeed(scope: Scope, contactId: string): Promise<string> {
  const token = newToken('ddf');
  await keepFeed(scope.db, contactId, hashToken(scope.env.secretKey, token), scope.now);
  await record(scope, { action: 'contact.feed', subject: `contact:${contactId}` });
  return token;
}
