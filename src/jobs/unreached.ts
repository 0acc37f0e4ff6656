import { workingTimeBefore } from '../domain/working-time.ts';
import type { ChannelName } from '../domain/message.ts';
import { moveOn, notShown, unshown } from '../store/fallback.ts';
import type { JobDeps } from './job.ts';

/** Working time after which a message that no page has shown counts as unreached (design §5, "Identities and channels"). */
const hours = 4;
const atOnce = 500;

/**
 * Moves what lies unread in the web chat to its person's next channel. Where there is none its notices have failed,
 * which puts the person on the call list; they count as sent after all once a page shows the message. Running twice,
 * late or in two processes is harmless. Returns how many rows there were.
 */
export async function moveUnreached(deps: JobDeps & { channels: readonly ChannelName[] }): Promise<number> {
  const { prisma, env } = deps;
  const now = deps.clock();
  const before = workingTimeBefore(now, hours * 3_600_000, env.calendar, env.zone);
  let rows = 0;
  for (
    let ids = await unshown(prisma, before, atOnce);
    ids.length;
    ids = await unshown(prisma, before, atOnce)
  ) {
    const moved = await moveOn(
      prisma,
      ids.map((id) => ({ id, reason: notShown })),
      { now, from: 'waiting', closeAs: 'withdrawn', otherwise: 'fail', channels: deps.channels },
    );
    // Another process has the rest.
    if (!moved.length) break;
    rows += moved.length;
  }
  if (rows) {
    deps.log.info({ rows }, 'messages that nobody saw in the web chat went on');
    deps.wake?.();
  }
  return rows;
}
