/**
 * Who may do what, as data. The rows of the table are those of the design's
 * table of roles, split finely enough for each command and route to name one.
 */

export const roles = ['focal', 'head', 'leader', 'coordinator', 'admin'] as const;
export type Role = (typeof roles)[number];

export const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text);

export const capabilities = [
  'answer', // for an agency of one's own
  'seeOwn', // assignments, status and report of an agency of one's own
  'answerOnBehalf',
  'seeAll',
  'track', // one task across agencies, who is late
  'nudge',
  'createTask',
  'broadcast',
  'changeDates', // reschedule, approve and deny extensions
  'accept',
  'return',
  'reopen',
  'withdrawTask',
  'wards',
  'callList',
  'manageContacts',
  'invite',
  'manageAgencies',
  'managePrograms',
  'audit',
  'tokens',
] as const;
export type Capability = (typeof capabilities)[number];

const ofAgency = ['answer', 'seeOwn'] as const;
const ofLeader = ['seeAll', 'track', 'nudge'] as const;
const ofCoordinator = [
  ...ofLeader,
  'answerOnBehalf',
  'createTask',
  'broadcast',
  'changeDates',
  'accept',
  'return',
  'reopen',
  'withdrawTask',
  'wards',
  'callList',
] as const;

/** Capabilities by role; an administrator may do all that a coordinator may. */
export const capabilitiesOf: Readonly<Record<Role, readonly Capability[]>> = {
  focal: ofAgency,
  head: ofAgency,
  leader: ofLeader,
  coordinator: ofCoordinator,
  admin: [
    ...ofCoordinator,
    'manageContacts',
    'invite',
    'manageAgencies',
    'managePrograms',
    'audit',
    'tokens',
  ],
};

/** True where one of the roles carries the capability. What is one's own agency's only is bounded by `scopeOf`. */
export const may = (held: readonly Role[], capability: Capability): boolean =>
  held.some((role) => capabilitiesOf[role].includes(capability));

/** Leaders, coordinators and administrators exist only under a body that oversees (UBND tỉnh, Công an tỉnh). */
export const roleAllowedIn = (role: Role, oversight: boolean): boolean =>
  oversight || role === 'focal' || role === 'head';

/** One role of a person, for one agency. */
export interface Grant {
  role: Role;
  agencyId: string;
}

/** Over which agencies a person has a capability: all, or those listed (none: not at all). */
export type Scope = 'all' | readonly string[];

const ownOnly: readonly Capability[] = ofAgency;

export const scopeOf = (grants: readonly Grant[], capability: Capability): Scope => {
  const carrying = grants.filter((grant) => may([grant.role], capability));
  if (carrying.length > 0 && !ownOnly.includes(capability)) return 'all';
  return [...new Set(carrying.map((grant) => grant.agencyId))];
};

/** The agencies whose assignments a person may see. */
export const visibleAgencies = (grants: readonly Grant[]): Scope =>
  scopeOf(grants, 'seeAll') === 'all' ? 'all' : scopeOf(grants, 'seeOwn');

export const covers = (scope: Scope, agencyId: string): boolean =>
  scope === 'all' || scope.includes(agencyId);
