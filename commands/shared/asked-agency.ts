import { agencyInSentence, findAgencies } from '../../src/domain/agency-names.ts';
import { formatDay, isDay } from '../../src/domain/time.ts';
import type { Conversation } from '../../src/inbound/command.ts';
import { agenciesOfCodes, agencyBook, type AgencyBook, type AgencyRow } from '../../src/store/agencies.ts';
import { visibleTo } from './place.ts';

/** Which agency a question is about, as people name it in a sentence, also by a name that it no longer has. */

export interface AskedAgency {
  /** The agencies in force that are meant: one is answered, several are asked about. */
  agencies: AgencyRow[];
  exact: boolean;
  /** What became of a name that is no longer in force, said before the answer. */
  now: string[];
}

export async function askedAgency(words: string, at: Conversation): Promise<AskedAgency> {
  const book = await agencyBook(at.db);
  const whole = findAgencies(words, book.named);
  const found = whole.found.length ? whole : agencyInSentence(words, book.named);
  const seen = visibleTo(at);
  const agencies = agenciesOfCodes(book, found.found).filter((agency) => !seen || seen.includes(agency.id));
  return { agencies, exact: found.exact, now: agencies.length ? nowNames(words, book, at) : [] };
}

/** "Sở X từ ngày 01/03/2027 là Sở Y": for each agency that was called by a name of the past. */
function nowNames(words: string, book: AgencyBook, at: Conversation): string[] {
  const changed = book.agencies.filter((agency) => agency.endedOn !== null || agency.former.length);
  if (!changed.length) return [];
  const ended = changed.filter((agency) => agency.endedOn !== null);
  const asWas = book.named.map((one) => ({ ...one, active: true, successors: [] }));
  const meant = literally(words, asWas);
  const today = literally(
    words,
    asWas.map((one) => ({ ...one, formerNames: [] })),
  );
  const endings = ended
    .filter((agency) => meant.includes(agency.code))
    .map((agency) =>
      nowIs(agency.name, agency.endedOn, agenciesOfCodes(book, successorsOf(agency, book)), at),
    );
  const renamed = agenciesOfCodes(book, meant)
    .filter((agency) => agency.endedOn === null && !today.includes(agency.code))
    .flatMap((agency) => {
      const [old] = agency.former;
      return old ? [nowIs(old.name, old.until, [agency], at)] : [];
    });
  return [...endings, ...renamed];
}

const literally = (words: string, named: AgencyBook['named']): string[] => {
  const whole = findAgencies(words, named);
  return (whole.found.length ? whole : agencyInSentence(words, named)).found;
};

/** Those in force now, through several reorganisations. */
function successorsOf(agency: AgencyRow, book: AgencyBook, seen: readonly string[] = []): string[] {
  if (agency.endedOn === null || seen.includes(agency.code)) return [agency.code];
  return agenciesOfCodes(book, agency.successors).flatMap((next) =>
    successorsOf(next, book, [...seen, agency.code]),
  );
}

const nowIs = (old: string, on: string | null, now: readonly AgencyRow[], { t }: Conversation): string =>
  t(now.length ? 'commands.asked.nowIs' : 'commands.asked.ended', {
    old,
    on: on !== null && isDay(on) ? formatDay(on) : '',
    now: now.map((agency) => agency.name).join(', '),
  });
