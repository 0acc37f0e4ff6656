import { rolesOf } from '../src/decisions/scope.ts';
import type { Choice, Reply } from '../src/domain/message.ts';
import { fold } from '../src/domain/vietnamese.ts';
import { hasText, isLanguage, type Language } from '../src/i18n.ts';
import { defineCommand, type Command, type Conversation, type Misread } from '../src/inbound/command.ts';
import { mayUse } from '../src/inbound/understand.ts';

/** Trợ giúp: what one's roles can do, computed from the commands themselves; doubles as the menu. */
export default defineCommand<{ of?: Command }>({
  name: 'help',
  slash: { vi: 'trogiup', en: 'help' },
  words: ['tro giup', 'giup', 'huong dan', 'menu', '?'],
  who: 'all',
  params: [{ name: 'of', takes: 'rest', read: readOf }],
  run: async (at, { of }) => (of ? one(of, at) : all(at)),
});

const usableBy = (at: Conversation): readonly Command[] =>
  at.commands.filter((command) => command.slash && mayUse(command, rolesOf(at.actor)));

const languageOf = (at: Conversation): Language => (isLanguage(at.actor.language) ? at.actor.language : 'vi');

/** "giahan", "/giahan", "gia hạn". */
function readOf(words: string, at: Conversation): Command | Misread {
  const said = fold(words.replace(/^\s*\//, '').trim());
  const named = usableBy(at).find(
    ({ slash, words: others = [] }) => slash?.vi === said || slash?.en === said || others.includes(said),
  );
  return named ?? { misread: at.t('help.unknown', { text: words.slice(0, 40) }) };
}

/** One command: what it does, how it is typed, and that it may be asked step by step. */
function one(command: Command, at: Conversation): Reply {
  const { t } = at;
  const slash = `/${command.slash?.[languageOf(at)] ?? ''}`;
  const key = `commands.${command.name}.example`;
  return {
    text: [
      `**${slash}** · ${summary(command, t)}`,
      ...(hasText(key) ? [t('help.example', { example: t(key) })] : []),
      ...(command.params?.some(({ ask }) => ask) ? [t('help.stepwise', { slash })] : []),
    ].join('\n'),
    buttons: [[{ label: summary(command, t), say: slash }]],
  };
}

function all(at: Conversation): Reply {
  const { t } = at;
  const roles = rolesOf(at.actor);
  const language = languageOf(at);
  const usable = usableBy(at);
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
}

type T = Conversation['t'];

const summary = (command: Command, t: T): string => {
  const key = `commands.${command.name}.summary`;
  return hasText(key) ? t(key) : '';
};

/** The commands that the menu offers as buttons; every other one is reachable from their answers. */
const menuNames = ['tasks', 'status', 'assign', 'overdue', 'calls', 'broadcast', 'calendar', 'me', 'invite'];

function menu(usable: readonly Command[], language: Language, t: T): Choice[][] {
  const choices = usable.map((command) => ({
    label: summary(command, t),
    say: `/${command.slash?.[language] ?? ''}`,
  }));
  const rows: Choice[][] = [];
  for (let index = 0; index < choices.length; index += 2) rows.push(choices.slice(index, index + 2));
  return rows;
}
