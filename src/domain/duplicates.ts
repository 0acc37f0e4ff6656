import type { Meaning } from './reply.ts';

/** What counts as said once, and what may still be taken back. */

/** The same words on two channels, or sent again when no answer was seen, within this time are one report. */
export const ONE_REPORT_WITHIN_MS = 10 * 60_000;

/** How long the answer carries the button Rút lại. */
export const UNDO_BUTTON_MS = 5 * 60_000;

/** What was meant, as one comparable text: 60% is another meaning than 70%, the order of words is none. */
export const meaningKey = (meanings: readonly Meaning[]): string =>
  [...new Set(meanings.map(keyOf))].sort().join('+');

const keyOf = (meaning: Meaning): string => {
  if (meaning.kind === 'progress') return `progress:${meaning.percent ?? ''}`;
  if (meaning.kind === 'extend') return `extend:${meaning.due?.dueAt.toISOString() ?? ''}`;
  return meaning.kind;
};

/** One thing said about one assignment. */
export interface Said {
  contactId: string;
  assignmentId: string;
  /** See `meaningKey`. */
  meaning: string;
  /** When the person sent it, on whatever channel. */
  at: Date;
}

/**
 * True where `next` repeats `last`: same person, assignment and meaning within 10
 * minutes (in either order, for channels overtake each other), and nothing else
 * changed the assignment between (`changedBetween`).
 */
export const isRepeat = (last: Said, next: Said, changedBetween: boolean): boolean =>
  !changedBetween &&
  last.contactId === next.contactId &&
  last.assignmentId === next.assignmentId &&
  last.meaning === next.meaning &&
  Math.abs(next.at.getTime() - last.at.getTime()) <= ONE_REPORT_WITHIN_MS;

/** How somebody asks to take a report back. */
export type UndoWay = 'button' | 'command' | 'edit';

/** A report as an undo sees it. */
export interface Recorded {
  /** When we recorded it, which is when the answer with the button went out. */
  recordedAt: Date;
  /** The first who acted after it, by a decision or a later report; undefined while nobody did. */
  actedUpon?: { by: string; at: Date };
}

export type UndoVerdict =
  | { allowed: true }
  /** The button has run out; `/rutlai` still works. */
  | { allowed: false; because: 'tooLate' }
  | { allowed: false; because: 'actedUpon'; by: string; at: Date };

/** Whether a report may be taken back: by its button for 5 minutes; by /rutlai or by editing the message until somebody acted on it. */
export const mayUndo = (way: UndoWay, report: Recorded, now: Date): UndoVerdict => {
  if (report.actedUpon) return { allowed: false, because: 'actedUpon', ...report.actedUpon };
  const old = now.getTime() - report.recordedAt.getTime() > UNDO_BUTTON_MS;
  return way === 'button' && old ? { allowed: false, because: 'tooLate' } : { allowed: true };
};
