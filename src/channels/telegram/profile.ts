import type { BotProfile, CommandList, ProfileLanguage, ProfileOutcome, ProfileTexts } from '../channel.ts';
import { chatId } from './address.ts';
import type { Api } from './api.ts';
import { ApiError } from './fault.ts';
import { fieldsOf, listOf } from './fields.ts';

/** One setting: what it is called, how to read it and compare, how to set it. */
interface Setting {
  what: string;
  stands(): Promise<boolean>;
  set(): Promise<unknown>;
}

/**
 * Brings what people see of the bot up to date. Only what differs is set: Telegram allows a few changes of a name a
 * day. One setting that is refused keeps back no other; throws nothing.
 */
export async function applyProfile(api: Api, profile: BotProfile): Promise<ProfileOutcome> {
  const settings = [
    ...profile.commands.map((each) => commandSetting(api, each)),
    ...profile.texts.flatMap((each) => textSettings(api, each)),
    menuSetting(api),
  ];
  const outcome: ProfileOutcome = { changed: [], failed: [] };
  for (const { what, stands, set } of settings) {
    try {
      if (await stands()) continue;
      await set();
      outcome.changed.push(what);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      outcome.failed.push({ what, reason: error.message });
    }
  }
  return outcome;
}

const inLanguage = (language: ProfileLanguage): { language_code?: string } =>
  language ? { language_code: language } : {};

function commandSetting(api: Api, { scope, language, list }: CommandList): Setting {
  const where = {
    scope: scope === 'default' ? { type: 'default' } : { type: 'chat', chat_id: chatId(scope.chat) },
    ...inLanguage(language),
  };
  const commands = list.map(({ command, description }) => ({ command, description }));
  return {
    what: `commands ${scope === 'default' ? scope : scope.chat} ${language}`.trim(),
    async stands() {
      const now = listOf(await api.call('getMyCommands', where)).map((each) => {
        const { command, description } = fieldsOf(each) ?? {};
        return { command, description };
      });
      return JSON.stringify(now) === JSON.stringify(commands);
    },
    set: () =>
      commands.length
        ? api.call('setMyCommands', { commands, ...where })
        : api.call('deleteMyCommands', where),
  };
}

/** The bot's texts: what each is called in our words, in the method's name and in its field. */
const textFields = [
  ['name', 'Name', 'name'],
  ['description', 'Description', 'description'],
  ['shortDescription', 'ShortDescription', 'short_description'],
] as const;

const textSettings = (api: Api, texts: ProfileTexts): Setting[] =>
  textFields.flatMap(([key, method, field]) => {
    const text = texts[key];
    if (text === undefined) return [];
    const language = inLanguage(texts.language);
    return {
      what: `${key} ${texts.language}`.trim(),
      stands: async () => (fieldsOf(await api.call(`getMy${method}`, language))?.[field] ?? '') === text,
      set: () => api.call(`setMy${method}`, { [field]: text, ...language }),
    };
  });

const menuSetting = (api: Api): Setting => ({
  what: 'menu',
  stands: async () => fieldsOf(await api.call('getChatMenuButton'))?.type === 'commands',
  set: () => api.call('setChatMenuButton', { menu_button: { type: 'commands' } }),
});
