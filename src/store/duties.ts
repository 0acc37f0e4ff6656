import { basisOf, type Programme } from '../domain/programme.ts';
import type { Db } from './db.ts';

/** A paragraph of the programme, as a task is made of it. */
export interface DutyRow {
  id: string;
  number: string;
  title: string;
  text: string;
  /** "Căn cứ": where it stands in the document. */
  basis: string;
  /** Lead agencies first, then the supporting ones. */
  agencyIds: string[];
}

/** The duty of that number ("I.5.1"), in whatever programme it stands; null where there is none. */
export async function dutyByNumber(db: Db, number: string): Promise<DutyRow | null> {
  const duty = await db.duty.findFirst({
    where: { number: { equals: number, mode: 'insensitive' } },
    orderBy: { programme: { loadedAt: 'desc' } },
    select: {
      id: true,
      number: true,
      title: true,
      text: true,
      programme: { select: { file: true } },
      agencies: {
        where: { agency: { endedOn: null } },
        select: { agencyId: true, part: true, agency: { select: { position: true } } },
      },
    },
  });
  if (!duty) return null;
  const parts = [...duty.agencies].sort(
    (a, b) => a.part.localeCompare(b.part) || a.agency.position - b.agency.position,
  );
  return {
    id: duty.id,
    number: duty.number,
    title: duty.title,
    text: duty.text,
    basis: placeIn(duty.programme.file, duty.number),
    agencyIds: parts.map(({ agencyId }) => agencyId),
  };
}

/** The citation of a duty, from the programme file as it was loaded. */
function placeIn(file: unknown, number: string): string {
  if (!isProgramme(file)) return '';
  const place = file.duties.find((duty) => duty.number === number)?.place;
  return place ? basisOf(file, place) : '';
}

/** What is stored was checked when it was loaded. */
const isProgramme = (file: unknown): file is Programme =>
  typeof file === 'object' && file !== null && 'duties' in file && 'document' in file;
