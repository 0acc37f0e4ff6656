import type { ChannelDeps, Receiving } from '../channels/channel.ts';
import { tellGroupGone, tellUnreachable } from '../decisions/alerts.ts';
import type { Env, Scope } from '../decisions/scope.ts';
import type { ChannelName } from '../domain/message.ts';
import { dayOf } from '../domain/time.ts';
import { noteReceiving } from '../store/channel-state.ts';
import { inTransaction, type Db, type PrismaClient } from '../store/db.ts';
import { markReachableAt, markUnreachable, moveAddress } from '../store/identities.ts';
import { findPerson } from '../store/people.ts';
import { receive } from './receive.ts';

export interface PlatformDeps {
  prisma: PrismaClient;
  env: Env;
  clock(): Date;
  log: ChannelDeps['log'];
  /** Something was stored and committed: handle it now. */
  received(): void;
  onPosted?(identityId: string): void;
}

/** What a channel sees of the program around it: the way in, and what it has to tell of its platform. */
export function platformDeps({ prisma, env, clock, log, received, onPosted }: PlatformDeps): ChannelDeps {
  const system = (db: Db): Scope => ({
    db,
    now: clock(),
    env,
    actor: { kind: 'system', name: '', channel: 'job', offices: [] },
  });
  return {
    prisma,
    clock,
    log,
    secretKey: env.secretKey,
    onPosted,
    async receive(channel, inbound) {
      const { first, secret } = await receive(prisma, channel, inbound, undefined, clock());
      if (first) received();
      return { first, secret };
    },
    isContact: async (channel, sender) => (await findPerson(prisma, channel, sender)) !== undefined,
    moved: (channel, from, to) => inTransaction(prisma, (db) => moveAddress(db, channel, from, to, clock())),
    reachable: (channel, address, works) =>
      inTransaction(prisma, async (db) => {
        if (works) return markReachableAt(db, { channel, address }, clock());
        const gone = await markUnreachable(db, { channel, address }, 'blocked', clock());
        const today = dayOf(clock(), env.zone);
        if (gone?.contactId) await tellUnreachable(system(db), gone.contactId, 'blocked', today);
        else if (gone?.agencyId) await tellGroupGone(system(db), gone.agencyId, today);
      }),
    receiving(channel: ChannelName, state: Receiving) {
      log[state.ok ? 'info' : 'warn']({ channel, ...state }, state.ok ? 'receiving' : 'not receiving');
      noteReceiving(prisma, channel, state.ok ? null : state.reason, clock()).catch((error: unknown) =>
        log.error({ err: error, channel }, 'the state of receiving could not be noted'),
      );
    },
  };
}
