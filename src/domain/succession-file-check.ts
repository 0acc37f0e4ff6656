import type { Material } from './programme-material.ts';
import { problem, type Path, type Placed, type Problem } from './programme-problems.ts';
import { checkCode, doubles } from './programme-references.ts';
import type { Succession, Successor } from './succession-file.ts';
import { formatDay, type Day } from './time.ts';
import { fold } from './vietnamese.ts';

type Part = 'lead' | 'supporting';
const parts: readonly Part[] = ['lead', 'supporting'];

/** What the acts before have made of the programme: each act is judged by the day on which it falls. */
interface Standing {
  /** Day on which each body ended; undefined while it exists. */
  ended: Map<string, Day | undefined>;
  names: Map<string, Set<string>>;
  duties: Map<string, Record<Part, Set<string>>>;
}

type Act<Kind extends Succession['kind']> = Extract<Succession, { kind: Kind }>;
type Named = { code: string; name?: string | undefined; shortName?: string | undefined; aliases: string[] };

/**
 * Plays the acts through in order of their dates (of one day: in order of the
 * file) and says what does not fit: bodies that do not exist then, codes used
 * before, names that would mean two bodies, duties left without a body.
 */
export const checkSuccessions = (material: Material, acts: readonly Placed<Succession>[]): Problem[] => {
  const standing = standingOf(material);
  const inOrder = acts.toSorted((a, b) => (a.value.on < b.value.on ? -1 : a.value.on > b.value.on ? 1 : 0));
  return inOrder.flatMap(({ path, value }) => [
    ...tooEarly(path, value, material),
    ...play(standing, path, value, material.whole),
  ]);
};

const standingOf = ({ agencies, codes, duties }: Material): Standing => ({
  ended: new Map([...codes].map((code) => [code, undefined])),
  names: new Map(agencies.map(({ value }) => [value.code, namesOf(value)])),
  duties: new Map(
    duties.map(({ value }) => [
      value.number,
      { lead: new Set(value.lead), supporting: new Set(value.supporting) },
    ]),
  ),
});

const namesOf = ({ code, name, shortName, aliases }: Named): Set<string> =>
  new Set([code, name, shortName, ...aliases].filter((said) => said !== undefined).map(fold));

const tooEarly = (path: Path, { on }: Succession, { document }: Material): Problem[] =>
  document && on < document.date
    ? [problem([...path, 'on'], 'successionTooEarly', { on: formatDay(on), date: formatDay(document.date) })]
    : [];

const play = (standing: Standing, path: Path, act: Succession, whole: boolean): Problem[] => {
  switch (act.kind) {
    case 'rename':
      return rename(standing, path, act);
    case 'merge':
      return merge(standing, path, act);
    case 'split':
      return split(standing, path, act, whole);
    case 'dissolve':
      return dissolve(standing, path, act);
  }
};

const rename = (standing: Standing, path: Path, act: Act<'rename'>): Problem[] => {
  const next = { ...act, code: act.from };
  const problems = [
    ...mustExist(standing, [...path, 'from'], act.from),
    ...clashes(standing, path, next, [act.from]),
  ];
  standing.names.set(act.from, namesOf(next));
  return problems;
};

const merge = (standing: Standing, path: Path, act: Act<'merge'>): Problem[] => {
  const alone =
    new Set([...act.from, act.to.code]).size < 2 || (act.from.length < 2 && isNew(standing, act.to));
  const problems = [
    ...act.from.flatMap((code, index) => mustExist(standing, [...path, 'from', index], code)),
    ...(alone ? [problem([...path, 'from'], 'mergeAlone')] : []),
    ...mayFollow(standing, [...path, 'to'], act.to, act.from),
    ...mainContact(path, act.mainContactFrom, [...act.from, act.to.code]),
  ];
  for (const code of act.from) if (code !== act.to.code) moveAll(standing, code, act.to.code, act.on);
  admit(standing, act.to);
  return problems;
};

const split = (standing: Standing, path: Path, act: Act<'split'>, whole: boolean): Problem[] => {
  const held = [...standing.duties.keys()].filter((number) => holds(standing, number, act.from));
  const named = act.to.flatMap(({ duties }, part) =>
    duties.map((number, index) => ({ path: [...path, 'to', part, 'duties', index], value: number })),
  );
  const left = held.filter((number) => !named.some(({ value }) => value === number));
  const problems = [
    ...mustExist(standing, [...path, 'from'], act.from),
    ...act.to.flatMap((successor, part) => mayFollow(standing, [...path, 'to', part], successor, [act.from])),
    ...act.to.flatMap(({ code }, part) =>
      act.to.findIndex((other) => other.code === code) < part
        ? [problem([...path, 'to', part], 'successorTwice', { code })]
        : [],
    ),
    ...named.flatMap((duty) => namedDuty(standing, act.from, duty, whole)),
    ...act.to.flatMap(({ duties }, part) =>
      doubles([...path, 'to', part, 'duties'], duties).map((twice) =>
        problem(twice.path, 'dutyNamedTwice', { number: twice.value }),
      ),
    ),
    ...(left.length > 0 && exists(standing, act.from)
      ? [problem([...path, 'to'], 'dutiesNotNamed', { code: act.from, numbers: left.join(', ') })]
      : []),
    ...amongHeirs(
      path,
      act.tasksTo,
      act.to.map(({ code }) => code),
    ),
    ...mainContact(path, act.mainContactFrom, [act.from, ...act.to.map(({ code }) => code)]),
  ];
  for (const number of held) {
    const heirs = act.to.filter(({ duties }) => duties.includes(number)).map(({ code }) => code);
    hand(standing, number, act.from, heirs);
  }
  for (const successor of act.to) admit(standing, successor);
  if (!act.to.some(({ code }) => code === act.from)) end(standing, act.from, act.on);
  return problems;
};

const dissolve = (standing: Standing, path: Path, act: Act<'dissolve'>): Problem[] => {
  const alone = [...standing.duties].filter(([, { lead }]) => lead.has(act.from) && lead.size === 1);
  const numbers = alone.map(([number]) => number).join(', ');
  const problems = [
    ...mustExist(standing, [...path, 'from'], act.from),
    ...(act.to === undefined && alone.length > 0
      ? [problem(path, 'dissolvedWithDuties', { code: act.from, numbers })]
      : []),
    ...(act.to === act.from ? [problem([...path, 'to'], 'successorOfItself', { code: act.from })] : []),
    ...(act.to === undefined || act.to === act.from ? [] : mustExist(standing, [...path, 'to'], act.to)),
    ...mainContact(path, act.mainContactFrom, [act.from, ...(act.to === undefined ? [] : [act.to])]),
  ];
  if (act.to !== undefined) moveAll(standing, act.from, act.to, act.on);
  else end(standing, act.from, act.on);
  return problems;
};

const exists = (standing: Standing, code: string): boolean =>
  standing.ended.has(code) && standing.ended.get(code) === undefined;

const mustExist = (standing: Standing, path: Path, code: string): Problem[] => {
  const ended = standing.ended.get(code);
  if (ended !== undefined) return [problem(path, 'agencyEnded', { code, on: formatDay(ended) })];
  return checkCode(new Set(standing.ended.keys()), path, code);
};

/** A body that the act founds: it has a name, and no body had its code. */
const isNew = (standing: Standing, next: Successor): boolean =>
  next.name !== undefined && !standing.ended.has(next.code);

/** A successor exists, or is new: then it needs names, and a code that nobody had. */
const mayFollow = (standing: Standing, path: Path, next: Successor, from: readonly string[]): Problem[] => {
  const ended = standing.ended.get(next.code);
  if (ended !== undefined)
    return [problem([...path, 'code'], 'codeTaken', { code: next.code, on: formatDay(ended) })];
  const nameless = next.name === undefined || next.shortName === undefined;
  if (!standing.ended.has(next.code) && nameless) {
    return [problem(path, 'successorWithoutName', { code: next.code })];
  }
  return clashes(standing, path, next, [...from, next.code]);
};

/** Names that would then mean two bodies. Those of the predecessors pass on. */
const clashes = (standing: Standing, path: Path, next: Named, from: readonly string[]): Problem[] => {
  const owner = (name: string): string | undefined =>
    [...standing.names].find(
      ([code, names]) => !from.includes(code) && exists(standing, code) && names.has(fold(name)),
    )?.[0];
  const said: Placed<string | undefined>[] = [
    { path: [...path, 'name'], value: next.name },
    { path: [...path, 'shortName'], value: next.shortName },
    ...next.aliases.map((value, index) => ({ path: [...path, 'aliases', index], value })),
  ];
  return said.flatMap(({ path: at, value }) => {
    const other = value === undefined ? undefined : owner(value);
    return value === undefined || other === undefined
      ? []
      : [problem(at, 'nameClash', { name: value, owner: next.code, other })];
  });
};

const namedDuty = (
  standing: Standing,
  from: string,
  { path, value }: Placed<string>,
  whole: boolean,
): Problem[] => {
  if (!standing.duties.has(value)) return whole ? [problem(path, 'unknownDuty', { number: value })] : [];
  return holds(standing, value, from) ? [] : [problem(path, 'dutyNotHeld', { number: value, code: from })];
};

const amongHeirs = (path: Path, code: string | undefined, heirs: readonly string[]): Problem[] =>
  code === undefined || heirs.includes(code)
    ? []
    : [problem([...path, 'tasksTo'], 'tasksToOutside', { code, parties: heirs.join(', ') })];

const mainContact = (path: Path, code: string | undefined, parties: readonly string[]): Problem[] =>
  code === undefined || parties.includes(code)
    ? []
    : [problem([...path, 'mainContactFrom'], 'mainContactOutside', { code, parties: parties.join(', ') })];

const holds = (standing: Standing, number: string, code: string): boolean =>
  parts.some((part) => standing.duties.get(number)?.[part].has(code));

/** Passes a body's part in a duty on; several heirs may share it, as all bodies share a general duty. */
const hand = (standing: Standing, number: string, from: string, heirs: readonly string[]): void => {
  const duty = standing.duties.get(number);
  for (const part of parts) {
    if (duty?.[part].delete(from)) for (const heir of heirs) duty[part].add(heir);
  }
};

const moveAll = (standing: Standing, from: string, to: string, on: Day): void => {
  if (!exists(standing, from)) return;
  for (const number of standing.duties.keys()) hand(standing, number, from, [to]);
  end(standing, from, on);
};

const end = (standing: Standing, code: string, on: Day): void => {
  if (exists(standing, code)) standing.ended.set(code, on);
};

const admit = (standing: Standing, next: Named): void => {
  if (standing.ended.get(next.code) !== undefined) return;
  standing.ended.set(next.code, undefined);
  const before = next.name === undefined ? (standing.names.get(next.code) ?? new Set()) : new Set<string>();
  standing.names.set(next.code, new Set([...before, ...namesOf(next)]));
};
