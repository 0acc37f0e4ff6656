import { findAgencies, readAudience } from '../../src/domain/agency-names.ts';
import type { Choice } from '../../src/domain/message.ts';
import { fold, nfc } from '../../src/domain/vietnamese.ts';
import { isMisread, type Conversation, type Misread } from '../../src/inbound/command.ts';
import { agenciesOfCodes, agencyBook, type AgencyBook, type AgencyRow } from '../../src/store/agencies.ts';

/** To whom something goes: agencies and groups as people list them, "các sở trừ STP", "stp, snv và 5 địa phương". */

export interface AudienceArg {
  agencies: AgencyRow[];
  /** Heads of the agencies too. */
  heads: boolean;
}

const headsWords =
  /[\s,;]*(?:(?:và|va|cùng|cung|kể cả|ke ca|gồm cả|gom ca|cả|ca|and|with|including)\s+)?(?:thủ trưởng|thu truong|heads?)(?:\s+(?:các\s+|cac\s+)?(?:cơ quan|co quan|đơn vị|don vi))?(?![\p{L}\p{N}])/iu;

/**
 * Reads a list of agencies. Words that name nobody, or several, or somebody only with a slip are asked back, with
 * buttons that keep what was clear. `counted`: only those to whom tasks are given.
 */
export async function readAudienceWords(
  words: string,
  at: Conversation,
  { counted = false } = {},
): Promise<AudienceArg | Misread> {
  const book = await agencyBook(at.db);
  const heads = headsWords.test(words);
  const list = nfc(words).replace(headsWords, ' ').trim();
  const { codes, unknown, ambiguous } = readAudience(list, book.named, book.groups);
  const agencies = agenciesOfCodes(book, codes);
  const [doubt] = ambiguous;
  if (doubt) {
    // What else is unclear stays in the words, so that it is asked about next.
    const others = [...codes, ...ambiguous.slice(1).map(({ text }) => text), ...unknown];
    return askWhichMeant(at, book, doubt, others);
  }
  if (unknown.length || !agencies.length) return askAgain(at, unknown.join(', ') || list, codes, book);
  const outside = counted ? agencies.filter((agency) => !agency.counted) : [];
  if (outside.length) {
    const names = outside.map((agency) => agency.shortName).join(', ');
    return { misread: at.t('commands.audience.notCounted', { agency: names }) };
  }
  return { agencies, heads };
}

/** Words that stand between the names of a list. */
const between =
  /[,;\n&+]|\s(?:và|va|với|voi|cùng|cung|trừ|tru|ngoài trừ|ngoai tru|không gồm|khong gom|and|except)\s/iu;

/**
 * True where the words are a list of agencies and nothing else. A sentence is told by its beginning, for to look for
 * names all over it takes long.
 */
export async function isAudience(words: string, at: Conversation): Promise<boolean> {
  const book = await agencyBook(at.db);
  const list = nfc(words).replace(headsWords, ' ').trim();
  const [first = ''] = list.split(between);
  const group = book.groups.some(({ names }) => names.some((name) => fold(first).endsWith(fold(name))));
  if (!group && !findAgencies(first, book.named).found.length) return false;
  return !isMisread(await readAudienceWords(words, at));
}

function askWhichMeant(
  at: Conversation,
  book: AgencyBook,
  { text, codes }: { text: string; codes: string[] },
  others: readonly string[],
): Misread {
  const choices: Choice[][] = agenciesOfCodes(book, codes).map((agency) => [
    { label: agency.shortName, say: [...others, agency.code].join(', ') },
  ]);
  const all = [...others, ...codes].join(', ');
  return {
    misread:
      codes.length > 1
        ? at.t('commands.agency.which', { text })
        : at.t('commands.agency.slip', { text, agency: agenciesOfCodes(book, codes)[0]?.shortName ?? '' }),
    buttons: codes.length > 1 ? [...choices, [{ label: at.t('commands.audience.all'), say: all }]] : choices,
  };
}

function askAgain(at: Conversation, text: string, codes: readonly string[], book: AgencyBook): Misread {
  const rest: Choice[][] = codes.length
    ? [[{ label: at.t('commands.audience.without', { count: codes.length }), say: codes.join(', ') }]]
    : groupChoices(book);
  return { misread: at.t('commands.audience.unknown', { text: text.slice(0, 80) }), buttons: rest };
}

/** The groups as buttons, two a row: "Các sở (10)". */
export function groupChoices(book: AgencyBook): Choice[][] {
  const choices = [...book.groups]
    .filter((group) => group.members.length > 1)
    .sort((a, b) => b.members.length - a.members.length)
    .slice(0, 8)
    .map((group) => ({
      label: `${group.names[0] ?? group.code} (${group.members.length})`,
      say: group.names[0] ?? group.code,
    }));
  const rows: Choice[][] = [];
  for (let index = 0; index < choices.length; index += 2) rows.push(choices.slice(index, index + 2));
  return rows;
}

/** How the author named it, short: the group where it is one whole, else the agencies' codes. */
export function audienceCodes({ agencies }: AudienceArg, book: AgencyBook): string[] {
  const codes = agencies.map((agency) => agency.code);
  const group = book.groups.find(
    ({ members }) => members.length === codes.length && members.every((code) => codes.includes(code)),
  );
  return group ? [group.code] : codes;
}
