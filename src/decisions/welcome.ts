import { welcomeFirstContact } from './first-contact.ts';
import type { InvitationRow } from '../store/invitations.ts';
import { displayName } from '../store/programmes.ts';
import type { Scope } from './scope.ts';
import { tell } from './tell.ts';
import { personWords } from './wording.ts';

/** The first message to somebody who has joined: who writes, in which role, how to begin; then what is owed. */
export async function welcome(scope: Scope, invitation: InvitationRow, contactId: string): Promise<void> {
  const { db } = scope;
  const agency = invitation.agencyId
    ? await db.agency.findUnique({ where: { id: invitation.agencyId } })
    : undefined;
  const programme = await displayName(db);
  const role = invitation.role ?? 'focal';
  await tell(scope, {
    to: [contactId],
    kind: 'answer',
    compose: (person, t) => ({
      text: t(role === 'focal' || role === 'head' ? 'notices.welcome.agency' : 'notices.welcome.oversight', {
        programme: programme ?? '',
        person: personWords(person, t),
        role: t(`common.role.${role}`),
        agency: agency?.name ?? '',
      }),
      buttons: [
        [
          role === 'focal' || role === 'head'
            ? { label: t('notices.button.tasks'), say: '/nhiemvu' }
            : { label: t('notices.button.status'), say: '/tinhhinh' },
          { label: t('notices.button.help'), say: '/trogiup' },
        ],
      ],
    }),
  });
  if (agency && (role === 'focal' || role === 'head')) await welcomeFirstContact(scope, agency.id, contactId);
}
