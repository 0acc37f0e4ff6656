import { Refusal } from '../domain/refusal.ts';
import { may } from '../domain/roles.ts';
import { addCallNote } from '../store/calls.ts';
import { record } from './act.ts';
import { rolesOf, type Scope } from './scope.ts';

/** "Đã gọi: …": that an agency was telephoned and what came of it. It changes no state; it takes it off the call list for a day. */
export async function noteCall(
  scope: Scope,
  input: { agencyId: string; contactId?: string; text: string },
): Promise<void> {
  const { db, actor, now } = scope;
  if (!actor.id || !may(rolesOf(actor), 'callList')) throw new Refusal('notAllowed');
  const text = input.text.trim();
  if (!text) throw new Refusal('textMissing');
  const id = await addCallNote(db, { ...input, text, byId: actor.id, at: now });
  await record(scope, {
    action: 'call.note',
    subject: `agency:${input.agencyId}`,
    after: { callId: id, contactId: input.contactId },
    texts: [{ text, contactId: input.contactId }],
  });
}
