import { sendDigests } from '../decisions/digests.ts';
import { speakReminders } from '../decisions/remind.ts';
import { isQuiet } from '../domain/quiet-time.ts';
import { decide, type JobDeps } from './job.ts';

/** Assignments, and people, in one transaction. */
const assignmentsAtOnce = 500;
const peopleAtOnce = 200;

const nobody = '00000000-0000-0000-0000-000000000000';

/**
 * The reminder tick: what is due is spoken, then told person by person. In quiet time nothing is looked at. Several
 * processes may run it at once; each takes rows that no other has. What was due while the program was down is due
 * still.
 */
export async function remind(deps: JobDeps): Promise<void> {
  if (isQuiet(deps.clock(), 'reminder', deps.env)) return;
  let looked: number;
  do {
    looked = await decide(deps, (scope) => speakReminders(scope, assignmentsAtOnce));
  } while (looked === assignmentsAtOnce);
  let after: string | undefined = nobody;
  while (after !== undefined) {
    const from: string = after;
    after = await decide(deps, (scope) => sendDigests(scope, from, peopleAtOnce));
  }
  deps.wake?.();
}
