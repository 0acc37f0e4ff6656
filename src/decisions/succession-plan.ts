import { z } from 'zod';
import { successionSchema, type Succession, type Successor } from '../domain/succession-file.ts';
import {
  planSuccession,
  type Holdings,
  type PlanResult,
  type Reorganisation,
  type SuccessionRefusal,
} from '../domain/succession.ts';
import type { Db } from '../store/db.ts';
import { dutyNumbers, holdingsOf, workOf, type ActRow, type OpenWork } from '../store/successions.ts';

/** A reorganisation as it was entered, and what of it the bodies' present holdings make. */

/** What the row of an act keeps. */
const detailsSchema = z.object({ act: successionSchema });

/** The act as it was entered. */
export const actOf = ({ details }: Pick<ActRow, 'details'>): Succession => detailsSchema.parse(details).act;

export const fromOf = (act: Succession): string[] => (act.kind === 'merge' ? act.from : [act.from]);

/** The successors, each with the names that it is to have. */
export const heirsOf = (act: Succession): Successor[] => {
  if (act.kind === 'rename') return [];
  if (act.kind === 'merge') return [act.to];
  if (act.kind === 'split') return act.to.map(({ duties: _, ...heir }) => heir);
  return act.to === undefined ? [] : [{ code: act.to, aliases: [] }];
};

/** Why an act cannot come into force yet, with what the administrator has to settle. */
export interface Obstacle {
  code: SuccessionRefusal['code'];
  agencies: string[];
  duties: string[];
  work: OpenWork[];
}

export interface Planned {
  plan?: NonNullable<PlanResult['plan']>;
  holdings: Holdings;
  obstacles: Obstacle[];
}

/** The plan for an act from what the bodies hold now; the rows of their work are locked. */
export async function planAct(db: Db, act: Succession): Promise<Planned> {
  const from = fromOf(act);
  const heirs = heirsOf(act);
  const founded = heirs.filter(({ name }) => name !== undefined).map(({ code }) => code);
  const codes = [...new Set([...from, ...heirs.map(({ code }) => code)])];
  const known = await db.agency.findMany({ where: { code: { in: founded } }, select: { code: true } });
  const holdings = await holdingsOf(
    db,
    codes,
    founded.filter((code) => !known.some((agency) => agency.code === code)),
  );
  const duties = await dutyNumbers(db);
  const result = planSuccession(reorganisation(act, holdings, duties), holdings);
  const numberOf = new Map(duties.map(({ id, number }) => [id, number]));
  const obstacles = await Promise.all(
    result.refusals.map(async (refusal): Promise<Obstacle> => ({
      code: refusal.code,
      agencies: 'agencies' in refusal ? refusal.agencies : 'agency' in refusal ? [refusal.agency] : [],
      duties: 'duties' in refusal ? refusal.duties.map((id) => numberOf.get(id) ?? id) : [],
      work: 'assignments' in refusal ? await workOf(db, refusal.assignments) : [],
    })),
  );
  return { plan: result.plan, holdings, obstacles };
}

function reorganisation(
  act: Succession,
  holdings: Holdings,
  duties: readonly { id: string; number: string }[],
): Reorganisation {
  const from = fromOf(act);
  if (act.kind === 'rename') return { kind: 'rename', from, to: from };
  const to = heirsOf(act).map(({ code }) => code);
  const mainContacts = mainContactsOf(act.mainContactFrom, to, holdings);
  if (act.kind !== 'split') return { kind: act.kind, from, to, mainContacts };
  const taken = duties.map(({ id, number }) => ({
    id,
    heirs: act.to.filter((heir) => heir.duties.includes(number)).map(({ code }) => code),
  }));
  return {
    kind: 'split',
    from,
    to,
    mainContacts,
    duties: Object.fromEntries(taken.map(({ id, heirs }) => [id, heirs])),
    assignments: undecided(act.tasksTo, holdings, taken),
  };
}

/** Open work that no duty decides goes where the act says. */
function undecided(
  tasksTo: string | undefined,
  { assignments }: Holdings,
  taken: readonly { id: string; heirs: readonly string[] }[],
): Record<string, string> {
  if (tasksTo === undefined) return {};
  const decided = new Set(taken.filter(({ heirs }) => heirs.length === 1).map(({ id }) => id));
  return Object.fromEntries(
    assignments.filter(({ dutyId }) => !decided.has(dutyId ?? '')).map(({ id }) => [id, tasksTo]),
  );
}

/** The main contact of the body that the administrator names becomes that of each successor. */
function mainContactsOf(
  code: string | undefined,
  to: readonly string[],
  { contacts }: Holdings,
): Record<string, string> {
  const main = contacts.find(
    ({ agency, role, rank }) => agency === code && role === 'focal' && rank === 'main',
  );
  return main ? Object.fromEntries(to.map((heir) => [heir, main.contactId])) : {};
}
