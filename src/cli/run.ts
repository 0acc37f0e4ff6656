import { Command, CommanderError, Help } from 'commander';
import { pino } from 'pino';
import { ConfigError, inWords, readConfig, type Environment } from '../config.ts';
import { plainText } from '../domain/markup.ts';
import { isRefusal } from '../domain/refusal.ts';
import { hasText, isLanguage, translatorFor, type Translate } from '../i18n.ts';
import { wordRefusal } from '../inbound/refusals.ts';
import { DataDirError } from '../store/data-dir.ts';
import { PostgresError } from '../store/private-postgres.ts';
import { WrongSecretKey } from '../store/secret-key.ts';
import { groups } from './groups.ts';
import { openCli } from './open.ts';
import { Refused, sayWith, type Outcome, type Say, type Tools } from './tools.ts';

/** Where a run reads and writes: the process's own, or a test's. */
export interface Terminal {
  environment: Environment;
  clock(): Date;
  out(text: string): void;
  err(text: string): void;
}

export const exitStatus = { done: 0, refused: 1, usage: 2 } as const;
type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/**
 * Runs one administrator's command. Exit status 0 done, 1 refused with the reason on standard error, 2 wrong usage.
 * With `--json` exactly one JSON value is written to standard output: the result, or `{ "error": reason }`.
 */
export async function run(argv: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  const locale = terminal.environment.LOCALE?.trim() ?? '';
  const t = translatorFor(isLanguage(locale) ? locale : 'vi');
  const state: { outcome?: Outcome; json: boolean } = { json: argv.includes('--json') };
  try {
    await program(terminal, t, (outcome) => (state.outcome = outcome)).parseAsync([...argv], {
      from: 'user',
    });
  } catch (error) {
    return failed(error, state.json, terminal, t);
  }
  const { outcome } = state;
  if (outcome) {
    if (state.json) terminal.out(`${JSON.stringify(outcome.json, undefined, 2)}\n`);
    else if (outcome.ok !== false) terminal.out(`${outcome.text}\n`);
    if (outcome.ok === false) terminal.err(`${outcome.text}\n`);
  }
  return outcome?.ok === false ? exitStatus.refused : exitStatus.done;
}

function failed(error: unknown, json: boolean, terminal: Terminal, t: Translate): ExitStatus {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitStatus.done;
    terminal.err(`${usageWords(error, sayWith(t))}\n`);
    return exitStatus.usage;
  }
  const reason = reasonOf(error, t);
  if (json) terminal.out(`${JSON.stringify({ error: reason })}\n`);
  terminal.err(`${reason}\n`);
  return exitStatus.refused;
}

/** What commander found wrong, in our words; the typed word that it quotes is named. */
function usageWords(error: CommanderError, say: Say): string {
  const named = [...error.message.matchAll(/'([^']*)'/g)].map((match) => match[1] ?? '');
  const key = `cli.usage.${error.code.replace('commander.', '')}`;
  const fields = { what: named[0] ?? '', given: named[1] ?? '' };
  return `${hasText(key) ? say(key, fields) : say('cli.usage.other', fields)} ${say('cli.usage.help')}`;
}

function reasonOf(error: unknown, t: Translate): string {
  if (error instanceof Refused) return error.message;
  if (isRefusal(error)) return plainText(wordRefusal(error, t).text);
  if (error instanceof ConfigError) return plainText(inWords(error.problems, t));
  if (error instanceof DataDirError)
    return plainText(t('config.dataDir', { folder: error.folder, code: error.code }));
  if (error instanceof PostgresError) return plainText(t(`config.postgres.${error.problem}`, error.params));
  if (error instanceof WrongSecretKey) return plainText(t('cli.start.wrongKey'));
  return plainText(t('cli.failed', { reason: error instanceof Error ? error.message : String(error) }));
}

/** The program with all its groups; `tell` takes the outcome of the one command that runs. */
function program(terminal: Terminal, t: Translate, tell: (outcome: Outcome) => void): Command {
  const say = sayWith(t);
  const root = new Command('dondoc').description(say('cli.summary.dondoc'));
  settle(root, terminal, say);
  const log = pino({ level: 'error' }, pino.destination(2));
  const tools: Tools = {
    say,
    does: (command, work) =>
      leaf(command, async (given) => {
        const { cli, close } = await openCli(readConfig(terminal.environment), log, terminal.clock);
        try {
          tell(await work(cli, given));
        } finally {
          await close();
        }
      }),
    doesBare: (command, work) =>
      leaf(command, async (given) => {
        const config = readConfig(terminal.environment);
        tell(await work({ config, clock: terminal.clock, t, say, log }, given));
      }),
  };
  function leaf(
    command: Command,
    work: (given: { args: string[]; options: Record<string, unknown> }) => Promise<void>,
  ): void {
    command.option('--json', say('cli.option.json'));
    command.action(() => work({ args: command.args, options: command.opts<Record<string, unknown>>() }));
  }
  for (const group of groups) group(root, tools);
  settleAll(root, terminal, say);
  return root;
}

function settleAll(command: Command, terminal: Terminal, say: Say): void {
  settle(command, terminal, say);
  for (const child of command.commands) settleAll(child, terminal, say);
}

/** Errors are thrown, words are ours. */
function settle(command: Command, terminal: Terminal, say: Say): void {
  command
    .exitOverride()
    .helpCommand(false)
    .helpOption('-h, --help', say('cli.option.help'))
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err, outputError: () => undefined })
    .configureHelp({ styleTitle: (title) => titleWords(title, say) });
  command.createHelp = () => Object.assign(new Help(), command.configureHelp());
}

const titles = {
  'Usage:': 'cli.help.usage',
  'Arguments:': 'cli.help.arguments',
  'Options:': 'cli.help.options',
  'Commands:': 'cli.help.commands',
} as const;

const titleWords = (title: string, say: Say): string =>
  title in titles ? say(titles[title as keyof typeof titles]) : title;
