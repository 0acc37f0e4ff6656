import { taskWords } from '../../src/decisions/wording.ts';
import type { Reply } from '../../src/domain/message.ts';
import type { Conversation } from '../../src/inbound/command.ts';
import { waitingFor, type Waiting } from '../../src/store/waiting.ts';
import { settledRefusal } from './settled.ts';
import { stillWaits } from './waiting.ts';

/**
 * Decides what was chosen, one by one. What somebody else has decided meanwhile is passed over with a line that says
 * so; where it was the only one, the answer names who decided and when.
 */
export async function decideEach(
  at: Conversation,
  items: readonly Waiting[],
  decideOne: (item: Waiting) => Promise<string>,
): Promise<string[]> {
  const said: string[] = [];
  for (const item of inOrder(items)) {
    if (await stillWaits(item, at)) {
      said.push(await decideOne(item));
      continue;
    }
    if (items.length === 1)
      throw await settledRefusal(at, [item.row], item.kind === 'report' ? 'return' : 'deny');
    said.push(
      at.t('commands.waiting.passed', { task: taskWords(item.row), agency: item.row.agencyShortName }),
    );
  }
  return said;
}

/** An extension before the report that it matters for; the locks always in one order. */
const inOrder = (items: readonly Waiting[]): Waiting[] =>
  [...items].sort((a, b) => a.row.id.localeCompare(b.row.id) || a.kind.localeCompare(b.kind));

/** What was decided, and how much still waits. */
export async function answerWithLeft(at: Conversation, said: readonly string[]): Promise<Reply> {
  const count = (await waitingFor(at.db)).length;
  return {
    text: [
      ...said,
      count ? at.t('commands.waiting.left', { count }) : at.t('commands.waiting.noneLeft'),
    ].join('\n'),
    buttons: count ? [[{ label: at.t('commands.waiting.showLeft'), say: '/duyet' }]] : [],
  };
}
