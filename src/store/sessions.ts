import { hashToken, newToken } from './codes.ts';
import type { Db } from './db.ts';
import type { KnownIdentity } from './people.ts';

/** Browser sessions of the web chat and the pages: the token is stored as a keyed hash only. */

/** A session not used for so long has ended. */
export const sessionDays = 30;
const dayMs = 24 * 60 * 60_000;
/** How stale `lastSeenAt` may be: not every request writes. */
const seenEveryMs = 10 * 60_000;

export interface SessionPerson extends KnownIdentity {
  sessionId: string;
  lastSeenAt: Date;
}

/** Opens a session; the token is given out once. */
export async function openSession(
  db: Db,
  secretKey: string,
  who: { contactId: string; identityId: string; userAgent?: string },
  now: Date,
): Promise<string> {
  const token = newToken('dds');
  await db.session.create({
    data: {
      ...who,
      userAgent: who.userAgent?.slice(0, 200),
      tokenHash: hashToken(secretKey, token),
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + sessionDays * dayMs),
    },
  });
  return token;
}

/** The person behind a session's token; undefined where it ended, the person left or has no role any more. */
export async function findSession(
  db: Db,
  secretKey: string,
  token: string,
  now: Date,
): Promise<SessionPerson | undefined> {
  const rows = await db.$queryRaw<SessionPerson[]>`
    SELECT s.id AS "sessionId", s."lastSeenAt", c.id, c.name, c.honorific::text AS honorific, c.language,
      i.id AS "identityId", i.channel::text AS channel, i.address,
      jsonb_agg(jsonb_build_object('role', r.role, 'rank', r.rank, 'agencyId', a.id, 'agencyCode', a.code,
        'agencyName', a.name, 'agencyShortName', a."shortName", 'oversight', a.oversight)
        ORDER BY a.position, r.role) AS offices
    FROM "Session" s
      JOIN "Contact" c ON c.id = s."contactId" AND c.active
      JOIN "Identity" i ON i.id = s."identityId" AND i.state <> 'revoked'
      JOIN "ContactRole" r ON r."contactId" = c.id AND r."endedAt" IS NULL
      JOIN "Agency" a ON a.id = r."agencyId"
    WHERE s."tokenHash" = ${hashToken(secretKey, token)} AND s."endedAt" IS NULL AND s."expiresAt" > ${now}
    GROUP BY s.id, c.id, i.id`;
  const [found] = rows;
  if (found && now.getTime() - found.lastSeenAt.getTime() > seenEveryMs) {
    await db.session.update({
      where: { id: found.sessionId },
      data: { lastSeenAt: now, expiresAt: new Date(now.getTime() + sessionDays * dayMs) },
    });
  }
  return found;
}

export const endSession = async (db: Db, id: string, now: Date): Promise<void> => {
  await db.session.updateMany({ where: { id, endedAt: null }, data: { endedAt: now } });
};

/** The role of an API token; undefined for one that is not known or was revoked. */
export async function findApiToken(
  db: Db,
  secretKey: string,
  token: string,
): Promise<
  { id: string; name: string; role: 'focal' | 'head' | 'leader' | 'coordinator' | 'admin' } | undefined
> {
  const row = await db.apiToken.findUnique({ where: { tokenHash: hashToken(secretKey, token) } });
  return row && !row.revokedAt ? { id: row.id, name: row.name, role: row.role } : undefined;
}

/** Ends the open sessions of a person, or of one address; how many. */
export const endSessionsOf = async (
  db: Db,
  whose: { contactId: string } | { identityId: string },
  now: Date,
): Promise<number> =>
  (
    await db.session.updateMany({
      where: { ...whose, endedAt: null, expiresAt: { gt: now } },
      data: { endedAt: now },
    })
  ).count;

/** A browser in which a person is signed in. */
export interface OpenSession {
  id: string;
  userAgent: string | null;
  createdAt: Date;
  lastSeenAt: Date;
}

/** The open sessions of a person, the last used first. */
export const openSessionsOf = (db: Db, contactId: string, now: Date): Promise<OpenSession[]> =>
  db.session.findMany({
    where: { contactId, endedAt: null, expiresAt: { gt: now } },
    orderBy: { lastSeenAt: 'desc' },
    select: { id: true, userAgent: true, createdAt: true, lastSeenAt: true },
  });
