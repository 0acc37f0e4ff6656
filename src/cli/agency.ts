import { InvalidArgumentError, type Command } from 'commander';
import { z } from 'zod';
import { scheduleSuccession } from '../decisions/succession.ts';
import { checkSuccessions } from '../domain/succession-file-check.ts';
import { successionSchema, type Succession, type Successor } from '../domain/succession-file.ts';
import { materialOf } from '../domain/programme-material.ts';
import { place } from '../domain/programme-problems.ts';
import { programmeSchema } from '../domain/programme.ts';
import type { Day } from '../domain/time.ts';
import { agencyBook } from '../store/agencies.ts';
import { actOf, planAct } from '../decisions/succession-plan.ts';
import { allActs } from '../store/successions.ts';
import { obstacleWords, orRefused, scheduledJson, scheduledWords } from './succession-words.ts';
import {
  readCodes,
  readDay,
  Refused,
  type Cli,
  type Given,
  type Outcome,
  type Say,
  type Tools,
} from './tools.ts';

/** `agency list` and the dated reorganisations. */
export function agencyCommands(root: Command, tools: Tools): void {
  const { say, does } = tools;
  const group = root.command('agency').description(say('cli.summary.agency'));
  does(group.command('list').description(say('cli.summary.agencyList')), list);
  does(
    dated(group.command('rename').argument('<CODE>', say('cli.option.agency')), say, 'agencyRename')
      .requiredOption('--name <name>', say('cli.option.agencyName'))
      .requiredOption('--short-name <name>', say('cli.option.shortName'))
      .option('--alias <name...>', say('cli.option.alias')),
    (cli, given) => enter(cli, renameOf(given)),
  );
  does(
    dated(group.command('merge').argument('<CODE...>', say('cli.option.agencies')), say, 'agencyMerge')
      .requiredOption('--to <CODE>', say('cli.option.heir'), readHeir)
      .option('--main-contact-from <CODE>', say('cli.option.mainContact')),
    (cli, given) => enter(cli, mergeOf(given)),
  );
  splitCommand(group, tools);
  does(
    dated(group.command('dissolve').argument('<CODE>', say('cli.option.agency')), say, 'agencyDissolve')
      .option('--to <CODE>', say('cli.option.dissolveTo'))
      .option('--main-contact-from <CODE>', say('cli.option.mainContact')),
    (cli, given) => enter(cli, dissolveOf(given)),
  );
}

const dated = (
  command: Command,
  say: Say,
  summary: 'agencyRename' | 'agencyMerge' | 'agencySplit' | 'agencyDissolve',
) =>
  command
    .description(say(`cli.summary.${summary}`))
    .requiredOption('--on <DATE>', say('cli.option.onFrom'), readDay)
    .option('--basis <text>', say('cli.option.basis'));

/** `--duties I.4.1,I.4.2 --to SNNMT --duties I.4.3 --to SXD`: each `--duties` belongs to the `--to` after it. */
function splitCommand(group: Command, { say, does }: Tools): void {
  let waiting: string[] = [];
  const command = dated(
    group.command('split').argument('<CODE>', say('cli.option.agency')),
    say,
    'agencySplit',
  )
    .option('--duties <NUMBERS>', say('cli.option.duties'), (typed: string) => {
      waiting = typed.split(/[\s,;]+/).filter(Boolean);
      return typed;
    })
    .requiredOption('--to <CODE>', say('cli.option.splitTo'), (typed: string, before: Heir[] = []) => {
      const heir = { ...readHeir(typed), duties: waiting };
      waiting = [];
      return [...before, heir];
    })
    .option('--tasks-to <CODE>', say('cli.option.tasksTo'))
    .option('--main-contact-from <CODE>', say('cli.option.mainContact'));
  does(command, (cli, given) => enter(cli, splitOf(given)));
}

type Heir = Successor & { duties: string[] };

/** `STC`, or with names for a new body: `SNNMT=Sở Nông nghiệp và Môi trường|Sở NN&MT`. */
function readHeir(typed: string): Successor {
  const [code = '', names] = typed.split(/=(.*)/s);
  const [name, shortName = name] = names?.split('|').map((one) => one.trim()) ?? [];
  const heir = { code: code.trim().toUpperCase(), aliases: [] };
  if (!heir.code || (names !== undefined && !name)) throw new InvalidArgumentError(typed);
  return name === undefined ? heir : { ...heir, name, shortName };
}

const onDay = z.custom<Day>((value) => typeof value === 'string');
const heirSchema = z.custom<Successor>((value) => typeof value === 'object');
const shared = {
  on: onDay,
  basis: z.string().optional(),
  mainContactFrom: z.string().toUpperCase().optional(),
};

const codesIn = ({ args }: Given): string[] => args.flatMap(readCodes);

function renameOf(given: Given): Succession {
  const { on, basis, name, shortName, alias } = z
    .object({ ...shared, name: z.string(), shortName: z.string(), alias: z.array(z.string()).default([]) })
    .parse(given.options);
  return { kind: 'rename', on, basis, from: codesIn(given)[0] ?? '', name, shortName, aliases: alias };
}

function mergeOf(given: Given): Succession {
  const { to, ...rest } = z.object({ ...shared, to: heirSchema }).parse(given.options);
  return { kind: 'merge', ...rest, from: codesIn(given), to };
}

function splitOf(given: Given): Succession {
  const { to, tasksTo, ...rest } = z
    .object({
      ...shared,
      to: z.array(z.custom<Heir>((value) => typeof value === 'object')),
      tasksTo: z.string().toUpperCase().optional(),
    })
    .parse(given.options);
  return { kind: 'split', ...rest, from: codesIn(given)[0] ?? '', to, tasksTo };
}

function dissolveOf(given: Given): Succession {
  const { to, ...rest } = z
    .object({ ...shared, to: z.string().toUpperCase().optional() })
    .parse(given.options);
  return { kind: 'dissolve', ...rest, from: codesIn(given)[0] ?? '', to };
}

/** Checks the act on everything that was entered before, and enters it. */
async function enter(cli: Cli, typed: Succession): Promise<Outcome> {
  // As a file's would be: without what was not said, so that the same act is known again.
  const read = successionSchema.safeParse(JSON.parse(JSON.stringify(typed)));
  if (!read.success)
    throw new Refused(cli.say('cli.agency.unclear', { what: String(read.error.issues[0]?.path.join('.')) }));
  const act = read.data;
  await check(cli, act);
  const done = await orRefused(
    cli.decide((scope) => scheduleSuccession(scope, act)),
    cli.say,
  );
  return { json: scheduledJson(done), text: scheduledWords(done, act.on, cli.say) };
}

async function check({ prisma, say }: Cli, act: Succession): Promise<void> {
  const { file } =
    (await prisma.programme.findFirst({ orderBy: { loadedAt: 'asc' }, select: { file: true } })) ?? {};
  const programme = programmeSchema.safeParse(file);
  if (!programme.success) throw new Refused(say('cli.programme.noneLoaded'));
  const entered = (await allActs(prisma)).map(actOf);
  const known = JSON.stringify(act);
  if (entered.some((one) => JSON.stringify(one) === known)) return;
  const problems = checkSuccessions(materialOf({ ...programme.data, successions: [] }), [
    ...place(['entered'], entered),
    ...place(['act'], [act]),
  ]).filter(({ path }) => path[0] === 'act');
  if (!problems.length) return;
  // Everything at once: what the file would be told, and what the present holdings stand against it.
  const { obstacles } = await planAct(prisma, act);
  throw new Refused(
    [
      ...problems.map(({ path, key, params }) =>
        say(`programme.problem.${key}`, { ...params, where: path.slice(2).join('.') || act.kind }),
      ),
      ...obstacles.filter(({ code }) => code === 'openWork').map((obstacle) => obstacleWords(obstacle, say)),
    ].join('\n'),
  );
}

async function list(cli: Cli): Promise<Outcome> {
  const { agencies } = await agencyBook(cli.prisma);
  const json = agencies.map(({ code, name, shortName, oversight, counted, endedOn, former, successors }) => ({
    code,
    name,
    shortName,
    oversight,
    counted,
    endedOn,
    formerNames: former.map((old) => ({ code: old.code, name: old.name, until: old.until })),
    successors,
  }));
  const text = agencies
    .map(({ code, name, endedOn }) => [code, name, endedOn ?? ''].join('\t').trimEnd())
    .join('\n');
  return { json, text };
}
