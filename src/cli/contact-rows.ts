import type { Invite } from '../decisions/invite.ts';
import { findAgencies } from '../domain/agency-names.ts';
import { roleAllowedIn, type Role } from '../domain/roles.ts';
import { fold } from '../domain/vietnamese.ts';
import type { AgencyBook, AgencyRow } from '../store/agencies.ts';
import type { Column, ContactRow } from './contact-file.ts';
import type { Say } from './tools.ts';

/** From a row of a contact list to an invitation: everything that is wrong with a row is told, with its remedy. */

export interface Wanted extends Invite {
  row: number;
  agency: AgencyRow;
}

const limits: Partial<Record<Column, number>> = { name: 120, position: 120 };

const roleWords: Readonly<Record<string, Role>> = {
  '': 'focal',
  'dau moi': 'focal',
  'can bo dau moi': 'focal',
  focal: 'focal',
  'thu truong': 'head',
  head: 'head',
  'lanh dao': 'leader',
  leader: 'leader',
  'can bo theo doi': 'coordinator',
  'theo doi': 'coordinator',
  coordinator: 'coordinator',
  'quan tri': 'admin',
  'quan tri vien': 'admin',
  admin: 'admin',
};
const rankWords: Readonly<Record<string, 'main' | 'deputy'>> = {
  '': 'main',
  chinh: 'main',
  main: 'main',
  pho: 'deputy',
  deputy: 'deputy',
};
const honorificWords: Readonly<Record<string, 'dong_chi' | 'ong' | 'ba'>> = {
  '': 'dong_chi',
  'dong chi': 'dong_chi',
  'd/c': 'dong_chi',
  dong_chi: 'dong_chi',
  ong: 'ong',
  ba: 'ba',
};

const key = (text: string | undefined): string =>
  fold(text ?? '')
    .replace(/\s+/g, ' ')
    .trim();

/** The people of a list, or every problem of every row. */
export function readRows(
  rows: readonly ContactRow[],
  book: AgencyBook,
  say: Say,
): { wanted: Wanted[]; problems: { row: number; problem: string }[] } {
  const wanted: Wanted[] = [];
  const problems: { row: number; problem: string }[] = [];
  const seen = new Map<string, number>();
  for (const row of rows) {
    const read = readRow(row, book, say);
    for (const problem of read.problems) problems.push({ row: row.row, problem });
    if (!read.person) continue;
    const same = personKey(read.person);
    const other = seen.get(same);
    if (other !== undefined)
      problems.push({ row: row.row, problem: say('cli.contacts.row.twice', { other }) });
    else seen.set(same, row.row);
    wanted.push(read.person);
  }
  return { wanted, problems };
}

/** Who, where and as what: a second time it is the same invitation. */
export const personKey = (one: { name: string; agencyId: string; role: string }): string =>
  `${key(one.name)}/${one.agencyId}/${one.role}`;

function readRow(
  { row, cells }: ContactRow,
  book: AgencyBook,
  say: Say,
): { person?: Wanted; problems: string[] } {
  const problems: string[] = [];
  const pick = <T>(
    words: Readonly<Record<string, T>>,
    column: 'role' | 'rank' | 'honorific',
  ): T | undefined => {
    const found = words[key(cells[column])];
    if (found === undefined) problems.push(say(`cli.contacts.row.${column}`, { value: cells[column] ?? '' }));
    return found;
  };
  if (!cells.name) problems.push(say('cli.contacts.row.name'));
  for (const column of ['name', 'position'] as const) {
    const limit = limits[column] ?? 0;
    if ((cells[column]?.length ?? 0) > limit)
      problems.push(say('cli.contacts.row.tooLong', { column, limit }));
  }
  const agency = agencyIn(cells.agency, book, say, problems);
  const role = pick(roleWords, 'role');
  const rank = pick(rankWords, 'rank');
  const honorific = pick(honorificWords, 'honorific');
  if (agency && role && !roleAllowedIn(role, agency.oversight)) {
    problems.push(say('cli.contacts.row.roleNotHere', { role: say(`common.role.${role}`) }));
  }
  const phone = phoneIn(cells.phone);
  if (cells.phone && !phone) problems.push(say('cli.contacts.row.phone', { value: cells.phone }));
  if (cells.email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(cells.email)) {
    problems.push(say('cli.contacts.row.email', { value: cells.email }));
  }
  if (problems.length || !agency || !role) return { problems };
  const { name = '', position, email } = cells;
  return {
    problems,
    person: { row, agency, agencyId: agency.id, name, role, rank, honorific, position, phone, email },
  };
}

function agencyIn(
  value: string | undefined,
  book: AgencyBook,
  say: Say,
  problems: string[],
): AgencyRow | undefined {
  if (!value) {
    problems.push(say('cli.contacts.row.agencyMissing'));
    return undefined;
  }
  const byCode = book.agencies.find((one) => one.endedOn === null && key(one.code) === key(value));
  if (byCode) return byCode;
  const { found: codes, exact } = findAgencies(value, book.named);
  const found = codes.flatMap(
    (code) => book.agencies.find((one) => one.code === code && one.endedOn === null) ?? [],
  );
  // A slip of the key may mean another body: better asked than guessed.
  if (found.length === 1 && exact) return found[0];
  problems.push(
    found.length
      ? say('cli.contacts.row.agencies', {
          value,
          list: found.map(({ code, name }) => `${code} (${name})`).join(', '),
        })
      : say('cli.contacts.row.agency', { value }),
  );
  return undefined;
}

/** 0912345678 from what a spreadsheet made of it: +84 912 345 678, 912345678, 0912.345.678. */
function phoneIn(typed: string | undefined): string | undefined {
  const digits = (typed ?? '').replace(/[^\d]/g, '').replace(/^84(?=\d{9,10}$)/, '0');
  const whole = /^[1-9]\d{8}$/.test(digits) ? `0${digits}` : digits;
  return /^0\d{9,10}$/.test(whole) ? whole : undefined;
}
