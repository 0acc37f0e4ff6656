import { isRefusal, type Refusal } from '../domain/refusal.ts';
import type { About, Reply } from '../domain/message.ts';
import { onlyOf } from '../store/groups.ts';
import type { Command, Conversation } from './command.ts';

/** What a group may read, and what is answered to the person alone (design §5, "Identities and channels"). */

/** A refusal of something that was said in a group and is none of the group's business. */
export class RefusedPrivately extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** The identity of the chat in which the message was said: the group's, or the person's own. */
export const chatOf = ({ group, actor }: Conversation): string => group?.identityId ?? actor.identityId;

/** The conversation as the group may hear it: in its agency's name alone. Undefined: for the person alone. */
export function heardInGroup(command: Pick<Command, 'inGroup'>, at: Conversation): Conversation | undefined {
  if (command.inGroup === 'here') return at;
  const offices = at.actor.offices.filter(
    ({ role, agencyId }) => agencyId === at.group?.agencyId && (role === 'focal' || role === 'head'),
  );
  if (command.inGroup !== 'agency' || !offices.length) return undefined;
  return { ...at, openly: true, actor: { ...at.actor, offices } };
}

/** Lets a command answer; what it answers in a group is marked where it is for the person alone, refusals too. */
export async function placed(
  command: Command,
  at: Conversation,
  answer: (here: Conversation) => Promise<Reply[]>,
): Promise<Reply[]> {
  if (!at.group) return answer(at);
  const here = heardInGroup(command, at);
  try {
    const replies = await answer(here ?? at);
    return here && (await isOfAgency(at, replies)) ? replies : replies.map(privately);
  } catch (error) {
    if (!here && isRefusal(error)) throw new RefusedPrivately(error);
    throw error;
  }
}

const privately = (reply: Reply): Reply => ({ ...reply, privately: true });

/** The last guard: nothing that is about another agency's assignment is said in a group. */
function isOfAgency({ db, group }: Conversation, replies: readonly Reply[]): Promise<boolean> | boolean {
  const abouts = replies.flatMap(({ about }) => about ?? []);
  const assignmentIds = abouts.flatMap(({ assignmentId, digest = [] }: About) => [
    ...digest,
    ...(assignmentId ? [assignmentId] : []),
  ]);
  const batchIds = abouts.flatMap(({ batchId }) => batchId ?? []);
  if (!assignmentIds.length && !batchIds.length) return true;
  return group?.agencyId !== undefined && onlyOf(db, group.agencyId, { assignmentIds, batchIds });
}
