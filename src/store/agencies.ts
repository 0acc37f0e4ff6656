import type { NamedAgency } from '../domain/agency-names.ts';
import type { Db } from './db.ts';

/** A name that an agency had until a local day. */
export interface FormerName {
  code: string;
  name: string;
  shortName: string;
  aliases: string[];
  until: string;
}

/** An agency with every name by which people may ask for it. */
export interface AgencyRow {
  id: string;
  code: string;
  name: string;
  shortName: string;
  aliases: string[];
  manner: 'assigned' | 'requested';
  oversight: boolean;
  /** Given tasks and counted: false for UBND tỉnh. */
  counted: boolean;
  /** Local day from which it no longer exists. */
  endedOn: string | null;
  former: FormerName[];
  /** Codes of those that took its place; empty while it exists, or where it was dissolved. */
  successors: string[];
}

/** A group of agencies by which people address several at once. */
export interface GroupRow {
  code: string;
  names: string[];
  /** Codes of agencies. */
  members: string[];
}

export interface AgencyBook {
  /** In the order of the source; those that have ended stand last. */
  agencies: AgencyRow[];
  groups: GroupRow[];
  /** The same agencies as `domain/agency-names.ts` looks for their names. */
  named: NamedAgency[];
}

/** One reading per transaction: a message may ask for agencies several times over. */
const readings = new WeakMap<Db, Promise<AgencyBook>>();
/** The last book that was read; while nothing changes it is the same object, and so is the index of its names. */
let last: { read: string; book: AgencyBook } | undefined;

/** All agencies and groups. Read once in a transaction; the client itself is never remembered. */
export function agencyBook(db: Db): Promise<AgencyBook> {
  if ('$transaction' in db) return readBook(db);
  const known = readings.get(db) ?? readBook(db);
  readings.set(db, known);
  return known;
}

async function readBook(db: Db): Promise<AgencyBook> {
  const agencies = await db.$queryRaw<AgencyRow[]>`
    SELECT a.id, a.code, a.name, a."shortName", a.aliases, a.manner::text AS manner, a.oversight, a.counted, a."endedOn",
      COALESCE((SELECT jsonb_agg(jsonb_build_object('code', n.code, 'name', n.name, 'shortName', n."shortName",
        'aliases', n.aliases, 'until', n.until) ORDER BY n.until DESC)
        FROM "AgencyName" n WHERE n."agencyId" = a.id), '[]') AS former,
      ARRAY(SELECT s.code FROM "Succession" x JOIN "Agency" s ON s.id = x."toId"
        WHERE x."fromId" = a.id AND x."toId" <> a.id AND x."appliedAt" IS NOT NULL AND a."endedOn" IS NOT NULL
        ORDER BY s.position, s.code) AS successors
    FROM "Agency" a ORDER BY a."endedOn" IS NOT NULL, a.position, a.code`;
  const groups = await db.$queryRaw<GroupRow[]>`
    SELECT g.code, g.names, COALESCE(array_agg(a.code ORDER BY a.position, a.code) FILTER (WHERE a.id IS NOT NULL), '{}') AS members
    FROM "AgencyGroup" g
      LEFT JOIN "AgencyGroupMember" m ON m."groupCode" = g.code
      LEFT JOIN "Agency" a ON a.id = m."agencyId" AND a."endedOn" IS NULL
    GROUP BY g.code ORDER BY g.position, g.code`;
  const read = JSON.stringify([agencies, groups]);
  if (last?.read !== read) last = { read, book: { agencies, groups, named: agencies.map(namedAs) } };
  return last.book;
}

const namedAs = ({
  code,
  name,
  shortName,
  aliases,
  former,
  endedOn,
  successors,
}: AgencyRow): NamedAgency => ({
  code,
  name,
  shortName,
  aliases,
  formerNames: former.flatMap((old) => [old.code, old.name, old.shortName, ...old.aliases]),
  active: endedOn === null,
  successors,
});

/** The agencies of these codes, in that order. */
export const agenciesOfCodes = (book: AgencyBook, codes: readonly string[]): AgencyRow[] =>
  codes.flatMap((code) => book.agencies.find((agency) => agency.code === code) ?? []);

/** People who would hear of something at each agency. */
export interface Reach {
  agencyId: string;
  /** Active people with one of the roles. */
  people: number;
  /** Those of them without any usable address, by name. */
  withoutChannel: string[];
}

/** Whom a message to these agencies would reach. An agency without people is missing from the result. */
export const reachOf = (db: Db, agencyIds: readonly string[], roles: readonly string[]): Promise<Reach[]> =>
  db.$queryRaw<Reach[]>`
    SELECT p."agencyId", count(*)::int AS people,
      COALESCE(array_agg(p.name ORDER BY p.name) FILTER (WHERE NOT p.reachable), '{}') AS "withoutChannel"
    FROM (
      SELECT DISTINCT r."agencyId", c.id, c.name, EXISTS (
        SELECT FROM "Identity" i WHERE i."contactId" = c.id AND i.state = 'active') AS reachable
      FROM "ContactRole" r JOIN "Contact" c ON c.id = r."contactId" AND c.active
      WHERE r."endedAt" IS NULL AND r."agencyId" = ANY(${agencyIds}::uuid[]) AND r.role::text = ANY(${roles}::text[])) p
    GROUP BY p."agencyId"`;

/** Different people among those roles in those agencies, and how many of them have a usable address. */
export async function peopleIn(
  db: Db,
  agencyIds: readonly string[],
  roles: readonly string[],
): Promise<{ people: number; reachable: number }> {
  const [row] = await db.$queryRaw<{ people: number; reachable: number }[]>`
    SELECT count(*)::int AS people, count(*) FILTER (WHERE EXISTS (
      SELECT FROM "Identity" i WHERE i."contactId" = c.id AND i.state = 'active'))::int AS reachable
    FROM "Contact" c WHERE c.active AND EXISTS (
      SELECT FROM "ContactRole" r WHERE r."contactId" = c.id AND r."endedAt" IS NULL
        AND r."agencyId" = ANY(${agencyIds}::uuid[]) AND r.role::text = ANY(${roles}::text[]))`;
  return row ?? { people: 0, reachable: 0 };
}
