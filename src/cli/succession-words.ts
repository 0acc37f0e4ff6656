import { SuccessionRefused, type Scheduled } from '../decisions/succession.ts';
import type { Obstacle } from '../decisions/succession-plan.ts';
import { formatDay } from '../domain/time.ts';
import { Refused, type Say } from './tools.ts';

/** What an entered reorganisation did, for the terminal. */
export const scheduledJson = ({ actId, known, applied }: Scheduled) => ({
  id: actId,
  known,
  inForce: applied !== undefined,
  ...(applied
    ? {
        ends: applied.ends,
        moved: applied.moved,
        merged: applied.merged,
        contacts: applied.contacts,
        mainContactAssumed: applied.mainContactAssumed,
      }
    : {}),
});

export function scheduledWords(
  { known, applied }: Scheduled,
  on: Parameters<typeof formatDay>[0],
  say: Say,
): string {
  const date = formatDay(on);
  if (known) return say('cli.agency.known', { date });
  if (!applied) return say('cli.agency.scheduled', { date });
  return [
    say('cli.agency.applied', { moved: applied.moved, merged: applied.merged, contacts: applied.contacts }),
    ...applied.mainContactAssumed.map((agency) => say('cli.agency.mainAssumed', { agency })),
  ].join('\n');
}

/** Runs a decision on a reorganisation; what stands against it is told in full. */
export async function orRefused<T>(work: Promise<T>, say: Say): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof SuccessionRefused)) throw error;
    throw new Refused(error.obstacles.map((obstacle) => obstacleWords(obstacle, say)).join('\n'));
  }
}

/** One thing that stands against it, with the work that it is about. */
export const obstacleWords = ({ code, agencies, duties, work }: Obstacle, say: Say): string =>
  [
    say(`cli.agency.obstacle.${code}`, { agencies: agencies.join(', '), duties: duties.join(', ') }),
    ...work.map(({ number, title, agency }) => say('cli.agency.work', { number, title, agency })),
  ].join('\n');
