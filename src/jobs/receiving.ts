import { tellReceiving } from '../decisions/alerts.ts';
import { decide, type JobDeps } from './job.ts';

/** Tells administrators and coordinators of a channel by which nothing comes in any more, and when it does again. */
export async function watchReceiving(deps: JobDeps): Promise<void> {
  await decide(deps, tellReceiving);
  deps.wake?.();
}
