import { denyExtension } from '../src/decisions/decide-extension.ts';
import { dueWords, taskWords } from '../src/decisions/wording.ts';
import { defineCommand, type Conversation } from '../src/inbound/command.ts';
import type { Waiting } from '../src/store/waiting.ts';
import { lineParam } from './shared/agency-task.ts';
import { itemsParam, meant, type Way } from './shared/choose-waiting.ts';
import { answerWithLeft, decideEach } from './shared/decide-each.ts';
import { reasonParam } from './shared/reason.ts';
import { findWaiting, waitingLine } from './shared/waiting.ts';

interface Args {
  line?: string;
  items?: Waiting[];
  reason: string;
}

const way: Way = { command: 'deny', slash: '/tuchoi', kinds: ['extension'] };

/** Không đồng ý gia hạn: the date in force stays, with a reason. */
export default defineCommand<Args>({
  name: 'deny',
  slash: { vi: 'tuchoi', en: 'deny' },
  who: ['coordinator', 'admin'],
  bare: false,
  params: [
    lineParam(),
    itemsParam(way),
    reasonParam({
      needed: ({ items }) => items !== undefined,
      said: async (at, { line }) => (await findWaiting(line ?? '', at)).rest,
      ask: (at, { items = [] }) => ({
        text: at.t('commands.deny.askReason', {
          what: items.map((item) => waitingLine(item, at)).join('\n'),
        }),
      }),
    }),
  ],
  async preview(at, { items = [], reason }) {
    if (!items.length) return undefined;
    const lines = items.map((item) => `- ${waitingLine(item, at)}`);
    return { text: [at.t('commands.deny.sure', { count: items.length, reason }), ...lines].join('\n') };
  },
  async run(at, { line, items, reason }) {
    if (!items) return (await meant(at, line ?? '', way)).reply;
    return answerWithLeft(at, await decideEach(at, items, (item) => decideOne(at, item, reason)));
  },
});

async function decideOne(at: Conversation, item: Waiting, reason: string): Promise<string> {
  const { row } = await denyExtension(at, { assignmentId: item.row.id, reason });
  return at.t('commands.deny.done', {
    task: taskWords(row),
    agency: row.agencyShortName,
    due: dueWords(row, at.env, at.t),
  });
}
