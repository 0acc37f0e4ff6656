import { preferChannel, signOut } from '../src/decisions/channels.ts';
import { channelCode } from '../src/decisions/invite.ts';
import { instantWords, personWords } from '../src/decisions/wording.ts';
import type { ChannelName, Choice, Reply } from '../src/domain/message.ts';
import { formatDay, isDay } from '../src/domain/time.ts';
import { fold } from '../src/domain/vietnamese.ts';
import { defineCommand, type Conversation, type Misread } from '../src/inbound/command.ts';
import { channelsOf, type PersonalChannel } from '../src/store/identities.ts';
import { telegramLink } from '../src/store/introductions.ts';
import { openSessionsOf, type OpenSession } from '../src/store/sessions.ts';
import { browserWords } from './shared/browser.ts';
import { pageUrl } from './shared/place.ts';

/** What of the profile is to be shown or changed. */
type What =
  | { kind: 'show' | 'addChannel' | 'sessions' | 'signOutAll' }
  | { kind: 'first'; channel: ChannelName }
  | { kind: 'signOut'; session: string };

/** Hồ sơ: roles, channels and their order, sessions, language, absence; another channel by a code of 15 minutes. */
export default defineCommand<{ what?: What }>({
  name: 'me',
  slash: { vi: 'hoso', en: 'me' },
  words: ['ho so', 'tai khoan', 'kenh'],
  who: 'all',
  params: [{ name: 'what', takes: 'rest', read: readWhat }],
  run(at, { what }) {
    switch (what?.kind) {
      case 'addChannel':
        return addChannel(at);
      case 'first':
        return putFirst(at, what.channel);
      case 'sessions':
        return showSessions(at);
      case 'signOut':
        return endOne(at, what.session);
      case 'signOutAll':
        return endAll(at);
      default:
        return profile(at);
    }
  },
});

const plain: Readonly<Record<string, What['kind'] & ('addChannel' | 'sessions' | 'signOutAll')>> = {
  'them kenh': 'addChannel',
  themkenh: 'addChannel',
  'add channel': 'addChannel',
  'phien dang nhap': 'sessions',
  phien: 'sessions',
  sessions: 'sessions',
  'dang xuat tat ca': 'signOutAll',
  'sign out all': 'signOutAll',
};

const channelWords: Readonly<Record<string, ChannelName>> = {
  telegram: 'telegram',
  web: 'webchat',
  webchat: 'webchat',
  'tro chuyen tren web': 'webchat',
  'zalo oa': 'zalo_oa',
  zalo_oa: 'zalo_oa',
  'zalo bot': 'zalo_bot',
  zalo_bot: 'zalo_bot',
};

function readWhat(words: string, { t }: Conversation): What | Misread {
  const said = fold(words);
  const kind = plain[said];
  if (kind) return { kind };
  const channel = channelWords[/^(?:uu tien|first)\s+(.+)$/.exec(said)?.[1] ?? ''];
  if (channel) return { kind: 'first', channel };
  const session = /^(?:dang xuat|sign out)\s+([0-9a-f]{12})$/.exec(said)?.[1];
  if (session) return { kind: 'signOut', session };
  return { misread: t('commands.me.unreadable') };
}

async function profile(at: Conversation): Promise<Reply> {
  const { db, t, actor, env, now } = at;
  const contact = await db.contact.findUniqueOrThrow({
    where: { id: actor.id },
    select: { awayFrom: true, awayTo: true },
  });
  const channels = await channelsOf(db, actor.id);
  const sessions = await openSessionsOf(db, actor.id, now);
  const lines = [
    `**${t('commands.me.head', { person: personWords(actor, t) })}**`,
    ...actor.offices.map((office) =>
      t('commands.me.role', {
        role: t(`common.role.${office.role}`),
        rank: office.rank === 'deputy' ? t('commands.me.deputy') : '',
        agency: office.agencyName,
      }),
    ),
    t('commands.me.channels'),
    ...channels.map((one) =>
      t('commands.me.channel', {
        channel: t(`common.channel.${one.channel}`),
        state: t(`commands.me.state.${one.state}`),
        linked: instantWords(one.linkedAt, env, t),
        here: one.id === actor.identityId ? t('commands.me.here') : '',
      }),
    ),
    t('commands.me.language', { language: t('common.languageName') }),
    absence(contact, at),
    ...(sessions.length ? [t('commands.me.sessions', { count: sessions.length })] : []),
  ];
  return { text: lines.join('\n'), buttons: profileButtons(at, channels, sessions) };
}

function absence(
  { awayFrom, awayTo }: { awayFrom: string | null; awayTo: string | null },
  { t }: Conversation,
): string {
  if (!awayFrom || !isDay(awayFrom)) return t('commands.me.notAway');
  return awayTo && isDay(awayTo)
    ? t('commands.me.away', { from: formatDay(awayFrom), to: formatDay(awayTo) })
    : t('commands.me.awayFrom', { from: formatDay(awayFrom) });
}

function profileButtons(
  { t }: Conversation,
  channels: readonly PersonalChannel[],
  sessions: readonly OpenSession[],
): Choice[][] {
  const [first] = channels;
  const others = [...new Set(channels.map(({ channel }) => channel))].filter((one) => one !== first?.channel);
  return [
    [{ label: t('commands.me.button.addChannel'), say: '/hoso them kenh' }],
    ...others.map((channel) => [
      {
        label: t('commands.me.button.first', { channel: t(`common.channel.${channel}`) }),
        say: `/hoso uu tien ${channel}`,
      },
    ]),
    ...(sessions.length ? [[{ label: t('commands.me.button.sessions'), say: '/hoso phien' }]] : []),
    [
      { label: t('commands.me.button.language'), say: '/ngonngu' },
      { label: t('commands.me.button.away'), say: '/vangmat' },
    ],
    [{ label: t('commands.me.button.unlink'), say: '/huylienket' }],
  ];
}

/** A code for one more channel of one's own. It is said once: only its hash is kept. */
async function addChannel(at: Conversation): Promise<Reply> {
  const { t, env } = at;
  const { code, expiresAt } = await channelCode(at, at.actor.id);
  const web = pageUrl(at, `/login/${code}`);
  const telegram = at.message.channel === 'telegram' ? undefined : await telegramLink(at.db, code);
  return {
    text: [
      t('commands.me.code', { code, until: instantWords(expiresAt, env, t) }),
      t('commands.me.codeHow', { code }),
      t('commands.me.codeOnlyYou'),
    ].join('\n'),
    buttons: [
      ...(telegram ? [[{ label: t('commands.me.button.openTelegram'), url: telegram }]] : []),
      ...(web ? [[{ label: t('commands.me.button.openWeb'), url: web }]] : []),
    ],
  };
}

async function putFirst(at: Conversation, channel: ChannelName): Promise<Reply> {
  const { t } = at;
  const channels = await channelsOf(at.db, at.actor.id);
  const words = t(`common.channel.${channel}`);
  if (!channels.some((one) => one.channel === channel)) {
    return { text: t('commands.me.noSuchChannel', { channel: words }) };
  }
  await preferChannel(at, at.actor.id, channels, channel);
  return { text: t('commands.me.firstDone', { channel: words }) };
}

/** The end of a session's id: enough to tell one's own apart, and random where the beginning is the time. */
const nameOf = (session: OpenSession): string => session.id.slice(-12);

async function showSessions(at: Conversation): Promise<Reply> {
  const { t, env } = at;
  const sessions = await openSessionsOf(at.db, at.actor.id, at.now);
  if (!sessions.length) return { text: t('commands.me.noSessions') };
  const words = (session: OpenSession) => browserWords(session.userAgent, t);
  return {
    text: [
      t('commands.me.sessionsHead', { count: sessions.length }),
      ...sessions.map((session) =>
        t('commands.me.session', {
          browser: words(session),
          seen: instantWords(session.lastSeenAt, env, t),
          since: instantWords(session.createdAt, env, t),
        }),
      ),
    ].join('\n'),
    buttons: [
      ...sessions.slice(0, 8).map((session) => [
        {
          label: t('commands.me.button.signOut', { browser: words(session) }),
          say: `/hoso dang xuat ${nameOf(session)}`,
        },
      ]),
      ...(sessions.length > 1
        ? [[{ label: t('commands.me.button.signOutAll'), say: '/hoso dang xuat tat ca' }]]
        : []),
    ],
  };
}

async function endOne(at: Conversation, name: string): Promise<Reply> {
  const { t } = at;
  const session = (await openSessionsOf(at.db, at.actor.id, at.now)).find((one) => nameOf(one) === name);
  if (!session) return { text: t('commands.me.sessionGone') };
  await signOut(at, at.actor.id, session.id);
  return { text: t('commands.me.signedOut', { browser: browserWords(session.userAgent, t) }) };
}

async function endAll(at: Conversation): Promise<Reply> {
  const count = await signOut(at, at.actor.id);
  return { text: at.t('commands.me.signedOutAll', { count }) };
}
