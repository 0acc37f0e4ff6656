import { expect, test } from 'vitest';
import { hearers, placeOf } from '../../src/decisions/remind-who.ts';
import type { Holder } from '../../src/store/recipients.ts';

const zone = 'Asia/Ho_Chi_Minh';
const dueAt = new Date('2026-12-15T00:00:00+07:00');

/** "main away" and "deputy2" as people of one agency, in the order in which the database gives them. */
const people = (...who: string[]): Holder[] =>
  who.map((words) => {
    const [contactId = '', away] = words.split(' ');
    return {
      contactId,
      agencyId: 'a',
      role: contactId.startsWith('head') ? 'head' : 'focal',
      rank: contactId.startsWith('main') ? 'main' : 'deputy',
      away: away === 'away',
    };
  });

test.each<[string, Holder[], { unanswered?: number; today?: `${number}-${number}-${number}` }, string]>([
  ['the main contact', people('main', 'deputy', 'head'), {}, 'main'],
  [
    'the deputies after two without an answer',
    people('main', 'deputy', 'deputy2'),
    { unanswered: 2 },
    'main deputy deputy2',
  ],
  ['one main contact of several', people('main', 'main2'), {}, 'main'],
  ['the other main contact after two', people('main', 'main2'), { unanswered: 2 }, 'main main2'],
  ['the deputy in place of one who is away', people('main away', 'deputy'), {}, 'deputy'],
  ['the deputies who are there', people('main away', 'deputy away', 'deputy2'), {}, 'deputy2'],
  ['the deputies where everybody is away', people('main away', 'deputy away'), {}, 'deputy'],
  ['whoever is away where nobody stands in', people('main away', 'head'), {}, 'main'],
  ['the head of a body without a focal contact', people('head'), {}, 'head'],
  ['the head too from D+3', people('main', 'head'), { today: '2026-12-17' }, 'main head'],
  ['not yet on D+2', people('main', 'head'), { today: '2026-12-16' }, 'main'],
  [
    'coordinators from D+7',
    people('main', 'deputy', 'head'),
    { today: '2026-12-21' },
    'main head coordinator',
  ],
  ['nobody where there is no contact, coordinators neither', [], { unanswered: 5, today: '2026-12-30' }, ''],
])('%s', (_, holders, { unanswered = 0, today = '2026-12-07' }, expected) => {
  const found = hearers(holders, ['coordinator'], { unanswered, today, dueAt, zone });
  expect(found.join(' ')).toBe(expected);
});

test('each person hears it once, whatever they are', () => {
  const both = people('main', 'head').map((person) => ({ ...person, contactId: 'x' }));
  expect(hearers(both, ['x'], { unanswered: 3, today: '2026-12-30', dueAt, zone })).toEqual(['x']);
});

test.each([
  ['main', people('main', 'deputy'), 'main'],
  ['deputy', people('main', 'deputy'), 'deputy'],
  ['deputy', people('main away', 'deputy'), 'standIn'],
  ['head', people('main', 'head'), 'head'],
  ['somebody', people('main', 'head'), 'coordinator'],
])('%s of %j hears it as %s', (contactId, holders, place) => {
  expect(placeOf(contactId, holders)).toBe(place);
});
