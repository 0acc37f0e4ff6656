import { addressedCodes, type Programme } from './programme.ts';
import { checkReporting, checkWards } from './programme-check-plan.ts';
import { materialOf, type Material } from './programme-material.ts';
import { problem, repeats, type Path, type Problem } from './programme-problems.ts';
import { checkCode, checkCodes, doubles } from './programme-references.ts';
import { checkSuccessions } from './succession-file-check.ts';
import { fold } from './vietnamese.ts';

/** Everything that no single field shows: references, doubles, counts. Empty when the programme holds together. */
export const checkProgramme = (programme: Programme): Problem[] => checkMaterial(materialOf(programme));

/** The same for what could be read of a document with slips. */
export const checkMaterial = (material: Material): Problem[] => [
  ...checkParticulars(material),
  ...checkAgencies(material),
  ...checkGroups(material),
  ...checkNames(material),
  ...checkDuties(material),
  ...checkReporting(material),
  ...checkWards(material),
  ...checkSuccessions(material, material.successions),
];

const checkParticulars = ({ document, coordinator, codes, agencies, years }: Material): Problem[] => {
  const coordinating = agencies.find(({ value }) => value.code === coordinator)?.value;
  return [
    ...(document && !document.basis.includes('{place}')
      ? [problem(['document', 'basis'], 'basisWithoutPlace')]
      : []),
    ...(years && years.from > years.to
      ? [problem(['years', 'to'], 'yearsReversed', { from: years.from })]
      : []),
    ...checkCode(codes, ['coordinator'], coordinator ?? ''),
    ...(coordinating && !coordinating.oversight
      ? [problem(['coordinator'], 'coordinatorNotOversight', { code: coordinating.code })]
      : []),
  ];
};

/** The bodies that some duty names; undefined while a slip in the duties leaves open who was meant. */
const addressedBodies = ({ whole, duties, codes }: Material): Set<string> | undefined => {
  const addressed = addressedCodes({ duties: duties.map(({ value }) => value) });
  const clear = whole && duties.every(({ value }) => value.lead.length > 0);
  return clear && [...addressed].every((code) => codes.has(code)) ? addressed : undefined;
};

const checkAgencies = (material: Material): Problem[] => {
  const { agencies, codes } = material;
  const addressed = addressedBodies(material);
  return [
    ...repeats(agencies, ({ code }) => code).map(({ again, first }) =>
      problem([...again.path, 'code'], 'agencyTwice', { code: again.value.code, name: first.value.name }),
    ),
    ...agencies.flatMap(({ path, value }) => checkCode(codes, [...path, 'parent'], value.parent ?? '')),
    ...agencies
      .filter(({ value }) => isItsOwnAncestor(value.code, agencies))
      .map(({ path, value }) => problem([...path, 'parent'], 'parentLoop', { code: value.code })),
    ...agencies
      .filter(({ value }) => addressed && !value.oversight && !addressed.has(value.code))
      .map(({ path, value }) => problem([...path, 'code'], 'agencyWithoutDuty', { code: value.code })),
  ];
};

const isItsOwnAncestor = (code: string, agencies: Material['agencies']): boolean => {
  const parents = new Map(agencies.map(({ value }) => [value.code, value.parent]));
  const seen = new Set<string>();
  for (let at = parents.get(code); at !== undefined && !seen.has(at); at = parents.get(at)) {
    if (at === code) return true;
    seen.add(at);
  }
  return false;
};

const checkGroups = (material: Material): Problem[] => {
  const { groups, codes } = material;
  const addressed = addressedBodies(material);
  return [
    ...repeats(groups, ({ code }) => code).map(({ again }) =>
      problem([...again.path, 'code'], 'groupTwice', { code: again.value.code }),
    ),
    ...groups.flatMap(({ path, value }) => [
      ...checkCodes(codes, [...path, 'members'], value.members),
      ...doubles([...path, 'members'], value.members).map(({ path: at, value: code }) =>
        problem(at, 'memberTwice', { code, group: value.code }),
      ),
      ...value.members.flatMap((code, index) =>
        addressed && codes.has(code) && !addressed.has(code)
          ? [problem([...path, 'members', index], 'memberWithoutDuty', { code, group: value.code })]
          : [],
      ),
    ]),
  ];
};

interface Name {
  path: Path;
  name: string;
  owner: string;
  /** The bodies that are meant by it. Two names that mean the same do not clash. */
  meaning: string;
}

/** Codes, names and aliases must each lead to one answer, however they are typed. */
const checkNames = ({ agencies, groups }: Material): Problem[] => {
  const seen = new Map<string, Name>();
  return [...agencies.flatMap(agencyNames), ...groups.flatMap(groupNames)].flatMap((said) => {
    const key = fold(said.name);
    const first = seen.get(key);
    if (!first) seen.set(key, said);
    return !first || first.meaning === said.meaning
      ? []
      : [problem(said.path, 'nameClash', { name: said.name, owner: said.owner, other: first.owner })];
  });
};

const agencyNames = ({ path, value }: Material['agencies'][number]): Name[] => {
  const named = (at: Path, name: string): Name => ({
    path: at,
    name,
    owner: value.code,
    meaning: value.code,
  });
  return [
    named([...path, 'code'], value.code),
    named([...path, 'name'], value.name),
    named([...path, 'shortName'], value.shortName),
    ...value.aliases.map((alias, index) => named([...path, 'aliases', index], alias)),
  ];
};

const groupNames = ({ path, value }: Material['groups'][number]): Name[] => {
  const meaning = [...new Set(value.members)].sort().join(' ');
  const named = (at: Path, name: string): Name => ({ path: at, name, owner: value.code, meaning });
  return [
    named([...path, 'code'], value.code),
    ...value.names.map((name, index) => named([...path, 'names', index], name)),
  ];
};

const checkDuties = ({ duties, codes, agencies }: Material): Problem[] => {
  const manners = new Map(agencies.map(({ value }) => [value.code, value.manner]));
  return [
    ...repeats(duties, ({ number }) => number).map(({ again }) =>
      problem([...again.path, 'number'], 'dutyTwice', { number: again.value.number }),
    ),
    ...duties.flatMap(({ path, value }) => [
      ...(value.lead.length === 0
        ? [problem([...path, 'lead'], 'dutyWithoutLead', { number: value.number })]
        : []),
      ...checkCodes(codes, [...path, 'lead'], value.lead),
      ...checkCodes(codes, [...path, 'supporting'], value.supporting),
      ...bodiesTwice(path, value),
      ...checkManner(path, value, manners),
    ]),
  ];
};

type PlacedDuty = Material['duties'][number];

const bodiesTwice = (path: Path, duty: PlacedDuty['value']): Problem[] => [
  ...[...doubles([...path, 'lead'], duty.lead), ...doubles([...path, 'supporting'], duty.supporting)].map(
    (twice) => problem(twice.path, 'dutyAgencyTwice', { code: twice.value, number: duty.number }),
  ),
  ...duty.supporting.flatMap((code, index) =>
    duty.lead.includes(code)
      ? [problem([...path, 'supporting', index], 'dutyAgencyTwice', { code, number: duty.number })]
      : [],
  ),
];

/** A duty asked of bodies that are otherwise assigned to, or the reverse, is a slip; a mixed one may be either. */
const checkManner = (
  path: Path,
  { lead, manner, number }: PlacedDuty['value'],
  manners: ReadonlyMap<string, string>,
): Problem[] => {
  const theirs = lead.flatMap((code) => manners.get(code) ?? []);
  return theirs.length === 0 || theirs.includes(manner)
    ? []
    : [problem([...path, 'manner'], 'dutyMannerMismatch', { number, manner })];
};
