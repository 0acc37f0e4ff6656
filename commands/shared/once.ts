import type { Db } from '../../src/store/db.ts';

/**
 * Remembers what was read of a line while one message is handled: each argument that is taken from the line asks for
 * it again. The transaction is the key, so nothing outlives the message.
 */
export function oncePerMessage<T, C extends { db: Db }>(
  read: (line: string, at: C) => Promise<T>,
): (line: string, at: C) => Promise<T> {
  const known = new WeakMap<Db, Map<string, Promise<T>>>();
  return (line, at) => {
    const lines = known.get(at.db) ?? new Map<string, Promise<T>>();
    known.set(at.db, lines);
    const found = lines.get(line) ?? read(line, at);
    lines.set(line, found);
    return found;
  };
}
