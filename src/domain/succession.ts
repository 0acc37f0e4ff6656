import { isOpen, type AssignmentState } from './assignment.ts';

/**
 * What a reorganisation moves, planned without touching anything: duties, open
 * assignments and contacts follow the office. What has ended stays where it was
 * made; so a date in the past rewrites no report.
 */

/** An agency, by whatever key the caller uses for all of them. */
type AgencyKey = string;

export interface Reorganisation {
  kind: 'rename' | 'merge' | 'split' | 'dissolve';
  /** The bodies that it is about; a successor among them continues. */
  from: readonly AgencyKey[];
  /** Who takes over; none for a dissolution without a successor. A rename has its own body here. */
  to: readonly AgencyKey[];
  /** Of a split: which successors take which duty, by duty id. */
  duties?: Readonly<Record<string, readonly AgencyKey[]>>;
  /** Of a split: which successor takes an open assignment whose duty does not say it. */
  assignments?: Readonly<Record<string, AgencyKey>>;
  /** The main contact of each successor, by contact id, as the administrator names it. */
  mainContacts?: Readonly<Record<AgencyKey, string>>;
}

export interface HeldDuty {
  dutyId: string;
  agency: AgencyKey;
  part: 'lead' | 'supporting';
}

export interface HeldAssignment {
  id: string;
  taskId: string;
  agency: AgencyKey;
  dutyId: string | null;
  state: AssignmentState;
  percent: number | null;
  submittedAt: Date | null;
  activityAt: Date | null;
  assignedAt: Date;
}

export interface HeldContact {
  contactId: string;
  agency: AgencyKey;
  role: string;
  rank: 'main' | 'deputy';
}

/** All that the bodies in `from` and `to` hold. */
export interface Holdings {
  duties: readonly HeldDuty[];
  assignments: readonly HeldAssignment[];
  contacts: readonly HeldContact[];
  /** Bodies that exist and have not ended on the day; new successors count as existing. */
  existing: ReadonlySet<AgencyKey>;
}

/** Why it cannot be done yet; each names what the administrator has to settle. */
export type SuccessionRefusal =
  | { code: 'agencyGone'; agencies: AgencyKey[] }
  | { code: 'successorMissing' }
  | { code: 'successorOfItself'; agency: AgencyKey }
  | { code: 'mergeAlone' }
  | { code: 'openWork'; assignments: string[] }
  | { code: 'dutiesNotNamed'; duties: string[] }
  | { code: 'assignmentsNotNamed'; assignments: string[] }
  | { code: 'successorUnknown'; agencies: AgencyKey[] }
  | { code: 'mainContactOutside'; agencies: AgencyKey[] };

export interface SuccessionPlan {
  /** Bodies that end. */
  ends: AgencyKey[];
  /** Parts that successors have in duties afterwards: each duty and successor once. */
  duties: { dutyId: string; to: AgencyKey; part: 'lead' | 'supporting' }[];
  /** Parts that predecessors no longer have. */
  releases: { dutyId: string; agency: AgencyKey }[];
  /** Duties of a body that ends without a successor. */
  orphaned: string[];
  /** Open assignments that go over with their history. */
  moves: { id: string; to: AgencyKey }[];
  /** Assignments that end as `merged`, into the better advanced one of the same task. */
  merged: { id: string; into: string }[];
  /** All roles at the successors afterwards, with the body that each comes from. Of several main contacts one stays main. */
  contacts: { contactId: string; from: AgencyKey; to: AgencyKey; role: string; rank: 'main' | 'deputy' }[];
  /** Successors with several possible main contacts, of whom none was named; the first of these was taken. */
  mainContactAssumed: { agency: AgencyKey; candidates: string[] }[];
}

export type PlanResult =
  { refusals: SuccessionRefusal[]; plan?: undefined } | { refusals: []; plan: SuccessionPlan };

/** How far the work is: a report that waits, then one that was returned, then work, receipt, nothing. */
const advance: Readonly<Record<AssignmentState, number>> = {
  completed: 5,
  submitted: 4,
  returned: 3,
  in_progress: 2,
  acknowledged: 1,
  assigned: 0,
  cancelled: -1,
  merged: -1,
};

const timeOr = (at: Date | null, none: number): number => at?.getTime() ?? none;

/** Orders the better advanced first: state, then percentage, then the earlier report, the later word, the older assignment. */
export const byAdvance = (a: HeldAssignment, b: HeldAssignment): number =>
  advance[b.state] - advance[a.state] ||
  (b.percent ?? 0) - (a.percent ?? 0) ||
  timeOr(a.submittedAt, 0) - timeOr(b.submittedAt, 0) ||
  timeOr(b.activityAt, 0) - timeOr(a.activityAt, 0) ||
  a.assignedAt.getTime() - b.assignedAt.getTime() ||
  (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const held = <T extends { agency: AgencyKey }>(all: readonly T[], by: readonly AgencyKey[]): T[] =>
  all.filter(({ agency }) => by.includes(agency));

const openOf = (act: Reorganisation, { assignments }: Holdings): HeldAssignment[] =>
  held(assignments, act.from).filter(({ state }) => isOpen(state));

/** The successors of one part in a duty. */
const heirsOfDuty = ({ kind, to, duties }: Reorganisation, dutyId: string): readonly AgencyKey[] =>
  kind === 'split' ? (duties?.[dutyId] ?? []) : to;

/** The one successor of an open assignment, or undefined where that has to be asked. */
const heirOfAssignment = (act: Reorganisation, { id, dutyId }: HeldAssignment): AgencyKey | undefined => {
  if (act.kind !== 'split') return act.to[0];
  const byDuty = dutyId === null ? [] : heirsOfDuty(act, dutyId);
  return act.assignments?.[id] ?? (byDuty.length === 1 ? byDuty[0] : undefined);
};

/** Successors whose named main contact serves none of the bodies. */
const outsideMain = (act: Reorganisation, { contacts }: Holdings): AgencyKey[] =>
  Object.entries(act.mainContacts ?? {})
    .filter(([to, named]) => !held(contacts, [...act.from, to]).some(({ contactId }) => contactId === named))
    .map(([to]) => to);

const checkParties = (act: Reorganisation, holdings: Holdings): SuccessionRefusal[] => {
  const { kind, from, to } = act;
  const gone = [...from, ...to].filter((agency) => !holdings.existing.has(agency));
  const refusals: SuccessionRefusal[] = [];
  if (gone.length > 0) refusals.push({ code: 'agencyGone', agencies: gone });
  if (kind === 'merge' && new Set([...from, ...to]).size < 2) refusals.push({ code: 'mergeAlone' });
  if ((kind === 'merge' || kind === 'split') && to.length === 0) refusals.push({ code: 'successorMissing' });
  if (kind === 'dissolve' && to[0] !== undefined && from.includes(to[0]))
    refusals.push({ code: 'successorOfItself', agency: to[0] });
  const outside = outsideMain(act, holdings);
  if (outside.length > 0) refusals.push({ code: 'mainContactOutside', agencies: outside });
  return refusals;
};

const checkSplit = (act: Reorganisation, holdings: Holdings): SuccessionRefusal[] => {
  if (act.kind !== 'split') return [];
  const mine = [...new Set(held(holdings.duties, act.from).map(({ dutyId }) => dutyId))];
  const unnamed = mine.filter((dutyId) => heirsOfDuty(act, dutyId).length === 0);
  // An assignment of an unnamed duty is settled with it.
  const open = openOf(act, holdings).filter(
    (assignment) =>
      heirOfAssignment(act, assignment) === undefined && !unnamed.includes(assignment.dutyId ?? ''),
  );
  const heirs = [...Object.values(act.duties ?? {}).flat(), ...Object.values(act.assignments ?? {})];
  const strangers = [...new Set(heirs)].filter((agency) => !act.to.includes(agency));
  const refusals: SuccessionRefusal[] = [];
  if (unnamed.length > 0) refusals.push({ code: 'dutiesNotNamed', duties: unnamed });
  if (open.length > 0) refusals.push({ code: 'assignmentsNotNamed', assignments: open.map(({ id }) => id) });
  if (strangers.length > 0) refusals.push({ code: 'successorUnknown', agencies: strangers });
  return refusals;
};

const checkDissolution = (act: Reorganisation, holdings: Holdings): SuccessionRefusal[] => {
  const open = act.kind === 'dissolve' && act.to.length === 0 ? openOf(act, holdings) : [];
  return open.length > 0 ? [{ code: 'openWork', assignments: open.map(({ id }) => id) }] : [];
};

/** `lead` where a successor gets both parts, or has the lead already. */
const passDuties = (
  act: Reorganisation,
  { duties }: Holdings,
): Pick<SuccessionPlan, 'duties' | 'releases'> => {
  const mine = held(duties, act.from);
  const passed = mine.flatMap(({ dutyId, part }) =>
    heirsOfDuty(act, dutyId).map((to) => ({ dutyId, to, part })),
  );
  const there = held(duties, act.to).map(({ dutyId, agency, part }) => ({ dutyId, to: agency, part }));
  const byHeir = groupBy(passed, ({ dutyId, to }) => `${dutyId}/${to}`).flatMap(([first]) => first ?? []);
  const leads = ({ dutyId, to }: { dutyId: string; to: AgencyKey }): boolean =>
    [...passed, ...there].some((row) => row.dutyId === dutyId && row.to === to && row.part === 'lead');
  return {
    duties: byHeir.map(({ dutyId, to }) => ({
      dutyId,
      to,
      part: leads({ dutyId, to }) ? 'lead' : 'supporting',
    })),
    releases: mine
      .filter(({ dutyId, agency }) => !heirsOfDuty(act, dutyId).includes(agency))
      .map(({ dutyId, agency }) => ({ dutyId, agency })),
  };
};

const groupBy = <T>(items: readonly T[], keyOf: (item: T) => string): T[][] => {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
};

/** Of all open assignments of one task at one successor the better advanced stays; a completed one there already is it. */
const passAssignments = (
  act: Reorganisation,
  holdings: Holdings,
): Pick<SuccessionPlan, 'moves' | 'merged'> => {
  const arriving = openOf(act, holdings).map((assignment) => ({
    ...assignment,
    to: heirOfAssignment(act, assignment) ?? assignment.agency,
  }));
  const there = held(holdings.assignments, act.to)
    .filter(
      ({ id, state }) =>
        (isOpen(state) || state === 'completed') && !arriving.some((other) => other.id === id),
    )
    .map((assignment) => ({ ...assignment, to: assignment.agency }));
  const groups = groupBy([...arriving, ...there], ({ taskId, to }) => `${taskId}/${to}`);
  const moves: SuccessionPlan['moves'] = [];
  const merged: SuccessionPlan['merged'] = [];
  for (const group of groups) {
    const [best, ...others] = group.toSorted(byAdvance);
    if (!best) continue;
    if (best.agency !== best.to) moves.push({ id: best.id, to: best.to });
    for (const { id } of others) merged.push({ id, into: best.id });
  }
  return { moves, merged };
};

/** A person serves each successor; an unnamed main contact is the successor's own, else the first body's. */
const passContacts = (
  act: Reorganisation,
  { contacts }: Holdings,
): Pick<SuccessionPlan, 'contacts' | 'mainContactAssumed'> => {
  const mainContactAssumed: SuccessionPlan['mainContactAssumed'] = [];
  const passed = act.to.flatMap((to) => {
    const order = [to, ...act.from.filter((agency) => agency !== to)];
    const people = order.flatMap((agency) => held(contacts, [agency]));
    const candidates = [
      ...new Set(
        people.filter(({ role, rank }) => role === 'focal' && rank === 'main').map((one) => one.contactId),
      ),
    ];
    const named = act.mainContacts?.[to];
    if (named === undefined && candidates.length > 1) mainContactAssumed.push({ agency: to, candidates });
    const main = named ?? candidates[0];
    return people.map(({ contactId, agency, role, rank }) => ({
      contactId,
      from: agency,
      to,
      role,
      rank: role !== 'focal' ? rank : contactId === main ? ('main' as const) : ('deputy' as const),
    }));
  });
  return { contacts: uniqueRoles(passed), mainContactAssumed };
};

/** A person who served two of the bodies serves the successor once in each role. */
const uniqueRoles = (rows: SuccessionPlan['contacts']): SuccessionPlan['contacts'] => {
  const seen = new Set<string>();
  return rows.filter(({ contactId, to, role }) => {
    const key = `${contactId}/${to}/${role}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
};

/** A new name moves nothing. */
const nothing: SuccessionPlan = {
  ends: [],
  duties: [],
  releases: [],
  orphaned: [],
  moves: [],
  merged: [],
  contacts: [],
  mainContactAssumed: [],
};

/** The plan for the day on which the reorganisation comes into force, or all that stands against it. */
export const planSuccession = (act: Reorganisation, holdings: Holdings): PlanResult => {
  const refusals = [
    ...checkParties(act, holdings),
    ...checkSplit(act, holdings),
    ...checkDissolution(act, holdings),
  ];
  if (refusals.length > 0) return { refusals };
  if (act.kind === 'rename') return { refusals: [], plan: nothing };
  return {
    refusals: [],
    plan: {
      ends: act.from.filter((agency) => !act.to.includes(agency)),
      ...passDuties(act, holdings),
      orphaned:
        act.to.length > 0 ? [] : [...new Set(held(holdings.duties, act.from).map(({ dutyId }) => dutyId))],
      ...passAssignments(act, holdings),
      ...passContacts(act, holdings),
    },
  };
};
