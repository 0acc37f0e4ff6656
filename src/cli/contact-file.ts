import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { parse } from 'csv-parse/sync';
import { fold } from '../domain/vietnamese.ts';
import { Refused, type Say } from './tools.ts';

/** A contact list as people keep it: a row of headings, Vietnamese or English, then one person a row. */

export const columns = ['name', 'agency', 'role', 'rank', 'honorific', 'position', 'phone', 'email'] as const;
export type Column = (typeof columns)[number];

/** Headings as they stand in lists, without diacritics; the first is the one that is shown. */
const headings: Readonly<Record<Column, readonly string[]>> = {
  name: ['họ và tên', 'họ tên', 'tên', 'name', 'full name'],
  agency: ['cơ quan', 'đơn vị', 'cơ quan, đơn vị', 'mã cơ quan', 'agency'],
  role: ['vai trò', 'role'],
  rank: ['chính/phó', 'đầu mối chính/phó', 'hạng', 'rank'],
  honorific: ['xưng hô', 'danh xưng', 'honorific'],
  position: ['chức vụ', 'chức danh', 'position', 'title'],
  phone: ['điện thoại', 'số điện thoại', 'sđt', 'di động', 'phone'],
  email: ['email', 'e-mail', 'thư điện tử', 'thư công vụ'],
};
/** A list's own counting column says nothing. */
const ignored = new Set(['stt', 'tt', 'so thu tu', 'no', '#', 'ghi chu', 'note']);

const required: readonly Column[] = ['name', 'agency'];

export interface ContactRow {
  /** As the spreadsheet counts, the headings being row 1. */
  row: number;
  cells: Partial<Record<Column, string>>;
}

const tidy = (text: string): string => fold(text).replace(/\s+/g, ' ').trim();
const columnOf = (heading: string): Column | undefined =>
  columns.find((column) => headings[column].some((name) => tidy(name) === tidy(heading)));

/** The rows of a list; refused with everything that is wrong with its headings. */
export async function readContactFile(path: string, say: Say): Promise<ContactRow[]> {
  const [first, ...rest] = (await tableOf(path, say)).filter(({ cells }) => cells.some(Boolean));
  if (!first || !rest.length) throw new Refused(say('cli.contacts.file.empty'));
  const found = first.cells.map((heading) => columnOf(heading));
  const known = columns.map((column) => headings[column][0]).join(', ');
  const problems = [
    ...required
      .filter((column) => !found.includes(column))
      .map((column) => say('cli.contacts.file.column', { column: headings[column][0] ?? '', known })),
    ...first.cells.flatMap((heading, index) =>
      heading && found[index] === undefined && !ignored.has(tidy(heading))
        ? [say('cli.contacts.file.unknownColumn', { column: heading, known })]
        : [],
    ),
    ...first.cells.flatMap((heading, index) =>
      found[index] !== undefined && found.indexOf(found[index]) < index
        ? [say('cli.contacts.file.twiceColumn', { column: heading })]
        : [],
    ),
  ];
  if (problems.length) throw new Refused(problems.join('\n'));
  return rest.map(({ row, cells }) => ({
    row,
    cells: Object.fromEntries(
      found.flatMap((column, index) => (column && cells[index] ? [[column, cells[index]]] : [])),
    ),
  }));
}

interface Line {
  row: number;
  cells: string[];
}

async function tableOf(path: string, say: Say): Promise<Line[]> {
  const kind = extname(path).toLowerCase();
  if (kind !== '.xlsx' && kind !== '.csv') throw new Refused(say('cli.contacts.file.kind'));
  try {
    return kind === '.csv' ? csvLines(await readFile(path, 'utf8')) : await sheetLines(path);
  } catch (error) {
    throw new Refused(
      say('cli.cannotRead', { file: path, reason: error instanceof Error ? error.message : '' }),
    );
  }
}

/** Commas, semicolons (as Vietnamese spreadsheets write) or tabs. */
function csvLines(text: string): Line[] {
  const [heading = ''] = text.split('\n');
  const delimiter = [',', ';', '\t'].toSorted((a, b) => heading.split(b).length - heading.split(a).length)[0];
  const rows: string[][] = parse(text, { bom: true, delimiter, relaxColumnCount: true, trim: true });
  return rows.map((cells, index) => ({ row: index + 1, cells: cells.map((cell) => cell.normalize('NFC')) }));
}

async function sheetLines(path: string): Promise<Line[]> {
  // Only here: it is the largest part of the program, and other commands start without it.
  const { default: exceljs } = await import('exceljs');
  const book = new exceljs.Workbook();
  await book.xlsx.readFile(path);
  const lines: Line[] = [];
  book.worksheets[0]?.eachRow((row, number) => {
    const cells: string[] = [];
    row.eachCell({ includeEmpty: true }, (cell) => void cells.push(cell.text.normalize('NFC').trim()));
    lines.push({ row: number, cells });
  });
  return lines;
}
