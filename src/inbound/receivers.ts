import type { Channel } from '../channels/channel.ts';

export interface ReceiversDeps {
  channels: readonly Channel[];
  /** Whether this process leads just now. */
  leads(): boolean;
  /** After a restore nothing is polled until `resume`. */
  paused(): Promise<boolean>;
  log: { error(fields: object, text: string): void };
  /** How often it is looked whether to receive (ms; default 1,000). */
  everyMs?: number;
}

export interface Receivers {
  /** Who leads has changed: look now. */
  look(): void;
  stop(): Promise<void>;
}

/** Starts and stops receiving on all channels as this process gains and loses the lead. */
export function startReceivers({ channels, leads, paused, log, everyMs = 1000 }: ReceiversDeps): Receivers {
  let receiving = false;
  let stopped = false;
  let turn: Promise<void> = Promise.resolve();

  async function settle(): Promise<void> {
    const wanted = !stopped && leads() && !(await paused());
    if (wanted === receiving) return;
    receiving = wanted;
    for (const channel of channels) {
      try {
        await (wanted ? channel.start?.() : channel.stop?.());
      } catch (error) {
        log.error(
          { err: error, channel: channel.name },
          wanted ? 'cannot start receiving' : 'cannot stop receiving',
        );
      }
    }
  }

  let blind = false;
  /** Once per outage of the database, not at every look. */
  async function tryToSettle(): Promise<void> {
    try {
      await settle();
      blind = false;
    } catch (error) {
      if (!blind) log.error({ err: error }, 'cannot tell whether to receive');
      blind = true;
    }
  }

  const look = (): void => {
    turn = turn.then(tryToSettle);
  };
  const timer = setInterval(look, everyMs);
  look();
  return {
    look,
    async stop() {
      stopped = true;
      clearInterval(timer);
      look();
      await turn;
    },
  };
}
