import { z } from 'zod';
import { agencyCode, day, label, manner, section, slug, text } from './programme-fields.ts';

/**
 * Dated reorganisations, as they are entered in the programme file or in a file
 * of later changes. The duty belongs to the office: duties, open assignments and
 * contacts move to the successor, history keeps the names it was made under.
 */

const identity = {
  name: text(200),
  shortName: text(60),
  aliases: z.array(text(100)).default([]),
};

const successorFields = {
  code: agencyCode,
  name: text(200).optional(),
  shortName: text(60).optional(),
  aliases: z.array(text(100)).default([]),
  manner: manner.optional(),
};

/** `STC` alone is short for `{ code: STC }`. */
const orCode = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (typeof value === 'string' ? { code: value } : value), schema);

/** A body that exists, by its code; or a new one, with names. An existing one with names is renamed as well. */
export const successorSchema = orCode(section(successorFields));

const shared = {
  /** The first day of the new order; before it nothing shows. */
  on: day,
  /** The document that says so. */
  basis: text(300).optional(),
  /** The former body whose main contact becomes the successor's. */
  mainContactFrom: agencyCode.optional(),
};

export const successionSchema = z.discriminatedUnion('kind', [
  section({ kind: z.literal('rename'), on: shared.on, basis: shared.basis, from: agencyCode, ...identity }),
  section({ kind: z.literal('merge'), ...shared, from: z.array(agencyCode).min(1), to: successorSchema }),
  section({
    kind: z.literal('split'),
    ...shared,
    from: agencyCode,
    /** Each with the duties that it takes over, by number. */
    to: z.array(section({ ...successorFields, duties: z.array(label(20)).default([]) })).min(2),
    /** The successor of open tasks that stem from no duty, or from one that several take over; else it is asked. */
    tasksTo: agencyCode.optional(),
  }),
  section({ kind: z.literal('dissolve'), ...shared, from: agencyCode, to: agencyCode.optional() }),
]);

export const successionKinds = ['rename', 'merge', 'split', 'dissolve'] as const;

export type Succession = z.infer<typeof successionSchema>;
export type Successor = z.infer<typeof successorSchema>;

/** A file of later changes: everything after the decision in one place. */
export const successionFileSchema = section({
  /** The code of the programme that it is about. */
  programme: slug,
  successions: z.array(successionSchema).min(1),
});

export type SuccessionFile = z.infer<typeof successionFileSchema>;
