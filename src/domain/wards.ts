/** Wards of the scheme and the plan by year (119/QĐ-UBND, Phần II.II.2). */

export const wardStates = [
  'not_started', // chưa triển khai
  'building', // đang xây dựng
  'built', // đã hoàn thành xây dựng
  'recognised', // đã được công nhận
] as const;
export type WardState = (typeof wardStates)[number];

export interface WardFacts {
  state: WardState;
  /** Null until a coordinator sets it. */
  plannedYear: number | null;
  /** Year in which the building was completed. */
  builtYear: number | null;
}

/** Built, recognised or not yet: what counts against the plan. */
export const isBuilt = ({ state }: Pick<WardFacts, 'state'>): boolean =>
  state === 'built' || state === 'recognised';

/**
 * The state and year after a change. Leaving the built states forgets the year,
 * reaching them takes the year given, for recognition may come years later.
 */
export const withState = (ward: WardFacts, state: WardState, year: number): WardFacts => ({
  ...ward,
  state,
  builtYear: isBuilt({ state }) ? (ward.builtYear ?? year) : null,
});

export interface WardYear {
  year: number;
  /** How many the scheme wants in this year, and up to its end. */
  target: number;
  targetSoFar: number;
  /** How many wards coordinators have planned for it. */
  planned: number;
  /** How many were completed in it, and up to its end. */
  built: number;
  builtSoFar: number;
}

const countWhere = (wards: readonly WardFacts[], test: (ward: WardFacts) => boolean): number =>
  wards.filter(test).length;

/**
 * Plan and fact by year, in order. Years in which something was planned or built
 * outside the targets stand with the target 0, so that no ward drops out of the
 * sums; a ward that is built without a known year counts from the first year on.
 */
export const planAndFact = (
  targets: readonly { year: number; count: number }[],
  wards: readonly WardFacts[],
): WardYear[] => {
  const built = wards.filter(isBuilt);
  const named = [...targets.map(({ year }) => year), ...wards.flatMap((ward) => ward.plannedYear ?? [])];
  const years = [...new Set([...named, ...built.flatMap((ward) => ward.builtYear ?? [])])].sort(
    (a, b) => a - b,
  );
  const first = years[0] ?? 0;
  const builtIn = ({ builtYear }: WardFacts): number => builtYear ?? first;
  const targetUpTo = (year: number): number =>
    targets.filter((target) => target.year <= year).reduce((sum, { count }) => sum + count, 0);
  return years.map((year) => ({
    year,
    target: targetUpTo(year) - targetUpTo(year - 1),
    targetSoFar: targetUpTo(year),
    planned: countWhere(wards, ({ plannedYear }) => plannedYear === year),
    built: countWhere(built, (ward) => builtIn(ward) === year),
    builtSoFar: countWhere(built, (ward) => builtIn(ward) <= year),
  }));
};
