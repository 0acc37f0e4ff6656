import { taskLine, urgencyOf } from '../../src/decisions/lines.ts';
import { rolesOf } from '../../src/decisions/scope.ts';
import { agencyNames, byAgencyOf, figureWords, overallStatus } from '../../src/decisions/status.ts';
import { instantWords, taskWords } from '../../src/decisions/wording.ts';
import { owesReport } from '../../src/domain/assignment.ts';
import { escapeMarkup } from '../../src/domain/markup.ts';
import type { Choice, Reply } from '../../src/domain/message.ts';
import { may } from '../../src/domain/roles.ts';
import type { LeaderQuestion } from '../../src/domain/questions.ts';
import type { Conversation } from '../../src/inbound/command.ts';
import { assignmentsOf, type AssignmentRow } from '../../src/store/assignments.ts';
import type { AgencyRow } from '../../src/store/agencies.ts';
import { dayOf } from '../../src/domain/time.ts';
import { holders } from '../../src/store/recipients.ts';
import {
  blockedList,
  overdueList,
  reportsByAgency,
  unacknowledgedList,
  type AgencyReports,
} from '../../src/store/tracking-lists.ts';
import { tracking } from '../../src/store/tracking.ts';
import { pageUrl, visibleTo } from './place.ts';

/** Answers to questions about the state of the work: /tinhhinh, /quahan, and plain questions of leaders. */

/** Lines of a list before it says how many more there are. */
const mostLines = 20;
const open = ['assigned', 'acknowledged', 'in_progress', 'submitted', 'returned'];

const mayNudge = ({ actor }: Conversation): boolean => may(rolesOf(actor), 'nudge');

/** The whole picture, with the ways to look closer. */
export async function answerOverall(at: Conversation): Promise<Reply> {
  const { t } = at;
  const url = pageUrl(at, '/');
  const say = (topic: 'overdue' | 'silent' | 'blocked' | 'unacknowledged'): Choice => ({
    label: t(`commands.status.button.${topic}`),
    say: `/tinhhinh ${t(`commands.status.topic.${topic}`)}`,
  });
  return {
    text: await overallStatus(at, visibleTo(at)),
    buttons: [
      [say('overdue'), say('silent')],
      [say('blocked'), say('unacknowledged')],
      ...(url === undefined ? [] : [[{ label: t('commands.status.button.page'), url }]]),
    ],
  };
}

/** One agency: its figures, and what it owes by urgency. */
export async function answerAgency(at: Conversation, agency: AgencyRow): Promise<Reply> {
  const { db, now, env, t } = at;
  const { totals } = await tracking(db, now, env.zone, { agencyIds: [agency.id] });
  const rows = (await assignmentsOf(db, [agency.id], open)).sort(
    (a, b) => urgencyOf(a, at) - urgencyOf(b, at),
  );
  const contacts = await holders(db, [agency.id], ['focal', 'head'], dayOf(now, env.zone));
  const lines = rows.slice(0, mostLines).map((row) => `- ${taskLine(row, at)}`);
  const nothing = totals.assigned === 0 ? 'commands.status.agencyNone' : 'commands.status.agencyDone';
  return {
    text: [
      t('commands.status.agencyHead', {
        agency: agency.name,
        at: instantWords(now, env, t),
        tasks: totals.assigned,
      }),
      ...(contacts.length ? [] : [t('commands.status.noContact')]),
      ...(totals.assigned ? [figureWords(totals, t, agency.manner)] : []),
      ...(lines.length ? lines : [t(nothing)]),
      ...(rows.length > lines.length
        ? [t('commands.status.moreTasks', { count: rows.length - lines.length })]
        : []),
    ].join('\n'),
    buttons: mayNudge(at) ? overseerButtons(at, agency, rows) : ownButtons(at, rows),
  };
}

/** Each task across agencies, and a press where something is owed. */
function overseerButtons(at: Conversation, agency: AgencyRow, rows: readonly AssignmentRow[]): Choice[][] {
  const owed = rows.some((row) => owesReport(row.state));
  return [
    ...(owed ? [[nudgeButton(at, agency)]] : []),
    ...rows.slice(0, 4).map((row) => [
      {
        label: at.t('commands.status.button.track', { task: row.number }),
        say: `/theodoi ${row.number}`,
      },
    ]),
  ];
}

const nudgeButton = ({ t }: Conversation, agency: { code: string; shortName: string }): Choice => ({
  label: t('commands.status.button.nudge', { agency: agency.shortName }),
  say: `/nhac ${agency.code}`,
});

const ownButtons = ({ t }: Conversation, rows: readonly AssignmentRow[]): Choice[][] =>
  rows.slice(0, 8).map((row) => [
    {
      label: t('commands.status.button.task', { task: row.number }),
      say: `/chitiet ${row.number} ${row.agencyCode}`,
    },
  ]);

/** Who is late, the longest first, each agency's tasks together. */
export async function answerOverdue(at: Conversation): Promise<Reply> {
  const { db, now, env, t } = at;
  const agencyIds = visibleTo(at);
  const { totals, byAgency } = await tracking(db, now, env.zone, { agencyIds });
  if (!totals.overdue) return { text: t('commands.overdue.none', { at: instantWords(now, env, t) }) };
  const rows = await overdueList(db, { now, zone: env.zone, agencyIds, limit: 30 });
  const agencies = grouped(rows);
  const lines = agencies.flatMap(({ shortName, rows: owed }) => [
    `**${escapeMarkup(shortName)}**`,
    ...owed.map((row) => `- ${taskLine(row, at)}`),
  ]);
  const more = totals.overdue - rows.length;
  return {
    text: [
      t('commands.overdue.head', {
        tasks: totals.overdue,
        agencies: byAgency.filter((row) => row.overdue > 0).length,
        at: instantWords(now, env, t),
      }),
      ...lines,
      ...(more > 0 ? [t('commands.status.moreTasks', { count: more })] : []),
    ].join('\n'),
    buttons: mayNudge(at) ? pressable(at, agencies) : ownButtons(at, rows),
  };
}

interface OfAgency {
  code: string;
  shortName: string;
  rows: AssignmentRow[];
}

/** By agency, in the order in which each comes first. */
function grouped(rows: readonly AssignmentRow[]): OfAgency[] {
  const found = new Map<string, OfAgency>();
  for (const row of rows) {
    const known = found.get(row.agencyId) ?? {
      code: row.agencyCode,
      shortName: row.agencyShortName,
      rows: [],
    };
    known.rows.push(row);
    found.set(row.agencyId, known);
  }
  return [...found.values()];
}

/** Agencies that still owe a report can be pressed; a late report that waits needs a decision, not a press. */
const pressable = (at: Conversation, agencies: readonly OfAgency[]): Choice[][] =>
  agencies
    .filter(({ rows }) => rows.some((row) => owesReport(row.state)))
    .slice(0, 9)
    .map((agency) => [nudgeButton(at, agency)]);

/** Difficulties that are not cleared, with the agencies' words. */
export async function answerBlocked(at: Conversation): Promise<Reply> {
  const { db, now, env, t } = at;
  const agencyIds = visibleTo(at);
  const { totals } = await tracking(db, now, env.zone, { agencyIds });
  if (!totals.blocked) return { text: t('commands.asked.noneBlocked', { at: instantWords(now, env, t) }) };
  const rows = await blockedList(db, { now, zone: env.zone, agencyIds, limit: mostLines });
  const lines = rows.map((row) =>
    t('commands.asked.blockedLine', {
      agency: row.agencyShortName,
      task: taskWords(row),
      text: row.blockedText?.slice(0, 200) ?? '',
    }),
  );
  const more = totals.blocked - rows.length;
  return {
    text: [
      t('commands.asked.blockedHead', { count: totals.blocked, at: instantWords(now, env, t) }),
      ...lines,
      ...(more > 0 ? [t('commands.status.moreTasks', { count: more })] : []),
    ].join('\n'),
  };
}

/** Agencies from which no word of receipt came. */
export async function answerUnacknowledged(at: Conversation): Promise<Reply> {
  const { db, now, env, t } = at;
  const agencyIds = visibleTo(at);
  const { totals, byAgency } = await tracking(db, now, env.zone, { agencyIds });
  if (!totals.unacknowledged) {
    return { text: t('commands.asked.noneUnacknowledged', { at: instantWords(now, env, t) }) };
  }
  const rows = await unacknowledgedList(db, { now, zone: env.zone, agencyIds, limit: 300 });
  const agencies = byAgency.filter((row) => row.unacknowledged > 0).length;
  return {
    text: [
      t('commands.asked.unacknowledgedHead', { agencies, at: instantWords(now, env, t) }),
      escapeMarkup(agencyNames(byAgencyOf(rows), agencies, t, 30)),
    ].join('\n'),
    buttons: mayNudge(at) ? pressable(at, grouped(rows)) : [],
  };
}

/** Who has not reported on the tasks that are open, and of those from whom nothing was heard at all. */
export async function answerSilent(at: Conversation): Promise<Reply> {
  const { t } = at;
  const all = await reportsByAgency(at.db, visibleTo(at));
  const when = instantWords(at.now, at.env, t);
  if (!all.length) return { text: t('commands.asked.nothingOpen', { at: when }) };
  const owing = all.filter((row) => row.owed > 0);
  if (!owing.length) return { text: t('commands.asked.allReported', { at: when, agencies: all.length }) };
  const silent = owing.filter((row) => row.silent);
  const heard = owing.filter((row) => !row.silent);
  return {
    text: [
      t('commands.asked.silentHead', { count: owing.length, agencies: all.length, at: when }),
      ...(silent.length ? [t('commands.asked.silent', { who: owes(silent, t) })] : []),
      ...(heard.length ? [t('commands.asked.heard', { who: owes(heard, t) })] : []),
    ].join('\n'),
    buttons: mayNudge(at) ? silentButtons(at, owing) : [],
  };
}

/** All at once where there are several; the digits reach eight more. */
function silentButtons(at: Conversation, owing: readonly AgencyReports[]): Choice[][] {
  const codes = owing.map((row) => row.code).join(', ');
  const label = at.t('commands.status.button.nudgeAll', { count: owing.length });
  return [
    ...(owing.length > 1 ? [[{ label, say: `/nhac ${codes}` }]] : []),
    ...owing.slice(0, 8).map((row) => [nudgeButton(at, row)]),
  ];
}

const owes = (rows: readonly AgencyReports[], t: Conversation['t']): string =>
  agencyNames(
    rows.map((row) => ({ name: row.shortName, numbers: row.owes })),
    rows.length,
    t,
    30,
  );

/** Who has reported on the tasks that are open. */
export async function answerReported(at: Conversation): Promise<Reply> {
  const { t } = at;
  const all = await reportsByAgency(at.db, visibleTo(at));
  const when = instantWords(at.now, at.env, t);
  if (!all.length) return { text: t('commands.asked.nothingOpen', { at: when }) };
  const done = all.filter((row) => row.reports > 0);
  if (!done.length) return { text: t('commands.asked.noneReported', { at: when, agencies: all.length }) };
  const names = done.map((row) => ({ name: row.shortName, numbers: row.reported }));
  return {
    text: [
      t('commands.asked.reportedHead', { count: done.length, agencies: all.length, at: when }),
      escapeMarkup(agencyNames(names, done.length, t, 30)),
    ].join('\n'),
    buttons: [
      [{ label: t('commands.status.button.silent'), say: `/tinhhinh ${t('commands.status.topic.silent')}` }],
    ],
  };
}

/** Questions that name neither an agency nor a task. */
export const answers: Record<
  Exclude<LeaderQuestion['kind'], 'status' | 'task'>,
  (at: Conversation) => Promise<Reply>
> = {
  overdue: answerOverdue,
  blocked: answerBlocked,
  unacknowledged: answerUnacknowledged,
  silent: answerSilent,
  whoReported: answerReported,
};
