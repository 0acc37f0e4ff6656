import { agenciesOf, rolesOf } from '../../src/decisions/scope.ts';
import { may } from '../../src/domain/roles.ts';
import type { Conversation } from '../../src/inbound/command.ts';

/** What this person may ask about, and where a link leads. */

/** The agencies whose state the person may see; undefined: of all. */
export const visibleTo = ({ actor }: Pick<Conversation, 'actor'>): string[] | undefined =>
  may(rolesOf(actor), 'seeAll') ? undefined : agenciesOf(actor);

/**
 * The address of a page, where a message may carry one: outside the web chat only where the site has a public
 * address (design §8, "Links").
 */
export const pageUrl = (
  { env, message }: Pick<Conversation, 'env' | 'message'>,
  path: string,
): string | undefined => {
  const base = env.publicUrl ?? (message.channel === 'webchat' ? env.localUrl : undefined);
  return base === undefined ? undefined : `${base}${path}`;
};
