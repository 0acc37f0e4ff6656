import { accept } from '../../../src/decisions/accept.ts';
import { approveExtension, denyExtension } from '../../../src/decisions/decide-extension.ts';
import { report } from '../../../src/decisions/report.ts';
import { reschedule } from '../../../src/decisions/reschedule.ts';
import { returnReport } from '../../../src/decisions/return.ts';
import type { Actor, Scope } from '../../../src/decisions/scope.ts';
import { withdraw } from '../../../src/decisions/withdraw.ts';
import type { Meaning } from '../../../src/domain/reply.ts';
import { rungs, type ReminderRule, type Rung } from '../../../src/domain/reminders.ts';
import { addDays, instantOf, startOf, type Day, type TimeOfDay } from '../../../src/domain/time.ts';
import { openReports } from '../../../src/jobs/cycles.ts';
import { remind } from '../../../src/jobs/reminders.ts';
import type { PrintedReminder } from '../../domain/support/print.ts';
import type { Event, Story } from '../../domain/support/year.ts';
import type { TestBot } from '../../harness/chat.ts';
import { jobDeps } from '../../harness/jobs.ts';

/** A simulated year over the real database: tasks given, answered and reminded of by the program's own decisions and jobs. */

export interface Body {
  code: string;
  main: Actor & { id: string };
  /** Rung by contact id. */
  people: Map<string, Rung>;
}

/** Each body with a main contact, a deputy and a head, and one coordinator; all on a channel that quiet time concerns. */
export async function peopled(bot: TestBot, codes: readonly string[]): Promise<Map<string, Body>> {
  const coordinator = await bot.person('CAT', { role: 'coordinator', channel: 'telegram' });
  const bodies = new Map<string, Body>();
  for (const code of codes) {
    const agency = await bot.db.prisma.agency.findUniqueOrThrow({ where: { code } });
    const main = await bot.person(code, { channel: 'telegram' });
    const deputy = await bot.person(code, { rank: 'deputy', channel: 'telegram' });
    const head = await bot.person(code, { role: 'head', channel: 'telegram' });
    const office = {
      role: 'focal' as const,
      rank: 'main' as const,
      agencyId: agency.id,
      agencyCode: code,
      agencyName: agency.name,
      agencyShortName: agency.shortName,
      oversight: agency.oversight,
    };
    bodies.set(code, {
      code,
      main: { kind: 'contact', id: main.contactId, name: main.name, channel: 'telegram', offices: [office] },
      people: new Map([
        [main.contactId, 'main'],
        [deputy.contactId, 'deputy'],
        [head.contactId, 'head'],
        [coordinator.contactId, 'coordinator'],
      ]),
    });
  }
  return bodies;
}

const meaningOf = ({ act, dueAt }: Event): Meaning | undefined => {
  switch (act) {
    case 'acknowledge':
      return { kind: 'received' };
    case 'confirm':
      return { kind: 'confirm' };
    case 'progress':
      return { kind: 'progress', percent: 50 };
    case 'submit':
      return { kind: 'done' };
    case 'requestExtension':
      return { kind: 'extend', due: { dueAt: dueAt ?? new Date(0), text: 'đến' }, reason: 'chờ số liệu' };
    default:
      return undefined;
  }
};

/** One event of a story, by the decision that stands for it. */
async function happen(scope: Scope, event: Event, assignmentId: string, body: Body): Promise<unknown> {
  const meaning = meaningOf(event);
  const due = event.dueAt && { dueAt: event.dueAt, text: 'đến' };
  if (meaning) {
    const words = { assignmentId, meanings: [meaning], note: '', fileIds: [], at: event.at };
    return report({ ...scope, actor: body.main }, words);
  }
  switch (event.act) {
    case 'accept':
      return accept(scope, assignmentId);
    case 'return':
      return returnReport(scope, { assignmentId, reason: 'thiếu phụ lục', due });
    case 'cancel':
      return withdraw(scope, { assignmentId, reason: 'không còn cần' });
    case 'reschedule':
      return reschedule(scope, {
        assignmentId,
        reason: 'theo chỉ đạo',
        due: due ?? { dueAt: event.at, text: '' },
      });
    case 'approveExtension':
      return approveExtension(scope, { assignmentId, due });
    case 'denyExtension':
      return denyExtension(scope, { assignmentId, reason: 'đã muộn' });
    default:
      throw new Error(`the simulated year knows no ${event.act}`);
  }
}

interface Step {
  at: Date;
  /** At one instant tasks are given first, then answered, then reminded of. */
  order: 0 | 1 | 2;
  run(): Promise<unknown>;
}

export interface Year {
  from: Day;
  /** Exclusive. */
  to: Day;
  /** While the machine is off. */
  off: readonly (readonly [Date, Date])[];
  /** When the tick runs each day, free days too. */
  ticks: readonly TimeOfDay[];
}

/** Plays the year through. Stories of the reporting cycles come by themselves; the others are given at their time. */
export async function play(
  bot: TestBot,
  bodies: ReadonlyMap<string, Body>,
  stories: readonly Story[],
  { from, to, off, ticks }: Year,
): Promise<void> {
  const { zone } = bot.env;
  const steps: Step[] = [];
  const isOff = (at: Date): boolean => off.some(([down, up]) => at >= down && at < up);
  const whenOn = (step: Step): void => void (isOff(step.at) || steps.push(step));
  for (let day = from; day < to; day = addDays(day, 1)) {
    whenOn({ at: startOf(day, zone), order: 0, run: () => openReports(jobDeps(bot)) });
    for (const time of ticks) whenOn({ at: instantOf(day, time, zone), order: 2, run: () => tick(bot) });
  }
  for (const [, up] of off) steps.push({ at: up, order: 2, run: () => tick(bot) });
  for (const given of byTask(stories)) {
    const [first] = given;
    if (!first || first.title.startsWith('Báo cáo kết quả thực hiện Đề án')) continue;
    const codes = given.map((story) => story.agency);
    const due = first.dueAt.toISOString();
    steps.push({ at: first.given, order: 0, run: () => bot.task(first.title, codes, due) });
  }
  for (const story of stories) {
    for (const event of story.events) {
      steps.push({ at: event.at, order: 1, run: () => answer(bot, bodies, story, event) });
    }
  }
  steps.sort((a, b) => a.at.getTime() - b.at.getTime() || a.order - b.order);
  for (const step of steps) {
    bot.clock.to(step.at.toISOString());
    await step.run();
  }
}

export const byTask = (stories: readonly Story[]): Story[][] => {
  const tasks = new Map<string, Story[]>();
  for (const story of stories) tasks.set(story.title, [...(tasks.get(story.title) ?? []), story]);
  return [...tasks.values()];
};

async function answer(
  bot: TestBot,
  bodies: ReadonlyMap<string, Body>,
  story: Story,
  event: Event,
): Promise<void> {
  const body = bodies.get(story.agency);
  if (!body) throw new Error(`nobody is at ${story.agency}`);
  const { id } = await bot.assignment(story.number, story.agency);
  await bot.decides((scope) => happen(scope, event, id, body));
}

/** One tick, and what it queued is sent. */
async function tick(bot: TestBot): Promise<void> {
  await remind(jobDeps(bot));
  const now = bot.clock.now();
  const sent = await bot.db.prisma.delivery.updateMany({
    where: { state: 'queued', notBefore: { lte: now } },
    data: { state: 'sent', sentAt: now },
  });
  if (!sent.count) return;
  await bot.db.prisma.$executeRaw`
    UPDATE "Notice" n SET state = 'sent', "stateAt" = ${now}
    FROM "DeliveryNotice" l JOIN "Delivery" d ON d.id = l."deliveryId" AND d.state = 'sent'
    WHERE l."noticeId" = n.id AND n.state = 'queued'`;
}

/** What the reminders of the year said, as recorded, with the date that was in force then and who heard it. */
export async function recorded(
  bot: TestBot,
  bodies: ReadonlyMap<string, Body>,
): Promise<(PrintedReminder & { day: string })[]> {
  const rows = await bot.db.prisma.$queryRaw<
    {
      rule: ReminderRule;
      day: string;
      outcome: string;
      late: boolean;
      at: Date;
      number: number;
      title: string;
      agency: string;
      dueAt: Date;
      people: string[];
    }[]
  >`
    SELECT r.rule, r.day, r.outcome, r.late, r.at, t.number, t.title, g.code AS agency,
      (SELECT d."dueAt" FROM "DueDate" d WHERE d."assignmentId" = a.id AND d.at <= r.at ORDER BY d.at DESC LIMIT 1) AS "dueAt",
      ARRAY(SELECT n."contactId"::text FROM "Notice" n WHERE n."reminderId" = r.id) AS people
    FROM "Reminder" r JOIN "Assignment" a ON a.id = r."assignmentId" JOIN "Task" t ON t.id = a."taskId"
      JOIN "Agency" g ON g.id = a."agencyId"
    ORDER BY r.at, t.number, g.position, r.day`;
  return rows.map(({ outcome, people, ...row }) => {
    const heard = people.map((id) => bodies.get(row.agency)?.people.get(id));
    return {
      ...row,
      outcome: outcome === 'sent' ? 'send' : outcome === 'missed' ? 'missed' : 'not_needed',
      to: rungs.filter((rung) => heard.includes(rung)),
    };
  });
}
