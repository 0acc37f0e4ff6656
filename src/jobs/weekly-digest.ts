import { tellWeekly } from '../decisions/weekly-digest.ts';
import { isQuiet, REMINDERS_AT } from '../domain/quiet-time.ts';
import { dayOf, instantOf, mondayOf } from '../domain/time.ts';
import { workingDayOnOrAfter } from '../domain/working-days.ts';
import { advanceMark } from '../store/settings.ts';
import { decide, type JobDeps } from './job.ts';

/** Holds the Monday of the last week whose digest was made. */
const mark = 'weeklyDigest.monday';

/**
 * The leaders' digest, once a week: on Monday at 08:00, or the first working day where that is free; after an outage
 * as soon as the week allows. To be run daily and at the start.
 */
export async function weeklyDigest(deps: JobDeps): Promise<void> {
  const { env } = deps;
  const now = deps.clock();
  const monday = mondayOf(dayOf(now, env.zone));
  const opens = instantOf(workingDayOnOrAfter(monday, env.calendar), REMINDERS_AT, env.zone);
  if (now < opens || isQuiet(now, 'summary', env)) return;
  await decide(deps, async (scope) => {
    if (await advanceMark(scope.db, mark, monday, now)) await tellWeekly(scope);
  });
  deps.wake?.();
}
