import type { Role } from '../domain/roles.ts';
import type { Db } from './db.ts';

export interface InvitationRow {
  id: string;
  purpose: 'invite' | 'channel' | 'login';
  agencyId: string | null;
  role: Role | null;
  rank: 'main' | 'deputy';
  name: string | null;
  honorific: 'dong_chi' | 'ong' | 'ba';
  position: string | null;
  phone: string | null;
  email: string | null;
  contactId: string | null;
  createdById: string | null;
}

/** Spends a code: one statement, so of two who try at once exactly one gets the row. */
export async function spend(db: Db, codeHash: string, now: Date): Promise<InvitationRow | undefined> {
  const rows = await db.$queryRaw<InvitationRow[]>`
    UPDATE "Invitation" SET "usedAt" = ${now}
    WHERE "codeHash" = ${codeHash} AND "usedAt" IS NULL AND "revokedAt" IS NULL AND "expiresAt" > ${now}
    RETURNING id, purpose, "agencyId", role::text AS role, rank::text AS rank, name, honorific::text AS honorific, position,
      phone, email,
      "contactId", "createdById"`;
  return rows[0];
}

/** Why a code can't be spent. */
export async function whyUnusable(
  db: Db,
  codeHash: string,
  now: Date,
): Promise<'unknown' | 'used' | 'expired' | undefined> {
  const row = await db.invitation.findUnique({ where: { codeHash } });
  if (!row) return 'unknown';
  if (row.usedAt) return 'used';
  return row.revokedAt || row.expiresAt <= now ? 'expired' : undefined;
}

/** Adds a role unless the person holds it already; true where it is new. */
export async function addRole(
  db: Db,
  role: { contactId: string; agencyId: string; role: Role; rank: 'main' | 'deputy' },
  now: Date,
): Promise<boolean> {
  const held = await db.contactRole.findFirst({
    where: { contactId: role.contactId, agencyId: role.agencyId, role: role.role, endedAt: null },
  });
  if (held) return false;
  await db.contactRole.create({ data: { ...role, since: now } });
  return true;
}
