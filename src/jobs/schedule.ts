import cron from 'node-cron';
import type { ChannelName } from '../domain/message.ts';
import { isPaused } from '../store/restored.ts';
import { refreshBroadcasts } from './broadcast-progress.ts';
import { openReports } from './cycles.ts';
import { housekeeping } from './housekeeping.ts';
import type { JobDeps } from './job.ts';
import { watchReceiving } from './receiving.ts';
import { remind } from './reminders.ts';
import { createRunner, type Line, type RunnerDeps } from './runner.ts';
import { seal } from './seal.ts';
import { selfAudit } from './self-audit.ts';
import { reorganise } from './succession.ts';
import { summarise } from './summaries.ts';
import { moveUnreached } from './unreached.ts';
import { weeklyDigest } from './weekly-digest.ts';

export interface ScheduleDeps extends JobDeps {
  channels: readonly ChannelName[];
  /** Only the leader runs jobs. */
  leads(): boolean;
  /** Brings up to date what platforms show of the bot and its commands. */
  showMenus?(): Promise<unknown>;
}

export interface Jobs {
  /** What should have happened while nothing ran: at the start, before anybody asks. */
  catchUp(): Promise<void>;
  /** Ends the timers and waits for what is under way. */
  stop(): Promise<void>;
}

/** When each job wakes, in the configured zone. The timer only wakes it: what is due, and what was missed, is found by rows. */
export const lines: readonly Line<ScheduleDeps & RunnerDeps>[] = [
  { name: 'seal', at: '* * * * * *', job: seal, whilePaused: true },
  {
    name: 'broadcast progress',
    at: '*/5 * * * * *',
    job: async ({ prisma, env, clock, wake }) => {
      if (await refreshBroadcasts(prisma, env, clock())) wake?.();
    },
  },
  { name: 'reorganisations', at: '5 * * * * *', job: reorganise, makesUp: true },
  { name: 'reporting cycles', at: '10 * * * * *', job: openReports, makesUp: true },
  { name: 'reminders', at: '15 * * * * *', job: remind, makesUp: true },
  { name: 'unreached in the web chat', at: '20 */5 * * * *', job: moveUnreached, makesUp: true },
  { name: 'receiving', at: '25 * * * * *', job: watchReceiving },
  { name: 'menus', at: '30 * * * * *', job: async ({ showMenus }) => showMenus?.() },
  { name: 'self-audit', at: '45 * * * * *', job: selfAudit },
  // Monday at 08:00; later in the week it only makes up for a Monday that was free or missed.
  { name: 'weekly digest', at: '0 0 8 * * 1-5', job: weeklyDigest, makesUp: true },
  { name: 'summaries', at: '0 0 8 * * *', job: summarise, makesUp: true },
  { name: 'summaries', at: '0 30 16 * * *', job: summarise },
  { name: 'housekeeping', at: '0 15 3 * * *', job: housekeeping },
];

/** node-cron lines and nothing else. */
export function startJobs(deps: ScheduleDeps): Jobs {
  const runner = createRunner({ ...deps, isPaused: () => isPaused(deps.prisma) }, lines);
  const tasks = lines.map((line) =>
    cron.schedule(line.at, () => runner.wake(line), {
      timezone: deps.env.zone,
      // A busy machine wakes us late, and rows wait.
      suppressMissedWarning: true,
    }),
  );
  return {
    catchUp: () => runner.makeUp(),
    async stop() {
      for (const task of tasks) await task.destroy();
      await runner.stop();
    },
  };
}
