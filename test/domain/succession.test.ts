import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isOpen } from '../../src/domain/assignment.ts';
import {
  byAdvance,
  planSuccession,
  type HeldAssignment,
  type HeldContact,
  type HeldDuty,
  type Holdings,
  type Reorganisation,
  type SuccessionPlan,
} from '../../src/domain/succession.ts';
import { at } from './support/calendar.ts';

const assignment = (
  id: string,
  agency: string,
  taskId: string,
  rest: Partial<HeldAssignment> = {},
): HeldAssignment => ({
  id,
  agency,
  taskId,
  dutyId: null,
  state: 'in_progress',
  percent: null,
  submittedAt: null,
  activityAt: null,
  assignedAt: at('2026-11-16'),
  ...rest,
});
const duty = (dutyId: string, agency: string, part: HeldDuty['part'] = 'lead'): HeldDuty => ({
  dutyId,
  agency,
  part,
});
const contact = (
  contactId: string,
  agency: string,
  rank: HeldContact['rank'] = 'main',
  role = 'focal',
): HeldContact => ({
  contactId,
  agency,
  rank,
  role,
});
const holding = (rest: Partial<Holdings> = {}): Holdings => ({
  duties: [],
  assignments: [],
  contacts: [],
  existing: new Set(['STC', 'SKHDT', 'STCKH', 'STP', 'A', 'B']),
  ...rest,
});

const plan = (act: Reorganisation, holdings: Holdings): SuccessionPlan => {
  const result = planSuccession(act, holdings);
  if (!result.plan) throw new Error(JSON.stringify(result.refusals));
  return result.plan;
};
const refusals = (act: Reorganisation, holdings: Holdings) => planSuccession(act, holdings).refusals;

const merge: Reorganisation = { kind: 'merge', from: ['STC', 'SKHDT'], to: ['STCKH'] };

test('a rename moves nothing', () => {
  const held = holding({ duties: [duty('d1', 'STC')], assignments: [assignment('a1', 'STC', 't1')] });
  expect(plan({ kind: 'rename', from: ['STC'], to: ['STC'] }, held)).toEqual({
    ends: [],
    duties: [],
    releases: [],
    orphaned: [],
    moves: [],
    merged: [],
    contacts: [],
    mainContactAssumed: [],
  });
});

describe('a merger', () => {
  test('two open assignments of one task become one, the better advanced', () => {
    const held = holding({
      assignments: [
        assignment('stc-12', 'STC', 't12', { state: 'submitted', submittedAt: at('2026-12-01') }),
        assignment('skhdt-12', 'SKHDT', 't12', { percent: 90 }),
        assignment('skhdt-15', 'SKHDT', 't15'),
        assignment('stc-11', 'STC', 't11', { state: 'completed' }),
        assignment('skhdt-11', 'SKHDT', 't11', { state: 'cancelled' }),
      ],
    });
    expect(plan(merge, held)).toMatchObject({
      ends: ['STC', 'SKHDT'],
      moves: [
        { id: 'stc-12', to: 'STCKH' },
        { id: 'skhdt-15', to: 'STCKH' },
      ],
      merged: [{ id: 'skhdt-12', into: 'stc-12' }],
    });
  });

  test('into one of the two: its own stays where it is, or ends in the better one that comes', () => {
    const into: Reorganisation = { kind: 'merge', from: ['STC', 'SKHDT'], to: ['STC'] };
    const held = holding({
      assignments: [
        assignment('stc-12', 'STC', 't12', { percent: 20 }),
        assignment('skhdt-12', 'SKHDT', 't12', { percent: 90 }),
        assignment('stc-13', 'STC', 't13', { percent: 20 }),
        assignment('skhdt-13', 'SKHDT', 't13', { state: 'assigned' }),
      ],
    });
    expect(plan(into, held)).toMatchObject({
      ends: ['SKHDT'],
      moves: [{ id: 'skhdt-12', to: 'STC' }],
      merged: [
        { id: 'stc-12', into: 'skhdt-12' },
        { id: 'skhdt-13', into: 'stc-13' },
      ],
    });
  });

  test('what the successor has completed already takes the open one in', () => {
    const held = holding({
      assignments: [
        assignment('a', 'STC', 't1', { percent: 90 }),
        assignment('done', 'STCKH', 't1', { state: 'completed', submittedAt: at('2026-12-01') }),
      ],
    });
    expect(plan(merge, held)).toMatchObject({ moves: [], merged: [{ id: 'a', into: 'done' }] });
  });

  test('duties pass on once, as lead where one of the two led', () => {
    const held = holding({
      duties: [
        duty('d1', 'STC'),
        duty('d1', 'SKHDT', 'supporting'),
        duty('d2', 'SKHDT', 'supporting'),
        duty('d2', 'STCKH'),
      ],
    });
    expect(plan(merge, held)).toMatchObject({
      duties: [
        { dutyId: 'd1', to: 'STCKH', part: 'lead' },
        { dutyId: 'd2', to: 'STCKH', part: 'lead' },
      ],
      releases: [
        { dutyId: 'd1', agency: 'STC' },
        { dutyId: 'd1', agency: 'SKHDT' },
        { dutyId: 'd2', agency: 'SKHDT' },
      ],
    });
  });

  test('contacts come along; the administrator names the main one', () => {
    const contacts = [
      contact('cuong', 'STC'),
      contact('lan', 'STC', 'deputy'),
      contact('minh', 'SKHDT'),
      contact('lan', 'SKHDT', 'deputy'),
      contact('hung', 'STC', 'main', 'head'),
    ];
    const ranks = (result: SuccessionPlan) =>
      result.contacts.map(({ contactId, role, rank }) => `${contactId} ${role} ${rank}`);
    const named = plan({ ...merge, mainContacts: { STCKH: 'minh' } }, holding({ contacts }));
    expect(ranks(named)).toEqual([
      'cuong focal deputy',
      'lan focal deputy',
      'hung head main',
      'minh focal main',
    ]);
    expect(named.mainContactAssumed).toEqual([]);
    const unnamed = plan(merge, holding({ contacts }));
    expect(ranks(unnamed)).toContain('cuong focal main');
    expect(unnamed.mainContactAssumed).toEqual([{ agency: 'STCKH', candidates: ['cuong', 'minh'] }]);
  });
});

describe('a split', () => {
  const split: Reorganisation = { kind: 'split', from: ['A'], to: ['A', 'B'] };
  const held = holding({
    duties: [duty('d1', 'A'), duty('d2', 'A'), duty('d3', 'A', 'supporting')],
    assignments: [
      assignment('of-d1', 'A', 't1', { dutyId: 'd1' }),
      assignment('of-d2', 'A', 't2', { dutyId: 'd2' }),
      assignment('yearly', 'A', 't3'),
      assignment('done', 'A', 't4', { state: 'completed', dutyId: 'd2' }),
    ],
    contacts: [contact('cuong', 'A')],
  });

  test('asks for what is not named', () => {
    expect(refusals({ ...split, duties: { d1: ['A'] } }, held)).toEqual([
      { code: 'dutiesNotNamed', duties: ['d2', 'd3'] },
      { code: 'assignmentsNotNamed', assignments: ['yearly'] },
    ]);
  });

  test('an assignment whose duty two successors share has to be named', () => {
    const act = { ...split, duties: { d1: ['A', 'B'], d2: ['B'], d3: ['A'] }, assignments: { yearly: 'A' } };
    expect(refusals(act, held)).toEqual([{ code: 'assignmentsNotNamed', assignments: ['of-d1'] }]);
  });

  test('named whole, assignments follow their duties and what is completed stays', () => {
    const act = { ...split, duties: { d1: ['A'], d2: ['B'], d3: ['A', 'B'] }, assignments: { yearly: 'A' } };
    expect(plan(act, held)).toEqual({
      ends: [],
      duties: [
        { dutyId: 'd1', to: 'A', part: 'lead' },
        { dutyId: 'd2', to: 'B', part: 'lead' },
        { dutyId: 'd3', to: 'A', part: 'supporting' },
        { dutyId: 'd3', to: 'B', part: 'supporting' },
      ],
      releases: [{ dutyId: 'd2', agency: 'A' }],
      orphaned: [],
      moves: [{ id: 'of-d2', to: 'B' }],
      merged: [],
      contacts: [
        { contactId: 'cuong', from: 'A', to: 'A', role: 'focal', rank: 'main' },
        { contactId: 'cuong', from: 'A', to: 'B', role: 'focal', rank: 'main' },
      ],
      mainContactAssumed: [],
    });
  });

  test('a successor that is none is refused', () => {
    const act = { ...split, duties: { d1: ['A'], d2: ['STP'], d3: ['A'] }, assignments: { yearly: 'A' } };
    expect(refusals(act, held)).toEqual([{ code: 'successorUnknown', agencies: ['STP'] }]);
  });
});

describe('a dissolution', () => {
  const held = holding({
    duties: [duty('d1', 'A')],
    assignments: [assignment('a1', 'A', 't1'), assignment('a2', 'A', 't2', { state: 'completed' })],
  });

  test('without a successor lists the open work and refuses', () => {
    expect(refusals({ kind: 'dissolve', from: ['A'], to: [] }, held)).toEqual([
      { code: 'openWork', assignments: ['a1'] },
    ]);
  });

  test('without a successor and open work it names the duties left without anybody', () => {
    const done = { ...held, assignments: [assignment('a2', 'A', 't2', { state: 'completed' })] };
    expect(plan({ kind: 'dissolve', from: ['A'], to: [] }, done)).toMatchObject({
      ends: ['A'],
      orphaned: ['d1'],
      releases: [{ dutyId: 'd1', agency: 'A' }],
      moves: [],
    });
  });

  test('with a successor everything passes on', () => {
    expect(plan({ kind: 'dissolve', from: ['A'], to: ['B'] }, held)).toMatchObject({
      ends: ['A'],
      orphaned: [],
      duties: [{ dutyId: 'd1', to: 'B', part: 'lead' }],
      moves: [{ id: 'a1', to: 'B' }],
    });
  });
});

test.each<{ case: string; act: Reorganisation; want: string[] }>([
  {
    case: 'a body that has ended',
    act: { kind: 'merge', from: ['STC', 'OLD'], to: ['STCKH'] },
    want: ['agencyGone'],
  },
  { case: 'a merger of one', act: { kind: 'merge', from: ['STC'], to: ['STC'] }, want: ['mergeAlone'] },
  {
    case: 'a merger into nothing',
    act: { kind: 'merge', from: ['STC', 'STP'], to: [] },
    want: ['successorMissing'],
  },
  {
    case: 'dissolved into itself',
    act: { kind: 'dissolve', from: ['A'], to: ['A'] },
    want: ['successorOfItself'],
  },
  {
    case: 'a main contact from elsewhere',
    act: { ...merge, mainContacts: { STCKH: 'nobody' } },
    want: ['mainContactOutside'],
  },
])('refused: $case', ({ act, want }) => {
  expect(refusals(act, holding()).map(({ code }) => code)).toEqual(want);
});

describe('the better advanced', () => {
  const base = assignment('m', 'A', 't');
  test.each<{ case: string; better: Partial<HeldAssignment>; worse: Partial<HeldAssignment> }>([
    {
      case: 'a waiting report over a returned one',
      better: { state: 'submitted' },
      worse: { state: 'returned', percent: 90 },
    },
    { case: 'a returned report over work', better: { state: 'returned' }, worse: { percent: 99 } },
    { case: 'work over receipt', better: {}, worse: { state: 'acknowledged', percent: 10 } },
    { case: 'receipt over silence', better: { state: 'acknowledged' }, worse: { state: 'assigned' } },
    { case: 'the higher percentage', better: { percent: 60 }, worse: { percent: 50 } },
    {
      case: 'the earlier report',
      better: { state: 'submitted', submittedAt: at('2026-12-01') },
      worse: { state: 'submitted', submittedAt: at('2026-12-02') },
    },
    {
      case: 'the later word',
      better: { activityAt: at('2026-12-02') },
      worse: { activityAt: at('2026-12-01') },
    },
    { case: 'the older assignment', better: { assignedAt: at('2026-11-01') }, worse: {} },
  ])('$case', ({ better, worse }) => {
    expect(byAdvance({ ...base, ...better }, { ...base, ...worse, id: 'a' })).toBeLessThan(0);
    expect(byAdvance({ ...base, ...worse, id: 'a' }, { ...base, ...better })).toBeGreaterThan(0);
  });
});

test('a merger loses no open work: each assignment moves, stays at the successor, or ends in one that does', () => {
  const any = fc.record({
    agency: fc.constantFrom('STC', 'SKHDT', 'STCKH'),
    taskId: fc.constantFrom('t1', 't2', 't3', 't4'),
    state: fc.constantFrom(
      'assigned',
      'acknowledged',
      'in_progress',
      'submitted',
      'returned',
      'completed',
      'cancelled',
      'merged',
    ),
    percent: fc.option(fc.integer({ min: 0, max: 100 })),
  } as const);
  const uniquely = fc.uniqueArray(any, {
    selector: ({ agency, taskId }) => `${agency}/${taskId}`,
    maxLength: 12,
  });
  fc.assert(
    fc.property(uniquely, (rows) => {
      const assignments = rows.map((row, index) => assignment(`a${index}`, row.agency, row.taskId, row));
      const { moves, merged } = plan(merge, holding({ assignments }));
      const stays = new Set([
        ...moves.map(({ id }) => id),
        ...assignments
          .filter(({ id, agency }) => agency === 'STCKH' && !merged.some((one) => one.id === id))
          .map(({ id }) => id),
      ]);
      for (const { id, agency, state } of assignments) {
        const into = merged.find((one) => one.id === id)?.into;
        if (into) expect(stays.has(into)).toBe(true);
        if (isOpen(state)) expect(into !== undefined || stays.has(id)).toBe(true);
        else expect(into === undefined && (agency === 'STCKH' || !stays.has(id))).toBe(true);
      }
      const left = assignments.filter(
        ({ id, state }) => stays.has(id) && (isOpen(state) || state === 'completed'),
      );
      expect(new Set(left.map(({ taskId }) => taskId)).size).toBe(left.length);
    }),
    { numRuns: 300 },
  );
});
