import { waitingHeads } from '../store/inbox.ts';
import { handle, type HandleDeps } from './handle.ts';

/** Chats that are handled side by side. */
const sideBySide = 8;
/** How often the inbox is looked at without being told (another process stored something). */
const pollMs = 1000;

export interface InboundWorker {
  /** Something was stored: look at once. */
  wake(): void;
  /** Finishes what is being handled and takes nothing new. */
  stop(): Promise<void>;
}

/**
 * Works through the inbox: the oldest message of each chat, several chats side by side, each to its end before the
 * next of the same chat. Several processes may run one each.
 */
export function startInboundWorker(deps: HandleDeps): InboundWorker {
  let stopped = false;
  let woken = false;
  let rouse: () => void = () => undefined;

  async function loop(): Promise<void> {
    while (!stopped) {
      woken = false;
      const did = await round().catch((error: unknown) => {
        deps.log.error({ err: error }, 'the inbox could not be read');
        return false;
      });
      if (!did && !woken && !stopped) await rest();
    }
  }

  async function round(): Promise<boolean> {
    const heads = await waitingHeads(deps.prisma, deps.clock(), sideBySide * 8);
    const queue = [...heads];
    const lane = async (): Promise<void> => {
      for (let id = queue.shift(); id !== undefined && !stopped; id = queue.shift()) await handle(deps, id);
    };
    await Promise.all(Array.from({ length: Math.min(sideBySide, heads.length) }, lane));
    return heads.length > 0;
  }

  const rest = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, pollMs);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const running = loop();
  return {
    wake: () => {
      woken = true;
      rouse();
    },
    stop: async () => {
      stopped = true;
      rouse();
      await running;
    },
  };
}
