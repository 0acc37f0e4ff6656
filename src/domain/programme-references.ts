import { problem, type Path, type Placed, type Problem } from './programme-problems.ts';
import { fold } from './vietnamese.ts';

const bare = (code: string): string => fold(code).replace(/[^a-z0-9]/g, '');

/** Insertions, deletions and exchanges that turn one text into the other. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const exchange = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(exchange, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

/** The one code that a slip most likely stands for: same letters, or one letter off. Undefined where two fit. */
export const nearest = (slip: string, codes: Iterable<string>): string | undefined => {
  const wanted = bare(slip);
  const all = [...codes];
  const same = all.filter((code) => bare(code) === wanted);
  const close = wanted.length < 3 ? [] : all.filter((code) => distance(bare(code), wanted) === 1);
  const fits = same.length > 0 ? same : close;
  return fits.length === 1 ? fits[0] : undefined;
};

/** One code that must stand under `agencies`; says which is meant where the slip is small. */
export const checkCode = (known: ReadonlySet<string>, path: Path, code: string): Problem[] => {
  if (code === '' || known.has(code)) return [];
  const near = nearest(code, known);
  return near === undefined
    ? [problem(path, 'unknownAgency', { code })]
    : [problem(path, 'unknownAgencyNear', { code, near })];
};

export const checkCodes = (known: ReadonlySet<string>, path: Path, codes: readonly string[]): Problem[] =>
  codes.flatMap((code, index) => checkCode(known, [...path, index], code));

/** The second and later standing of each code in a list. */
export const doubles = (path: Path, codes: readonly string[]): Placed<string>[] =>
  codes.flatMap((code, index) =>
    codes.indexOf(code) < index ? [{ path: [...path, index], value: code }] : [],
  );
