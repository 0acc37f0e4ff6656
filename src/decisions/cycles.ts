import { cycleTasksDue, type CycleNeeds, type DateWanted } from '../domain/cycles.ts';
import { dayOf, startOf, yearOf, type Day } from '../domain/time.ts';
import { cycleTasks, noteAsked, reportersOf, storedCycles, type StoredCycle } from '../store/cycles.ts';
import { assign, type CreatedTask } from './assign.ts';
import type { Scope } from './scope.ts';
import { coordinators } from './tell-report.ts';
import { tell } from './tell.ts';

/** What the reporting cycles need at an instant, by cycle. */
export interface CycleNeed extends CycleNeeds {
  cycle: StoredCycle;
}

/** Which reports of the cycles should have a task and have none, and whose date is to be asked for. Writes nothing. */
export async function cycleNeeds({ db, now, env }: Pick<Scope, 'db' | 'now' | 'env'>): Promise<CycleNeed[]> {
  const cycles = await storedCycles(db);
  const tasks = await cycleTasks(
    db,
    cycles.map(({ key }) => key),
  );
  const thisYear = yearOf(dayOf(now, env.zone));
  return cycles.map((stored) => {
    const { cycle, key, within, dates, askedAt } = stored;
    const records = {
      exists: (_: string, period: string) => tasks.has(`${key} ${period}`),
      asked: () => askedAt !== null && yearOf(dayOf(askedAt, env.zone)) === thisYear,
      dateSet: (_: string, period: string) => dates.get(period),
    };
    return { cycle: stored, ...cycleTasksDue(now, [cycle], within, records, env.zone) };
  });
}

/**
 * Gives the reports of the reporting cycles to the bodies that owe them, each once, and asks coordinators, once a
 * year, for the dates that the source does not name. Doing it again, or in two processes at once, changes nothing.
 */
export async function openCycles(scope: Scope): Promise<CreatedTask[]> {
  const created: CreatedTask[] = [];
  for (const { cycle, tasks, askDate } of await cycleNeeds(scope)) {
    for (const task of tasks) {
      const agencyIds = await reportersOf(scope.db, cycle.reporters, dayOf(scope.now, scope.env.zone));
      const given = await assign(scope, {
        title: task.title,
        basis: cycle.basis,
        due: task.due,
        agencyIds,
        dutyId: cycle.dutyId ?? undefined,
        cycle: cycle.key,
        period: task.period,
      });
      if (given) created.push(given);
    }
    for (const wanted of askDate) await askDateOf(scope, cycle, wanted);
  }
  return created;
}

async function askDateOf(scope: Scope, cycle: StoredCycle, wanted: DateWanted): Promise<void> {
  const { db, now, env } = scope;
  const to = await coordinators(scope);
  // Nobody has joined yet: they are asked when somebody has.
  if (!to.length) return;
  const yearBegins = startOf(`${wanted.year}-01-01` as Day, env.zone);
  if (!(await noteAsked(db, cycle.id, yearBegins, now))) return;
  await tell(scope, {
    to,
    // Like a summary it waits for working hours.
    kind: 'summary',
    dedupe: `cycle-date:${cycle.id}:${wanted.period}`,
    compose: (_, t) => ({
      text: t('jobs.cycles.askDate', {
        title: wanted.title,
        basis: cycle.basis,
        year: wanted.year,
        count: cycle.reporters.length,
      }),
      buttons: [[{ label: t('jobs.cycles.setDate'), say: `/hanbaocao ${wanted.year} ${cycle.key}` }]],
    }),
  });
}
