import { linkGroup, mayLink } from '../src/decisions/link-group.ts';
import { agenciesOf, rolesOf } from '../src/decisions/scope.ts';
import type { Choice } from '../src/domain/message.ts';
import { Refusal } from '../src/domain/refusal.ts';
import { may } from '../src/domain/roles.ts';
import { defineCommand, type Conversation } from '../src/inbound/command.ts';
import type { AgencyRow } from '../src/store/agencies.ts';
import { readAgency } from './shared/agency.ts';
import { groupAgency } from './shared/group.ts';

/** Stands for "of no agency": outside of a group nothing is asked. */
const nowhere = '-';

/** Liên kết nhóm: what an agency is told is shown in this group too. Asks first: everybody in it will see that. */
export default defineCommand<{ agency?: AgencyRow }>({
  name: 'linkGroup',
  slash: { vi: 'lienketnhom', en: 'linkgroup' },
  who: ['focal', 'head', 'coordinator', 'admin'],
  bare: false,
  inGroup: 'here',
  params: [
    {
      name: 'agency',
      takes: 'rest',
      read: (words, at) => (at.group ? readAgency(words, at) : undefined),
      guess: (at) => (at.group ? onlyOwn(at)?.agencyCode : nowhere),
      ask: (at) => ({ text: at.t('commands.linkGroup.ask'), buttons: ownChoices(at) }),
    },
  ],
  async preview(at, { agency }) {
    if (!at.group || !agency || at.group.agencyId === agency.id) return undefined;
    if (!mayLink(at, agency.id)) throw new Refusal('groupNotYours', { agency: agency.shortName });
    const before = await groupAgency(at);
    if (before && !mayLink(at, before.id)) throw new Refusal('groupNotYours', { agency: before.shortName });
    return {
      text: [
        at.t('commands.linkGroup.sure', { agency: agency.name }),
        ...(before ? [at.t('commands.linkGroup.replaces', { agency: before.name })] : []),
      ].join('\n'),
    };
  },
  async run(at, { agency }) {
    const { t, group } = at;
    if (!group || !agency) return { text: t('commands.linkGroup.where') };
    if (group.agencyId === agency.id)
      return { text: t('commands.linkGroup.already', { agency: agency.name }) };
    await linkGroup(at, group.identityId, agency.id);
    return { text: t('commands.linkGroup.done', { agency: agency.name }) };
  },
});

const ownOffices = ({ actor }: Conversation) => {
  const own = agenciesOf(actor);
  return actor.offices.filter(
    ({ agencyId }, index, all) =>
      own.includes(agencyId) && all.findIndex((office) => office.agencyId === agencyId) === index,
  );
};

/** The one agency that can be meant. */
function onlyOwn(at: Conversation) {
  const [first, ...others] = ownOffices(at);
  return others.length || may(rolesOf(at.actor), 'createTask') ? undefined : first;
}

const ownChoices = (at: Conversation): Choice[][] =>
  ownOffices(at).map((office) => [{ label: office.agencyShortName, say: office.agencyCode }]);
