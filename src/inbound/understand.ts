import { fold } from '../domain/vietnamese.ts';
import type { Role } from '../domain/roles.ts';
import type { Command } from './command.ts';

/** The commands, by every word that calls them. Built once from the declarations. */
export class CommandBook {
  readonly all: readonly Command[];
  private readonly bySlash = new Map<string, Command>();
  private readonly byWord = new Map<string, Command>();
  private readonly byName = new Map<string, Command>();

  constructor(commands: readonly Command[]) {
    this.all = commands;
    for (const command of commands) {
      this.claim(this.byName, command.name, command);
      for (const word of Object.values(command.slash ?? {})) {
        this.claim(this.bySlash, word, command);
        if (command.bare !== false) this.claim(this.byWord, word, command);
      }
      for (const word of command.words ?? []) this.claim(this.byWord, fold(word), command);
    }
  }

  private claim(index: Map<string, Command>, word: string, command: Command): void {
    const holder = index.get(word);
    if (holder && holder !== command)
      throw new Error(`"${word}" calls both ${holder.name} and ${command.name}`);
    index.set(word, command);
  }

  /** The command of that name; a programming error where there is none. */
  named(name: string): Command {
    const command = this.byName.get(name);
    if (!command) throw new Error(`no command is called ${name}`);
    return command;
  }

  /** "/xacnhan@bot 12" → the command and the words after it; undefined for text that is no slash command. */
  slash(text: string): { command: Command | undefined; word: string; rest: string } | undefined {
    const match = /^\s*\/([A-Za-z]\w*)(?:@\w+)?(?:\s+([\s\S]*))?$/.exec(text);
    if (!match) return undefined;
    const word = fold(match[1] ?? '');
    return { command: this.bySlash.get(word), word, rest: match[2]?.trim() ?? '' };
  }

  /**
   * Text that is nothing but a command's word, alone or with a task number ("nhiemvu", "xacnhan #12", "trợ giúp").
   */
  bareWord(text: string): { command: Command; rest: string } | undefined {
    const match = /^\s*([\p{L}\p{M}_ ]+?)(?:\s+#?(\d{1,6}))?\s*$/u.exec(text);
    const command = match && this.byWord.get(fold(match[1] ?? ''));
    return command ? { command, rest: match[2] ?? '' } : undefined;
  }
}

/** May this person use the command? `undefined` roles: a stranger. */
export const mayUse = (command: Command, roles: readonly Role[] | undefined): boolean => {
  if (command.who === 'anyone') return true;
  if (!roles) return false;
  return command.who === 'all' || command.who.some((role) => roles.includes(role));
};
