import { revokeContact } from '../src/decisions/contacts.ts';
import { personWords } from '../src/decisions/wording.ts';
import type { Reply } from '../src/domain/message.ts';
import { Refusal } from '../src/domain/refusal.ts';
import { dayOf } from '../src/domain/time.ts';
import { fold, nfc } from '../src/domain/vietnamese.ts';
import { defineCommand, type Conversation, type Misread } from '../src/inbound/command.ts';
import { agencyBook, type AgencyRow } from '../src/store/agencies.ts';
import { contactLines, type ContactLine } from '../src/store/contact-list.ts';
import { linkedGroups, type LinkedGroup } from '../src/store/groups.ts';
import { readAgency } from './shared/agency.ts';

interface Args {
  line?: string;
  /** Whose access is to end: all roles of one person. */
  person?: ContactLine[];
}

const page = 12;
const revokeAtHead = /^(?:ngừng|ngung|thu hồi|thu hoi|revoke)\s+/iu;

/** Liên hệ: who answers for each agency and how they are reached; ends somebody's access. */
export default defineCommand<Args>({
  name: 'contacts',
  slash: { vi: 'lienhe', en: 'contacts' },
  words: ['lien he', 'danh ba'],
  who: ['admin'],
  params: [
    { name: 'line', takes: 'rest', read: (words) => nfc(words).trim() },
    {
      name: 'person',
      takes: () => undefined,
      read: findPerson,
      guess: (_, { line = '' }) => (revokeAtHead.test(line) ? line.replace(revokeAtHead, '') : undefined),
    },
  ],
  async preview(at, { person }) {
    const [first] = person ?? [];
    if (!first || !person) return undefined;
    return {
      text: at.t('commands.contacts.sure', {
        person: personWords(first, at.t),
        offices: await officesWords(at, person),
      }),
    };
  },
  async run(at, { line = '', person }) {
    const [first] = person ?? [];
    if (first) {
      const { name } = await revokeContact(at, first.contactId);
      return { text: at.t('commands.contacts.revoked', { name }) };
    }
    const offset = Number(/^(?:tiếp|tiep|next)\s*(\d+)$/iu.exec(line)?.[1] ?? 0);
    return line && !offset ? agencyReply(at, line) : listReply(at, offset);
  },
});

const today = (at: Conversation): string => dayOf(at.now, at.env.zone);

/** By the id that a button carries, or by name. */
async function findPerson(words: string, at: Conversation): Promise<ContactLine[] | Misread> {
  const all = await contactLines(at.db, today(at));
  const byId = all.filter((line) => line.contactId === words);
  const named = byId.length ? byId : all.filter((line) => fold(line.name) === fold(words));
  const people = new Set(named.map((line) => line.contactId));
  if (!named.length) throw new Refusal('contactUnknown');
  if (people.size === 1) return named;
  const { agencies } = await agencyBook(at.db);
  return {
    misread: at.t('commands.contacts.which', { name: words }),
    buttons: [...people].slice(0, 8).map((contactId) => {
      const line = named.find((one) => one.contactId === contactId);
      const agency = agencies.find((one) => one.id === line?.agencyId)?.shortName ?? '';
      return [{ label: `${line?.name ?? ''}, ${agency}`, say: contactId }];
    }),
  };
}

async function officesWords(at: Conversation, lines: readonly ContactLine[]): Promise<string> {
  const { agencies } = await agencyBook(at.db);
  return lines
    .map(
      (line) => `${roleWords(line, at)} ${agencies.find((one) => one.id === line.agencyId)?.shortName ?? ''}`,
    )
    .join(', ');
}

const roleWords = ({ role, rank }: ContactLine, { t }: Conversation): string =>
  role === 'focal' && rank === 'deputy' ? t('commands.invite.deputy') : t(`common.role.${role}`);

/** "Lê Văn Cường, đầu mối, 0908 123 456: Telegram" */
function lineOf(line: ContactLine, at: Conversation): string {
  const { t } = at;
  const channels = line.channels.map((channel) => t(`common.channel.${channel}`)).join(', ');
  const broken = line.broken.map((channel) =>
    t('commands.contacts.broken', { channel: t(`common.channel.${channel}`) }),
  );
  return t('commands.contacts.person', {
    name: line.name,
    role: roleWords(line, at),
    phone: line.phone ? `, ${line.phone}` : '',
    channels: [channels || t('commands.contacts.noChannel'), ...broken].join(', '),
    away: line.away ? t('commands.contacts.away') : '',
  });
}

async function agencyReply(at: Conversation, line: string): Promise<Reply> {
  const agency = await readAgency(line, at);
  if ('misread' in agency) {
    const buttons = agency.buttons?.map((row) =>
      row.map((one) => ({ ...one, say: `/lienhe ${one.say ?? ''}` })),
    );
    return { text: agency.misread, buttons };
  }
  const lines = await contactLines(at.db, today(at), { agencyIds: [agency.id] });
  const groups = await linkedGroups(at.db, agency.id);
  return {
    text: [
      `**${agency.name}**`,
      ...(lines.length ? lines.map((one) => `- ${lineOf(one, at)}`) : [at.t('commands.contacts.nobody')]),
      ...groups.map((group) => `- ${groupLine(group, at)}`),
    ].join('\n'),
    buttons: [
      ...lines.slice(0, 7).map((one) => [
        {
          label: at.t('commands.contacts.revoke', { name: one.name }),
          say: `/lienhe ngừng ${one.contactId}`,
        },
      ]),
      [{ label: at.t('commands.contacts.invite'), say: `/moithamgia ${agency.code}` }],
    ],
  };
}

/** "Nhóm trên Telegram: đang nhận tin" */
const groupLine = ({ channel, reachable }: LinkedGroup, { t }: Conversation): string =>
  t(reachable ? 'commands.contacts.group' : 'commands.contacts.groupBroken', {
    channel: t(`common.channel.${channel}`),
  });

async function listReply(at: Conversation, offset: number): Promise<Reply> {
  const { t } = at;
  const { agencies } = await agencyBook(at.db);
  const inForce = agencies.filter((agency) => agency.endedOn === null);
  const lines = await contactLines(at.db, today(at));
  const hereOf = (agency: AgencyRow): ContactLine[] => lines.filter((line) => line.agencyId === agency.id);
  const without = inForce.filter(
    (agency) => agency.counted && !hereOf(agency).some((line) => line.role === 'focal'),
  );
  const people = new Map(lines.map((line) => [line.contactId, line]));
  const brokenGroups = (await linkedGroups(at.db)).filter((group) => !group.reachable);
  const groupWords = ({ agencyId, channel }: LinkedGroup): string =>
    `${agencies.find((agency) => agency.id === agencyId)?.shortName ?? ''} (${t(`common.channel.${channel}`)})`;
  const unreached = [...people.values()].filter((line) => !line.channels.length);
  const shown = inForce.slice(offset, offset + page);
  const left = Math.max(0, inForce.length - offset - shown.length);
  return {
    text: [
      `**${t('commands.contacts.head', { count: people.size, agencies: inForce.length })}**`,
      offset ? '' : t('commands.contacts.standing', { without: without.length, unreached: unreached.length }),
      offset || !brokenGroups.length
        ? ''
        : t('commands.contacts.groupsBroken', { groups: brokenGroups.map(groupWords).join(', ') }),
      ...shown.map((agency) =>
        t('commands.contacts.agency', {
          agency: agency.shortName,
          people:
            hereOf(agency)
              .map((line) =>
                t('commands.contacts.short', {
                  name: line.name,
                  mark: line.channels.length ? '' : t('commands.contacts.noChannelMark'),
                }),
              )
              .join(', ') || t('commands.contacts.nobody'),
        }),
      ),
      t('commands.contacts.how'),
    ]
      .filter(Boolean)
      .join('\n'),
    buttons: [
      ...(left ? [[{ label: t('commands.waiting.next'), say: `/lienhe tiếp ${offset + page}` }]] : []),
      [{ label: t('commands.contacts.invite'), say: '/moithamgia' }],
    ],
  };
}
