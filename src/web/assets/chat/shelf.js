// What is kept in this browser: the draft and what is not sent yet, under the person's own account.
import { settings } from './words.js';

const root = 'dondoc.chat.';
const mine = `${root}${settings.account}.`;

const attempt = (act, otherwise) => {
  try {
    return act();
  } catch {
    return otherwise;
  }
};

export const read = (name) => attempt(() => JSON.parse(localStorage.getItem(mine + name)), null);

/** False where the browser does not keep things (private window, storage full). */
export const write = (name, value) =>
  attempt(() => {
    localStorage.setItem(mine + name, JSON.stringify(value));
    return true;
  }, false);

export const remove = (name) => attempt(() => localStorage.removeItem(mine + name));

/** Names that begin with `start`. */
export const names = (start) =>
  attempt(
    () =>
      Object.keys(localStorage)
        .filter((key) => key.startsWith(mine + start))
        .map((key) => key.slice(mine.length)),
    [],
  );

/** Forgets all that is kept for this account: when it signs out. */
export const clear = () => names('').forEach(remove);

/**
 * Calls `act` when another tab of this browser opens the chat of another account: the session is theirs now,
 * and what this page would send would go out in their name.
 */
export function onOtherAccount(act) {
  const key = `${root}account`;
  attempt(() => localStorage.setItem(key, settings.account));
  window.addEventListener('storage', (event) => {
    if (event.key === key && event.newValue && event.newValue !== settings.account) act();
  });
}
