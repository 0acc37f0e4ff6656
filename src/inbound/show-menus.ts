import { createHash } from 'node:crypto';
import type { BotProfile, Channel, CommandList } from '../channels/channel.ts';
import type { Env } from '../decisions/scope.ts';
import { isRole } from '../domain/roles.ts';
import type { PrismaClient } from '../store/db.ts';
import { menuChats, noteMenu, type MenuRow } from '../store/menus.ts';
import { displayName } from '../store/programmes.ts';
import { putSetting, readMark } from '../store/settings.ts';
import { noteIntroduction } from '../store/introductions.ts';
import type { Command } from './command.ts';
import { botProfile, chatMenus, type MenuOwner } from './menus.ts';

export interface MenuDeps {
  prisma: PrismaClient;
  env: Pick<Env, 'locale'>;
  clock(): Date;
  channels: readonly Channel[];
  commands: readonly Command[];
  log: { warn(fields: object, text: string): void };
}

type Shows = Channel & Required<Pick<Channel, 'setProfile'>>;

/** Chats that are brought up to date in one round; a large body of people takes several. */
const chatsAtOnce = 50;
/** How long a platform that refused something is left alone with it (ms). */
const rest = 10 * 60_000;

/**
 * Learns under which name people find each bot, and brings the lists of commands and the bot's texts up to date, where what is to be shown has changed since what was
 * noted. What could not be shown is not noted, and tried again later. One round each minute, by the leader alone.
 */
export function menuShower(deps: MenuDeps): () => Promise<void> {
  const { prisma, env, clock, channels, commands, log } = deps;
  /** Until when something is left alone, by channel and chat. */
  const resting = new Map<string, number>();

  async function show(channel: Shows, key: string, profile: BotProfile): Promise<boolean> {
    const { failed } = await channel.setProfile(profile);
    if (!failed.length) return true;
    resting.set(key, clock().getTime() + rest);
    log.warn({ channel: channel.name, failed }, 'not all of what the bot shows of itself could be set');
    return false;
  }

  const rests = (key: string): boolean => (resting.get(key) ?? 0) > clock().getTime();

  async function showForAll(channel: Shows, bot: string): Promise<boolean> {
    const name = await displayName(prisma);
    const profile = botProfile(commands, name ?? 'Đôn Đốc', env.locale);
    const key = `${channel.name}.menus`;
    const mark = markOf(bot, profile);
    if ((await readMark(prisma, key)) === mark) return true;
    if (rests(key) || !(await show(channel, key, profile))) return false;
    await putSetting(prisma, key, mark, clock());
    return true;
  }

  async function showForChats(channel: Shows, bot: string): Promise<void> {
    const due = (await menuChats(prisma, channel.name)).flatMap((row) => {
      const { chat } = row;
      const lists = chatMenus(commands, { chat, owner: ownerOf(row) }, env.locale);
      const mark = markOf(bot, chat, lists);
      const key = `${channel.name} ${chat}`;
      return mark === row.note || rests(key) ? [] : [{ row, lists, mark, key }];
    });
    for (const { row, lists, mark, key } of due.slice(0, chatsAtOnce)) {
      if (!(await show(channel, key, only(lists)))) continue;
      await noteMenu(prisma, row.identityId, mark);
    }
  }

  /** The bot's name on its platform, kept for links; undefined while the platform is not reached. */
  async function introduce(channel: Channel): Promise<string | undefined> {
    const username = await channel.username?.().catch(() => undefined);
    if (username) await noteIntroduction(prisma, channel.name, username, clock());
    return username;
  }

  return async () => {
    for (const channel of channels) {
      const bot = await introduce(channel);
      if (bot === undefined || !shows(channel)) continue;
      if (await showForAll(channel, bot)) await showForChats(channel, bot);
    }
  };
}

const shows = (channel: Channel): channel is Shows => channel.setProfile !== undefined;

const only = (commands: readonly CommandList[]): BotProfile => ({ commands, texts: [], menu: 'commands' });

const ownerOf = ({ owner, roles, language }: MenuRow): MenuOwner =>
  owner === 'person'
    ? { kind: 'person', roles: roles.filter(isRole), language: language ?? '' }
    : { kind: owner };

const markOf = (...what: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(what)).digest('base64url').slice(0, 22);
