import { invite } from '../src/decisions/invite.ts';
import { instantWords, personWords } from '../src/decisions/wording.ts';
import type { Choice, Reply } from '../src/domain/message.ts';
import { roleAllowedIn } from '../src/domain/roles.ts';
import { defineCommand, type Conversation, type Misread } from '../src/inbound/command.ts';
import { agencyBook, type AgencyRow } from '../src/store/agencies.ts';
import { telegramLink } from '../src/store/introductions.ts';
import { readAgency } from './shared/agency.ts';
import { lineParam } from './shared/agency-task.ts';
import {
  honorificNamed,
  postNamed,
  postNames,
  readHonorific,
  readInviteLine,
  readPost,
  type Honorific,
  type InviteLine,
  type Post,
} from './shared/invite-line.ts';
import { pageUrl } from './shared/place.ts';

interface Args {
  line?: string;
  agency: AgencyRow;
  post: Post;
  name: { honorific?: Honorific; name: string };
  honorific: Honorific;
}

/** Mời tham gia: an invitation for one person, with a message that can be passed on as it is. */
export default defineCommand<Args>({
  name: 'invite',
  slash: { vi: 'moithamgia', en: 'invite' },
  who: ['admin'],
  bare: false,
  params: [
    lineParam(),
    {
      name: 'agency',
      takes: () => undefined,
      read: readAgency,
      guess: async (at, { line }) => (await said(at, line)).agency,
      ask: (at) => ({ text: at.t('commands.invite.askAgency') }),
    },
    {
      name: 'post',
      takes: () => undefined,
      read: (words, at, { agency }) => readAllowed(words, at, agency),
      guess: async (at, { line }) => (await said(at, line)).post,
      ask: (at, { agency }) => ({
        text: at.t('commands.invite.askRole', { agency: agency?.shortName ?? '' }),
        buttons: postChoices(at, agency),
      }),
    },
    {
      name: 'name',
      takes: () => undefined,
      read: (words, at) => {
        const read = readHonorific(words);
        if (!/\p{L}{2}/u.test(read.name)) return { misread: at.t('commands.invite.askName') };
        return { ...read, name: read.name.slice(0, 100) };
      },
      guess: async (at, { line }) => (await said(at, line)).name,
      ask: (at) => ({ text: at.t('commands.invite.askName') }),
    },
    {
      name: 'honorific',
      takes: () => undefined,
      read: (words, at) =>
        honorificNamed(words) ??
        ({
          misread: at.t('commands.invite.askHonorific', { name: '' }),
          buttons: honorificChoices(at),
        } satisfies Misread),
      async guess(at, { line, name }) {
        const honorific = name?.honorific ?? (await said(at, line)).honorific;
        return honorific && at.t(`common.you.${honorific}`);
      },
      ask: (at, { name }) => ({
        text: at.t('commands.invite.askHonorific', { name: name?.name ?? '' }),
        buttons: honorificChoices(at),
      }),
    },
  ],
  async run(at, { line, agency, post, name: { name }, honorific }) {
    const { phone } = await said(at, line);
    const issued = await invite(at, { agencyId: agency.id, ...post, name, honorific, phone });
    const telegram = await telegramLink(at.db, issued.code);
    return repliesFor(at, {
      agency,
      post,
      person: personWords({ name, honorific }, at.t),
      ...issued,
      telegram,
    });
  },
});

const said = async (at: Conversation, line: string | undefined): Promise<InviteLine> =>
  line ? readInviteLine(line, await agencyBook(at.db)) : {};

function readAllowed(words: string, at: Conversation, agency: AgencyRow | undefined): Post | Misread {
  const post = postNamed(words) ?? readPost(words);
  if (post && roleAllowedIn(post.role, agency?.oversight ?? false)) return post;
  return {
    misread: at.t(post ? 'refusals.roleNotHere' : 'commands.invite.askRole', {
      agency: agency?.shortName ?? '',
    }),
    buttons: postChoices(at, agency),
  };
}

const postChoices = (at: Conversation, agency: AgencyRow | undefined): Choice[][] =>
  postNames
    .filter((name) => roleAllowedIn(postNamed(name)?.role ?? 'focal', agency?.oversight ?? false))
    .map((name) => [{ label: at.t(`commands.invite.post.${name}`), say: name }]);

const honorificChoices = ({ t }: Conversation): Choice[][] => [
  (['dong_chi', 'ong', 'ba'] as const).map((honorific) => ({
    label: t(`common.you.${honorific}`),
    say: t(`common.you.${honorific}`),
  })),
];

/** What was issued, and beneath it a message to pass on. The code is said once: only its hash is kept. */
function repliesFor(
  at: Conversation,
  made: {
    agency: AgencyRow;
    post: Post;
    person: string;
    code: string;
    expiresAt: Date;
    telegram: string | undefined;
  },
): Reply[] {
  const { t, env } = at;
  const { agency, post, person, code, telegram } = made;
  const url = pageUrl(at, `/join/${code}`);
  const until = instantWords(made.expiresAt, env, t);
  const role = post.rank === 'deputy' ? t('commands.invite.deputy') : t(`common.role.${post.role}`);
  return [
    { text: t('commands.invite.done', { person, agency: agency.shortName, role, until }) },
    {
      text: [
        t('commands.invite.letter', { person, agency: agency.name, from: sender(at), code, until }),
        telegram ? t('commands.invite.telegram', { url: telegram }) : '',
        url ? t('commands.invite.link', { url }) : '',
      ]
        .filter(Boolean)
        .join('\n'),
    },
  ];
}

const sender = ({ actor }: Conversation): string =>
  actor.offices.find((office) => office.oversight)?.agencyName ?? '';
