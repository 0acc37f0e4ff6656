import { sendDigests } from './digests.ts';
import { speakReminders } from './remind.ts';
import { addDays, dayOf, instantOf, type Day } from '../domain/time.ts';
import { isQuiet, REMINDERS_AT } from '../domain/quiet-time.ts';
import { remindersQueued, type PreviewedMessage } from '../store/reminder-preview.ts';
import type { Scope } from './scope.ts';

const atOnce = 500;
const nobody = '00000000-0000-0000-0000-000000000000';

/**
 * What would be sent on a day, by doing it: each morning from now to that day is played in the caller's transaction,
 * which the caller must roll back. Assumes that nobody answers before.
 */
export async function previewReminders(scope: Scope, on: Day): Promise<PreviewedMessage[]> {
  const { now, env, db } = scope;
  for (let day = dayOf(now, env.zone); day <= on; day = addDays(day, 1)) {
    const at = instantOf(day, REMINDERS_AT, env.zone);
    // Today's morning has passed: what is due still goes out now.
    const then = at < now && day === dayOf(now, env.zone) ? now : at;
    if (isQuiet(then, 'reminder', env)) continue;
    await morning({ ...scope, now: then });
  }
  return remindersQueued(db, instantOf(on, '00:00', env.zone), instantOf(addDays(on, 1), '00:00', env.zone));
}

async function morning(scope: Scope): Promise<void> {
  while ((await speakReminders(scope, atOnce)) === atOnce);
  for (let after: string | undefined = nobody; after !== undefined;) {
    after = await sendDigests(scope, after, atOnce);
  }
}
