import { accept } from '../src/decisions/accept.ts';
import { approveExtension } from '../src/decisions/decide-extension.ts';
import { bothDates, taskWords } from '../src/decisions/wording.ts';
import type { Deadline } from '../src/domain/deadline.ts';
import { isLate } from '../src/domain/timeliness.ts';
import { defineCommand, type Conversation, type Misread } from '../src/inbound/command.ts';
import type { Waiting } from '../src/store/waiting.ts';
import { lineParam } from './shared/agency-task.ts';
import { itemsParam, meant, type Way } from './shared/choose-waiting.ts';
import { cutDue, echoDue, readDue } from './shared/date.ts';
import { answerWithLeft, decideEach } from './shared/decide-each.ts';
import { findWaiting, waitingLine } from './shared/waiting.ts';

interface Args {
  line?: string;
  items?: Waiting[];
  due?: Deadline;
}

const way: Way = { command: 'accept', slash: '/duyet', kinds: ['report', 'extension'] };

/** Duyệt: accepts a report of completion or a new date; alone it lists all that waits. */
export default defineCommand<Args>({
  name: 'accept',
  slash: { vi: 'duyet', en: 'accept' },
  who: ['coordinator', 'admin'],
  bare: false,
  params: [
    lineParam(),
    itemsParam(way),
    {
      // The coordinator's own date instead of the one that was asked for: "/duyet 12 STP 22/12".
      name: 'due',
      takes: () => undefined,
      read: (words, at, { items = [] }): Deadline | Misread => readDue(words, at, items[0]?.row.dueAt),
      async guess(at, { line, items = [] }) {
        const [item, another] = items;
        if (item?.kind !== 'extension' || another) return undefined;
        return cutDue((await findWaiting(line ?? '', at)).rest, at, true, item.row.dueAt).due;
      },
    },
  ],
  async preview(at, { items = [], due }) {
    if (items.length < 2 && !due) return undefined;
    return {
      text: [
        at.t('commands.accept.sure', { count: items.length }),
        ...items.map((item) => `- ${waitingLine(item, at)}`),
        due ? at.t('commands.accept.ownDate', { due: echoDue(due, at) }) : '',
      ]
        .filter(Boolean)
        .join('\n'),
    };
  },
  async run(at, { line, items, due }) {
    if (!items) return (await meant(at, line ?? '', way)).reply;
    return answerWithLeft(at, await decideEach(at, items, (item) => decideOne(at, item, due)));
  },
});

async function decideOne(at: Conversation, item: Waiting, due: Deadline | undefined): Promise<string> {
  const { t, env, now } = at;
  if (item.kind === 'extension') {
    const { row } = await approveExtension(at, { assignmentId: item.row.id, due });
    return t('commands.accept.approved', {
      task: taskWords(row),
      agency: row.agencyShortName,
      due: bothDates(row, env, t),
    });
  }
  const { row } = await accept(at, item.row.id);
  return t(isLate(row, now) ? 'commands.accept.acceptedLate' : 'commands.accept.accepted', {
    task: taskWords(row),
    agency: row.agencyShortName,
  });
}
