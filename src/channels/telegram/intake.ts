import type { ChannelDeps, Inbound } from '../channel.ts';
import type { Account } from './account.ts';
import type { Api } from './api.ts';
import type { Seal } from './buttons.ts';
import { ApiError } from './fault.ts';
import { removeSecret } from './secret.ts';
import type { Typing } from './typing.ts';
import { isFromGroup, readUpdate } from './updates.ts';

export interface IntakeParts {
  api: Api;
  account: Account;
  seal: Seal;
  typing: Typing;
  deps: Pick<ChannelDeps, 'clock' | 'receive' | 'isContact' | 'moved' | 'reachable'>;
}

/** What is done with an update, whichever way it came. */
export interface Intake {
  /**
   * Resolves once everything that is to be kept of it is stored, so that it may be confirmed to Telegram. Throws where
   * it could not be stored; what cannot be read, or is nobody's, is done with at once.
   */
  take(raw: unknown): Promise<void>;
  /** Resolves once what was done by the way (answers to presses) is done. Never throws. */
  idle(): Promise<void>;
}

export function createIntake({ api, account, seal, typing, deps }: IntakeParts): Intake {
  const underWay = new Set<Promise<unknown>>();
  const lightly = (work: Promise<unknown>): void => {
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  };

  /** A stranger's words in a group are not stored. */
  async function store(inbound: Inbound, group: boolean): Promise<void> {
    if (group && !(await deps.isContact('telegram', inbound.sender))) return;
    const { first, secret } = await deps.receive('telegram', inbound);
    if (secret !== undefined) lightly(removeSecret(api, account, inbound));
    if (first) typing.came(inbound.address);
  }

  return {
    async take(raw) {
      if (isFromGroup(raw)) await account.known();
      const update = readUpdate(raw, { bot: account, now: deps.clock(), buttonId: seal.buttonId });
      switch (update.kind) {
        case 'message':
          await store(update.inbound, update.group);
          return;
        case 'press':
          if (update.inbound) await store(update.inbound, update.group);
          lightly(answerPress(api, update.callbackId));
          return;
        case 'membership':
          return deps.reachable('telegram', update.address, update.reachable);
        case 'moved':
          return deps.moved('telegram', update.from, update.to);
        case 'ignored':
          return;
      }
    },
    async idle() {
      await Promise.all(underWay);
    },
  };
}

/** ms; after that the person's app has given up by itself. */
const answerWithin = 5000;

/** Ends the waiting of the person's app. Whether that works changes nothing. */
async function answerPress(api: Pick<Api, 'call'>, callbackId: string): Promise<void> {
  const answer = (): Promise<unknown> =>
    api.call('answerCallbackQuery', { callback_query_id: callbackId }, { within: answerWithin });
  // Once more where the way was at fault; a refusal (the press is too old) stands.
  await answer()
    .catch((error: unknown) => (isRefusal(error) ? undefined : answer()))
    .catch(() => undefined);
}

const isRefusal = (error: unknown): boolean =>
  error instanceof ApiError && error.fault.answered && error.fault.code < 500;
