import type { HeldAssignment, HeldContact, HeldDuty, Holdings } from '../domain/succession.ts';
import type { Db } from './db.ts';
import type { Prisma } from './generated/client.ts';

/** Dated reorganisations, and what the bodies in them hold. Keys are codes: a successor may not exist yet. */

export interface ActRow {
  actId: string;
  on: string;
  details: unknown;
}

/** Acts that are not in force yet, in the order of their days and of their entry; with `until` those of that day or before. */
export const plannedActs = (db: Db, until?: string): Promise<ActRow[]> =>
  db.$queryRaw<ActRow[]>`
    SELECT "actId", min("on") AS "on", (array_agg(details))[1] AS details FROM "Succession"
    WHERE "appliedAt" IS NULL AND (${until ?? null}::text IS NULL OR "on" <= ${until ?? null})
    GROUP BY "actId" ORDER BY min("on"), min("createdAt"), min(details::text)`;

/** Every act ever entered, in force or not, in the order in which they take effect. */
export const allActs = (db: Db): Promise<ActRow[]> =>
  db.$queryRaw<ActRow[]>`
    SELECT "actId", min("on") AS "on", (array_agg(details))[1] AS details FROM "Succession"
    GROUP BY "actId" ORDER BY min("on"), min("createdAt")`;

/** Locks an act that nobody has applied yet; false where it is done. */
export async function claimAct(db: Db, actId: string): Promise<boolean> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM "Succession" WHERE "actId" = ${actId}::uuid AND "appliedAt" IS NULL FOR UPDATE`;
  return rows.length > 0;
}

/** Enters an act, one row for each body and successor; a successor that is to be founded has no row of its own yet. */
export async function enterAct(
  db: Db,
  act: {
    actId: string;
    kind: string;
    on: string;
    from: readonly string[];
    to: readonly string[];
    details: object;
  },
  now: Date,
): Promise<void> {
  const ids = await idsOf(db, [...act.from, ...act.to]);
  const heirs = act.to.length ? act.to : [undefined];
  await db.succession.createMany({
    data: act.from.flatMap((from) => {
      const fromId = ids.get(from);
      return fromId === undefined
        ? []
        : heirs.map((to) => ({
            actId: act.actId,
            kind: act.kind,
            on: act.on,
            fromId,
            toId: to === undefined ? null : (ids.get(to) ?? null),
            details: { ...act.details, heir: to ?? null } satisfies Prisma.InputJsonObject,
            createdAt: now,
          }));
    }),
  });
}

/** The act is in force; successors that were founded stand in its rows now. */
export async function settleAct(db: Db, actId: string, now: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE "Succession" s SET "appliedAt" = ${now},
      "toId" = COALESCE(s."toId", (SELECT id FROM "Agency" a WHERE a.code = s.details->>'heir'))
    WHERE s."actId" = ${actId}::uuid`;
}

export async function idsOf(db: Db, codes: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.agency.findMany({
    where: { code: { in: [...codes] } },
    select: { id: true, code: true },
  });
  return new Map(rows.map(({ id, code }) => [code, id]));
}

/** All that these bodies hold, by code. `founded` are bodies that the act makes: they count as existing. */
export async function holdingsOf(
  db: Db,
  codes: readonly string[],
  founded: readonly string[],
): Promise<Holdings> {
  const [duties, assignments, contacts, agencies] = await Promise.all([
    db.$queryRaw<HeldDuty[]>`
      SELECT d."dutyId", a.code AS agency, d.part::text AS part
      FROM "DutyAgency" d JOIN "Agency" a ON a.id = d."agencyId" JOIN "Duty" u ON u.id = d."dutyId"
      WHERE a.code = ANY(${codes}::text[]) ORDER BY u.position`,
    db.$queryRaw<HeldAssignment[]>`
      SELECT s.id, s."taskId", a.code AS agency, t."dutyId", s.state::text AS state, s.percent, s."submittedAt",
        s."activityAt", s."assignedAt"
      FROM "Assignment" s JOIN "Agency" a ON a.id = s."agencyId" JOIN "Task" t ON t.id = s."taskId"
      WHERE a.code = ANY(${codes}::text[]) ORDER BY t.number, a.position FOR UPDATE OF s`,
    db.$queryRaw<HeldContact[]>`
      SELECT r."contactId", a.code AS agency, r.role::text AS role, r.rank::text AS rank
      FROM "ContactRole" r JOIN "Agency" a ON a.id = r."agencyId" JOIN "Contact" c ON c.id = r."contactId" AND c.active
      WHERE r."endedAt" IS NULL AND a.code = ANY(${codes}::text[]) ORDER BY r.rank, r.since, r.id`,
    db.agency.findMany({ where: { code: { in: [...codes] }, endedOn: null }, select: { code: true } }),
  ]);
  return {
    duties,
    assignments,
    contacts,
    existing: new Set([...agencies.map(({ code }) => code), ...founded]),
  };
}

export interface Names {
  name: string;
  shortName: string;
  aliases: string[];
}

/** Gives a body new names; those that it had stay findable. */
export async function renameAgency(db: Db, code: string, names: Names, until: string): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "AgencyName" (id, "agencyId", code, name, "shortName", aliases, until)
    SELECT gen_random_uuid(), id, code, name, "shortName", aliases, ${until} FROM "Agency" WHERE code = ${code}`;
  await db.agency.update({ where: { code }, data: names });
}

/** Founds a body in the place of another: its order, its oversight, and whether it is told or asked. */
export async function foundAgency(
  db: Db,
  agency: Names & { code: string; manner?: 'assigned' | 'requested' },
  after: string,
): Promise<void> {
  const { manner, position, oversight, counted, parentId } = await db.agency.findUniqueOrThrow({
    where: { code: after },
    select: { manner: true, position: true, oversight: true, counted: true, parentId: true },
  });
  await db.agency.create({
    data: { ...agency, manner: agency.manner ?? manner, position, oversight, counted, parentId },
  });
}

/** What hangs on a body besides duties, work and people goes over to its first successor. */
export async function passRest(db: Db, fromId: string, toId: string): Promise<void> {
  await db.$executeRaw`UPDATE "Agency" SET "parentId" = ${toId}::uuid WHERE "parentId" = ${fromId}::uuid`;
  await db.$executeRaw`
    UPDATE "Ward" w SET "agencyId" = ${toId}::uuid WHERE w."agencyId" = ${fromId}::uuid
      AND NOT EXISTS (SELECT FROM "Ward" o WHERE o."agencyId" = ${toId}::uuid AND o.name = w.name)`;
  await db.$executeRaw`UPDATE "Identity" SET "agencyId" = ${toId}::uuid WHERE "agencyId" = ${fromId}::uuid`;
  await db.$executeRaw`
    UPDATE "Invitation" SET "agencyId" = ${toId}::uuid WHERE "agencyId" = ${fromId}::uuid AND "usedAt" IS NULL`;
}

/** Successors stand in the groups of those before them. */
export async function passGroups(
  db: Db,
  fromId: string,
  toIds: readonly string[],
  ends: boolean,
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "AgencyGroupMember" ("groupCode", "agencyId")
    SELECT m."groupCode", t.id FROM "AgencyGroupMember" m, unnest(${toIds}::uuid[]) AS t(id)
    WHERE m."agencyId" = ${fromId}::uuid ON CONFLICT DO NOTHING`;
  if (ends) await db.agencyGroupMember.deleteMany({ where: { agencyId: fromId } });
}

/** Whoever reported in the cycles of the programmes does so by its successors; a receiver by the first of them. */
export async function passCycles(db: Db, from: string, to: readonly string[]): Promise<void> {
  await db.$executeRaw`
    UPDATE "Cycle" c SET definition = jsonb_set(
      CASE WHEN c.definition->>'receiver' = ${from} AND cardinality(${to}::text[]) > 0
        THEN jsonb_set(c.definition, '{receiver}', to_jsonb((${to}::text[])[1])) ELSE c.definition END,
      '{reporters}', COALESCE((
        SELECT jsonb_agg(r.code ORDER BY r.ord) FROM (
          SELECT v.code, min(v.ord) AS ord FROM (
            SELECT h.code, (e.ord * 1000 + h.ord)::int AS ord
            FROM jsonb_array_elements_text(c.definition->'reporters') WITH ORDINALITY AS e(code, ord)
              CROSS JOIN LATERAL unnest(CASE WHEN e.code = ${from} THEN ${to}::text[] ELSE ARRAY[e.code] END)
                WITH ORDINALITY AS h(code, ord)) v GROUP BY v.code) r), '[]'))
    WHERE c.definition->'reporters' ? ${from}`;
}

/** A person's role at a successor, with the rank that the act gives; kept where it is held already. */
export async function putRole(
  db: Db,
  role: { contactId: string; agencyId: string; role: HeldRole; rank: 'main' | 'deputy' },
  now: Date,
): Promise<void> {
  const { rank, ...held } = role;
  const { count } = await db.contactRole.updateMany({ where: { ...held, endedAt: null }, data: { rank } });
  if (!count) await db.contactRole.create({ data: { ...role, since: now } });
}

export type HeldRole = 'focal' | 'head' | 'leader' | 'coordinator' | 'admin';

export interface OpenWork {
  id: string;
  number: number;
  title: string;
  agency: string;
}

export const workOf = (db: Db, ids: readonly string[]): Promise<OpenWork[]> =>
  db.$queryRaw<OpenWork[]>`
    SELECT a.id, t.number, t.title, g.code AS agency FROM "Assignment" a JOIN "Task" t ON t.id = a."taskId"
      JOIN "Agency" g ON g.id = a."agencyId" WHERE a.id = ANY(${ids}::uuid[]) ORDER BY t.number`;

/** Duties of the programmes by their numbers in the source. */
export const dutyNumbers = async (db: Db): Promise<{ id: string; number: string }[]> =>
  db.duty.findMany({ select: { id: true, number: true }, orderBy: { position: 'asc' } });
