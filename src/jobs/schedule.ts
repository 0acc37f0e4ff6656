import type { JobDeps } from './job.ts';

export interface Jobs {
  stop(): Promise<void>;
}

/** node-cron lines and nothing else. */
export const startJobs = (_deps: JobDeps & { leads(): boolean }): Jobs => ({ stop: async () => undefined });
