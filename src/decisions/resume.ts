import { dueReminders } from '../domain/reminders.ts';
import { addReminders, claimDue, heardOf, planNext, type ReminderRow } from '../store/reminders.ts';
import { endPause, withdrawUnsent, type NotSent } from '../store/restored.ts';
import { record } from './act.ts';
import type { Scope } from './scope.ts';

/** A reminder whose time passed while the system did not run. */
export interface Missed {
  task: number;
  agency: string;
  rule: string;
  day: string;
}

const atOnce = 500;

/** After a restore: what was queued goes out no more, what was due is recorded as missed. */
export async function settleAfterRestore(scope: Scope): Promise<{ notSent: NotSent[]; missed: Missed[] }> {
  const notSent = await withdrawUnsent(scope.db, scope.now);
  return { notSent, missed: await missDue(scope) };
}

/** Sending and polling go on. What was due meanwhile is recorded as missed, not sent late. */
export async function resume(scope: Scope): Promise<{ resumed: boolean; missed: Missed[] }> {
  const missed = await missDue(scope);
  const resumed = await endPause(scope.db);
  if (resumed)
    await record(scope, { action: 'restore.resume', subject: 'system', after: { missed: missed.length } });
  return { resumed, missed };
}

async function missDue(scope: Scope): Promise<Missed[]> {
  const { db, now, env } = scope;
  const missed: Missed[] = [];
  for (;;) {
    const rows = await claimDue(db, now, atOnce);
    if (!rows.length) return missed;
    const heard = await heardOf(
      db,
      rows.map((row) => row.id),
    );
    const spoken = rows.map((row) => ({
      row,
      ...dueReminders(
        row,
        {
          from: row.nextReminderAt ?? now,
          now,
          heard: { questionAt: heard.get(row.id)?.questionAt ?? undefined },
        },
        env,
      ),
    }));
    const reminders = spoken.flatMap(({ row, outcomes }) =>
      outcomes.map((one): ReminderRow => {
        if (one.outcome !== 'not_needed')
          missed.push({ task: row.number, agency: row.agencyCode, rule: one.rule, day: one.day });
        const outcome = one.outcome === 'send' ? 'missed' : one.outcome;
        return { assignmentId: row.id, rule: one.rule, day: one.day, outcome, late: false };
      }),
    );
    await addReminders(db, reminders, now);
    await planNext(
      db,
      spoken.map(({ row, next }) => ({ id: row.id, next: next ?? null })),
    );
  }
}
