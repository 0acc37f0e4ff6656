import type { Command } from 'commander';
import { loadProgramme } from '../decisions/load-programme.ts';
import { scheduleSuccession } from '../decisions/succession.ts';
import { programmeSchema, type Programme } from '../domain/programme.ts';
import type { Succession } from '../domain/succession-file.ts';
import {
  isSuccessionFile,
  readProgrammeFile,
  readSuccessionFile,
  type FileProblem,
} from '../store/programme-file.ts';
import type { Db } from '../store/db.ts';
import { orRefused, scheduledJson } from './succession-words.ts';
import { Refused, type Outcome, type Say, type Tools } from './tools.ts';

/** `programme check | load`: a decision's file, or a file of later reorganisations. */
export function programmeCommands(root: Command, { say, does }: Tools): void {
  const group = root.command('programme').description(say('cli.summary.programme'));
  const file = say('cli.option.programmeFile');
  does(
    group.command('check').description(say('cli.summary.programmeCheck')).argument('<FILE>', file),
    async (cli, { args: [path = ''] }) => {
      const read = await readEither(cli.prisma, path, cli.say);
      if (!read.ok) return problemsOutcome(read.problems, cli.say);
      const counts = countsOf(read);
      return {
        json: { ok: true, problems: [], ...counts },
        text: cli.say('cli.programme.right', { file: path }),
      };
    },
  );
  does(
    group.command('load').description(say('cli.summary.programmeLoad')).argument('<FILE>', file),
    async (cli, { args: [path = ''] }) => {
      const read = await readEither(cli.prisma, path, cli.say);
      if (!read.ok) return problemsOutcome(read.problems, cli.say);
      const loaded = await orRefused(
        cli.decide(async (scope) => {
          const programme = read.programme ? await loadProgramme(scope, read.programme) : {};
          const successions = [];
          for (const act of read.successions)
            successions.push(scheduledJson(await scheduleSuccession(scope, act)));
          return { ...programme, successions };
        }),
        cli.say,
      );
      return { json: { ok: true, ...loaded }, text: cli.say('cli.programme.loaded', { file: path }) };
    },
  );
}

type Read =
  | { ok: true; programme?: Programme; successions: readonly Succession[] }
  | { ok: false; problems: FileProblem[] };

/** Reads whichever of the two kinds the file is; later changes are played through on the programme that is loaded. */
async function readEither(db: Db, path: string, say: Say): Promise<Read> {
  if (!isSuccessionFile(path)) {
    const read = readProgrammeFile(path);
    return read.ok ? { ...read, successions: read.programme.successions } : read;
  }
  const rows = await db.programme.findMany({ orderBy: { loadedAt: 'asc' }, select: { file: true } });
  const programmes = rows.flatMap((row) => {
    const read = programmeSchema.safeParse(row.file);
    return read.success ? [read.data] : [];
  });
  const [first] = programmes;
  if (!first) throw new Refused(say('cli.programme.noneLoaded'));
  const reads = programmes.map((programme) => readSuccessionFile(path, programme));
  return reads.find((read) => read.ok) ?? reads[0] ?? readSuccessionFile(path, first);
}

const countsOf = (read: Extract<Read, { ok: true }>) => ({
  ...(read.programme
    ? { agencies: read.programme.agencies.length, duties: read.programme.duties.length }
    : {}),
  successions: read.successions.length,
});

function problemsOutcome(problems: readonly FileProblem[], say: Say): Outcome {
  const told = problems.map(({ file, line, key, params }) => ({
    file,
    line: line ?? null,
    problem: say(key, params),
  }));
  return {
    ok: false,
    json: { ok: false, problems: told },
    text: told
      .map(({ file, line, problem }) => `${file}${line === null ? '' : `:${line}`}: ${problem}`)
      .join('\n'),
  };
}
