import type { ChannelName } from '../domain/message.ts';
import type { Role } from '../domain/roles.ts';
import type { Db } from './db.ts';
import { Prisma } from './generated/client.ts';
import { cut, type Page } from './page.ts';

/** What the programme and its people look like from outside: agencies, duties, contacts, wards. */

export interface ListedAgency {
  id: string;
  code: string;
  name: string;
  shortName: string;
  manner: 'assigned' | 'requested';
  oversight: boolean;
  counted: boolean;
  parent: string | null;
  groups: string[];
  endedOn: string | null;
  /** Codes of those that took over. */
  successors: string[];
}

const within = (column: string, ids: readonly string[] | undefined): Prisma.Sql =>
  ids ? Prisma.sql`WHERE ${Prisma.raw(column)} = ANY(${ids}::uuid[])` : Prisma.empty;

/** Agencies in the order of the source, with their groups. */
export const listAgencies = (db: Db, agencyIds?: readonly string[]): Promise<ListedAgency[]> =>
  db.$queryRaw<ListedAgency[]>`
    SELECT a.id, a.code, a.name, a."shortName", a.manner::text AS manner, a.oversight, a.counted, p.code AS parent,
      a."endedOn",
      ARRAY(SELECT m."groupCode" FROM "AgencyGroupMember" m JOIN "AgencyGroup" g ON g.code = m."groupCode"
        WHERE m."agencyId" = a.id ORDER BY g.position, g.code) AS groups,
      ARRAY(SELECT s.code FROM "Succession" x JOIN "Agency" s ON s.id = x."toId"
        WHERE x."fromId" = a.id AND x."appliedAt" IS NOT NULL AND s.id <> a.id ORDER BY s.position, s.code) AS successors
    FROM "Agency" a LEFT JOIN "Agency" p ON p.id = a."parentId"
    ${within('a.id', agencyIds)} ORDER BY a.position, a.code`;

export interface ListedDuty {
  id: string;
  number: string;
  title: string;
  text: string;
  manner: 'assigned' | 'requested';
  agencies: { code: string; part: 'lead' | 'supporting' }[];
}

/** Duties in the order of their sources; with `agencyIds` those in which one of these takes part. */
export const listDuties = (db: Db, agencyIds?: readonly string[]): Promise<ListedDuty[]> =>
  db.$queryRaw<ListedDuty[]>`
    SELECT d.id, d.number, d.title, d.text, d.manner::text AS manner,
      COALESCE((SELECT jsonb_agg(jsonb_build_object('code', a.code, 'part', x.part) ORDER BY x.part, a.position, a.code)
        FROM "DutyAgency" x JOIN "Agency" a ON a.id = x."agencyId" WHERE x."dutyId" = d.id), '[]') AS agencies
    FROM "Duty" d
    ${agencyIds ? Prisma.sql`WHERE EXISTS (SELECT FROM "DutyAgency" x WHERE x."dutyId" = d.id AND x."agencyId" = ANY(${agencyIds}::uuid[]))` : Prisma.empty}
    ORDER BY d."programmeId", d.position`;

export interface ListedContact {
  id: string;
  name: string;
  honorific: 'dong_chi' | 'ong' | 'ba';
  position: string | null;
  phone: string | null;
  email: string | null;
  language: string;
  active: boolean;
  awayFrom: string | null;
  awayTo: string | null;
  roles: { role: Role; rank: 'main' | 'deputy'; agency: { code: string; name: string } }[];
  channels: { channel: ChannelName; state: string; linkedAt: string }[];
}

/** Contacts with their roles in force and their channels, a page at a time. Erased people are not listed. */
export async function contactPage(
  db: Db,
  { after, limit }: { after?: string; limit: number },
): Promise<Page<ListedContact>> {
  const rows = await db.$queryRaw<ListedContact[]>`
    SELECT c.id, c.name, c.honorific::text AS honorific, c.position, c.phone, c.email, c.language, c.active, c."awayFrom",
      c."awayTo",
      COALESCE((SELECT jsonb_agg(jsonb_build_object('role', r.role, 'rank', r.rank, 'agency',
          jsonb_build_object('code', a.code, 'name', a.name)) ORDER BY a.position, r.role)
        FROM "ContactRole" r JOIN "Agency" a ON a.id = r."agencyId"
        WHERE r."contactId" = c.id AND r."endedAt" IS NULL), '[]') AS roles,
      COALESCE((SELECT jsonb_agg(jsonb_build_object('channel', i.channel, 'state', i.state, 'linkedAt', i."linkedAt")
          ORDER BY i."linkedAt")
        FROM "Identity" i WHERE i."contactId" = c.id AND i.state <> 'revoked'), '[]') AS channels
    FROM "Contact" c
    WHERE c."erasedAt" IS NULL ${after === undefined ? Prisma.empty : Prisma.sql`AND c.id > ${after}::uuid`}
    ORDER BY c.id LIMIT ${limit + 1}`;
  return cut(rows, limit, (row) => row.id);
}

export interface ListedWard {
  id: string;
  agency: { code: string; name: string };
  name: string;
  plannedYear: number | null;
  builtYear: number | null;
  state: 'not_started' | 'building' | 'built' | 'recognised';
}

export const listWards = (db: Db, agencyIds?: readonly string[]): Promise<ListedWard[]> =>
  db.$queryRaw<ListedWard[]>`
    SELECT w.id, jsonb_build_object('code', a.code, 'name', a.name) AS agency, w.name, w."plannedYear", w."builtYear",
      w.state::text AS state
    FROM "Ward" w JOIN "Agency" a ON a.id = w."agencyId" ${within('w."agencyId"', agencyIds)} ORDER BY w.position, w.id`;
