import type { Clause } from './clauses.ts';
import { isPredicate, textOf } from './clauses.ts';

/** The clauses that give the reason of a request: after "vì", "do"; before "nên"; or a "do …" that comes first. */
export function reasonsAround(clauses: Clause[], request: Clause): Clause[] {
  const index = clauses.indexOf(request);
  const earlier = clauses.slice(0, index).filter(({ sentence }) => sentence === request.sentence);
  const before =
    request.joint === 'so' ? earlier : earlier.slice(-1).filter(({ joint }) => joint === 'cause');
  const cause = clauses
    .slice(index + 1)
    .find(({ joint, sentence }) => joint === 'cause' && sentence <= request.sentence + 1);
  const after = cause
    ? clauses.slice(clauses.indexOf(cause)).filter(({ sentence }) => sentence === cause.sentence)
    : [];
  return [...before, ...after];
}

interface Request {
  clause: Clause;
  reasons: Clause[];
  sentence: Clause[];
  /** Where the date that was asked for ends in the text. */
  end: number | undefined;
}

/** The reason in the person's words: its own clauses, else what stands after the date. */
export function reasonOf({ clause, reasons, sentence, end }: Request, text: string): string | undefined {
  const first = reasons[0]?.words[0];
  const last = reasons.at(-1)?.words.at(-1);
  if (first && last) return trimmed(text.slice(first.start, last.end));
  const follows = sentence[sentence.indexOf(clause) + 1];
  const own = end === undefined ? '' : text.slice(end, clause.words.at(-1)?.end).trim();
  const next = follows && !follows.joint && follows.words.some(isPredicate) ? textOf(follows, text) : '';
  return trimmed([own, next].filter((part) => part !== '').join(', '));
}

/** Without the courtesy and punctuation around it. */
function trimmed(text: string): string | undefined {
  const kept = text
    .replace(/^[\s,.:;-]*(?:(?:được|đc|dc) (?:không|ko|k)|để|là)?[\s,.:;-]*/iu, '')
    .replace(/[\s,.;:!]*(?:ạ|nhé|nha|anh|chị)?[\s,.;:!]*$/iu, '');
  return kept === '' ? undefined : kept;
}
