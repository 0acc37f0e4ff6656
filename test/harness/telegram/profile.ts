import { checkCommands, checkLanguage, checkLength } from './rules.ts';
import type { Params } from './wire.ts';

/** What the bot tells of itself: commands by scope and language, name, descriptions, menu button. */

export interface BotCommand {
  command: string;
  description: string;
}

type Texts = 'name' | 'description' | 'short_description';

const longest: Record<Texts, number> = { name: 64, description: 512, short_description: 120 };

interface Scope {
  type: string;
  chat_id?: number | string;
  user_id?: number;
}

const keyOf = (scope: Scope | undefined, language: unknown): string => {
  const { type = 'default', chat_id = '', user_id = '' } = scope ?? {};
  return `${type} ${chat_id} ${user_id} ${(language as string | undefined) ?? ''}`;
};

export class Profile {
  private readonly commands = new Map<string, BotCommand[]>();
  private readonly texts = new Map<string, string>();
  private readonly menus = new Map<number, unknown>();

  setCommands(params: Params): true {
    const commands = params.commands as BotCommand[];
    checkCommands(commands);
    checkLanguage(params);
    // An empty list deletes, as with the real platform.
    const key = keyOf(params.scope as Scope | undefined, params.language_code);
    if (commands.length) this.commands.set(key, commands);
    else this.commands.delete(key);
    return true;
  }

  deleteCommands(params: Params): true {
    this.commands.delete(keyOf(params.scope as Scope | undefined, params.language_code));
    return true;
  }

  getCommands(params: Params): BotCommand[] {
    return this.commands.get(keyOf(params.scope as Scope | undefined, params.language_code)) ?? [];
  }

  /** The commands that the app shows: https://core.telegram.org/bots/api#determining-list-of-commands */
  shown(where: {
    chat: number;
    user: number;
    group: boolean;
    admin: boolean;
    language?: string;
  }): BotCommand[] {
    const { chat, user, group, admin, language } = where;
    const inGroup: Scope[] = [
      { type: 'chat_member', chat_id: chat, user_id: user },
      ...(admin ? [{ type: 'chat_administrators', chat_id: chat }] : []),
      { type: 'chat', chat_id: chat },
      ...(admin ? [{ type: 'all_chat_administrators' }] : []),
      { type: 'all_group_chats' },
    ];
    const inPrivate: Scope[] = [{ type: 'chat', chat_id: chat }, { type: 'all_private_chats' }];
    for (const scope of [...(group ? inGroup : inPrivate), { type: 'default' }]) {
      for (const code of language ? [language, undefined] : [undefined]) {
        const commands = this.commands.get(keyOf(scope, code));
        if (commands) return commands;
      }
    }
    return [];
  }

  setText(what: Texts, params: Params): true {
    checkLanguage(params);
    checkLength(what, params[what], longest[what]);
    this.texts.set(
      `${what} ${(params.language_code as string | undefined) ?? ''}`,
      (params[what] as string) ?? '',
    );
    return true;
  }

  getText(what: Texts, params: Params): Record<string, string> {
    return { [what]: this.text(what, params.language_code as string | undefined) };
  }

  /** What a person with this language reads. */
  text(what: Texts, language?: string): string {
    return this.texts.get(`${what} ${language ?? ''}`) || this.texts.get(`${what} `) || '';
  }

  setMenu(params: Params): true {
    this.menus.set((params.chat_id as number | undefined) ?? 0, params.menu_button ?? { type: 'default' });
    return true;
  }

  getMenu(params: Params): unknown {
    return (
      this.menus.get((params.chat_id as number | undefined) ?? 0) ?? this.menus.get(0) ?? { type: 'commands' }
    );
  }
}
