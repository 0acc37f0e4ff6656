import { z } from 'zod';
import { roles } from '../../domain/roles.ts';
import { channelNames } from '../../domain/message.ts';
import { contactPage, listAgencies, listDuties, listWards } from '../../store/directory.ts';
import { Problem } from './problem.ts';
import { defineRoute } from './route.ts';
import { agencyRef, pageOf, paging } from './shapes.ts';

/** Who and what there is: agencies, duties, contacts, wards. */

const manner = z.enum(['assigned', 'requested']);

/** Lists that are short by nature are given whole. */
const none = z.strictObject({});
const wholeOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });

const agencies = defineRoute({
  method: 'GET',
  path: '/agencies',
  summary: 'Agencies, in the order of the source; an agency sees itself',
  rights: ['seeOwn', 'seeAll'],
  query: none,
  answer: wholeOf(
    z.object({
      id: z.string(),
      code: z.string(),
      name: z.string(),
      shortName: z.string(),
      manner,
      oversight: z.boolean(),
      counted: z.boolean(),
      parent: z.string().nullable(),
      groups: z.array(z.string()),
      endedOn: z.string().nullable(),
      successors: z.array(z.string()),
    }),
  ),
  run: async (at) => ({ items: await listAgencies(at.db, at.agencyIds) }),
});

const duties = defineRoute({
  method: 'GET',
  path: '/duties',
  summary: 'Duties verbatim, with their agencies; an agency sees those in which it takes part',
  rights: ['seeOwn', 'seeAll'],
  query: none,
  answer: wholeOf(
    z.object({
      id: z.string(),
      number: z.string(),
      title: z.string(),
      text: z.string(),
      manner,
      agencies: z.array(z.object({ code: z.string(), part: z.enum(['lead', 'supporting']) })),
    }),
  ),
  run: async (at) => ({ items: await listDuties(at.db, at.agencyIds) }),
});

const contacts = defineRoute({
  method: 'GET',
  path: '/contacts',
  summary: 'People with their roles and channels',
  rights: ['manageContacts'],
  query: paging,
  answer: pageOf(
    z.object({
      id: z.string(),
      name: z.string(),
      honorific: z.enum(['dong_chi', 'ong', 'ba']),
      position: z.string().nullable(),
      phone: z.string().nullable(),
      email: z.string().nullable(),
      language: z.string(),
      active: z.boolean(),
      awayFrom: z.string().nullable(),
      awayTo: z.string().nullable(),
      roles: z.array(z.object({ role: z.enum(roles), rank: z.enum(['main', 'deputy']), agency: agencyRef })),
      channels: z.array(z.object({ channel: z.enum(channelNames), state: z.string(), linkedAt: z.string() })),
    }),
  ),
  run: (at, { query: { after, limit } }) =>
    contactPage(at.db, { after: after === undefined ? undefined : uuidCursor(after), limit }),
});

const wards = defineRoute({
  method: 'GET',
  path: '/wards',
  summary: 'Wards with their planned year and state; a town sees its own',
  rights: ['seeOwn', 'seeAll'],
  query: none,
  answer: wholeOf(
    z.object({
      id: z.string(),
      agency: agencyRef,
      name: z.string(),
      plannedYear: z.int().nullable(),
      builtYear: z.int().nullable(),
      state: z.enum(['not_started', 'building', 'built', 'recognised']),
    }),
  ),
  run: async (at) => ({ items: await listWards(at.db, at.agencyIds) }),
});

/** A cursor that is an id; anything else never came from us. */
export function uuidCursor(after: string): string {
  if (!z.uuid().safeParse(after).success) throw new Problem('cursorUnknown');
  return after;
}

/** A cursor that is a number. */
export function numberCursor(after: string): bigint {
  if (!/^\d{1,18}$/.test(after)) throw new Problem('cursorUnknown');
  return BigInt(after);
}

export const directoryRoutes = [agencies, duties, contacts, wards];
