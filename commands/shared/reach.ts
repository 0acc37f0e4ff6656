import { dayWords } from '../../src/decisions/wording.ts';
import { sendTime } from '../../src/domain/quiet-time.ts';
import { dayOf, timeOf } from '../../src/domain/time.ts';
import type { DeliveryKind } from '../../src/domain/message.ts';
import type { Conversation } from '../../src/inbound/command.ts';
import { peopleIn, reachOf, type AgencyRow } from '../../src/store/agencies.ts';

/** Whom a message would reach and when, for the preview that stands before it is sent. */

const few = 6;

const listed = (names: readonly string[], at: Conversation): string =>
  names.length > few
    ? at.t('commands.agency.andMore', { names: names.slice(0, few).join(', '), count: names.length - few })
    : names.join(', ');

/** "12 cơ quan, đơn vị: Sở Tư pháp, …" */
export const agenciesLine = (agencies: readonly AgencyRow[], at: Conversation): string =>
  at.t('commands.reach.agencies', {
    count: agencies.length,
    names: listed(
      agencies.map((agency) => agency.shortName),
      at,
    ),
  });

/** How many people get it, which agencies have nobody, who has no channel. */
export async function reachLines(
  agencies: readonly AgencyRow[],
  roles: readonly string[],
  at: Conversation,
): Promise<string[]> {
  const ids = agencies.map((agency) => agency.id);
  const reach = await reachOf(at.db, ids, roles);
  const { people, reachable } = await peopleIn(at.db, ids, roles);
  const nobody = agencies.filter((agency) => !reach.some((one) => one.agencyId === agency.id));
  const unreached = reach.flatMap(({ agencyId, withoutChannel }) =>
    withoutChannel.map((name) => {
      const agency = agencies.find((one) => one.id === agencyId)?.shortName ?? '';
      return `${name} (${agency})`;
    }),
  );
  return [
    at.t('commands.reach.people', { count: people }),
    nobody.length
      ? at.t('commands.reach.nobody', {
          count: nobody.length,
          names: listed(
            nobody.map((agency) => agency.shortName),
            at,
          ),
        })
      : '',
    unreached.length
      ? at.t('commands.reach.noChannel', { count: people - reachable, names: listed(unreached, at) })
      : '',
  ].filter(Boolean);
}

export interface SendMoment {
  held: boolean;
  line: string;
  /** The same once it is sent, when nothing can be chosen any more. */
  sent: string;
}

/** When it goes out: at once, or once quiet time has ended; KHẨN is not held. */
export function sendMoment(at: Conversation, kind: DeliveryKind, urgent: boolean): SendMoment {
  const { now, env, t } = at;
  const goes = sendTime(now, kind, urgent, env.calendar, env.zone);
  if (urgent) return { held: false, line: t('commands.reach.urgent'), sent: t('commands.reach.urgentSent') };
  if (goes.getTime() === now.getTime()) return { held: false, line: t('commands.reach.now'), sent: '' };
  const when = { time: timeOf(goes, env.zone), day: dayWords(dayOf(goes, env.zone), t) };
  return { held: true, line: t('commands.reach.held', when), sent: t('commands.reach.heldSent', when) };
}
