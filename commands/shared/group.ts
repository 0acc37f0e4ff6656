import type { Conversation } from '../../src/inbound/command.ts';
import { agencyBook, type AgencyRow } from '../../src/store/agencies.ts';

/** The agency whose group the message was said in. */
export async function groupAgency({ db, group }: Conversation): Promise<AgencyRow | undefined> {
  if (group?.agencyId === undefined) return undefined;
  return (await agencyBook(db)).agencies.find(({ id }) => id === group.agencyId);
}
