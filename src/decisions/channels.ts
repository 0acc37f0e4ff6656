import type { ChannelName } from '../domain/message.ts';
import { Refusal } from '../domain/refusal.ts';
import { revokeIdentity, type PersonalChannel } from '../store/identities.ts';
import { endSession, endSessionsOf } from '../store/sessions.ts';
import { record } from './act.ts';
import type { Scope } from './scope.ts';

/** A person's own channels and sessions. */

const subject = (contactId: string): string => `contact:${contactId}`;

/** Unlinks one address of a person: nothing more goes there, and what comes from there is a stranger's. */
export async function unlink(scope: Scope, contactId: string, identityId: string): Promise<void> {
  const revoked = await revokeIdentity(scope.db, { contactId, identityId, reason: 'unlinked' }, scope.now);
  if (!revoked) throw new Refusal('channelUnknown');
  await endSessionsOf(scope.db, { identityId }, scope.now);
  await record(scope, {
    action: 'contact.unlink',
    subject: subject(contactId),
    before: { identityId, channel: revoked.channel },
  });
}

/** Puts a channel first in the order in which this person is reached; the others keep theirs. */
export async function preferChannel(
  scope: Scope,
  contactId: string,
  channels: readonly PersonalChannel[],
  first: ChannelName,
): Promise<void> {
  const order = [...new Set([first, ...channels.map(({ channel }) => channel)])];
  await scope.db.contact.update({ where: { id: contactId }, data: { channelOrder: order } });
  await record(scope, { action: 'contact.channelOrder', subject: subject(contactId), after: { order } });
}

/** Ends one browser session of the person, or all; how many. */
export async function signOut(scope: Scope, contactId: string, sessionId?: string): Promise<number> {
  if (sessionId !== undefined) await endSession(scope.db, sessionId, scope.now);
  const ended = sessionId === undefined ? await endSessionsOf(scope.db, { contactId }, scope.now) : 1;
  await record(scope, { action: 'contact.signOut', subject: subject(contactId), after: { sessions: ended } });
  return ended;
}
