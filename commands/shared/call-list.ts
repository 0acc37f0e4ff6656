import { instantWords, personWords } from '../../src/decisions/wording.ts';
import { callTimes, calledSince, pressing, silentDays, type CallReason } from '../../src/domain/call-list.ts';
import { lastGoodDay } from '../../src/domain/deadline.ts';
import { dayOf, daysBetween } from '../../src/domain/time.ts';
import type { Conversation } from '../../src/inbound/command.ts';
import { agencyBook, type AgencyRow } from '../../src/store/agencies.ts';
import {
  callables,
  callReasons,
  lastCalls,
  type Callable,
  type CallReasons,
  type LastCall,
} from '../../src/store/calls.ts';

/** Whom to telephone, why, and who has called already. */

export interface Call {
  agency: AgencyRow;
  reasons: CallReason[];
  facts: CallReasons;
  /** Whom to ask for; undefined where the agency has nobody. */
  person: Callable | undefined;
  /** Who is not reached, where others of the agency are. */
  unreached: Callable[];
  called: LastCall | undefined;
}

/** The most pressing first; those who were called since yesterday stand last. */
export async function callList(at: Conversation): Promise<Call[]> {
  const { db, now, env } = at;
  const { agencies } = await agencyBook(db);
  const facts = await callReasons(db, callTimes(now, env));
  const people = await callables(
    db,
    facts.map((one) => one.agencyId),
  );
  const called = await lastCalls(db, calledSince(now, env));
  const calls = facts.flatMap((one): Call[] => {
    const agency = agencies.find(({ id }) => id === one.agencyId);
    const here = people.filter((person) => person.agencyId === one.agencyId);
    const focal = here.filter((person) => person.role === 'focal');
    const unreached = focal.filter((person) => !person.reachable || person.failure !== null);
    const reasons: CallReason[] = [
      ...(focal.length ? [] : ['noContact' as const]),
      ...(unreached.length ? ['unreachable' as const] : []),
      ...(one.climbed.length ? ['climbed' as const] : []),
      ...(one.silent.length ? ['silent' as const] : []),
    ];
    if (!agency || !reasons.length) return [];
    const person = unreached[0] ?? focal[0] ?? here[0];
    return [
      {
        agency,
        reasons,
        facts: one,
        person,
        unreached,
        called: called.find((call) => call.agencyId === agency.id),
      },
    ];
  });
  return calls.sort(
    (a, b) =>
      Number(a.called !== undefined) - Number(b.called !== undefined) ||
      pressing(a.reasons) - pressing(b.reasons) ||
      agencies.indexOf(a.agency) - agencies.indexOf(b.agency),
  );
}

const numbers = (tasks: readonly number[]): string =>
  tasks
    .slice(0, 4)
    .map((number) => `#${number}`)
    .join(', ') + (tasks.length > 4 ? ', …' : '');

/** Two lines: whom with the telephone number, and why. */
export function callLines(call: Call, at: Conversation): string {
  const { t, env } = at;
  const { agency, person, called } = call;
  const who = person
    ? t('commands.calls.person', {
        person: personWords(person, t),
        phone: person.phone ?? t('commands.calls.noPhone'),
      })
    : t('commands.calls.nobody');
  const why = call.reasons.map((reason) => reasonWords(reason, call, at)).join('; ');
  const done = called
    ? t('commands.calls.called', {
        by: called.by,
        at: instantWords(called.at, env, t),
        text: called.text.slice(0, 120),
      })
    : '';
  return [t('commands.calls.line', { agency: agency.shortName, who, why }), done].filter(Boolean).join('\n');
}

function reasonWords(
  reason: CallReason,
  { facts, person, unreached }: Call,
  { t, env, now }: Conversation,
): string {
  const today = dayOf(now, env.zone);
  switch (reason) {
    case 'noContact':
      return t(person ? 'commands.calls.reason.onlyHead' : 'commands.calls.reason.noContact', {
        tasks: numbers(facts.owed),
      });
    case 'unreachable':
      return t('commands.calls.reason.unreachable', {
        names: unreached.map((person) => person.name).join(', '),
      });
    case 'climbed':
      return t('commands.calls.reason.climbed', {
        tasks: numbers(facts.climbed),
        days: facts.climbedSince ? daysBetween(lastGoodDay(facts.climbedSince, env.zone), today) : 0,
      });
    case 'silent':
      return t('commands.calls.reason.silent', {
        tasks: numbers(facts.silent),
        days: facts.silentSince ? silentDays(facts.silentSince, today, env) : 0,
      });
  }
}
