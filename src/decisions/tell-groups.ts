import type { DeliveryKind, Reply } from '../domain/message.ts';
import { sendTime } from '../domain/quiet-time.ts';
import { translatorFor, type Translate } from '../i18n.ts';
import { groupsOf } from '../store/groups.ts';
import { enqueueAll, type Enqueue } from '../store/outbox.ts';
import type { Scope } from './scope.ts';

export interface GroupTelling {
  agencyIds: readonly string[];
  kind: DeliveryKind;
  /** What an agency's groups read, of that agency alone; undefined: nothing. */
  compose(agencyId: string, t: Translate): Reply | undefined;
  urgent?: boolean;
  /** Told once, ever, to each group. */
  dedupe?: string;
}

/**
 * Queues a copy of what an agency's people are told to the groups that are linked to it. It stands beside the persons'
 * notices and counts for none (design §5, "Identities and channels").
 */
export async function tellGroups({ db, now, env }: Scope, telling: GroupTelling): Promise<void> {
  const { agencyIds, kind, compose, urgent = false, dedupe } = telling;
  const groups = agencyIds.length ? await groupsOf(db, agencyIds) : [];
  const t = translatorFor(env.locale);
  const messages = groups.flatMap((group): Enqueue[] => {
    const copy = compose(group.agencyId, t);
    if (!copy) return [];
    const { text, buttons, fileIds, about } = copy;
    const notBefore = sendTime(now, kind, urgent, env.calendar, env.zone);
    const dedupeKey = dedupe && `${dedupe}:${group.id}`;
    return [{ identity: group, kind, text, buttons, fileIds, about, notBefore, dedupeKey }];
  });
  await enqueueAll(db, messages, now);
}
