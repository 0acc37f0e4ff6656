import { describe, expect, test } from 'vitest';
import {
  actsBy,
  acts,
  assignmentStates,
  isNoteOnly,
  isOpen,
  standingFor,
  transition,
  type Act,
  type AssignmentState,
  type Standing,
} from '../../src/domain/assignment.ts';
import { roles, type Role } from '../../src/domain/roles.ts';

/** State × act → state, written by hand; `-` is refused, `=` changes no state. */
const columns = assignmentStates;
const table: Record<Act, string> = {
  //                assigned     acknowledged in_progress  submitted    returned     completed  cancelled merged
  acknowledge: '     acknowledged =            =            =            =            -          -         -',
  progress: '        in_progress  in_progress  in_progress  =            in_progress  -          -         -',
  submit: '          submitted    submitted    submitted    =            submitted    -          -         -',
  withdrawReport: '  -            -            -            in_progress  -            -          -         -',
  block: '           acknowledged =            =            =            =            -          -         -',
  unblock: '         acknowledged =            =            =            =            -          -         -',
  confirm: '         acknowledged =            =            =            =            -          -         -',
  requestExtension: 'acknowledged =            =            -            =            -          -         -',
  accept: '          -            -            -            completed    -            -          -         -',
  return: '          -            -            -            returned     -            -          -         -',
  reopen: '          -            -            -            -            -            returned   -         -',
  reschedule: '      =            =            =            =            =            -          -         -',
  approveExtension: '=            =            =            =            =            -          -         -',
  denyExtension: '   =            =            =            =            =            -          -         -',
  cancel: '          cancelled    cancelled    cancelled    cancelled    cancelled    -          -         -',
  merge: '           merged       merged       merged       merged       merged       -          -         -',
};

const wanted = (state: AssignmentState, act: Act): AssignmentState | undefined => {
  const cell = table[act].trim().split(/\s+/)[columns.indexOf(state)];
  if (cell === '=') return state;
  return assignmentStates.find((one) => one === cell);
};

test.each(assignmentStates.flatMap((state) => acts.map((act) => ({ state, act }))))(
  '$state × $act',
  ({ state, act }) => {
    expect(transition(state, act)).toBe(wanted(state, act));
  },
);

test('withdrawn and merged assignments end, and completed ones only reopen', () => {
  const possible = (state: AssignmentState) => acts.filter((act) => transition(state, act) !== undefined);
  expect(possible('cancelled')).toEqual([]);
  expect(possible('merged')).toEqual([]);
  expect(possible('completed')).toEqual(['reopen']);
  expect(assignmentStates.filter(isOpen)).toEqual([
    'assigned',
    'acknowledged',
    'in_progress',
    'submitted',
    'returned',
  ]);
});

test.each([
  ['submitted', 'progress', true],
  ['submitted', 'submit', true],
  ['submitted', 'confirm', true],
  ['submitted', 'block', false],
  ['returned', 'acknowledge', true],
  ['assigned', 'acknowledge', false],
  ['completed', 'acknowledge', false],
  ['in_progress', 'progress', false],
] as const)('%s, then %s: kept as a note only: %s', (state, act, note) => {
  expect(isNoteOnly(state, act)).toBe(note);
});

describe('who may do which act', () => {
  const byAgency: Act[] = [
    'acknowledge',
    'progress',
    'submit',
    'withdrawReport',
    'block',
    'unblock',
    'confirm',
    'requestExtension',
  ];
  const agency: Record<Role, Standing | undefined> = {
    focal: 'own',
    head: 'own',
    leader: undefined,
    coordinator: 'onBehalf',
    admin: 'onBehalf',
  };
  const office: Record<Role, Standing | undefined> = {
    focal: undefined,
    head: undefined,
    leader: undefined,
    coordinator: 'office',
    admin: 'office',
  };
  const want = (act: Act, role: Role): Standing | undefined => {
    if (byAgency.includes(act)) return agency[role];
    return act === 'merge' && role === 'coordinator' ? undefined : office[role];
  };

  test.each(acts.flatMap((act) => roles.map((role) => ({ act, role }))))('$role × $act', ({ act, role }) => {
    expect(standingFor(act, [role], [role])).toBe(want(act, role));
  });

  test.each(byAgency)('%s is not for another agency', (act) => {
    expect(standingFor(act, [], ['focal', 'head'])).toBeUndefined();
  });

  test('a coordinator who is a focal point of the agency too answers as its own', () => {
    expect(standingFor('submit', ['focal', 'coordinator'], ['focal', 'coordinator'])).toBe('own');
  });

  test('every act is somebody’s', () => {
    expect(acts.filter((act) => Object.keys(actsBy[act]).length === 0)).toEqual([]);
  });
});
