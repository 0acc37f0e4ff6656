import { ladder, type Rung } from '../domain/reminders.ts';
import type { Day } from '../domain/time.ts';
import type { Holder } from '../store/recipients.ts';

/** Which people hear a reminder: the rungs of the ladder as persons. */

/** The people of one agency in their places. A body without a focal contact is written to through its head. */
export interface Places {
  main: Holder | undefined;
  deputies: Holder[];
  heads: Holder[];
  /** The deputies receive in place of the main contact. */
  mainAway: boolean;
}

/** `people`: who answers for the agency (focal and head), main contacts first. */
export function placesOf(people: readonly Holder[]): Places {
  const focal = people.filter((person) => person.role === 'focal');
  const heads = people.filter((person) => person.role === 'head');
  const main = focal[0] ?? heads[0];
  const deputies = focal.filter((person) => person.contactId !== main?.contactId);
  return { main, deputies, heads, mainAway: (main?.away ?? false) && deputies.length > 0 };
}

/** Those who are there; all, where everybody is away. */
const present = (people: readonly Holder[]): Holder[] => {
  const there = people.filter((person) => !person.away);
  return there.length ? there : [...people];
};

export interface Occasion {
  /** Reminders sent since the agency was last heard from. */
  unanswered: number;
  today: Day;
  dueAt: Date;
  zone: string;
}

/** Contact ids of those who hear a reminder; none where the body has no contact. */
export function hearers(
  people: readonly Holder[],
  coordinators: readonly string[],
  occasion: Occasion,
): string[] {
  const places = placesOf(people);
  if (!places.main) return [];
  const idsOf = (holders: readonly Holder[]): string[] => present(holders).map((person) => person.contactId);
  const onRung: Record<Rung, string[]> = {
    main: [places.main.contactId],
    deputy: idsOf(places.deputies),
    head: idsOf(places.heads),
    coordinator: [...coordinators],
  };
  const rungs = ladder({ ...occasion, mainAway: places.mainAway });
  return [...new Set(rungs.flatMap((rung) => onRung[rung]))];
}

/** In which place a person hears it. */
export type Place = 'main' | 'standIn' | 'deputy' | 'head' | 'coordinator';

export function placeOf(contactId: string, people: readonly Holder[]): Place {
  const { main, deputies, heads, mainAway } = placesOf(people);
  if (main?.contactId === contactId) return 'main';
  if (deputies.some((person) => person.contactId === contactId)) return mainAway ? 'standIn' : 'deputy';
  return heads.some((person) => person.contactId === contactId) ? 'head' : 'coordinator';
}
