import { may } from '../domain/roles.ts';
import { Refusal } from '../domain/refusal.ts';
import { translatorFor } from '../i18n.ts';
import { plainText } from '../domain/markup.ts';
import { addRole } from '../store/invitations.ts';
import { endAccess, erasePersonalData, personalData } from '../store/personal-data.ts';
import { everybodyWith } from '../store/recipients.ts';
import { record } from './act.ts';
import { welcomeFirstContact } from './first-contact.ts';
import { invite, type Invite, type Issued } from './invite.ts';
import { rolesOf, type Scope } from './scope.ts';

const allow = ({ actor }: Scope): void => {
  if (actor.kind !== 'system' && !may(rolesOf(actor), 'manageContacts')) throw new Refusal('notAllowed');
};

const officesOf = (scope: Scope, contactId: string) =>
  scope.db.contactRole.findMany({
    where: { contactId, endedAt: null },
    include: { agency: { select: { id: true, code: true, shortName: true } } },
    orderBy: { since: 'asc' },
  });

/** The system never stays without an administrator. */
async function keepAdmin(scope: Scope, contactId: string): Promise<void> {
  const admins = await everybodyWith(scope.db, ['admin']);
  if (admins.length === 1 && admins[0] === contactId) throw new Refusal('lastAdmin');
}

/** All that is kept about a person; that it was read out is in the audit log. */
export async function exportContact(scope: Scope, contactId: string): Promise<object> {
  allow(scope);
  await record(scope, { action: 'contact.export', subject: `contact:${contactId}` });
  return personalData(scope.db, contactId);
}

/** Erases a person's data for good; what they reported stays under the office. Returns what stands in the name's place. */
export async function eraseContact(scope: Scope, contactId: string): Promise<string> {
  allow(scope);
  const contact = await scope.db.contact.findUnique({ where: { id: contactId } });
  if (!contact || contact.erasedAt) throw new Refusal('contactUnknown');
  await keepAdmin(scope, contactId);
  const roles = await scope.db.contactRole.findMany({
    where: { contactId },
    include: { agency: { select: { shortName: true } } },
    orderBy: [{ endedAt: { sort: 'desc', nulls: 'first' } }],
  });
  const t = translatorFor(scope.env.locale);
  const name = plainText(t('cli.contacts.erasedName', { agency: roles[0]?.agency.shortName ?? '' }));
  await erasePersonalData(scope.db, contact, name, scope.now);
  await record(scope, { action: 'contact.erase', subject: `contact:${contactId}` });
  return name;
}

/**
 * Ends a person's access: roles, channels and browser sessions. What they reported stays; the office keeps its tasks
 * and stands without a contact until somebody else is invited.
 */
export async function revokeContact(scope: Scope, contactId: string): Promise<{ name: string }> {
  allow(scope);
  const { db, now } = scope;
  const contact = await db.contact.findUnique({ where: { id: contactId } });
  const offices = await officesOf(scope, contactId);
  if (!contact || !offices.length) throw new Refusal('contactUnknown');
  await keepAdmin(scope, contactId);
  await endAccess(db, contactId, now);
  await db.contactRole.updateMany({ where: { contactId, endedAt: null }, data: { endedAt: now } });
  await record(scope, {
    action: 'contact.revoke',
    subject: `contact:${contactId}`,
    before: { offices: offices.map(({ agency, role }) => ({ agency: agency.code, role })) },
  });
  return { name: contact.name };
}

/** The new person: somebody in the system, or one to be invited. */
export type Successor =
  { contactId: string } | Pick<Invite, 'name' | 'honorific' | 'phone' | 'email' | 'position'>;

export interface HandedOver {
  offices: { agency: string; role: string; invitation?: Issued }[];
}

/**
 * The old person's access ends and the office keeps its tasks. Somebody in the system takes over at once and gets the
 * state of play in one message; a new person gets it on entering by the invitation.
 */
export async function replaceContact(scope: Scope, oldId: string, next: Successor): Promise<HandedOver> {
  allow(scope);
  const { db, now } = scope;
  const offices = await officesOf(scope, oldId);
  const newId = 'contactId' in next ? next.contactId : undefined;
  if (!offices.length || newId === oldId) throw new Refusal('contactUnknown');
  if (newId === undefined) await keepAdmin(scope, oldId);
  await endAccess(db, oldId, now);
  await db.contactRole.updateMany({ where: { contactId: oldId, endedAt: null }, data: { endedAt: now } });
  const handed: HandedOver['offices'] = [];
  for (const { agency, role, rank } of offices) {
    if ('contactId' in next) {
      await addRole(db, { contactId: next.contactId, agencyId: agency.id, role, rank }, now);
      if (role === 'focal' || role === 'head') await welcomeFirstContact(scope, agency.id, next.contactId);
      handed.push({ agency: agency.code, role });
    } else {
      handed.push({
        agency: agency.code,
        role,
        invitation: await invite(scope, { ...next, agencyId: agency.id, role, rank }),
      });
    }
  }
  await record(scope, {
    action: 'contact.replace',
    subject: `contact:${oldId}`,
    after: { by: newId ?? null, offices: handed.map(({ agency, role }) => ({ agency, role })) },
  });
  return { offices: handed };
}
