import type { Programme } from '../domain/programme.ts';
import { everybodyWith } from '../store/recipients.ts';
import { invite, type Issued } from './invite.ts';
import { loadProgramme } from './load-programme.ts';
import type { Scope } from './scope.ts';

/** Loads the built-in programme into a database that has none; true where it did. */
export async function loadFirstProgramme(scope: Scope, read: () => Programme): Promise<boolean> {
  if (await scope.db.programme.findFirst({ select: { id: true } })) return false;
  await loadProgramme(scope, read());
  return true;
}

/**
 * A one-time invitation for the first administrator, at the body that follows up; undefined once there is one. Each
 * start until then makes a new code and ends the old one, so that a link in an old log opens nothing.
 */
export async function inviteFirstAdministrator(scope: Scope, name: string): Promise<Issued | undefined> {
  const { db, now } = scope;
  if ((await everybodyWith(db, ['admin'])).length) return undefined;
  const agency = await db.agency.findFirst({
    where: { oversight: true, endedOn: null },
    orderBy: [{ counted: 'desc' }, { position: 'asc' }],
  });
  if (!agency) return undefined;
  await db.invitation.updateMany({
    where: { role: 'admin', createdById: null, usedAt: null, revokedAt: null },
    data: { revokedAt: now },
  });
  return invite(scope, { agencyId: agency.id, role: 'admin', name });
}
