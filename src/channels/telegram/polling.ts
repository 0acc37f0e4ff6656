import type { ChannelDeps } from '../channel.ts';
import type { Account } from './account.ts';
import type { Api } from './api.ts';
import { ApiError } from './fault.ts';
import { fieldsOf, listOf, whole, words } from './fields.ts';
import type { Intake } from './intake.ts';
import { createLoop, type Loop } from './loop.ts';
import { createWatch, pauseAfter, troubleOf } from './receiving.ts';
import { rest as realRest, type Rest } from './rest.ts';
import { allowedUpdates } from './updates.ts';

export interface PollingParts {
  api: Api;
  account: Account;
  intake: Intake;
  deps: Pick<ChannelDeps, 'receiving' | 'log'>;
  /** Seconds that Telegram holds a call open while nothing comes in. */
  hold: number;
  rest?: Rest;
}

/** ms beyond `hold` until a poll counts as lost: a line that went dead says nothing. */
const grace = 10_000;

/** An update could not be stored; those before it were. */
class NotStored extends Error {}

/**
 * Long polling. An update is confirmed (by the next call's offset) only once it is stored, in the order in which they
 * came; what cannot be stored is asked for again, and what cannot be read holds up nothing.
 */
export function createPolling({ api, account, intake, deps, hold, rest = realRest }: PollingParts): Loop {
  const watch = createWatch(deps.receiving);

  /** A webhook keeps updates from being polled: one that is set, by whomever, is removed; what waits there is kept. */
  async function prepare(): Promise<void> {
    await account.refresh();
    const info = fieldsOf(await api.call('getWebhookInfo'));
    if (words(info?.url)) await api.call('deleteWebhook', { drop_pending_updates: false });
  }

  async function fetch(offset: number | undefined, timeout: number, signal: AbortSignal): Promise<unknown> {
    const asked = { offset, limit: 100, timeout, allowed_updates: allowedUpdates };
    return api.call('getUpdates', asked, { within: timeout * 1000 + grace, signal });
  }

  async function run(signal: AbortSignal): Promise<void> {
    const state = { offset: undefined as number | undefined, failures: 0, ready: false, quick: true };

    async function round(): Promise<void> {
      if (!state.ready) await prepare();
      state.ready = true;
      // The first answer comes at once: it tells that all is well, and what waited.
      const updates = await fetch(state.offset, state.quick ? 0 : hold, signal);
      watch.works();
      state.quick = false;
      const before = state.offset;
      for (const update of inOrder(listOf(updates))) {
        if (signal.aborted) return;
        await takeOne(update);
        state.offset = after(update, state.offset);
      }
      state.failures = 0;
      // Updates without a number that counts would come again at once, for ever.
      if (listOf(updates).length > 0 && state.offset === before) await rest(1, signal);
    }

    async function takeOne(update: unknown): Promise<void> {
      try {
        await intake.take(update);
      } catch (error) {
        throw new NotStored(error instanceof Error ? error.message : 'unknown');
      }
    }

    function seconds(error: unknown): number {
      state.failures++;
      state.quick = true;
      if (error instanceof ApiError) {
        // A conflict may come from a webhook that somebody set meanwhile.
        if (error.fault.answered && error.fault.code === 409) state.ready = false;
        watch.fails(troubleOf(error.fault), state.failures);
        deps.log.warn({ reason: error.message, failures: state.failures }, 'Telegram polling failed');
        return pauseAfter(error.fault, state.failures);
      }
      deps.log.error(
        { reason: error instanceof Error ? error.message : 'unknown' },
        'an update was not stored',
      );
      return Math.min(30, 2 ** Math.min(state.failures - 1, 10));
    }

    while (!signal.aborted) {
      try {
        await round();
      } catch (error) {
        if (!signal.aborted) await rest(seconds(error), signal);
      }
    }
  }

  return createLoop(run);
}

const idOf = (update: unknown): number | undefined => whole(fieldsOf(update)?.update_id);

/** As they were made, whatever order they are listed in. */
const inOrder = (updates: readonly unknown[]): unknown[] =>
  [...updates].sort((a, b) => (idOf(a) ?? Infinity) - (idOf(b) ?? Infinity) || 0);

/** The offset that confirms this update too. */
function after(update: unknown, offset: number | undefined): number | undefined {
  const id = idOf(update);
  return id === undefined ? offset : Math.max(id + 1, offset ?? -Infinity);
}
