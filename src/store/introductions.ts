import type { ChannelName } from '../domain/message.ts';
import type { Db } from './db.ts';
import { putSetting, readMark } from './settings.ts';

/** Under which name people find the bot on a platform, as the platform says it. */

export const usernameKey = (channel: ChannelName): string => `${channel}.username`;

/** The bot's name there. Written on change only. */
export async function noteIntroduction(
  db: Db,
  channel: ChannelName,
  username: string,
  now: Date,
): Promise<void> {
  const key = usernameKey(channel);
  if ((await readMark(db, key)) !== username) await putSetting(db, key, username, now);
}

/** Forgets the names of bots whose channel is no longer on: no link leads to them. */
export async function forgetIntroductions(db: Db, on: readonly ChannelName[]): Promise<void> {
  await db.setting.deleteMany({ where: { key: { endsWith: '.username', notIn: on.map(usernameKey) } } });
}

/** A link that opens the chat with the Telegram bot and hands it this code; undefined where there is no bot. */
export async function telegramLink(db: Db, code: string): Promise<string | undefined> {
  const username = await readMark(db, usernameKey('telegram'));
  return username && `https://t.me/${username}?start=${code}`;
}
