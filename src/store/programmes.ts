import type { Programme, ProgrammeDuty, ProgrammeGroup } from '../domain/programme.ts';
import type { Db } from './db.ts';

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

/** Ids by code: those of the file, put or brought up to date, parents after their children's rows exist. */
export async function putAgencies(db: Db, agencies: readonly PutAgency[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const { parent: _, ...agency } of agencies) {
    const { id } = await db.agency.upsert({
      where: { code: agency.code },
      create: agency,
      update: agency,
      select: { id: true },
    });
    ids.set(agency.code, id);
  }
  for (const { code, parent } of agencies) {
    if (parent) await db.agency.update({ where: { code }, data: { parentId: ids.get(parent) ?? null } });
  }
  return ids;
}

export async function putGroups(
  db: Db,
  groups: readonly ProgrammeGroup[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [position, group] of groups.entries()) {
    await db.agencyGroup.upsert({
      where: { code: group.code },
      create: { code: group.code, names: group.names, position },
      update: { names: group.names, position },
    });
    await db.agencyGroupMember.deleteMany({ where: { groupCode: group.code } });
    await db.agencyGroupMember.createMany({
      data: group.members.flatMap((code) => {
        const agencyId = ids.get(code);
        return agencyId ? [{ groupCode: group.code, agencyId }] : [];
      }),
    });
  }
}

export async function putDuties(
  db: Db,
  programmeId: string,
  duties: readonly ProgrammeDuty[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [position, { number, place: _, lead, supporting, ...duty }] of duties.entries()) {
    const { id: dutyId } = await db.duty.upsert({
      where: { programmeId_number: { programmeId, number } },
      create: { programmeId, number, position, ...duty },
      update: { position, ...duty },
      select: { id: true },
    });
    const parts = [
      ...lead.map((code) => ({ code, part: 'lead' as const })),
      ...supporting.map((code) => ({ code, part: 'supporting' as const })),
    ];
    await db.dutyAgency.createMany({
      data: parts.flatMap(({ code, part }) => {
        const agencyId = ids.get(code);
        return agencyId ? [{ dutyId, agencyId, part }] : [];
      }),
      skipDuplicates: true,
    });
  }
}

/** Wards and yearly targets; a ward's planned year and state are the coordinators' and stay. */
export async function putWards(
  db: Db,
  programmeId: string,
  wards: Programme['wards'],
  ids: ReadonlyMap<string, string>,
): Promise<number> {
  if (!wards) return 0;
  for (const { year, count } of wards.targets) {
    await db.wardTarget.upsert({
      where: { programmeId_year: { programmeId, year } },
      create: { programmeId, year, count },
      update: { count },
    });
  }
  const rows = wards.towns.flatMap((town) => {
    const agencyId = ids.get(town.agency);
    return agencyId ? town.names.map((name) => ({ agencyId, name })) : [];
  });
  await db.ward.createMany({ data: rows.map((row, position) => ({ ...row, position })), skipDuplicates: true });
  return rows.length;
}
