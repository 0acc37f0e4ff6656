import { tellSummary } from '../decisions/summary.ts';
import { isQuiet, REMINDERS_AT } from '../domain/quiet-time.ts';
import { dayOf, instantOf, type TimeOfDay } from '../domain/time.ts';
import { advanceMark, putSetting, readMark } from '../store/settings.ts';
import { decide, type JobDeps } from './job.ts';

/** When the next summary is due, on working days. */
const times: readonly TimeOfDay[] = [REMINDERS_AT, '16:30'];

/** The time of day whose summary was made last: whoever moves it on makes the summary. */
const slotMark = 'summary.slot';
/** The instant up to which it reached. */
const untilMark = 'summary.until';
/** How far back the very first one looks (ms). */
const firstSpan = 24 * 60 * 60_000;
/** What is younger may still be under way into the database; the next summary has it (ms). */
const settling = 60_000;

/**
 * The coordinators' summary, at 08:00 and 16:30 of working days; after an outage as soon as quiet time allows, once.
 * To be run at those times and at the start.
 */
export async function summarise(deps: JobDeps): Promise<void> {
  const { env } = deps;
  const now = deps.clock();
  if (isQuiet(now, 'summary', env)) return;
  const slot = times
    .map((time) => instantOf(dayOf(now, env.zone), time, env.zone))
    .findLast((at) => at <= now);
  if (!slot) return;
  await decide(deps, async (scope) => {
    if (!(await advanceMark(scope.db, slotMark, slot.toISOString(), now))) return;
    const last = await readMark(scope.db, untilMark);
    const until = new Date(now.getTime() - settling);
    await putSetting(scope.db, untilMark, until.toISOString(), now);
    await tellSummary(scope, {
      after: last ? new Date(last) : new Date(now.getTime() - firstSpan),
      until,
    });
  });
  deps.wake?.();
}
