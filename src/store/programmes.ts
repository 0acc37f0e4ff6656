import type { Programme, ProgrammeDuty, ProgrammeGroup } from '../domain/programme.ts';
import type { Db } from './db.ts';
import { Prisma } from './generated/client.ts';

/** A body as it is put into the database. */
export interface PutAgency {
  code: string;
  name: string;
  shortName: string;
  aliases: string[];
  manner: 'assigned' | 'requested';
  oversight: boolean;
  parent?: string;
  counted: boolean;
  position: number;
}

/** A later reorganisation has the last word on the bodies that it touched: loading the decision again leaves them. */
const reorganised = Prisma.sql`(
  SELECT s."fromId" FROM "Succession" s WHERE s."appliedAt" IS NOT NULL
  UNION SELECT s."toId" FROM "Succession" s WHERE s."appliedAt" IS NOT NULL AND s."toId" IS NOT NULL)`;

/** Ids by code: those of the file, put or brought up to date, then their parents. */
export async function putAgencies(db: Db, agencies: readonly PutAgency[]): Promise<Map<string, string>> {
  const rows = JSON.stringify(agencies);
  await db.$executeRaw`
    INSERT INTO "Agency" (id, code, name, "shortName", aliases, manner, oversight, counted, position)
    SELECT gen_random_uuid(), v.code, v.name, v."shortName", v.aliases, v.manner::"Manner", v.oversight, v.counted, v.position
    FROM jsonb_to_recordset(${rows}::jsonb) AS v(code text, name text, "shortName" text, aliases text[], manner text,
      oversight boolean, counted boolean, position int)
    ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, "shortName" = EXCLUDED."shortName", aliases = EXCLUDED.aliases,
      manner = EXCLUDED.manner, oversight = EXCLUDED.oversight, counted = EXCLUDED.counted, position = EXCLUDED.position
    WHERE "Agency".id NOT IN ${reorganised}`;
  await db.$executeRaw`
    UPDATE "Agency" a SET "parentId" = p.id
    FROM jsonb_to_recordset(${rows}::jsonb) AS v(code text, parent text) JOIN "Agency" p ON p.code = v.parent
    WHERE a.code = v.code AND a.id NOT IN ${reorganised}`;
  const put = await db.agency.findMany({
    where: { code: { in: agencies.map(({ code }) => code) } },
    select: { id: true, code: true },
  });
  return new Map(put.map(({ id, code }) => [code, id]));
}

export async function putGroups(
  db: Db,
  groups: readonly ProgrammeGroup[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = JSON.stringify(groups.map(({ code, names }, position) => ({ code, names, position })));
  const members = JSON.stringify(
    groups.flatMap((group) =>
      group.members.flatMap((code) => {
        const agencyId = ids.get(code);
        return agencyId ? [{ groupCode: group.code, agencyId }] : [];
      }),
    ),
  );
  await db.$executeRaw`
    INSERT INTO "AgencyGroup" (code, names, position)
    SELECT v.code, v.names, v.position
    FROM jsonb_to_recordset(${rows}::jsonb) AS v(code text, names text[], position int)
    ON CONFLICT (code) DO UPDATE SET names = EXCLUDED.names, position = EXCLUDED.position`;
  await db.$executeRaw`
    DELETE FROM "AgencyGroupMember" WHERE "groupCode" = ANY(${groups.map(({ code }) => code)}::text[])
      AND "agencyId" NOT IN ${reorganised}`;
  await db.$executeRaw`
    INSERT INTO "AgencyGroupMember" ("groupCode", "agencyId")
    SELECT v."groupCode", v."agencyId"
    FROM jsonb_to_recordset(${members}::jsonb) AS v("groupCode" text, "agencyId" uuid)
    WHERE v."agencyId" NOT IN ${reorganised} ON CONFLICT DO NOTHING`;
}

export async function putDuties(
  db: Db,
  programmeId: string,
  duties: readonly ProgrammeDuty[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = duties.map(({ number, title, text, manner }, position) => ({
    number,
    title,
    text,
    manner,
    position,
  }));
  await db.$executeRaw`
    INSERT INTO "Duty" (id, "programmeId", number, position, title, text, manner)
    SELECT gen_random_uuid(), ${programmeId}::uuid, v.number, v.position, v.title, v.text, v.manner::"Manner"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS v(number text, position int, title text, text text, manner text)
    ON CONFLICT ("programmeId", number) DO UPDATE SET position = EXCLUDED.position, title = EXCLUDED.title,
      text = EXCLUDED.text, manner = EXCLUDED.manner`;
  const parts = duties.flatMap(({ number, lead, supporting }) =>
    [
      ...lead.map((code) => ({ number, code, part: 'lead' })),
      ...supporting.map((code) => ({ number, code, part: 'supporting' })),
    ].flatMap(({ code, ...part }) => {
      const agencyId = ids.get(code);
      return agencyId ? [{ ...part, agencyId }] : [];
    }),
  );
  await db.$executeRaw`
    INSERT INTO "DutyAgency" ("dutyId", "agencyId", part)
    SELECT d.id, v."agencyId", v.part::"Part"
    FROM jsonb_to_recordset(${JSON.stringify(parts)}::jsonb) AS v(number text, "agencyId" uuid, part text)
      JOIN "Duty" d ON d."programmeId" = ${programmeId}::uuid AND d.number = v.number
    WHERE v."agencyId" NOT IN ${reorganised} ON CONFLICT DO NOTHING`;
}

/** Wards and yearly targets; a ward's planned year and state are the coordinators' and stay. */
export async function putWards(
  db: Db,
  programmeId: string,
  wards: Programme['wards'],
  ids: ReadonlyMap<string, string>,
): Promise<number> {
  if (!wards) return 0;
  const targets = wards.targets.map(({ year, count }) => ({ year, count }));
  await db.$executeRaw`
    INSERT INTO "WardTarget" ("programmeId", year, count)
    SELECT ${programmeId}::uuid, v.year, v.count
    FROM jsonb_to_recordset(${JSON.stringify(targets)}::jsonb) AS v(year int, count int)
    ON CONFLICT ("programmeId", year) DO UPDATE SET count = EXCLUDED.count`;
  const rows = wards.towns.flatMap((town) => {
    const agencyId = ids.get(town.agency);
    return agencyId ? town.names.map((name) => ({ agencyId, name })) : [];
  });
  const placed = JSON.stringify(rows.map((row, position) => ({ ...row, position })));
  await db.$executeRaw`
    INSERT INTO "Ward" (id, "agencyId", name, position)
    SELECT gen_random_uuid(), v."agencyId", v.name, v.position
    FROM jsonb_to_recordset(${placed}::jsonb) AS v("agencyId" uuid, name text, position int)
    WHERE v."agencyId" NOT IN ${reorganised} ON CONFLICT DO NOTHING`;
  return rows.length;
}

/** Under which name the province has this run: of the programme that was loaded first. */
export async function displayName(db: Db): Promise<string | undefined> {
  const found = await db.programme.findFirst({ orderBy: { loadedAt: 'asc' }, select: { displayName: true } });
  return found?.displayName;
}
