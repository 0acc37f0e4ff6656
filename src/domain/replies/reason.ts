import type { Clause } from './clauses.ts';
import { isPredicate } from './clauses.ts';
import { has } from './lexer.ts';
import type { Word } from './lexer.ts';
import { COURTESY } from './vocabulary.ts';

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
  if (reasons.length > 0)
    return worded(
      reasons.flatMap(({ words }) => words),
      text,
    );
  const follows = sentence[sentence.indexOf(clause) + 1];
  const next = follows && !follows.joint && follows.words.some(isPredicate) ? follows.words : [];
  const own = end === undefined ? [] : clause.words.filter(({ start }) => start >= end);
  return worded([...own, ...next], text);
}

/** Without the courtesy around it; undefined where nothing but courtesy is left ("nhé anh", "mong anh thông cảm"). */
function worded(words: Word[], text: string): string | undefined {
  const kept = (word: Word) => !has(word, ...COURTESY);
  const first = words.find(kept);
  const last = words.findLast(kept);
  const says = words.some((word) => kept(word) && !has(word, 'wish', 'askEnd', 'not', 'able', 'request'));
  return says && first && last ? text.slice(first.start, last.end) : undefined;
}
