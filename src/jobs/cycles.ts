import { openCycles } from '../decisions/cycles.ts';
import { decide, type JobDeps } from './job.ts';

/** Gives the reports of the reporting cycles whose day has come, also those whose day came while we were down. */
export async function openReports(deps: JobDeps): Promise<void> {
  const created = await decide(deps, openCycles);
  for (const task of created) {
    const fields = { task: task.number, agencies: task.assignments.length };
    deps.log.info(fields, 'a report of the reporting cycle was given');
  }
  if (created.length) deps.wake?.();
}
