import { applySuccessions } from '../decisions/succession.ts';
import { decide, type JobDeps } from './job.ts';

/** Brings reorganisations into force once their day has begun; to be run when a day begins and at the start. */
export async function reorganise(deps: JobDeps): Promise<void> {
  const { applied, waiting } = await decide(deps, applySuccessions);
  for (const { act } of applied)
    deps.log.info({ kind: act.kind, on: act.on }, 'a reorganisation came into force');
  for (const { act, obstacles } of waiting) {
    deps.log.warn(
      { kind: act.kind, on: act.on, obstacles: obstacles.map(({ code }) => code) },
      'a reorganisation waits: run the agency command again to see what has to be settled',
    );
  }
  if (applied.length) deps.wake?.();
}
