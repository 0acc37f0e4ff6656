import type { Clause } from './clauses.ts';
import type { ExtensionFound } from './extend.ts';
import { has } from './lexer.ts';
import type { Word } from './lexer.ts';
import type { Tag } from './vocabulary.ts';

/** Words that say no more than what was recorded from them. */
const SAID: readonly Tag[] = [
  ...([
    'filler',
    'address',
    'own',
    'pronoun',
    'already',
    'perfect',
    'finish',
    'okay',
    'receive',
    'promise',
  ] as const),
  ...(['onTime', 'report', 'able', 'and', 'but', 'taskNoun', 'barely', 'amount'] as const),
];
/** Cut from the ends of what is kept. */
const EDGE: readonly Tag[] = ['filler', 'address', 'own', 'pronoun', 'okay', 'and', 'but', 'so'];

/** The words worth keeping beside the record: clauses that say more than the record does, in the person's own words. */
export function noteOf(
  clauses: Clause[],
  extension: ExtensionFound | undefined,
  text: string,
  whole: boolean,
): string {
  const kept = clauses
    .filter(
      (clause) => !extension?.meaning || (clause !== extension.clause && !extension.reasons.includes(clause)),
    )
    .map((clause) => (whole ? clause.words : remainder(clause)))
    .map((words) => trimEdges(words))
    .filter((words) => words.length > 0);
  return joined(kept, text);
}

function remainder({ words }: Clause): Word[] {
  const worth = words.filter((word) => word.kind !== 'percent' && !has(word, ...SAID));
  const plainWork = worth.every(
    (word) => has(word, 'progressive') || /^(?:làm|lam|thực hiện|thuc hien)$/iu.test(word.text),
  );
  if (worth.length === 0 || plainWork) return [];
  const start = words.findIndex(
    (word) => word.kind !== 'percent' && !has(word, 'stuck', 'receive', 'onTime'),
  );
  const end = words.findLastIndex(({ kind }) => kind !== 'percent');
  const rest = words.slice(start, end + 1);
  return rest.some((word) => has(word, 'not', 'notYet')) || start > 0
    ? rest
    : words.slice(0, end + 1).filter(({ kind }) => kind !== 'percent');
}

function trimEdges(words: Word[]): Word[] {
  const start = words.findIndex((word) => !has(word, ...EDGE));
  const end = words.findLastIndex((word) => !has(word, ...EDGE));
  return start === -1 ? [] : words.slice(start, end + 1);
}

/** The kept stretches as they were written; what was left out between two leaves a comma. */
function joined(kept: Word[][], text: string): string {
  let note = '';
  let last = -1;
  for (const words of kept) {
    const start = words[0]?.start ?? 0;
    const end = words.at(-1)?.end ?? start;
    const between = last === -1 ? '' : text.slice(last, start);
    note += last === -1 ? '' : /^\s*[^\p{L}\d]*\s*(?:\p{L}+\s)?$/u.test(between) ? between : ', ';
    note += text.slice(start, end);
    last = end;
  }
  return note.trim();
}
