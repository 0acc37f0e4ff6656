import { rolesOf } from '../src/decisions/scope.ts';
import type { Choice } from '../src/domain/message.ts';
import { hasText, isLanguage } from '../src/i18n.ts';
import { defineCommand, type Command } from '../src/inbound/command.ts';
import { mayUse } from '../src/inbound/understand.ts';

/** Trợ giúp: what one's roles can do, computed from the commands themselves; doubles as the menu. */
export default defineCommand({
  name: 'help',
  slash: { vi: 'trogiup', en: 'help' },
  words: ['tro giup', 'giup', 'huong dan', 'menu', '?'],
  who: 'all',
  run: async (at) => {
    const { t } = at;
    const roles = rolesOf(at.actor);
    const language = isLanguage(at.actor.language) ? at.actor.language : 'vi';
    const usable = at.commands.filter((command) => command.slash && mayUse(command, roles));
    const lines = usable.map((command) => `- \`/${command.slash?.[language] ?? ''}\` ${summary(command, t)}`);
    return {
      text: [
        `**${t('help.head')}**`,
        ...(roles.includes('focal') || roles.includes('head') ? [t('help.agency')] : []),
        ...(roles.some((role) => role !== 'focal' && role !== 'head') ? [t('help.oversight')] : []),
        ...lines,
        t('help.foot'),
      ].join('\n'),
      buttons: menu(
        usable.filter((command) => menuNames.includes(command.name)),
        language,
        t,
      ),
    };
  },
});

type T = Parameters<NonNullable<Command['run']>>[0]['t'];

const summary = (command: Command, t: T): string => {
  const key = `commands.${command.name}.summary`;
  return hasText(key) ? t(key) : '';
};

/** The commands that the menu offers as buttons; every other one is reachable from their answers. */
const menuNames = ['tasks', 'status', 'assign', 'overdue', 'calls', 'broadcast', 'calendar', 'me', 'invite'];

function menu(usable: readonly Command[], language: 'vi' | 'en', t: T): Choice[][] {
  const choices = usable.map((command) => ({
    label: summary(command, t),
    say: `/${command.slash?.[language] ?? ''}`,
  }));
  const rows: Choice[][] = [];
  for (let index = 0; index < choices.length; index += 2) rows.push(choices.slice(index, index + 2));
  return rows;
}
