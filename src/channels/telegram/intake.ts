import type { ChannelDeps, Inbound } from '../channel.ts';
import type { Account } from './account.ts';
import type { Api } from './api.ts';
import type { Seal } from './buttons.ts';
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
}

export function createIntake({ api, account, seal, typing, deps }: IntakeParts): Intake {
  /** Ends the waiting of the person's app; whether that works changes nothing. */
  const answer = (callbackId: string): void =>
    void api.call('answerCallbackQuery', { callback_query_id: callbackId }).catch(() => undefined);

  /** False for a stranger's words in a group: they are not stored. */
  async function store(inbound: Inbound, group: boolean): Promise<boolean> {
    if (group && !(await deps.isContact('telegram', inbound.sender))) return false;
    const { first, secret } = await deps.receive('telegram', inbound);
    if (secret !== undefined) void removeSecret(api, account, inbound);
    if (first) typing.came(inbound.address);
    return true;
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
          answer(update.callbackId);
          return;
        case 'membership':
          return deps.reachable('telegram', update.address, update.reachable);
        case 'moved':
          return deps.moved('telegram', update.from, update.to);
        case 'ignored':
          return;
      }
    },
  };
}
