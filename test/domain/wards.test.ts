import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBuilt, planAndFact, wardStates, withState, type WardFacts } from '../../src/domain/wards.ts';

/** 119/QĐ-UBND, Phần II.II.2. */
const targets = [
  { year: 2024, count: 6 },
  { year: 2025, count: 8 },
  { year: 2026, count: 7 },
  { year: 2027, count: 7 },
  { year: 2028, count: 7 },
  { year: 2029, count: 7 },
  { year: 2030, count: 3 },
];

const open: WardFacts = { state: 'not_started', plannedYear: null, builtYear: null };
const built = (builtYear: number | null, state: WardFacts['state'] = 'built'): WardFacts => ({
  ...open,
  state,
  builtYear,
});

test('the plan adds up to 45 wards, 14 of them by the end of 2025', () => {
  const years = planAndFact(targets, []);
  expect(years.find(({ year }) => year === 2025)?.targetSoFar).toBe(14);
  expect(years.at(-1)).toEqual({
    year: 2030,
    target: 3,
    targetSoFar: 45,
    planned: 0,
    built: 0,
    builtSoFar: 0,
  });
});

test('plan and fact stand side by side', () => {
  const wards = [
    ...Array.from({ length: 6 }, () => built(2024, 'recognised')),
    ...Array.from({ length: 7 }, () => built(2025)),
    built(2026),
    { ...open, state: 'building', plannedYear: 2026 } as const,
    { ...open, plannedYear: 2027 },
    open,
  ];
  expect(planAndFact(targets, wards).slice(0, 4)).toEqual([
    { year: 2024, target: 6, targetSoFar: 6, planned: 0, built: 6, builtSoFar: 6 },
    { year: 2025, target: 8, targetSoFar: 14, planned: 0, built: 7, builtSoFar: 13 },
    { year: 2026, target: 7, targetSoFar: 21, planned: 1, built: 1, builtSoFar: 14 },
    { year: 2027, target: 7, targetSoFar: 28, planned: 1, built: 0, builtSoFar: 14 },
  ]);
});

test('a year that no target names, and a ward built in an unknown year, drop out of nothing', () => {
  expect(
    planAndFact([{ year: 2026, count: 7 }], [built(2025), built(null), { ...open, plannedYear: 2031 }]),
  ).toEqual([
    { year: 2025, target: 0, targetSoFar: 0, planned: 0, built: 2, builtSoFar: 2 },
    { year: 2026, target: 7, targetSoFar: 7, planned: 0, built: 0, builtSoFar: 2 },
    { year: 2031, target: 0, targetSoFar: 7, planned: 1, built: 0, builtSoFar: 2 },
  ]);
});

test('no wards and no targets', () => expect(planAndFact([], [])).toEqual([]));

test('every built ward is counted once', () => {
  const year = fc.integer({ min: 2022, max: 2032 });
  const ward = fc.record({
    state: fc.constantFrom(...wardStates),
    plannedYear: fc.option(year),
    builtYear: fc.option(year),
  });
  fc.assert(
    fc.property(fc.array(ward, { maxLength: 60 }), (wards) => {
      const years = planAndFact(targets, wards);
      const total = wards.filter(isBuilt).length;
      expect(years.reduce((sum, one) => sum + one.built, 0)).toBe(total);
      expect(years.at(-1)?.builtSoFar).toBe(total);
      expect(years.reduce((sum, one) => sum + one.planned, 0)).toBe(
        wards.filter(({ plannedYear }) => plannedYear !== null).length,
      );
    }),
  );
});

describe('a change of state', () => {
  test.each([
    { from: open, to: 'built', year: 2026, want: 2026 },
    { from: built(2024), to: 'recognised', year: 2026, want: 2024 },
    { from: built(2024), to: 'building', year: 2026, want: null },
    { from: open, to: 'building', year: 2026, want: null },
    { from: built(null), to: 'recognised', year: 2025, want: 2025 },
  ] as const)('$from.state → $to in $year: built in $want', ({ from, to, year, want }) => {
    expect(withState(from, to, year)).toEqual({ ...from, state: to, builtYear: want });
  });
});
