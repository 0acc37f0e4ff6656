import cron, { type ScheduledTask } from 'node-cron';
import type { ChannelName } from '../domain/message.ts';
import { isPaused } from '../store/restored.ts';
import { refreshBroadcasts } from './broadcast-progress.ts';
import { openReports } from './cycles.ts';
import type { JobDeps } from './job.ts';
import { remind } from './reminders.ts';
import { seal } from './seal.ts';
import { reorganise } from './succession.ts';
import { summarise } from './summaries.ts';
import { moveUnreached } from './unreached.ts';
import { weeklyDigest } from './weekly-digest.ts';

export interface ScheduleDeps extends JobDeps {
  channels: readonly ChannelName[];
  /** Only the leader runs jobs; that nothing happens twice rests on the rows. */
  leads(): boolean;
}

export interface Jobs {
  /** What should have happened while nothing ran: at the start, before anybody asks. */
  catchUp(): Promise<void>;
  /** Ends the timers and waits for what is under way. */
  stop(): Promise<void>;
}

type Job = (deps: ScheduleDeps) => Promise<unknown>;

/** When each job wakes, in the configured zone. The timer only wakes it: what was missed while down is found by its rows. */
const lines: readonly (readonly [name: string, at: string, job: Job])[] = [
  ['seal', '* * * * * *', seal],
  ['broadcast progress', '*/5 * * * * *', ({ prisma, env, clock }) => refreshBroadcasts(prisma, env, clock())],
  ['reorganisations', '5 * * * * *', reorganise],
  ['reporting cycles', '10 * * * * *', openReports],
  ['reminders', '15 * * * * *', remind],
  ['unreached in the web chat', '20 */5 * * * *', moveUnreached],
  ['weekly digest', '0 0 8 * * 1', weeklyDigest],
  ['summaries', '0 0 8 * * *', summarise],
  ['summaries', '0 30 16 * * *', summarise],
];

/** node-cron lines and nothing else. */
export function startJobs(deps: ScheduleDeps): Jobs {
  const running = new Map<string, Promise<void>>();

  const wake = (name: string, job: Job): void => {
    if (!deps.leads() || running.has(name)) return;
    const run = once(name, job).finally(() => running.delete(name));
    running.set(name, run);
  };

  const once = async (name: string, job: Job): Promise<void> => {
    try {
      // After a restore nothing is decided by the program itself until `resume`.
      if (name !== 'seal' && (await isPaused(deps.prisma))) return;
      await job(deps);
      if (name !== 'seal') deps.wake?.();
    } catch (error) {
      deps.log.error({ err: error, job: name }, 'a job failed and is tried again at its next time');
    }
  };

  const tasks: ScheduledTask[] = lines.map(([name, at, job]) =>
    cron.schedule(at, () => wake(name, job), { timezone: deps.env.zone }),
  );
  return {
    async catchUp() {
      await once('reorganisations', reorganise);
      await once('reporting cycles', openReports);
      await once('reminders', remind);
    },
    async stop() {
      await Promise.all(tasks.map((task) => task.destroy()));
      await Promise.all(running.values());
    },
  };
}
