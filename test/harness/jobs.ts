import type { JobDeps } from '../../src/jobs/job.ts';
import { remind } from '../../src/jobs/reminders.ts';
import type { Chatter, TestBot } from './chat.ts';
import { query } from './database.ts';
import { silentLog } from './log.ts';

/** What jobs are handed, over a test's bot. */
export const jobDeps = (bot: TestBot): JobDeps => ({
  prisma: bot.db.prisma,
  env: bot.env,
  clock: bot.clock.now,
  log: silentLog,
});

/** An instant in Vietnamese time: `at('2026-12-15 08:00')`, `at('2026-12-15')` is its beginning. */
export const at = (local: string): string => {
  const [day, time = '00:00'] = local.split(' ');
  return `${day}T${time}:00+07:00`;
};

/** The clock moves there and one reminder tick runs. */
export async function tick(bot: TestBot, local: string): Promise<void> {
  bot.clock.to(at(local));
  await remind(jobDeps(bot));
}

/** What a person hears by reminders and nothing else, as plain text. */
export const heard = async (person: Chatter): Promise<string[]> =>
  (await person.read()).filter((message) => message.kind === 'reminder').map((message) => message.text);

/** Takes everything out of a test's database but the programme: people, tasks, messages, what happened. */
export async function clear(bot: TestBot, now: string): Promise<void> {
  await query(
    bot.db.url,
    // History is append-only by trigger, for everybody but a test between two others.
    `SET session_replication_role = replica;
     TRUNCATE "Contact", "Task", "InboundMessage", "File", "AuditLog", "AuditText", "AuditPending", "AuditSeal",
       "ChannelState", "Setting", "Snooze", "CallNote", "Broadcast" CASCADE;
     UPDATE "Cycle" SET dates = '{}', "askedAt" = NULL;
     ALTER SEQUENCE task_number_seq RESTART WITH 11`,
  );
  bot.clock.to(now);
}
