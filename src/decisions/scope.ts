import type { WorkCalendar } from '../domain/working-days.ts';
import type { Role } from '../domain/roles.ts';
import type { Db } from '../store/db.ts';

/** What never changes while the process runs, handed in from the composition root. */
export interface Env {
  /** IANA zone of all local dates. */
  zone: string;
  /** The province's language, where no person's is known. */
  locale: string;
  calendar: WorkCalendar;
  /** Bare origin for links in messages; undefined: no message outside the web chat carries a link. */
  publicUrl?: string;
  /** Where a browser on this machine reaches us, for links in the web chat and on the terminal. */
  localUrl: string;
  /** Key for codes and tokens. */
  secretKey: string;
  /** Folder of stored files. */
  filesDir: string;
}

/** One role of a person in one agency. */
export interface Office {
  role: Role;
  rank: 'main' | 'deputy';
  agencyId: string;
  agencyCode: string;
  agencyName: string;
  agencyShortName: string;
  oversight: boolean;
}

/** Who acts: a contact, the holder of an API token, or the program itself (`system`: jobs and the administrator's terminal). */
export interface Actor {
  kind: 'contact' | 'token' | 'system';
  /** The contact's id; undefined for tokens and the program. */
  id?: string;
  /** The token's id, where a token acts: the audit log names it. */
  tokenId?: string;
  name: string;
  /** webchat, telegram …, api, cli, job: as the audit log names it. */
  channel: string;
  offices: readonly Office[];
}

/** The transaction, the clock's reading and the person in which a decision is taken. */
export interface Scope {
  db: Db;
  now: Date;
  actor: Actor;
  env: Env;
}

export const rolesOf = (actor: Actor): Role[] => [...new Set(actor.offices.map((office) => office.role))];

/** What the person's own offices are called: a reply that names another office is not about theirs. */
export const ownNames = ({ offices }: Actor): string[] => [
  ...new Set(
    offices.flatMap(({ agencyCode, agencyName, agencyShortName }) => [
      agencyCode,
      agencyName,
      agencyShortName,
    ]),
  ),
];

/** Ids of the agencies for which this person answers. */
export const agenciesOf = (actor: Actor): string[] => [
  ...new Set(
    actor.offices
      .filter((office) => office.role === 'focal' || office.role === 'head')
      .map((office) => office.agencyId),
  ),
];
