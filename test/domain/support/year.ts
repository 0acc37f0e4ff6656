import { applyAct } from '../../../src/domain/acts.ts';
import { isAgencyAct, type Act } from '../../../src/domain/assignment.ts';
import {
  dueReminders,
  ladder,
  nextReminderAfter,
  type ReminderOutcome,
  type ReminderRule,
  type Rung,
} from '../../../src/domain/reminders.ts';
import { dayOf, startOf, type Day } from '../../../src/domain/time.ts';
import type { AssignmentFacts } from '../../../src/domain/timeliness.ts';
import type { WorkCalendar } from '../../../src/domain/working-days.ts';

/** A simulated time in which assignments are given, answered and reminded of, by the rules alone. */

export interface Event {
  at: Date;
  act: Act;
  dueAt?: Date;
}

export interface Story {
  number: number;
  agency: string;
  title: string;
  given: Date;
  dueAt: Date;
  events: readonly Event[];
}

export interface Spoken {
  story: Story;
  rule: ReminderRule;
  day: Day;
  outcome: ReminderOutcome;
  late: boolean;
  at: Date;
  to: Rung[];
  /** As the assignment stood when it was spoken. */
  facts: AssignmentFacts;
}

interface Setting {
  calendar: WorkCalendar;
  zone: string;
}

export const fresh = ({ given, dueAt }: Story): AssignmentFacts => ({
  state: 'assigned',
  percent: null,
  blocked: false,
  assignedAt: given,
  ackFrom: given,
  acknowledgedAt: null,
  confirmedAt: null,
  dueAt,
  dueSetAt: given,
  lateSince: null,
  submittedAt: null,
  completedAt: null,
  extensionAskedAt: null,
  activityAt: null,
});

interface Row {
  story: Story;
  facts: AssignmentFacts;
  nextReminderAt: Date | undefined;
  unanswered: number;
  waiting: Event[];
}

const begin = (story: Story, setting: Setting): Row => {
  const facts = fresh(story);
  return {
    story,
    facts,
    nextReminderAt: nextReminderAfter(facts, story.given, setting)?.at,
    unanswered: 0,
    waiting: [...story.events].sort((a, b) => a.at.getTime() - b.at.getTime()),
  };
};

const catchUpEvents = (row: Row, until: Date, setting: Setting): void => {
  for (let event = row.waiting[0]; event && event.at <= until; event = row.waiting[0]) {
    row.waiting.shift();
    row.facts = applyAct(row.facts, event.act, event, setting);
    row.nextReminderAt = nextReminderAfter(row.facts, event.at, setting)?.at;
    // Since the agency was last heard from: a coordinator's decision is none of its words.
    if (isAgencyAct(event.act)) row.unanswered = 0;
  }
};

const tick = (row: Row, now: Date, setting: Setting): Spoken[] => {
  if (row.nextReminderAt === undefined || row.nextReminderAt > now) return [];
  const { facts, story } = row;
  const { outcomes, next } = dueReminders(facts, { from: row.nextReminderAt, now }, setting);
  row.nextReminderAt = next;
  return outcomes.map((outcome) => {
    const today = dayOf(now, setting.zone);
    const to = ladder({ unanswered: row.unanswered, today, dueAt: facts.dueAt, zone: setting.zone });
    if (outcome.outcome === 'send') row.unanswered++;
    return { ...outcome, story, at: now, to, facts };
  });
};

/** Ticks every hour of every day, free ones too, but not while the machine is off (`[from, to)`). */
export const simulate = (
  stories: readonly Story[],
  { from, to, off }: { from: Day; to: Day; off: readonly (readonly [Date, Date])[] },
  setting: Setting,
): Spoken[] => {
  const rows = stories.map((story) => begin(story, setting));
  const spoken: Spoken[] = [];
  const end = startOf(to, setting.zone);
  for (let now = startOf(from, setting.zone); now < end; now = new Date(now.getTime() + 3_600_000)) {
    if (off.some(([down, up]) => now >= down && now < up)) continue;
    for (const row of rows.filter(({ story }) => story.given <= now)) {
      catchUpEvents(row, now, setting);
      spoken.push(...tick(row, now, setting));
    }
  }
  return spoken;
};
