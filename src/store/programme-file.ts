import { checkMaterial, checkProgramme } from '../domain/programme-check.ts';
import { problemsOf, valueAt, whereIs } from '../domain/programme-issues.ts';
import { materialOf, salvage } from '../domain/programme-material.ts';
import { place, problem, type Problem, type ProblemKey } from '../domain/programme-problems.ts';
import { programmeSchema, type Programme } from '../domain/programme.ts';
import { checkSuccessions } from '../domain/succession-file-check.ts';
import { successionFileSchema, type SuccessionFile } from '../domain/succession-file.ts';
import { readYaml, type FormProblem, type YamlSource } from './yaml-source.ts';

/** One thing wrong with a file, with the key of the words that name it and its remedy. */
export interface FileProblem {
  file: string;
  /** From 1; absent where the file could not be opened. */
  line?: number;
  key: `programme.problem.${ProblemKey}`;
  /** Always with `where`: the place in the document, `duties › I.4.1 › lead`. */
  params: Record<string, string | number>;
}

type Refused = { ok: false; problems: FileProblem[] };

/** Reads and checks a programme file. Everything that is wrong is told at once, in order of lines. */
export const readProgrammeFile = (path: string): { ok: true; programme: Programme } | Refused => {
  const file = readYaml(path);
  if (!file.ok) return { ok: false, problems: told(path, file.problems, []) };
  const { raw } = file.source;
  const read = programmeSchema.safeParse(raw);
  const problems = read.success
    ? checkProgramme(read.data)
    : withoutRepetition(problemsOf(read.error.issues, raw), checkMaterial(salvage(raw)));
  return read.success && problems.length + file.problems.length === 0
    ? { ok: true, programme: read.data }
    : { ok: false, problems: told(path, file.problems, problems, file.source) };
};

/** Reads a file of later changes and plays it through on its programme, after those that the programme itself has. */
export const readSuccessionFile = (
  path: string,
  programme: Programme,
): ({ ok: true } & Pick<SuccessionFile, 'successions'>) | Refused => {
  const file = readYaml(path);
  if (!file.ok) return { ok: false, problems: told(path, file.problems, []) };
  const { raw } = file.source;
  const read = successionFileSchema.safeParse(raw);
  const problems = read.success ? playedThrough(read.data, programme) : problemsOf(read.error.issues, raw);
  return read.success && problems.length + file.problems.length === 0
    ? { ok: true, successions: read.data.successions }
    : { ok: false, problems: told(path, file.problems, problems, file.source) };
};

/** Whether a file is one of later changes (it names its programme) or a programme. Unreadable ones count as programmes. */
export const isSuccessionFile = (path: string): boolean => {
  const file = readYaml(path);
  return file.ok && valueAt(file.source.raw, ['programme']) !== undefined;
};

const playedThrough = (file: SuccessionFile, programme: Programme): Problem[] => {
  if (file.programme !== programme.code) {
    return [
      problem(['programme'], 'successionOtherProgramme', { code: file.programme, wanted: programme.code }),
    ];
  }
  const own = place(['programme'], programme.successions);
  return checkSuccessions(materialOf(programme), [
    ...own,
    ...place(['successions'], file.successions),
  ]).filter(({ path }) => path[0] === 'successions');
};

/** What a field's own check has said need not be said again by a cross-check. */
const withoutRepetition = (own: readonly Problem[], cross: readonly Problem[]): Problem[] => {
  const said = new Set(own.map(({ path }) => JSON.stringify(path)));
  return [...own, ...cross.filter(({ path }) => !said.has(JSON.stringify(path)))];
};

const told = (
  file: string,
  form: readonly FormProblem[],
  content: readonly Problem[],
  source?: YamlSource,
): FileProblem[] =>
  [
    ...form.map(({ key, params, line }) => ({ ...tell(file, key, params), ...(line ? { line } : {}) })),
    ...content.map(({ path, key, params }) => ({
      ...tell(file, key, { ...params, where: whereIs(source?.raw, path) }),
      line: source?.lineOf(path) ?? 1,
    })),
  ].toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));

const tell = (file: string, key: ProblemKey, params: Problem['params']): FileProblem => ({
  file,
  key: `programme.problem.${key}`,
  params,
});
