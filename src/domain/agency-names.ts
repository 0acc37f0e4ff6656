import { inForce, matchWithSlip } from './agencies/match.ts';
import { indexOf, wordsIn } from './agencies/names.ts';
import type { NamedAgency } from './agencies/names.ts';
import type { Found } from './agencies/sentence.ts';

export { readAudience } from './agencies/audience.ts';
export type { Audience, NamedGroup } from './agencies/audience.ts';
export type { NamedAgency } from './agencies/names.ts';
export { agencyInSentence } from './agencies/sentence.ts';
export type { Found } from './agencies/sentence.ts';

/**
 * The agencies that a name means: by code, full or short name, alias, former
 * name, initials or distinctive part, with and without diacritics. Every word
 * of the query must belong to the name ("Sở Y tế", "Bộ Công an" find nobody),
 * and kinds of bodies ("sở", "ủy ban") alone never decide.
 */
export function findAgencies(query: string, agencies: readonly NamedAgency[]): Found {
  const index = indexOf(agencies);
  const whole = matchWithSlip(wordsIn(query), index);
  // "Tòa với viện": several names.
  const parts = whole ? [whole] : query.split(SEVERAL).map((part) => matchWithSlip(wordsIn(part), index));
  const matches = parts.flatMap((match) => match ?? []);
  if (matches.length < parts.length) return { found: [], exact: false };
  const codes = matches.flatMap((match) => match.codes);
  return { found: inForce(codes, agencies), exact: matches.every(({ fit }) => fit !== 'slip') };
}

const SEVERAL = /[,;+]|(?<!\p{L})(?:và|va|với|voi|hay|hoặc|hoac)(?!\p{L})/iu;
