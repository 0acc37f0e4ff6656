import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isCollection, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { calendarFileSchema } from '../domain/working-days.ts';
import type { CalendarTable } from '../domain/working-days.ts';

/** One fault in a table of working days, with the place to look at. */
export interface CalendarProblem {
  file: string;
  /** From 1. */
  line: number;
  /** What is wrong and what would be right, in English. */
  message: string;
}

/** Everything that is wrong with the tables of working days, all at once. */
export class CalendarError extends Error {
  readonly problems: readonly CalendarProblem[];

  constructor(problems: readonly CalendarProblem[]) {
    super(problems.map(({ file, line, message }) => `${file}, line ${line}: ${message}`).join('\n'));
    this.name = 'CalendarError';
    this.problems = problems;
  }
}

/** The offset of what a path leads to, or of the innermost part of it that exists. */
const offsetOf = (doc: Document, path: readonly (string | number)[]): number => {
  for (let depth = path.length; depth > 0; depth--) {
    const node = doc.getIn(path.slice(0, depth), true);
    if ((isCollection(node) || isScalar(node)) && node.range) return node.range[0];
  }
  return 0;
};

/** Reads one table; `file` is only for messages. */
export const parseCalendar = (
  text: string,
  file: string,
): { table: CalendarTable } | { problems: CalendarProblem[] } => {
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line);
  if (doc.errors.length > 0)
    return {
      problems: doc.errors.map((error) => ({
        file,
        line: lineAt(error.pos[0]),
        message: `cannot be read as YAML (${error.message}): compare it with the table of another year`,
      })),
    };
  const read = calendarFileSchema.safeParse(doc.toJS());
  if (read.success) return { table: read.data };
  const problems = read.error.issues.map((issue): CalendarProblem => {
    const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
    const name = path.at(-1);
    const subject = typeof name === 'string' ? `${name} ` : '';
    const message =
      issue.code === 'unrecognized_keys'
        ? `${issue.keys.join(', ')}: no such field here; remove it or correct its name`
        : `${subject}${issue.message}`;
    return { file, line: lineAt(offsetOf(doc, path)), message };
  });
  return { problems };
};

/**
 * Reads every `YYYY.yaml` of a folder, in order of years. A folder that does
 * not exist has no tables. Throws {@link CalendarError} naming file, line and
 * remedy of all faults.
 */
export const loadCalendars = async (dir: string): Promise<CalendarTable[]> => {
  const names = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const tables: CalendarTable[] = [];
  const problems: CalendarProblem[] = [];
  for (const name of names.filter((each) => /^\d{4}\.ya?ml$/.test(each)).sort()) {
    const file = join(dir, name);
    const read = parseCalendar(await readFile(file, 'utf8'), file);
    if ('problems' in read) problems.push(...read.problems);
    else if (String(read.table.year) !== name.slice(0, 4))
      problems.push({ file, line: 1, message: `speaks of ${read.table.year}: name the file after its year` });
    else if (tables.some((table) => table.year === read.table.year))
      problems.push({ file, line: 1, message: `${read.table.year} has two tables: keep one file` });
    else tables.push(read.table);
  }
  if (problems.length > 0) throw new CalendarError(problems);
  return tables;
};
