import type { BotProfile, CommandList, ProfileTexts } from '../channels/channel.ts';
import { plainText } from '../domain/markup.ts';
import type { Role } from '../domain/roles.ts';
import { hasText, isLanguage, languages, translatorFor, type Language, type Translate } from '../i18n.ts';
import type { Command } from './command.ts';
import { mayUse } from './understand.ts';

/** The lists of commands that platforms show, computed from the commands themselves, and the bot's own texts. */

/** Whose chat it is. Nobody's: the list for all shows there again. */
export type MenuOwner =
  { kind: 'person'; roles: readonly Role[]; language: string } | { kind: 'group' | 'nobody' };

export interface MenuChat {
  chat: string;
  owner: MenuOwner;
}

/** What the platforms take: commands in one list, UTF-16 units of a description, of a name and of the texts. */
const mostCommands = 100;
const longest = { command: 256, name: 64, description: 512, shortDescription: 120 };

/**
 * For all: what a stranger may say. For each chat: what its person's roles may, or in an agency's group what is
 * answered there. In both languages; people of other languages see the person's own, or the province's (`locale`).
 */
export function commandMenus(
  commands: readonly Command[],
  chats: readonly MenuChat[],
  locale: string,
): CommandList[] {
  const all = (command: Command): boolean => command.who === 'anyone' || command.name === 'help';
  return [
    ...inEach(commands.filter(all), 'default', locale),
    ...chats.flatMap((each) => chatMenus(commands, each, locale)),
  ];
}

/** The lists of one chat. */
export const chatMenus = (
  commands: readonly Command[],
  { chat, owner }: MenuChat,
  locale: string,
): CommandList[] =>
  inEach(
    commands.filter((command) => isShown(command, owner)),
    { chat },
    owner.kind === 'person' ? owner.language : locale,
  );

function isShown(command: Command, owner: MenuOwner): boolean {
  switch (owner.kind) {
    case 'person':
      return mayUse(command, owner.roles);
    case 'group':
      return command.inGroup === 'agency' || command.inGroup === 'here';
    case 'nobody':
      return false;
  }
}

function inEach(commands: readonly Command[], scope: CommandList['scope'], other: string): CommandList[] {
  return ([...languages, ''] as const).map((language) => ({
    scope,
    language,
    list: listIn(commands, language || (isLanguage(other) ? other : 'vi')),
  }));
}

const listIn = (commands: readonly Command[], language: Language): CommandList['list'] => {
  const t = translatorFor(language);
  return commands
    .flatMap(({ name, slash }) => {
      const key = `commands.${name}.summary`;
      if (!slash || !hasText(key)) return [];
      return [{ command: slash[language], description: plainText(t(key)).slice(0, longest.command) }];
    })
    .slice(0, mostCommands);
};

/** The bot's profile: `name` is the programme's display name, the same in every language. */
export function botProfile(commands: readonly Command[], name: string, locale: string): BotProfile {
  const texts = ([...languages, ''] as const).map((language): ProfileTexts => ({
    language,
    name: clip(name, longest.name),
    ...textsIn(translatorFor(language || locale), name),
  }));
  return { commands: commandMenus(commands, [], locale), texts, menu: 'commands' };
}

const textsIn = (t: Translate, name: string) => ({
  description: clip(plainText(t('profile.description', { name })), longest.description),
  shortDescription: clip(plainText(t('profile.shortDescription', { name })), longest.shortDescription),
});

/** Never within a character. */
const clip = (text: string, units: number): string =>
  text.length <= units ? text : text.slice(0, units - 1).replace(/[\ud800-\udbff]$/, '') + '…';
