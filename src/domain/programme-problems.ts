/**
 * What can be wrong with a programme file. The words, each with its remedy, are
 * in `locales/<language>/programme.json` under `problem.<key>`.
 */
export const problemKeys = [
  // The file
  'fileMissing',
  'fileUnreadable',
  'fileEmpty',
  'notText',
  'notAMap',
  'yamlSyntax',
  'yamlDuplicateKey',
  'yamlTab',
  'yamlIndent',
  'yamlQuote',
  'yamlAlias',
  // One field
  'missing',
  'empty',
  'tooFew',
  'unknownKey',
  'wantsText',
  'wantsNumber',
  'wantsTrueOrFalse',
  'wantsList',
  'wantsMap',
  'tooLong',
  'notOneOf',
  'outOfRange',
  'badAgencyCode',
  'badGroupCode',
  'badSlug',
  'badDay',
  'badDayOfYear',
  'badDue',
  'unreadable',
  // Agencies, groups, duties
  'unknownAgency',
  'unknownAgencyNear',
  'agencyTwice',
  'nameClash',
  'parentLoop',
  'agencyWithoutDuty',
  'coordinatorNotOversight',
  'groupTwice',
  'memberTwice',
  'memberWithoutDuty',
  'dutyTwice',
  'dutyWithoutLead',
  'dutyAgencyTwice',
  'dutyMannerMismatch',
  'basisWithoutPlace',
  // Reporting, wards
  'cycleTwice',
  'cycleWithoutDates',
  'cycleTwoKinds',
  'reporterTwice',
  'reporterIsReceiver',
  'titleWithoutYear',
  'titleWithoutPeriod',
  'unknownPlaceholder',
  'periodTwice',
  'opensTooEarly',
  'yearOutside',
  'yearsReversed',
  'townTwice',
  'wardTwice',
  'targetTwice',
  'targetsUnequalWards',
  'unknownWard',
  'targetTooSmall',
  // Later changes
  'successionTooEarly',
  'successionOtherProgramme',
  'agencyEnded',
  'codeTaken',
  'successorWithoutName',
  'successorTwice',
  'mergeAlone',
  'successorOfItself',
  'unknownDuty',
  'dutyNotHeld',
  'dutyNamedTwice',
  'dutiesNotNamed',
  'dissolvedWithDuties',
  'tasksToOutside',
  'mainContactOutside',
] as const;

export type ProblemKey = (typeof problemKeys)[number];

/** Keys and indices from the top of the document to what is meant. */
export type Path = readonly (string | number)[];

export interface Problem {
  path: Path;
  key: ProblemKey;
  params: Record<string, string | number>;
}

export const problem = (path: Path, key: ProblemKey, params: Problem['params'] = {}): Problem => ({
  path,
  key,
  params,
});

/** A part of the document together with where it stands. */
export interface Placed<T> {
  path: Path;
  value: T;
}

export const place = <T>(path: Path, values: readonly T[]): Placed<T>[] =>
  values.map((value, index) => ({ path: [...path, index], value }));

/** Those whose key has been seen before, with the one seen first. */
export const repeats = <T>(
  values: readonly Placed<T>[],
  keyOf: (value: T) => string | number,
): { again: Placed<T>; first: Placed<T> }[] => {
  const seen = new Map<string | number, Placed<T>>();
  return values.flatMap((placed) => {
    const key = keyOf(placed.value);
    const first = seen.get(key);
    if (first) return [{ again: placed, first }];
    seen.set(key, placed);
    return [];
  });
};
