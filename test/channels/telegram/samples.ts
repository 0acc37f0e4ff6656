import fc from 'fast-check';

/** Updates as Telegram sends them, and what a hostile one may look like. */

export const date = 1_797_213_600;
export const lan = { id: 7, is_bot: false, first_name: 'Lan' };
export const us = { id: 99, is_bot: true, first_name: 'Theo dõi', username: 'dondoc_bot' };
export const alone = { id: 7, type: 'private', first_name: 'Lan' };
export const group = { id: -1001, type: 'supergroup', title: 'Sở Tư pháp' };
export const message = (more: object) => ({
  update_id: 1,
  message: { message_id: 5, from: lan, chat: alone, date, ...more },
});
export const inGroup = (more: object) => message({ chat: group, ...more });

const hostile = fc.oneof(
  fc.constant(undefined),
  fc.constant(null),
  fc.integer(),
  fc.double(),
  fc.constant(2 ** 60),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '\u202Exong\u0000',
    '<b onclick=x>',
    '/xong@',
    '@dondoc_bot',
    '😀'.repeat(50),
    '\uD800',
    '{{t}}',
  ),
  fc.anything({ withNullPrototype: true, maxDepth: 3 }),
);
const samples = [
  message({ text: '/xong@dondoc_bot 12', reply_to_message: { message_id: 3, from: us, chat: alone } }),
  inGroup({ text: '@dondoc_bot 12', photo: [{ file_id: 'x', width: 1, height: 2 }] }),
  { update_id: 9, edited_message: message({ text: 'x', edit_date: date }).message },
  {
    update_id: 9,
    callback_query: { id: '7', from: lan, data: 'ours', message: { message_id: 1, chat: group } },
  },
  {
    update_id: 9,
    my_chat_member: { chat: group, from: lan, date, new_chat_member: { status: 'left', user: us } },
  },
  message({ chat: group, migrate_to_chat_id: -1002 }),
  message({ document: { file_id: 'x', file_name: 'a.docx', file_size: 4 } }),
];

/** The sample with one value, at any depth, replaced. */
function mutated(value: unknown, path: number[], by: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== 'object' || value === null) return by;
  const entries = Object.entries(value);
  const picked = step % Math.max(1, entries.length);
  const changed = entries.map(([key, each], index) => [
    key,
    index === picked ? mutated(each, rest, by) : each,
  ]);
  return Array.isArray(value) ? changed.map(([, each]) => each) : Object.fromEntries(changed);
}

const path = fc.array(fc.nat({ max: 20 }), { maxLength: 4 });

/** A sample with two of its values replaced by anything. */
export const hostileUpdate: fc.Arbitrary<unknown> = fc
  .tuple(fc.constantFrom(...samples), path, hostile, path, hostile)
  .map(([sample, one, by, two, by2]) => mutated(mutated(sample, one, by), two, by2));
