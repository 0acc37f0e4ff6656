import { groupBy } from '../domain/grouping.ts';
import type { Choice, Reply } from '../domain/message.ts';
import { snoozesOffered, snoozeWords } from '../domain/quiet-time.ts';
import type { ReminderRule } from '../domain/reminders.ts';
import { isLate } from '../domain/timeliness.ts';
import type { AssignmentRow } from '../store/assignments.ts';
import type { Recipient } from '../store/recipients.ts';
import { headWords, taskLine, urgencyOf, type Moment } from './lines.ts';
import type { Place } from './remind-who.ts';
import { answerButtons, toLine } from './tell-assignment.ts';
import { bothDates, dueWords, stateWords, taskWords, youWords } from './wording.ts';

/** How reminders are worded: one task in full, several as a list by urgency (design §11). */

export interface ReminderItem {
  row: AssignmentRow;
  rule: ReminderRule | undefined;
  /** It speaks after its time because of an outage. */
  late: boolean;
  /** In which place the reader hears it. */
  place: Place;
}

/** Buttons that a list can carry and a digit can name. */
const most = 9;

/** Without a person it is written to the agency itself, in its group: nobody puts it off there. */
export function reminderReply(
  items: readonly ReminderItem[],
  person: Recipient | undefined,
  at: Moment,
): Reply {
  const [only, ...others] = [...items].sort(byUrgency(at));
  if (!only) return { text: '' };
  if (others.length) return listReply([only, ...others], at);
  return only.place === 'coordinator' ? toCoordinator(only, at) : toAgency(only, person, at);
}

const byUrgency =
  (at: Moment) =>
  (a: ReminderItem, b: ReminderItem): number =>
    urgencyOf(a.row, at) - urgencyOf(b.row, at) ||
    a.row.dueAt.getTime() - b.row.dueAt.getTime() ||
    a.row.number - b.row.number ||
    (a.row.agencyCode < b.row.agencyCode ? -1 : 1);

function toAgency(
  { row, rule, late, place }: ReminderItem,
  person: Recipient | undefined,
  at: Moment,
): Reply {
  const { t, env } = at;
  const lines = [
    `**${t('jobs.reminder.head', { head: headWords(row, at), task: taskWords(row) })}**`,
    toLine(row.agencyName, person, t),
    asked(row, rule, at),
    person ? because(row, place, person, at) : '',
    row.basis ? t('notices.basis', { basis: row.basis }) : '',
    late ? t('jobs.reminder.late') : '',
    t('notices.howToAnswer', { task: row.number }),
  ];
  return {
    text: lines.filter(Boolean).join('\n'),
    buttons: [...answerButtons(row, t), ...(person ? snoozeButtons(row, at) : [])],
    about: { assignmentId: row.id },
  };

  function asked(row: AssignmentRow, rule: ReminderRule | undefined, { now }: Moment): string {
    const kind = isLate(row, now) ? 'overdue' : rule === 'unacknowledged' ? 'receipt' : 'ask';
    return t(`jobs.reminder.${kind}.${row.manner}`, {
      agency: row.agencyShortName,
      due: kind === 'overdue' ? `**${dueWords(row, env, t)}**` : bothDates(row, env, t),
      state: stateWords(row, t),
    });
  }
}

/** Why somebody hears it who is not the main contact. */
function because(row: AssignmentRow, place: Place, person: Recipient, { t }: Moment): string {
  if (place === 'standIn' || place === 'deputy')
    return t(`jobs.reminder.because.${place}`, { you: youWords(person, t) });
  return place === 'head' ? t(`jobs.reminder.because.head.${row.manner}`) : '';
}

/** The ways to hear of a task later, as far as its date allows. */
function snoozeButtons(row: AssignmentRow, { now, env, t }: Moment): Choice[][] {
  const offered = snoozesOffered(now, row.dueAt, env);
  const buttons = offered.map((choice) => ({
    label: t(`jobs.reminder.snooze.${row.manner}.${choice}`),
    say: `/henlai #${row.number} ${snoozeWords[choice]}`,
  }));
  return buttons.length ? [buttons] : [];
}

function toCoordinator({ row, late }: ReminderItem, at: Moment): Reply {
  const { t } = at;
  const lines = [
    `**${t('jobs.reminder.toCoordinator')}**`,
    overseenLine(row, late, at),
    t('jobs.reminder.callHint'),
  ];
  return {
    text: lines.join('\n'),
    buttons: [
      [{ label: t('jobs.reminder.button.calls'), say: '/cangoi' }],
      [
        { label: t('jobs.reminder.button.track'), say: `/theodoi ${row.number}` },
        { label: t('jobs.reminder.button.nudge'), say: `/nhac ${row.number} ${row.agencyCode}` },
      ],
    ],
    about: { assignmentId: row.id },
  };
}

const marked = (line: string, late: boolean, { t }: Moment): string =>
  late ? `${line} ${t('jobs.reminder.lateMark')}` : line;

const overseenLine = (row: AssignmentRow, late: boolean, at: Moment): string =>
  marked(at.t('jobs.reminder.overseen', { agency: row.agencyShortName, line: taskLine(row, at) }), late, at);

/** Several tasks: by agency for its people, then what a coordinator is to call about. */
function listReply(items: readonly ReminderItem[], at: Moment): Reply {
  const { t } = at;
  const own = items.filter((item) => item.place !== 'coordinator');
  const overseen = items.filter((item) => item.place === 'coordinator');
  const byAgency = groupBy(own, ({ row }) => row.agencyId);
  const sections = [...byAgency.values()].map((list) => [
    `**${t('jobs.reminder.several', { agency: list[0]?.row.agencyShortName ?? '', count: list.length })}**`,
    ...list.map(({ row, late }) => marked(taskLine(row, at), late, at)),
  ]);
  if (overseen.length) {
    sections.push([
      `**${t('jobs.reminder.toCoordinator')}**`,
      ...overseen.map(({ row, late }) => overseenLine(row, late, at)),
      t('jobs.reminder.callHint'),
    ]);
  }
  const first = own[0]?.row.number;
  const how = first === undefined ? [] : [[t('jobs.reminder.how', { task: first })]];
  return {
    text: [...sections, ...how].map((lines) => lines.join('\n')).join('\n\n'),
    buttons: [...ownChoices(own), ...overseenChoices(overseen, at)].slice(0, most),
    about: { digest: items.map(({ row }) => row.id) },
  };
}

/** A button for each task, naming the agency where the person answers for several. */
function ownChoices(own: readonly ReminderItem[]): Choice[][] {
  const several = new Set(own.map(({ row }) => row.agencyId)).size > 1;
  return own.map(({ row }) => [
    {
      label: several ? `${taskWords(row)} (${row.agencyShortName})` : taskWords(row),
      say: several ? `#${row.number} ${row.agencyCode}` : `#${row.number}`,
    },
  ]);
}

function overseenChoices(overseen: readonly ReminderItem[], { t }: Moment): Choice[][] {
  if (!overseen.length) return [];
  const numbers = [...new Set(overseen.map(({ row }) => row.number))];
  return [
    [{ label: t('jobs.reminder.button.calls'), say: '/cangoi' }],
    ...numbers.map((number) => [
      { label: t('jobs.reminder.button.trackTask', { task: number }), say: `/theodoi ${number}` },
    ]),
  ];
}
