import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyAct, snapshotOf, undo, type ActInput } from '../../src/domain/acts.ts';
import { acts, transition, type Act } from '../../src/domain/assignment.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { categoryOf, type AssignmentFacts } from '../../src/domain/timeliness.ts';
import { at, plain } from './support/calendar.ts';
import { given } from './support/facts.ts';

type Step = [act: Act, when: string, rest?: { dueAt?: string; percent?: number }];

const input = (when: string, rest: Step[2] = {}): ActInput => ({
  at: at(when),
  percent: rest.percent,
  dueAt: rest.dueAt ? at(rest.dueAt) : undefined,
});

const play = (steps: readonly Step[], from: AssignmentFacts = given()): AssignmentFacts =>
  steps.reduce((facts, [act, when, rest]) => applyAct(facts, act, input(when, rest), plain), from);

const refusal = (run: () => unknown): string | undefined => {
  try {
    run();
  } catch (error) {
    return isRefusal(error) ? error.code : String(error);
  }
  return undefined;
};

/** Due "trước ngày 15/12/2026" throughout. */
describe('courses of an assignment, and what they are counted as', () => {
  const courses: { case: string; steps: Step[]; now: string; want: string; due?: string }[] = [
    {
      case: 'reported and accepted in time',
      steps: [
        ['acknowledge', '2026-12-01 10:00'],
        ['progress', '2026-12-07 10:00', { percent: 60 }],
        ['submit', '2026-12-14 17:00'],
        ['accept', '2026-12-20 09:00'],
      ],
      now: '2026-12-21',
      want: 'completed on_time',
    },
    {
      case: 'reported a day late',
      steps: [
        ['submit', '2026-12-15 09:00'],
        ['accept', '2026-12-15 10:00'],
      ],
      now: '2026-12-21',
      want: 'completed late',
    },
    {
      case: 'returned in time, supplement by the third working day: on time',
      steps: [
        ['submit', '2026-12-14 17:00'],
        ['return', '2026-12-15 09:00'],
        ['submit', '2026-12-18 23:59'],
        ['accept', '2026-12-21 09:00'],
      ],
      now: '2026-12-21',
      want: 'completed on_time',
      due: '2026-12-19',
    },
    {
      case: 'returned in time, supplement a day after its date: late',
      steps: [
        ['submit', '2026-12-14 17:00'],
        ['return', '2026-12-15 09:00'],
        ['submit', '2026-12-19 00:00'],
        ['accept', '2026-12-21 09:00'],
      ],
      now: '2026-12-21',
      want: 'completed late',
    },
    {
      case: 'returned early: the date in force stands',
      steps: [
        ['submit', '2026-12-03 17:00'],
        ['return', '2026-12-04 09:00'],
      ],
      now: '2026-12-14 10:00',
      want: 'returned in_progress',
      due: '2026-12-15',
    },
    {
      case: 'returned after a late report: overdue until the supplement’s date and after, and late in the end',
      steps: [
        ['submit', '2026-12-16 09:00'],
        ['return', '2026-12-17 09:00', { dueAt: '2026-12-25' }],
        ['submit', '2026-12-18 09:00'],
        ['accept', '2026-12-18 10:00'],
      ],
      now: '2026-12-21',
      want: 'completed late',
      due: '2026-12-25',
    },
    {
      case: 'returned twice, each time in time',
      steps: [
        ['submit', '2026-12-14 17:00'],
        ['return', '2026-12-15 09:00'],
        ['submit', '2026-12-18 10:00'],
        ['return', '2026-12-18 15:00', { dueAt: '2026-12-29' }],
        ['submit', '2026-12-28 10:00'],
        ['accept', '2027-01-04 10:00'],
      ],
      now: '2027-01-04 11:00',
      want: 'completed on_time',
      due: '2026-12-29',
    },
    {
      case: 'extension asked in time and approved after the date: counts from the asking',
      steps: [
        ['requestExtension', '2026-12-14 16:00', { dueAt: '2026-12-21' }],
        ['approveExtension', '2026-12-17 09:00', { dueAt: '2026-12-21' }],
      ],
      now: '2026-12-18',
      want: 'acknowledged in_progress',
      due: '2026-12-21',
    },
    {
      case: 'extension asked in time, undecided, date past: overdue by the date in force',
      steps: [['requestExtension', '2026-12-14 16:00', { dueAt: '2026-12-21' }]],
      now: '2026-12-18',
      want: 'acknowledged overdue',
    },
    {
      case: 'asked in time, reported after the old date, approved last: on time',
      steps: [
        ['requestExtension', '2026-12-14 16:00', { dueAt: '2026-12-21' }],
        ['submit', '2026-12-17 09:00'],
        ['approveExtension', '2026-12-18 09:00', { dueAt: '2026-12-21' }],
        ['accept', '2026-12-18 10:00'],
      ],
      now: '2026-12-22',
      want: 'completed on_time',
    },
    {
      case: 'the same, denied: late',
      steps: [
        ['requestExtension', '2026-12-14 16:00', { dueAt: '2026-12-21' }],
        ['submit', '2026-12-17 09:00'],
        ['denyExtension', '2026-12-18 09:00'],
        ['accept', '2026-12-18 10:00'],
      ],
      now: '2026-12-22',
      want: 'completed late',
    },
    {
      case: 'extension asked for after the date: late stays late though the new date is met',
      steps: [
        ['requestExtension', '2026-12-16 09:00', { dueAt: '2026-12-21' }],
        ['approveExtension', '2026-12-16 10:00', { dueAt: '2026-12-21' }],
        ['submit', '2026-12-18 09:00'],
        ['accept', '2026-12-18 10:00'],
      ],
      now: '2026-12-22',
      want: 'completed late',
      due: '2026-12-21',
    },
    {
      case: 'a second request keeps the first one’s moment',
      steps: [
        ['requestExtension', '2026-12-14 16:00', { dueAt: '2026-12-18' }],
        ['requestExtension', '2026-12-16 16:00', { dueAt: '2026-12-21' }],
        ['approveExtension', '2026-12-17 09:00', { dueAt: '2026-12-21' }],
      ],
      now: '2026-12-18',
      want: 'acknowledged in_progress',
    },
    {
      case: 'a letter dated in time, recorded after a late extension: in time after all',
      steps: [
        ['requestExtension', '2026-12-16 09:00', { dueAt: '2026-12-21' }],
        ['approveExtension', '2026-12-16 10:00', { dueAt: '2026-12-21' }],
        ['submit', '2026-12-14 00:00'],
      ],
      now: '2026-12-17',
      want: 'submitted in_progress',
    },
    {
      case: 'a coordinator’s own change of a date that passed: held against the new date',
      steps: [['reschedule', '2026-12-16 09:00', { dueAt: '2026-12-31' }]],
      now: '2026-12-20',
      want: 'assigned in_progress',
      due: '2026-12-31',
    },
    {
      case: 'a date brought forward does not make a waiting report late',
      steps: [
        ['submit', '2026-12-07 09:00'],
        ['reschedule', '2026-12-08 09:00', { dueAt: '2026-12-10' }],
      ],
      now: '2026-12-20',
      want: 'submitted in_progress',
      due: '2026-12-10',
    },
    {
      case: '“60%” after “xong” changes nothing',
      steps: [
        ['submit', '2026-12-14 09:00'],
        ['progress', '2026-12-16 09:00', { percent: 60 }],
      ],
      now: '2026-12-20',
      want: 'submitted in_progress',
    },
    {
      case: 'a second “xong” after the date leaves the first one’s moment',
      steps: [
        ['submit', '2026-12-14 09:00'],
        ['submit', '2026-12-16 09:00'],
      ],
      now: '2026-12-20',
      want: 'submitted in_progress',
    },
    {
      case: 'a letter of an earlier date beside a late message counts',
      steps: [
        ['submit', '2026-12-16 09:00'],
        ['submit', '2026-12-14 00:00'],
      ],
      now: '2026-12-20',
      want: 'submitted in_progress',
    },
    {
      case: 'withdrawn by the agency after the date: back to work, overdue',
      steps: [
        ['submit', '2026-12-14 09:00'],
        ['withdrawReport', '2026-12-15 09:00'],
      ],
      now: '2026-12-15 10:00',
      want: 'in_progress overdue',
    },
    {
      case: 'reopened: a supplement’s date as after a return',
      steps: [
        ['submit', '2026-12-14 09:00'],
        ['accept', '2026-12-15 09:00'],
        ['reopen', '2026-12-21 09:00'],
      ],
      now: '2026-12-24 10:00',
      want: 'returned in_progress',
      due: '2026-12-25',
    },
    {
      case: 'reopened after a late completion: late for good',
      steps: [
        ['submit', '2026-12-16 09:00'],
        ['accept', '2026-12-17 09:00'],
        ['reopen', '2026-12-21 09:00'],
        ['submit', '2026-12-22 09:00'],
        ['accept', '2026-12-22 10:00'],
      ],
      now: '2026-12-24',
      want: 'completed late',
    },
    {
      case: 'withdrawn by the coordinator',
      steps: [['cancel', '2026-12-16 09:00']],
      now: '2026-12-24',
      want: 'cancelled cancelled',
    },
  ];

  test.each(courses)('$case: $want', ({ steps, now, want, due }) => {
    const facts = play(steps);
    expect(`${facts.state} ${categoryOf(facts, at(now))}`).toBe(want);
    if (due) expect(facts.dueAt).toEqual(at(due));
  });
});

describe('what an act leaves beside the state', () => {
  test('any answer implies receipt, once', () => {
    const facts = play([
      ['progress', '2026-12-02 09:00', { percent: 30 }],
      ['confirm', '2026-12-03 09:00'],
    ]);
    expect(facts).toMatchObject({
      acknowledgedAt: at('2026-12-02 09:00'),
      confirmedAt: at('2026-12-03 09:00'),
      activityAt: at('2026-12-03 09:00'),
      percent: 30,
    });
  });

  test('bare receipt is no update', () => {
    expect(play([['acknowledge', '2026-12-02 09:00']]).activityAt).toBeNull();
  });

  test('an older message that arrives later does not turn activity back', () => {
    const facts = play([
      ['progress', '2026-12-05 09:00', { percent: 30 }],
      ['block', '2026-12-04 09:00'],
    ]);
    expect(facts.activityAt).toEqual(at('2026-12-05 09:00'));
  });

  test('a confirmation is void once the date changes, and only then', () => {
    const confirmed: Step[] = [['confirm', '2026-12-03 09:00']];
    expect(play([...confirmed, ['reschedule', '2026-12-04', { dueAt: '2026-12-20' }]])).toMatchObject({
      confirmedAt: null,
      dueSetAt: at('2026-12-04'),
    });
    expect(play([...confirmed, ['reschedule', '2026-12-04', { dueAt: '2026-12-15' }]])).toMatchObject({
      confirmedAt: at('2026-12-03 09:00'),
      dueSetAt: at('2026-12-01 09:00'),
    });
  });

  test('a blocker stands until cleared, or until completion is reported', () => {
    const blocked = play([
      ['block', '2026-12-03 09:00'],
      ['progress', '2026-12-04 09:00', { percent: 50 }],
    ]);
    expect(blocked.blocked).toBe(true);
    expect(play([['unblock', '2026-12-05 09:00']], blocked).blocked).toBe(false);
    expect(play([['submit', '2026-12-05 09:00']], blocked).blocked).toBe(false);
  });

  test('progress without a percentage keeps the last one', () => {
    const facts = play([
      ['progress', '2026-12-03 09:00', { percent: 50 }],
      ['progress', '2026-12-04 09:00'],
    ]);
    expect(facts.percent).toBe(50);
  });
});

test.each<{ case: string; before: Step[]; act: Step; want: string }>([
  {
    case: 'accepting without a report',
    before: [],
    act: ['accept', '2026-12-03'],
    want: 'reportMissing',
  },
  {
    case: 'withdrawing a report that was accepted',
    before: [
      ['submit', '2026-12-03'],
      ['accept', '2026-12-03'],
    ],
    act: ['withdrawReport', '2026-12-04'],
    want: 'alreadyCompleted',
  },
  {
    case: 'reporting on a withdrawn task',
    before: [['cancel', '2026-12-03']],
    act: ['submit', '2026-12-04'],
    want: 'alreadyWithdrawn',
  },
  {
    case: 'reporting on a merged one',
    before: [['merge', '2026-12-03']],
    act: ['submit', '2026-12-04'],
    want: 'alreadyMerged',
  },
  {
    case: 'asking for a date no later than the one in force',
    before: [],
    act: ['requestExtension', '2026-12-04', { dueAt: '2026-12-15' }],
    want: 'extensionNotLater',
  },
  {
    case: 'approving what nobody asked for',
    before: [],
    act: ['approveExtension', '2026-12-04', { dueAt: '2026-12-20' }],
    want: 'extensionMissing',
  },
  {
    case: 'denying what nobody asked for',
    before: [],
    act: ['denyExtension', '2026-12-04'],
    want: 'extensionMissing',
  },
  {
    case: 'approving an earlier date',
    before: [['requestExtension', '2026-12-04', { dueAt: '2026-12-20' }]],
    act: ['approveExtension', '2026-12-05', { dueAt: '2026-12-14' }],
    want: 'extensionNotLater',
  },
  {
    case: 'asking for an extension while a report waits',
    before: [['submit', '2026-12-04']],
    act: ['requestExtension', '2026-12-05', { dueAt: '2026-12-20' }],
    want: 'reportWaits',
  },
  {
    case: 'a new date in the past',
    before: [],
    act: ['reschedule', '2026-12-05', { dueAt: '2026-12-04' }],
    want: 'datePast',
  },
  { case: 'a new date not said', before: [], act: ['reschedule', '2026-12-05'], want: 'dateUnreadable' },
  {
    case: 'a supplement’s date in the past',
    before: [['submit', '2026-12-04']],
    act: ['return', '2026-12-07', { dueAt: '2026-12-05' }],
    want: 'datePast',
  },
  {
    case: 'accepting as late while an extension asked in time waits',
    before: [
      ['requestExtension', '2026-12-14', { dueAt: '2026-12-20' }],
      ['submit', '2026-12-16'],
    ],
    act: ['accept', '2026-12-17'],
    want: 'extensionFirst',
  },
])('refused: $case ($want)', ({ before, act, want }) => {
  const facts = play(before);
  expect(refusal(() => play([act], facts))).toBe(want);
});

test('a report in time may be accepted although an extension waits, which is then moot', () => {
  const facts = play([
    ['requestExtension', '2026-12-10', { dueAt: '2026-12-20' }],
    ['submit', '2026-12-14'],
    ['accept', '2026-12-16'],
  ]);
  expect(facts).toMatchObject({ state: 'completed', extensionAskedAt: null });
});

describe('taking back', () => {
  const stored = (facts: AssignmentFacts) => JSON.parse(JSON.stringify(snapshotOf(facts)));
  const working = play([
    ['progress', '2026-12-03 09:00', { percent: 30 }],
    ['block', '2026-12-04 09:00'],
  ]);

  test.each<Step>([
    ['progress', '2026-12-05 09:00', { percent: 60 }],
    ['unblock', '2026-12-05 09:00'],
    ['confirm', '2026-12-05 09:00'],
    ['requestExtension', '2026-12-05 09:00', { dueAt: '2026-12-20' }],
  ])('%s restores what stood before', (...step) => {
    const after = play([step], working);
    expect(after).not.toEqual(working);
    expect(undo(after, stored(working))).toEqual(working);
  });

  test('of a first word it restores that nothing was received', () => {
    const after = play([['progress', '2026-12-05 09:00', { percent: 60 }]]);
    expect(undo(after, stored(given()))).toEqual(given());
  });

  test('of a completion it is the withdrawal: back to work, with the blocker that stood', () => {
    const after = undo(play([['submit', '2026-12-05 09:00']], working), stored(working));
    expect(after).toMatchObject({ state: 'in_progress', submittedAt: null, blocked: true, percent: 30 });
  });

  test('of a confirmation whose date has changed meanwhile brings back neither', () => {
    const twice = play([['confirm', '2026-12-05 09:00']], play([['confirm', '2026-12-04 09:00']]));
    const moved = play([['reschedule', '2026-12-06', { dueAt: '2026-12-20' }]], twice);
    expect(undo(moved, stored(play([['confirm', '2026-12-04 09:00']]))).confirmedAt).toBeNull();
  });
});

describe('any course of acts', () => {
  interface Try {
    act: Act;
    hours: number;
    percent: number;
    daysOff: number;
  }
  const step: fc.Arbitrary<Try> = fc.record({
    act: fc.constantFrom(...acts),
    hours: fc.integer({ min: 0, max: 24 * 5 }),
    percent: fc.integer({ min: 0, max: 100 }),
    daysOff: fc.integer({ min: 1, max: 40 }),
  });

  type Check = (before: AssignmentFacts, after: AssignmentFacts, act: Act, now: Date) => void;

  /** Plays what is allowed, skips what is refused; calls `check` after each step. */
  const walk = (steps: readonly Try[], check: Check) => {
    let facts = given();
    let now = at('2026-12-01 09:00');
    for (const { act, hours, percent, daysOff } of steps) {
      now = new Date(now.getTime() + hours * 3_600_000);
      const dueAt = new Date(now.getTime() + daysOff * 86_400_000);
      const before = structuredClone(facts);
      let after: AssignmentFacts | undefined;
      const code = refusal(() => (after = applyAct(facts, act, { at: now, percent, dueAt }, plain)));
      expect(facts).toEqual(before);
      expect(
        code === undefined || transition(facts.state, act) === undefined || /^(extension|date)/.test(code),
      ).toBe(true);
      if (after) {
        check(facts, after, act, now);
        facts = after;
      }
    }
  };

  test('keeps the columns that the category is read from', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) =>
        walk(steps, (_, after) => {
          expect(after.submittedAt !== null).toBe(
            after.state === 'completed' ||
              after.state === 'submitted' ||
              ((after.state === 'cancelled' || after.state === 'merged') && after.submittedAt !== null),
          );
          expect(after.completedAt !== null).toBe(after.state === 'completed');
          if (after.state !== 'assigned' && after.state !== 'cancelled' && after.state !== 'merged')
            expect(after.acknowledgedAt).not.toBeNull();
        }),
      ),
      { numRuns: 300 },
    );
  });

  test('makes nobody late who has not taken a report back', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) =>
        walk(steps, (before, after, act, now) => {
          if (after.lateSince && !before.lateSince) expect(after.lateSince <= now).toBe(true);
          const late = (facts: AssignmentFacts) => ['late', 'overdue'].includes(categoryOf(facts, now));
          if (!late(before) && act !== 'withdrawReport') expect(late(after)).toBe(false);
        }),
      ),
      { numRuns: 300 },
    );
  });

  test('heals lateness only by a new date for work never reported late, or asked for in time', () => {
    const healing: Act[] = ['reschedule', 'approveExtension', 'cancel', 'merge', 'submit'];
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) =>
        walk(steps, (before, after, act, now) => {
          const late = (facts: AssignmentFacts) => ['late', 'overdue'].includes(categoryOf(facts, now));
          if (late(before) && !late(after)) expect(healing).toContain(act);
          if (act !== 'submit' && before.lateSince) expect(after.lateSince).toEqual(before.lateSince);
        }),
      ),
      { numRuns: 300 },
    );
  });
});
