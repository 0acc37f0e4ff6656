import { findAgencies } from '../../src/domain/agency-names.ts';
import type { Choice } from '../../src/domain/message.ts';
import type { Conversation, Misread } from '../../src/inbound/command.ts';
import { agenciesOfCodes, agencyBook, type AgencyBook, type AgencyRow } from '../../src/store/agencies.ts';

/** Which agency is meant: by code, full or short name, alias, distinctive part or former name. */

/** The longest name of an agency at the head of the words, and what follows it. */
export function splitAgency(
  words: string,
  book: AgencyBook,
): { agencies: AgencyRow[]; said: string; rest: string } | undefined {
  const pieces = [...words.matchAll(/\S+/g)].slice(0, longestName);
  for (let count = pieces.length; count > 0; count--) {
    const last = pieces[count - 1];
    const end = (last?.index ?? 0) + (last?.[0].length ?? 0);
    const said = words.slice(0, end).replace(/[,;:.]+$/u, '');
    // A name does not go on behind a comma, unless it is "Sở Văn hóa, Thể thao và Du lịch".
    const { found, exact } = findAgencies(said, book.named);
    if (exact && found.length) {
      return { agencies: agenciesOfCodes(book, found), said, rest: words.slice(said.length).trim() };
    }
  }
  return undefined;
}

/** Words of the longest name: "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Bình Dương" and a few more. */
const longestName = 14;

/** Buttons to choose one of several agencies; nine at most have a digit. */
export const agencyChoices = (agencies: readonly AgencyRow[], prefix = ''): Choice[][] => {
  const choices = agencies.map((agency) => ({ label: agency.shortName, say: `${prefix}${agency.code}` }));
  const rows: Choice[][] = [];
  for (let index = 0; index < choices.length; index += 2) rows.push(choices.slice(index, index + 2));
  return rows;
};

/** One agency, or a Misread that asks among several, asks after a slip, or says that there is none of that name. */
export async function readAgency(words: string, at: Conversation): Promise<AgencyRow | Misread> {
  const book = await agencyBook(at.db);
  const said = words.trim();
  const { found, exact } = findAgencies(said, book.named);
  const agencies = agenciesOfCodes(book, found);
  const [first, second] = agencies;
  if (!first) return { misread: at.t('commands.agency.unknown', { text: said.slice(0, 60) }) };
  if (!exact || second) {
    const question = second ? 'commands.agency.which' : 'commands.agency.slip';
    return {
      misread: at.t(question, { text: said.slice(0, 60), agency: first.shortName }),
      buttons: agencyChoices(agencies),
    };
  }
  return first;
}
