import type { WardState } from '../domain/wards.ts';
import type { Db } from './db.ts';

/** A ward of the scheme, with its town or city. */
export interface WardRow {
  id: string;
  name: string;
  agencyId: string;
  agencyCode: string;
  agencyShortName: string;
  plannedYear: number | null;
  builtYear: number | null;
  state: WardState;
}

/** All wards, by town in the order of the source. */
export const wardsOf = (db: Db): Promise<WardRow[]> =>
  db.$queryRaw<WardRow[]>`
    SELECT w.id, w.name, w."agencyId", a.code AS "agencyCode", a."shortName" AS "agencyShortName", w."plannedYear",
      w."builtYear", w.state::text AS state
    FROM "Ward" w JOIN "Agency" a ON a.id = w."agencyId" ORDER BY a.position, w.position, w.name`;

/** What the scheme wants by year. */
export const wardTargets = (db: Db): Promise<{ year: number; count: number }[]> =>
  db.$queryRaw`SELECT year, sum(count)::int AS count FROM "WardTarget" GROUP BY year ORDER BY year`;

/** Locks one ward until the transaction ends. */
export async function lockWard(db: Db, id: string): Promise<WardRow | undefined> {
  const rows = await db.$queryRaw<WardRow[]>`
    SELECT w.id, w.name, w."agencyId", a.code AS "agencyCode", a."shortName" AS "agencyShortName", w."plannedYear",
      w."builtYear", w.state::text AS state
    FROM "Ward" w JOIN "Agency" a ON a.id = w."agencyId" WHERE w.id = ${id}::uuid FOR UPDATE OF w`;
  return rows[0];
}

export async function saveWard(
  db: Db,
  id: string,
  { plannedYear, builtYear, state }: Pick<WardRow, 'plannedYear' | 'builtYear' | 'state'>,
): Promise<void> {
  await db.ward.update({ where: { id }, data: { plannedYear, builtYear, state } });
}
