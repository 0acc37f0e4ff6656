import { may } from '../domain/roles.ts';
import { Refusal } from '../domain/refusal.ts';
import { lockGroup, setGroupAgency } from '../store/groups.ts';
import { record } from './act.ts';
import { agenciesOf, rolesOf, type Scope } from './scope.ts';

/** A group is linked to one agency: what that agency is told is shown there too, to everybody in the group. */

const subject = (identityId: string): string => `identity:${identityId}`;

/** Coordinators may for every agency, its own people for theirs. */
export const mayLink = ({ actor }: Pick<Scope, 'actor'>, agencyId: string): boolean =>
  may(rolesOf(actor), 'createTask') || agenciesOf(actor).includes(agencyId);

/** Links a group. Where it is another agency's, whoever may end that may put this one in its place. */
export async function linkGroup(scope: Scope, identityId: string, agencyId: string): Promise<void> {
  const agency = await scope.db.agency.findUnique({ where: { id: agencyId } });
  if (!agency || agency.endedOn) throw new Refusal('agencyUnknown', { agency: agency?.shortName ?? '' });
  if (!mayLink(scope, agencyId)) throw new Refusal('groupNotYours', { agency: agency.shortName });
  const before = await own(scope, identityId);
  if (before.agencyId === agencyId) return;
  await setGroupAgency(scope.db, identityId, agencyId, scope.now);
  await record(scope, {
    action: 'group.link',
    subject: subject(identityId),
    before: { agency: before.code },
    after: { agency: agency.code },
  });
}

/** Ends it: no more copies go there. What was said there stays what it is. */
export async function unlinkGroup(scope: Scope, identityId: string): Promise<void> {
  const before = await own(scope, identityId);
  if (before.agencyId === null) throw new Refusal('groupNotLinked');
  await setGroupAgency(scope.db, identityId, null, scope.now);
  await record(scope, {
    action: 'group.unlink',
    subject: subject(identityId),
    before: { agency: before.code },
    after: { agency: null },
  });
}

/** The group, locked; refused where it is an agency's that is not this person's business. */
async function own(scope: Scope, identityId: string) {
  const group = await lockGroup(scope.db, identityId);
  if (!group) throw new Refusal('groupNotLinked');
  if (group.agencyId !== null && !mayLink(scope, group.agencyId)) {
    throw new Refusal('groupNotYours', { agency: group.shortName ?? '' });
  }
  return group;
}
