import { describe, expect, test } from 'vitest';
import {
  capabilities,
  covers,
  may,
  roleAllowedIn,
  roles,
  scopeOf,
  visibleAgencies,
  type Capability,
  type Role,
} from '../../src/domain/roles.ts';

/** The table of roles as the design has it, written by hand: f focal, h head, l leader, c coordinator, a admin. */
const table: Record<Capability, string> = {
  answer: 'f h . . .',
  seeOwn: 'f h . . .',
  answerOnBehalf: '. . . c a',
  seeAll: '. . l c a',
  track: '. . l c a',
  nudge: '. . l c a',
  createTask: '. . . c a',
  broadcast: '. . . c a',
  changeDates: '. . . c a',
  accept: '. . . c a',
  return: '. . . c a',
  reopen: '. . . c a',
  withdrawTask: '. . . c a',
  wards: '. . . c a',
  callList: '. . . c a',
  manageContacts: '. . . . a',
  invite: '. . . . a',
  manageAgencies: '. . . . a',
  managePrograms: '. . . . a',
  audit: '. . . . a',
  tokens: '. . . . a',
};

const letters: Record<Role, string> = { focal: 'f', head: 'h', leader: 'l', coordinator: 'c', admin: 'a' };

test.each(capabilities.flatMap((capability) => roles.map((role) => ({ role, capability }))))(
  '$role × $capability',
  ({ role, capability }) => {
    expect(may([role], capability)).toBe(table[capability].includes(letters[role]));
  },
);

test('an administrator may do all that a coordinator may', () => {
  const missing = capabilities.filter((one) => may(['coordinator'], one) && !may(['admin'], one));
  expect(missing).toEqual([]);
});

test('roles add up, and nobody may anything without one', () => {
  expect(may(['focal', 'leader'], 'answer')).toBe(true);
  expect(may(['focal', 'leader'], 'nudge')).toBe(true);
  expect(capabilities.filter((one) => may([], one))).toEqual([]);
});

test.each([
  ['focal', false, true],
  ['head', false, true],
  ['leader', false, false],
  ['coordinator', false, false],
  ['admin', false, false],
  ['focal', true, true],
  ['leader', true, true],
  ['coordinator', true, true],
  ['admin', true, true],
] as const)('%s under a body that oversees (%s): %s', (role, oversight, allowed) => {
  expect(roleAllowedIn(role, oversight)).toBe(allowed);
});

describe('over which agencies', () => {
  const focal = { role: 'focal', agencyId: 'stp' } as const;
  const head = { role: 'head', agencyId: 'snv' } as const;
  const coordinator = { role: 'coordinator', agencyId: 'cat' } as const;

  test.each([
    { grants: [focal], capability: 'answer', want: ['stp'] },
    { grants: [focal, head], capability: 'answer', want: ['stp', 'snv'] },
    { grants: [focal, { ...focal, role: 'head' }], capability: 'seeOwn', want: ['stp'] },
    { grants: [coordinator], capability: 'answer', want: [] },
    { grants: [coordinator], capability: 'answerOnBehalf', want: 'all' },
    { grants: [focal, coordinator], capability: 'answer', want: ['stp'] },
    { grants: [focal], capability: 'nudge', want: [] },
    { grants: [], capability: 'seeAll', want: [] },
  ] as const)('$grants → $capability', ({ grants, capability, want }) => {
    expect(scopeOf(grants, capability)).toEqual(want);
  });

  test('who sees everything, who only the own agency', () => {
    expect(visibleAgencies([focal])).toEqual(['stp']);
    expect(visibleAgencies([focal, { role: 'leader', agencyId: 'ubt' }])).toBe('all');
    expect(covers(visibleAgencies([focal]), 'snv')).toBe(false);
    expect(covers('all', 'snv')).toBe(true);
    expect(covers(visibleAgencies([]), 'stp')).toBe(false);
  });
});
