import type { Deadline } from '../domain/deadline.ts';
import { Refusal } from '../domain/refusal.ts';
import { may } from '../domain/roles.ts';
import { cycleTasks, lockCycle, putCycleDate } from '../store/cycles.ts';
import { record } from './act.ts';
import type { CreatedTask } from './assign.ts';
import { openCycles } from './cycles.ts';
import { rolesOf, type Scope } from './scope.ts';

/**
 * Sets the date of a report for which the source names none. Its task is given a month before, or at once where that
 * is past. Set again it replaces the earlier date, as long as there is no task: then the task's own date is changed.
 */
export async function setCycleDate(
  scope: Scope,
  input: { cycleId: string; period: string; due: Deadline },
): Promise<{ task: CreatedTask | undefined }> {
  const { actor, db, now } = scope;
  if (actor.kind !== 'system' && !may(rolesOf(actor), 'changeDates')) throw new Refusal('notAllowed');
  if (input.due.dueAt <= now) throw new Refusal('datePast');
  const cycle = await lockCycle(db, input.cycleId);
  if (!cycle?.cycle.years?.some((year) => String(year) === input.period)) throw new Refusal('cycleUnknown');
  const taskNumber = async () => (await cycleTasks(db, [cycle.key])).get(`${cycle.key} ${input.period}`);
  const task = await taskNumber();
  if (task !== undefined) throw new Refusal('cycleOpened', { task });
  await putCycleDate(db, cycle.id, input.period, input.due);
  await record(scope, {
    action: 'cycle.date',
    subject: `cycle:${cycle.key}`,
    before: { period: input.period, dueAt: cycle.dates.get(input.period)?.dueAt ?? null },
    after: { period: input.period, dueAt: input.due.dueAt },
  });
  const program: Scope['actor'] = { kind: 'system', name: '', channel: 'job', offices: [] };
  const created = await openCycles({ ...scope, actor: program });
  const number = await taskNumber();
  return { task: created.find((one) => one.number === number) };
}
