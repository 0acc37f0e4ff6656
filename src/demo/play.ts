import { accept } from '../decisions/accept.ts';
import { assign } from '../decisions/assign.ts';
import { broadcast } from '../decisions/broadcast.ts';
import { report } from '../decisions/report.ts';
import { returnReport } from '../decisions/return.ts';
import type { Actor, Env, Scope } from '../decisions/scope.ts';
import { readReply } from '../domain/reply.ts';
import { addDays, dayOf, formatDay, instantOf, startOf } from '../domain/time.ts';
import { remind } from '../jobs/reminders.ts';
import { inTransaction, type Db, type PrismaClient } from '../store/db.ts';
import { findPerson } from '../store/people.ts';
import type { Demo, DemoEvent, DemoTask } from './file.ts';

/**
 * Plays the demonstration's past through the real decisions, each at its own time: people join, tasks are given,
 * replies and decisions come. Nothing is written beside them, so every figure and history is consistent.
 */
export async function playDemo(prisma: PrismaClient, env: Env, demo: Demo, now: Date): Promise<void> {
  const play = new Play(prisma, env, demo, now);
  await play.people();
  for (const step of play.steps()) await step.run();
}

interface Step {
  at: Date;
  run(): Promise<void>;
}

class Play {
  private readonly prisma: PrismaClient;
  private readonly env: Env;
  private readonly demo: Demo;
  private readonly now: Date;
  private readonly addresses = new Map<string, string>();
  private readonly assignments = new Map<string, string>();

  constructor(prisma: PrismaClient, env: Env, demo: Demo, now: Date) {
    this.prisma = prisma;
    this.env = env;
    this.demo = demo;
    this.now = now;
  }

  /** Days from today, at a time within office hours that differs from agency to agency. */
  private at(day: number, hour: number): Date {
    const on = instantOf(addDays(dayOf(this.now, this.env.zone), day), `${hour}:15`, this.env.zone);
    return on < this.now ? on : new Date(this.now.getTime() - 60_000);
  }

  async people(): Promise<void> {
    const since = this.at(-40, 8);
    for (const [code, people] of Object.entries(this.demo.people)) {
      const agency = await this.prisma.agency.findUniqueOrThrow({ where: { code } });
      for (const [index, { role, rank, ...person }] of people.entries()) {
        const address = `demo-${code}-${index}`;
        await this.prisma.contact.create({
          data: {
            ...person,
            createdAt: since,
            roles: { create: { agencyId: agency.id, role, rank, since } },
            identities: { create: { channel: 'webchat', address, linkedAt: since } },
          },
        });
        const key = role === 'focal' && rank === 'main' ? code : `${code}:${role}`;
        if (!this.addresses.has(key)) this.addresses.set(key, address);
      }
    }
  }

  steps(): Step[] {
    const steps = [
      ...this.demo.tasks.flatMap((task) => [
        { at: this.at(task.given, 8), run: () => this.give(task) },
        ...task.events.map((event, index) => {
          const at = this.at(event.day, 9 + (index % 7));
          return { at, run: () => this.happen(task, event, at) };
        }),
      ]),
      ...this.demo.broadcasts.map((one) => {
        const at = this.at(one.day, 10);
        return { at, run: () => this.announce(one, at) };
      }),
    ];
    for (let day = -40; day <= 0; day++) steps.push({ at: this.at(day, 8), run: () => this.remind(day) });
    return steps.sort((a, b) => a.at.getTime() - b.at.getTime());
  }

  private async actor(db: Db, key: string): Promise<Actor> {
    const person = await findPerson(db, 'webchat', this.addresses.get(key) ?? '');
    if (!person) throw new Error(`the demonstration knows nobody at ${key}`);
    return { kind: 'contact', id: person.id, name: person.name, channel: 'webchat', offices: person.offices };
  }

  private decide<T>(key: string, now: Date, work: (scope: Scope) => Promise<T>): Promise<T> {
    return inTransaction(this.prisma, async (db) =>
      work({ db, now, env: this.env, actor: await this.actor(db, key) }),
    );
  }

  private async give(task: DemoTask): Promise<void> {
    const agencyIds = await agenciesIn(this.prisma, task.to);
    const day = addDays(dayOf(this.now, this.env.zone), task.due);
    const duty = task.duty ? await this.prisma.duty.findFirst({ where: { number: task.duty } }) : undefined;
    const created = await this.decide('CAT:coordinator', this.at(task.given, 8), (scope) =>
      assign(scope, {
        title: task.title,
        due: { dueAt: startOf(day, this.env.zone), text: `trước ngày ${formatDay(day)}` },
        agencyIds,
        dutyId: duty?.id,
      }),
    );
    for (const row of created?.assignments ?? [])
      this.assignments.set(`${task.title}:${row.agencyCode}`, row.id);
  }

  private async happen(task: DemoTask, event: DemoEvent, at: Date): Promise<void> {
    const assignmentId = this.assignments.get(`${task.title}:${event.agency}`);
    if (!assignmentId) throw new Error(`${event.agency} was not given "${task.title}"`);
    if (event.decides) {
      await this.decide('CAT:coordinator', at, async (scope) => {
        if (event.decides === 'accept') return accept(scope, assignmentId);
        return returnReport(scope, { assignmentId, reason: event.reason ?? '' });
      });
      return;
    }
    await this.decide(event.agency, at, async (scope) => {
      const { dueAt } = await scope.db.assignment.findUniqueOrThrow({ where: { id: assignmentId } });
      const { zone, calendar } = this.env;
      const reading = readReply(event.says ?? '', { now: at, zone, calendar, inForce: dueAt });
      if (!reading.meanings.length) throw new Error(`the demonstration's "${event.says}" was not understood`);
      const note = event.text ?? reading.note;
      return report(scope, { assignmentId, meanings: reading.meanings, note, fileIds: [], at });
    });
  }

  /** The reminders of that morning, as they would have gone out. */
  private async remind(day: number): Promise<void> {
    const at = this.at(day, 8);
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    await remind({ prisma: this.prisma, env: this.env, clock: () => at, log });
  }

  private async announce(one: Demo['broadcasts'][number], at: Date): Promise<void> {
    const agencyIds = await agenciesIn(this.prisma, one.to);
    await this.decide('CAT:coordinator', at, (scope) =>
      broadcast(scope, { text: one.text, agencyIds, audience: one.to, requireAck: one.ack, urgent: false }),
    );
  }
}

/** Ids of agencies named by code or group. */
async function agenciesIn(prisma: PrismaClient, names: readonly string[]): Promise<string[]> {
  const rows = await prisma.agency.findMany({
    where: {
      OR: [{ code: { in: [...names] } }, { groups: { some: { groupCode: { in: [...names] } } } }],
    },
    orderBy: { position: 'asc' },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}
