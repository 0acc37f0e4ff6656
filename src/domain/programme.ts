import { z } from 'zod';
import {
  agencyCode,
  day,
  dayOfYear,
  due,
  groupCode,
  label,
  manner,
  section,
  slug,
  text,
  year,
} from './programme-fields.ts';
import { successionSchema } from './succession-file.ts';

/**
 * The programme file: a decision that assigns duties, its bodies, groups,
 * reporting cycles and wards. `programme-check.ts` holds what one field cannot
 * show; `store/programme-file.ts` reads the file. How to write one is told in
 * `docs/programme-file.md`.
 */

export const agencySchema = section({
  code: agencyCode,
  name: text(200),
  shortName: text(60),
  /** Other names people type; compared without diacritics and case. */
  aliases: z.array(text(100)).default([]),
  /** The number under which the source addresses the body; several may share one. */
  entry: label(20).optional(),
  /** `requested`: the source asks (đề nghị) and does not assign; messages are worded so. */
  manner: manner.default('assigned'),
  /** Where leaders, coordinators and administrators sit. */
  oversight: z.boolean().default(false),
  parent: agencyCode.optional(),
});

export const groupSchema = section({
  code: groupCode,
  /** What people call the group; the first is shown. */
  names: z.array(text(100)).min(1),
  members: z.array(agencyCode).min(1),
});

export const dutySchema = section({
  /** Part, entry and paragraph of the source: `I.1.2`. */
  number: label(20),
  /** Where it stands, as one would cite it; fills `{place}` of `document.basis`. */
  place: text(200),
  /** A short title of ours. */
  title: text(80),
  /** Verbatim, letter by letter, misprints included. */
  text: text(10_000),
  manner: manner.default('assigned'),
  lead: z.array(agencyCode),
  supporting: z.array(agencyCode).default([]),
});

export const cycleSchema = section({
  code: slug,
  name: text(60),
  /** Title of the tasks, with `{year}` and, where the cycle has several dates a year, `{period}`. */
  title: text(120),
  place: text(200),
  /** Yearly dates … */
  dates: z
    .array(
      section({
        period: text(40).optional(),
        /** The day on which the task is created. */
        opens: dayOfYear,
        due,
        /** The year that `{year}` names, seen from the year in which the date falls. */
        reportsOn: z.enum(['same-year', 'previous-year']).default('same-year'),
      }),
    )
    .min(1)
    .optional(),
  /** … or single years for which the source names no date: coordinators are asked to set it. */
  years: z.array(year).min(1).optional(),
  receiver: agencyCode.optional(),
  reporters: z.array(agencyCode).min(1).optional(),
});

export const townSchema = section({ agency: agencyCode, names: z.array(text(60)).min(1) });

export const targetSchema = section({
  year,
  count: z.int().min(0).max(10_000),
  /** Wards that the source names for this year; they are part of `count`. */
  including: z.array(text(60)).default([]),
});

export const programmeSchema = section({
  code: slug,
  /** The name under which people are written to. */
  displayName: text(80),
  document: section({
    number: label(60),
    date: day,
    issuer: text(200),
    title: text(500),
    /** How the source is cited; `{place}` stands for a duty's or a cycle's own place in it. */
    basis: text(500),
  }),
  /** First and last year that are reported on. */
  years: section({ from: year, to: year }),
  /** The oversight body that follows up, and in whose name is written. */
  coordinator: agencyCode,
  agencies: z.array(agencySchema).min(1),
  groups: z.array(groupSchema).default([]),
  duties: z.array(dutySchema).min(1),
  reporting: section({
    /** Hold for every cycle that names none of its own. */
    receiver: agencyCode,
    reporters: z.array(agencyCode).min(1),
    cycles: z.array(cycleSchema).min(1),
  }).optional(),
  wards: section({
    place: text(200),
    targets: z.array(targetSchema).min(1),
    towns: z.array(townSchema).min(1),
  }).optional(),
  /** Dated reorganisations after the decision; may also stand in a file of their own. */
  successions: z.array(successionSchema).default([]),
});

export type Programme = z.infer<typeof programmeSchema>;
export type ProgrammeAgency = Programme['agencies'][number];
export type ProgrammeGroup = Programme['groups'][number];
export type ProgrammeDuty = Programme['duties'][number];
export type ProgrammeWards = NonNullable<Programme['wards']>;
export type ProgrammeReporting = NonNullable<Programme['reporting']>;
type WrittenCycle = ProgrammeReporting['cycles'][number];
/** A cycle with its receiver and reporters filled in. */
export type ProgrammeCycle = WrittenCycle & { receiver: string; reporters: string[] };

/** The bodies that lead or support a duty: those that are addressed, assigned to and counted. */
export const addressedCodes = ({ duties }: Pick<Programme, 'duties'>): Set<string> =>
  new Set(duties.flatMap((duty) => [...duty.lead, ...duty.supporting]));

/** The reporting cycles, each with its receiver and reporters. */
export const reportingCycles = ({ reporting }: Pick<Programme, 'reporting'>): ProgrammeCycle[] =>
  (reporting?.cycles ?? []).map((cycle) => ({
    ...cycle,
    receiver: cycle.receiver ?? reporting?.receiver ?? '',
    reporters: cycle.reporters ?? reporting?.reporters ?? [],
  }));

/** "Căn cứ": the document's citation with the place in it put in. */
export const basisOf = (programme: Pick<Programme, 'document'>, place: string): string =>
  programme.document.basis.replaceAll('{place}', place);
