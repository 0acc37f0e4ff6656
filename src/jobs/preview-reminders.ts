import { plainText } from '../domain/markup.ts';
import { AFTERNOON_DIGEST, isQuiet, REMINDERS_AT } from '../domain/quiet-time.ts';
import { Refusal } from '../domain/refusal.ts';
import { addDays, dayOf, endOf, instantOf, latest, startOf, type Day } from '../domain/time.ts';
import { inTransaction, type Db } from '../store/db.ts';
import {
  queuedReminders,
  unheardReminders,
  type QueuedReminder,
  type UnheardReminder,
} from '../store/played-reminders.ts';
import { jobScope, type JobDeps } from './job.ts';
import { remindBySteps } from './reminders.ts';

export interface ReminderPreview {
  day: Day;
  /** Nothing goes out on a free day. */
  free: boolean;
  /** What would go out on that day and to whom, in order; texts as plain text. */
  messages: QueuedReminder[];
  /** Whom nothing reaches. */
  unheard: UnheardReminder[];
}

/** Carries the result out of the transaction that is taken back. */
class TakenBack extends Error {
  readonly preview: ReminderPreview;
  constructor(preview: ReminderPreview) {
    super('taken back');
    this.preview = preview;
  }
}

/** The longest that playing through may take (ms). */
const timeout = 60_000;

/**
 * What would go out on a day, if nobody answered until then: the reminder tick itself, played through from now to the
 * end of that day in one transaction, which is taken back. Of the tasks that exist now. Refuses a day that is over.
 */
export async function previewReminders(
  deps: Pick<JobDeps, 'prisma' | 'env' | 'clock'>,
  day: Day,
): Promise<ReminderPreview> {
  const now = deps.clock();
  if (day < dayOf(now, deps.env.zone)) throw new Refusal('datePast');
  try {
    return await inTransaction(
      deps.prisma,
      async (db) => {
        throw new TakenBack(await playThrough(deps, db, now, day));
      },
      { timeout },
    );
  } catch (error) {
    if (error instanceof TakenBack) return error.preview;
    throw error;
  }
}

async function playThrough(
  { env }: Pick<JobDeps, 'env'>,
  db: Db,
  now: Date,
  day: Day,
): Promise<ReminderPreview> {
  const since = latest(startOf(day, env.zone), now);
  for (const moment of await moments({ env }, db, now, day)) {
    await remindBySteps((work) => work(jobScope({ env }, db, moment)));
  }
  const queued = await queuedReminders(db, since);
  return {
    day,
    free: env.calendar.isFree(day),
    messages: queued.map((message) => ({ ...message, text: plainText(message.text) })),
    unheard: await unheardReminders(db, since),
  };
}

/** Half-days begin for digests at these times; beside them the tick has something to say when a snooze ends. */
const digestTimes = [REMINDERS_AT, AFTERNOON_DIGEST];

/** The instants up to the end of the day at which the tick may have something to say: now, and what is planned. */
async function moments({ env }: Pick<JobDeps, 'env'>, db: Db, now: Date, day: Day): Promise<Date[]> {
  const planned: Date[] = [now];
  for (let at = dayOf(now, env.zone); at <= day; at = addDays(at, 1)) {
    planned.push(...digestTimes.map((time) => instantOf(at, time, env.zone)));
  }
  const snoozes = await db.snooze.findMany({ where: { until: { gt: now, lt: endOf(day, env.zone) } } });
  planned.push(...snoozes.map((snooze) => snooze.until));
  return planned
    .filter((at) => at >= now && !isQuiet(at, 'reminder', env))
    .sort((a, b) => a.getTime() - b.getTime());
}
