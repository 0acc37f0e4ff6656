import type { z } from 'zod';
import {
  agencySchema,
  cycleSchema,
  dutySchema,
  groupSchema,
  programmeSchema,
  type Programme,
  type ProgrammeAgency,
  type ProgrammeDuty,
  type ProgrammeGroup,
  type ProgrammeReporting,
  type ProgrammeWards,
} from './programme.ts';
import { place, type Path, type Placed } from './programme-problems.ts';
import { successionSchema, type Succession } from './succession-file.ts';

/**
 * What the cross-checks look at: the parts of a document that could be read,
 * each with its place. A file with a slip in one duty is checked in all others
 * too, so that everything wrong with it is told at once.
 */
export interface Material {
  /** False when parts are left out: then nothing may be said about what is absent. */
  whole: boolean;
  /** Every agency code that stands in the document, also of agencies that cannot be read. */
  codes: Set<string>;
  agencies: Placed<ProgrammeAgency>[];
  groups: Placed<ProgrammeGroup>[];
  duties: Placed<ProgrammeDuty>[];
  cycles: Placed<ProgrammeReporting['cycles'][number]>[];
  reporting?: Pick<ProgrammeReporting, 'receiver' | 'reporters'> | undefined;
  wards?: ProgrammeWards | undefined;
  successions: Placed<Succession>[];
  coordinator?: string | undefined;
  document?: Programme['document'] | undefined;
  years?: Programme['years'] | undefined;
  code?: string | undefined;
}

const paths = {
  agencies: ['agencies'],
  groups: ['groups'],
  duties: ['duties'],
  cycles: ['reporting', 'cycles'],
  successions: ['successions'],
} satisfies Record<string, Path>;

export const materialOf = (programme: Programme): Material => ({
  whole: true,
  codes: new Set(programme.agencies.map(({ code }) => code)),
  agencies: place(paths.agencies, programme.agencies),
  groups: place(paths.groups, programme.groups),
  duties: place(paths.duties, programme.duties),
  cycles: place(paths.cycles, programme.reporting?.cycles ?? []),
  reporting: programme.reporting,
  wards: programme.wards,
  successions: place(paths.successions, programme.successions),
  coordinator: programme.coordinator,
  document: programme.document,
  years: programme.years,
  code: programme.code,
});

const field = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)[key]
    : undefined;

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const readable = <T>(schema: z.ZodType<T>, value: unknown): T | undefined => {
  const read = schema.safeParse(value);
  return read.success ? read.data : undefined;
};

const readableItems = <T>(schema: z.ZodType<T>, path: Path, values: unknown): Placed<T>[] =>
  list(values).flatMap((value, index) => {
    const read = readable(schema, value);
    return read === undefined ? [] : [{ path: [...path, index], value: read }];
  });

const writtenCodes = (agencies: unknown): Set<string> =>
  new Set(
    list(agencies)
      .map((agency) => field(agency, 'code'))
      .filter((code) => typeof code === 'string'),
  );

/** The readable parts of a document that the schema refused. */
export const salvage = (raw: unknown): Material => {
  const shape = programmeSchema.shape;
  const reporting = field(raw, 'reporting');
  const receiver = field(reporting, 'receiver');
  const reporters = field(reporting, 'reporters');
  return {
    whole: false,
    codes: writtenCodes(field(raw, 'agencies')),
    agencies: readableItems(agencySchema, paths.agencies, field(raw, 'agencies')),
    groups: readableItems(groupSchema, paths.groups, field(raw, 'groups')),
    duties: readableItems(dutySchema, paths.duties, field(raw, 'duties')),
    cycles: readableItems(cycleSchema, paths.cycles, field(reporting, 'cycles')),
    reporting: {
      receiver: typeof receiver === 'string' ? receiver : '',
      reporters: list(reporters).map((code) => (typeof code === 'string' ? code : '')),
    },
    wards: readable(shape.wards, field(raw, 'wards')),
    successions: readableItems(successionSchema, paths.successions, field(raw, 'successions')),
    coordinator: readable(shape.coordinator, field(raw, 'coordinator')),
    document: readable(shape.document, field(raw, 'document')),
    years: readable(shape.years, field(raw, 'years')),
    code: readable(shape.code, field(raw, 'code')),
  };
};
