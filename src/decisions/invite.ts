import { may, roleAllowedIn, type Role } from '../domain/roles.ts';
import { Refusal } from '../domain/refusal.ts';
import { hashCode, newCode } from '../store/codes.ts';
import { record } from './act.ts';
import { rolesOf, type Scope } from './scope.ts';

export interface Invite {
  agencyId: string;
  role: Role;
  rank?: 'main' | 'deputy';
  name: string;
  honorific?: 'dong_chi' | 'ong' | 'ba';
  position?: string;
  phone?: string;
  email?: string;
  /** A person whom we know already: the role is added to them. */
  contactId?: string;
}

export interface Issued {
  id: string;
  /** Shown once: only its hash is stored. */
  code: string;
  expiresAt: Date;
}

const days = 24 * 60 * 60_000;
const minutes = 60_000;

/** Issues an invitation: single use, 7 days. Leaders, coordinators and administrators only at an oversight agency. */
export async function invite(scope: Scope, input: Invite): Promise<Issued> {
  const { db, actor } = scope;
  if (actor.kind !== 'system' && !may(rolesOf(actor), 'invite')) throw new Refusal('notAllowed');
  const agency = await db.agency.findUnique({ where: { id: input.agencyId } });
  if (!agency || agency.endedOn) throw new Refusal('agencyUnknown', { agency: agency?.shortName ?? '' });
  if (!input.name.trim()) throw new Refusal('nameMissing');
  if (!roleAllowedIn(input.role, agency.oversight)) throw new Refusal('roleNotHere');
  const issued = await issue(scope, {
    purpose: 'invite',
    agencyId: agency.id,
    role: input.role,
    rank: input.rank ?? 'main',
    name: input.name.trim(),
    honorific: input.honorific ?? 'dong_chi',
    position: input.position,
    phone: input.phone,
    email: input.email,
    contactId: input.contactId,
    lasts: 7 * days,
  });
  await record(scope, {
    action: 'invitation.create',
    subject: `invitation:${issued.id}`,
    after: { agency: agency.code, role: input.role, expiresAt: issued.expiresAt },
    texts: [{ text: input.name }],
  });
  return issued;
}

/** A code for adding a second channel to one's own account: 15 minutes. */
export const channelCode = (scope: Scope, contactId: string): Promise<Issued> =>
  issue(scope, { purpose: 'channel', contactId, lasts: 15 * minutes });

/** A code behind a login link: 15 minutes. */
export const loginCode = (scope: Scope, contactId: string): Promise<Issued> =>
  issue(scope, { purpose: 'login', contactId, lasts: 15 * minutes });

interface Issue {
  purpose: 'invite' | 'channel' | 'login';
  lasts: number;
  agencyId?: string;
  role?: Role;
  rank?: 'main' | 'deputy';
  name?: string;
  honorific?: 'dong_chi' | 'ong' | 'ba';
  position?: string;
  phone?: string;
  email?: string;
  contactId?: string;
}

async function issue(scope: Scope, { lasts, ...row }: Issue): Promise<Issued> {
  const code = newCode();
  const expiresAt = new Date(scope.now.getTime() + lasts);
  const { id } = await scope.db.invitation.create({
    data: {
      ...row,
      codeHash: hashCode(scope.env.secretKey, code),
      createdById: scope.actor.id,
      createdAt: scope.now,
      expiresAt,
    },
    select: { id: true },
  });
  return { id, code, expiresAt };
}
