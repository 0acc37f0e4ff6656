import { daysOpen, MAX_DAYS_OPEN } from './programme-dates.ts';
import type { Material } from './programme-material.ts';
import { place, problem, repeats, type Path, type Problem } from './programme-problems.ts';
import { checkCode, checkCodes, doubles } from './programme-references.ts';
import type { ProgrammeWards } from './programme.ts';

/** What is planned by year: reporting cycles and wards. */

type Cycle = Material['cycles'][number]['value'];

export const checkReporting = (material: Material): Problem[] => {
  const { cycles, codes, reporting } = material;
  return [
    ...(reporting ? checkParties(codes, ['reporting'], reporting) : []),
    ...repeats(cycles, ({ code }) => code).map(({ again }) =>
      problem([...again.path, 'code'], 'cycleTwice', { code: again.value.code }),
    ),
    ...cycles.flatMap(({ path, value }) => [
      ...checkParties(codes, path, {
        receiver: value.receiver ?? reporting?.receiver,
        reporters: value.reporters,
      }),
      ...checkCycleKind(path, value),
      ...checkTitle(path, value),
      ...checkDates(path, value),
      ...checkYears([...path, 'years'], value.years ?? [], material.years),
    ]),
  ];
};

const checkParties = (
  codes: ReadonlySet<string>,
  path: Path,
  { receiver = '', reporters = [] }: { receiver?: string | undefined; reporters?: string[] | undefined },
): Problem[] => [
  ...checkCode(codes, [...path, 'receiver'], receiver),
  ...checkCodes(codes, [...path, 'reporters'], reporters),
  ...doubles([...path, 'reporters'], reporters).map((twice) =>
    problem(twice.path, 'reporterTwice', { code: twice.value }),
  ),
  ...reporters.flatMap((code, index) =>
    code !== '' && code === receiver
      ? [problem([...path, 'reporters', index], 'reporterIsReceiver', { code })]
      : [],
  ),
];

const checkCycleKind = (path: Path, { code, dates, years }: Cycle): Problem[] => {
  if (dates && years) return [problem([...path, 'years'], 'cycleTwoKinds', { code })];
  return dates || years ? [] : [problem(path, 'cycleWithoutDates', { code })];
};

/** Without its year each task of a cycle would be called the same. */
const checkTitle = (path: Path, { title, dates = [] }: Cycle): Problem[] => {
  const at = [...path, 'title'];
  const others = [...title.matchAll(/\{([^{}]*)\}/g)].filter(
    ([, name]) => name !== 'year' && name !== 'period',
  );
  return [
    ...(title.includes('{year}') ? [] : [problem(at, 'titleWithoutYear', { title })]),
    ...(dates.length < 2 || title.includes('{period}') ? [] : [problem(at, 'titleWithoutPeriod', { title })]),
    ...others.map(([placeholder]) => problem(at, 'unknownPlaceholder', { placeholder })),
  ];
};

const checkDates = (path: Path, { title, dates = [] }: Cycle): Problem[] => {
  const placed = place([...path, 'dates'], dates);
  const needsPeriod = dates.length > 1 || title.includes('{period}');
  return [
    ...placed.flatMap(({ path: at, value }) =>
      daysOpen(value) > MAX_DAYS_OPEN
        ? [problem([...at, 'opens'], 'opensTooEarly', { opens: value.opens, due: value.due })]
        : [],
    ),
    ...(needsPeriod ? placed : []).flatMap(({ path: at, value }) =>
      value.period === undefined ? [problem([...at, 'period'], 'missing', { field: 'period' })] : [],
    ),
    ...repeats(
      placed.filter(({ value }) => value.period !== undefined),
      ({ period }) => period ?? '',
    ).map(({ again }) =>
      problem([...again.path, 'period'], 'periodTwice', { period: again.value.period ?? '' }),
    ),
  ];
};

const checkYears = (path: Path, values: readonly number[], within: Material['years']): Problem[] =>
  values.flatMap((year, index) =>
    within && (year < within.from || year > within.to)
      ? [problem([...path, index], 'yearOutside', { year, from: within.from, to: within.to })]
      : [],
  );

/** The targets of all years together build every ward once. */
export const checkWards = ({ wards, codes, years }: Material): Problem[] => {
  if (!wards) return [];
  const towns = place(['wards', 'towns'], wards.towns);
  return [
    ...towns.flatMap(({ path, value }) => checkCode(codes, [...path, 'agency'], value.agency)),
    ...repeats(towns, ({ agency }) => agency).map(({ again }) =>
      problem([...again.path, 'agency'], 'townTwice', { code: again.value.agency }),
    ),
    ...towns.flatMap(({ path, value }) =>
      doubles([...path, 'names'], value.names).map((twice) =>
        problem(twice.path, 'wardTwice', { name: twice.value, code: value.agency }),
      ),
    ),
    ...checkTargets(wards, years),
  ];
};

const checkTargets = (wards: ProgrammeWards, years: Material['years']): Problem[] => {
  const targets = place(['wards', 'targets'], wards.targets);
  const names = new Set(wards.towns.flatMap((town) => town.names));
  const wardCount = wards.towns.reduce((sum, town) => sum + town.names.length, 0);
  const planned = wards.targets.reduce((sum, target) => sum + target.count, 0);
  return [
    ...repeats(targets, ({ year }) => year).map(({ again }) =>
      problem([...again.path, 'year'], 'targetTwice', { year: again.value.year }),
    ),
    ...targets.flatMap(({ path, value }) => [
      ...(years && (value.year < years.from || value.year > years.to)
        ? [problem([...path, 'year'], 'yearOutside', { year: value.year, from: years.from, to: years.to })]
        : []),
      ...value.including.flatMap((name, index) =>
        names.has(name) ? [] : [problem([...path, 'including', index], 'unknownWard', { name })],
      ),
      ...(value.including.length > value.count
        ? [problem([...path, 'count'], 'targetTooSmall', { year: value.year, named: value.including.length })]
        : []),
    ]),
    ...(planned === wardCount
      ? []
      : [problem(['wards', 'targets'], 'targetsUnequalWards', { planned, wards: wardCount })]),
  ];
};
