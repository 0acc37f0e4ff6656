/** Messages whose progress is kept at most: those that are being tried again. */
const most = 1000;

/**
 * How far a message of several calls (a text, then its files) got, so that a new try does not send again what has
 * arrived. It is lost with the process; a message that was being sent then is in doubt anyway.
 */
export function createProgress(): { of(key: string): number[]; done(key: string): void } {
  const begun = new Map<string, number[]>();
  return {
    of(key) {
      const ids = begun.get(key) ?? [];
      begun.delete(key);
      begun.set(key, ids);
      for (const oldest of begun.keys()) {
        if (begun.size <= most) break;
        begun.delete(oldest);
      }
      return ids;
    },
    done: (key) => void begun.delete(key),
  };
}
