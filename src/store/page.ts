/** A part of a list, and where the next part begins. */
export interface Page<T> {
  items: T[];
  /** The last item's key, where more follow. */
  next?: string;
}

/** Cuts rows that were asked for with one more than `limit`. */
export function cut<T>(rows: readonly T[], limit: number, keyOf: (row: T) => string): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last !== undefined ? { items, next: keyOf(last) } : { items };
}
