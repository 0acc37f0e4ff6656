import type { Api } from './api.ts';
import { fieldsOf, words } from './fields.ts';

/** Who the bot is. */
export interface Account {
  /** From the token: known without asking. */
  readonly id: number;
  /** Without @; empty until it was asked. */
  readonly username: string;
  /** Asks Telegram (again). Throws ApiError. */
  refresh(): Promise<{ username: string; name: string }>;
  /** Asks unless it was asked before. Throws ApiError. */
  known(): Promise<void>;
}

export function createAccount(api: Pick<Api, 'call'>, token: string): Account {
  let username = '';
  let asking: Promise<unknown> | undefined;
  const refresh: Account['refresh'] = async () => {
    const me = fieldsOf(await api.call('getMe'));
    username = words(me?.username) ?? '';
    return { username, name: words(me?.first_name) ?? '' };
  };
  return {
    id: Number.parseInt(token, 10),
    get username() {
      return username;
    },
    refresh,
    async known() {
      if (username) return;
      asking ??= refresh().finally(() => (asking = undefined));
      await asking;
    },
  };
}
