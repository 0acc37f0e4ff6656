import { sendDigests } from '../decisions/digests.ts';
import { speakReminders } from '../decisions/remind.ts';
import type { Scope } from '../decisions/scope.ts';
import { isQuiet } from '../domain/quiet-time.ts';
import { decide, type JobDeps } from './job.ts';

/** Assignments, and people, in one transaction. */
const assignmentsAtOnce = 500;
const peopleAtOnce = 200;

const nobody = '00000000-0000-0000-0000-000000000000';

/** Runs one step of the tick, each time with the clock read anew. */
type Step = <T>(work: (scope: Scope) => Promise<T>) => Promise<T>;

/**
 * The reminder tick: what is due is spoken, then told person by person. In quiet time nothing is looked at. Several
 * processes may run it at once; each takes rows that no other has. What was due while the program was down is due
 * still.
 */
export async function remind(deps: JobDeps): Promise<void> {
  if (isQuiet(deps.clock(), 'reminder', deps.env)) return;
  await remindBySteps((work) => decide(deps, work));
  deps.wake?.();
}

/** The tick outside of quiet time, a batch at each step. */
export async function remindBySteps(step: Step): Promise<void> {
  let looked: number;
  do {
    looked = await step((scope) => speakReminders(scope, assignmentsAtOnce));
  } while (looked === assignmentsAtOnce);
  let after: string | undefined = nobody;
  while (after !== undefined) {
    const from: string = after;
    after = await step((scope) => sendDigests(scope, from, peopleAtOnce));
  }
}
