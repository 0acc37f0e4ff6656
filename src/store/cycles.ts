import { z } from 'zod';
import type { Deadline } from '../domain/deadline.ts';
import type { ReportingCycle } from '../domain/cycles.ts';
import type { Db } from './db.ts';

/** Reporting cycles as a programme's loading left them. */

export interface StoredCycle {
  id: string;
  /** Unique among all programmes, and what its tasks carry: "119-qd-ubnd/yearly". */
  key: string;
  /** Name under which people are written to about the programme. */
  programme: string;
  cycle: ReportingCycle;
  /** Years that the programme runs. */
  within: { from: number; to: number };
  /** Codes as the file has them; see `reportersOf`. */
  reporters: string[];
  basis: string;
  dutyId: string | null;
  /** Dates that coordinators set, by period. */
  dates: Map<string, Deadline>;
  /** When coordinators were last asked for a date. */
  askedAt: Date | null;
}

const definition = z.object({
  code: z.string(),
  title: z.string(),
  dates: z
    .array(
      z.object({
        opens: z.string(),
        due: z.string(),
        period: z.string().optional(),
        reportsOn: z.enum(['same-year', 'previous-year']),
      }),
    )
    .optional(),
  years: z.array(z.number()).optional(),
  within: z.object({ from: z.number(), to: z.number() }),
  reporters: z.array(z.string()),
  basis: z.string(),
  duty: z.string().optional(),
});

const datesSet = z.record(z.string(), z.object({ dueAt: z.coerce.date(), text: z.string() }));

/** All cycles of all programmes, or one of them. */
export async function storedCycles(db: Db, id?: string): Promise<StoredCycle[]> {
  const rows = await db.cycle.findMany({
    where: { id },
    include: {
      programme: {
        select: { code: true, displayName: true, duties: { select: { id: true, number: true } } },
      },
    },
    orderBy: [{ programme: { loadedAt: 'asc' } }, { code: 'asc' }],
  });
  return rows.map((row) => {
    const { within, reporters, basis, duty, ...cycle } = definition.parse(row.definition);
    return {
      id: row.id,
      key: `${row.programme.code}/${row.code}`,
      programme: row.programme.displayName,
      cycle,
      within,
      reporters,
      basis,
      dutyId: row.programme.duties.find((one) => one.number === duty)?.id ?? null,
      dates: new Map(Object.entries(datesSet.parse(row.dates))),
      askedAt: row.askedAt,
    };
  });
}

/** Task numbers by cycle key and period. */
export async function cycleTasks(db: Db, keys: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.task.findMany({
    where: { cycle: { in: [...keys] } },
    select: { cycle: true, period: true, number: true },
  });
  return new Map(rows.map((row) => [`${row.cycle} ${row.period}`, row.number]));
}

/** Locks a cycle until the transaction ends: one date is set after the other. */
export async function lockCycle(db: Db, id: string): Promise<StoredCycle | undefined> {
  await db.$queryRaw`SELECT id FROM "Cycle" WHERE id = ${id}::uuid FOR UPDATE`;
  return (await storedCycles(db, id))[0];
}

export async function putCycleDate(
  db: Db,
  id: string,
  period: string,
  { dueAt, text }: Deadline,
): Promise<void> {
  const date = JSON.stringify({ [period]: { dueAt: dueAt.toISOString(), text } });
  await db.$executeRaw`UPDATE "Cycle" SET dates = dates || ${date}::jsonb WHERE id = ${id}::uuid`;
}

/** Notes that coordinators are asked for a date. False where they were since `since` already. */
export async function noteAsked(db: Db, id: string, since: Date, now: Date): Promise<boolean> {
  const { count } = await db.cycle.updateMany({
    where: { id, OR: [{ askedAt: null }, { askedAt: { lt: since } }] },
    data: { askedAt: now },
  });
  return count > 0;
}

/**
 * The agencies that stand behind codes of a programme file on a local day, in their order, each once: by their present
 * code or a former one, and by those that have taken over from one that has ended.
 */
export async function reportersOf(db: Db, codes: readonly string[], today: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE named AS (
      SELECT c.code, COALESCE(
        (SELECT a.id FROM "Agency" a WHERE a.code = c.code),
        (SELECT n."agencyId" FROM "AgencyName" n WHERE n.code = c.code ORDER BY n.until DESC LIMIT 1)) AS id
      FROM unnest(${codes}::text[]) AS c(code)),
    heirs AS (
      SELECT id FROM named WHERE id IS NOT NULL
      UNION
      SELECT s."toId" FROM heirs h JOIN "Agency" a ON a.id = h.id AND a."endedOn" <= ${today}
        JOIN "Succession" s ON s."fromId" = h.id AND s."appliedAt" IS NOT NULL AND s."toId" IS NOT NULL)
    SELECT a.id FROM heirs h JOIN "Agency" a ON a.id = h.id
    WHERE a."endedOn" IS NULL OR a."endedOn" > ${today}
    ORDER BY a.position, a.code`;
  return rows.map((row) => row.id);
}
