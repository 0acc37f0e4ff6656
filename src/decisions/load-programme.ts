import { addressedCodes, basisOf, reportingCycles, type Programme } from '../domain/programme.ts';
import { audit } from '../store/audit.ts';
import type { Db } from '../store/db.ts';
import { putAgencies, putDuties, putGroups, putWards, type PutAgency } from '../store/programmes.ts';
import type { Scope } from './scope.ts';

export interface Loaded {
  agencies: number;
  duties: number;
  wards: number;
  /** False where the programme was there already: its texts were brought up to the file. */
  first: boolean;
}

/**
 * Puts a checked programme into the database, in the caller's transaction. Loading again brings names, texts and
 * groups up to the file and removes nothing: tasks, people and what happened stay. Successions are entered by the
 * decision on succession, not here.
 */
export async function loadProgramme(scope: Scope, programme: Programme): Promise<Loaded> {
  const { db, now } = scope;
  const existing = await db.programme.findUnique({ where: { code: programme.code }, select: { id: true } });
  const particulars = {
    number: programme.document.number,
    issuedOn: programme.document.date,
    issuer: programme.document.issuer,
    title: programme.document.title,
    displayName: programme.displayName,
    basis: programme.document.basis,
    file: programme,
    loadedAt: now,
  };
  const { id: programmeId } = await db.programme.upsert({
    where: { code: programme.code },
    create: { code: programme.code, ...particulars },
    update: particulars,
    select: { id: true },
  });
  const ids = await putAgencies(db, agenciesToPut(programme));
  await putGroups(db, programme.groups, ids);
  await putDuties(db, programmeId, programme.duties, ids);
  await putCycles(db, programmeId, programme);
  const wards = await putWards(db, programmeId, programme.wards, ids);
  await audit(db, {
    at: now,
    actorId: scope.actor.id,
    channel: scope.actor.channel,
    action: 'programme.load',
    subject: `programme:${programme.code}`,
    after: { agencies: programme.agencies.length, duties: programme.duties.length },
  });
  return { agencies: programme.agencies.length, duties: programme.duties.length, wards, first: !existing };
}

/** Bodies that no duty addresses (UBND tỉnh) are never assigned to and never counted. */
function agenciesToPut(programme: Programme): PutAgency[] {
  const counted = addressedCodes(programme);
  return programme.agencies.map((agency, position) => ({
    code: agency.code,
    name: agency.name,
    shortName: agency.shortName,
    aliases: agency.aliases,
    manner: agency.manner,
    oversight: agency.oversight,
    parent: agency.parent,
    counted: counted.has(agency.code),
    position,
  }));
}

async function putCycles(db: Db, programmeId: string, programme: Programme): Promise<void> {
  for (const cycle of reportingCycles(programme)) {
    const definition = {
      ...cycle,
      basis: basisOf(programme, cycle.place),
      within: programme.years,
      // The paragraph that asks for it, so that its tasks show it verbatim.
      duty: programme.duties.find((duty) => duty.place === cycle.place)?.number,
    };
    await db.cycle.upsert({
      where: { programmeId_code: { programmeId, code: cycle.code } },
      create: { programmeId, code: cycle.code, definition },
      update: { definition },
    });
  }
}
