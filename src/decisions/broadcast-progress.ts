import type { Choice } from '../domain/message.ts';
import { translatorFor, type Translate } from '../i18n.ts';
import {
  broadcastById,
  broadcastCounts,
  heldUntil,
  type BroadcastCounts,
  type BroadcastRow,
} from '../store/broadcasts.ts';
import { changeWaitingEdit, shownProgress } from '../store/broadcast-progress.ts';
import { enqueue, type Enqueue } from '../store/outbox.ts';
import type { Scope } from './scope.ts';
import { instantWords, dayWords } from './wording.ts';
import { dayOf, timeOf } from '../domain/time.ts';

/** The author's own message about a broadcast: how far it has got, edited in place while it moves. */

/** An author is shown new figures at most once in each window of this length (ms). */
const progressEvery = 5_000;
const windowOf = (at: Date): number => Math.floor(at.getTime() / progressEvery);

export interface Progress {
  text: string;
  buttons: Choice[][];
}

/** Where a broadcast stands, with what can be done about it. */
export async function progressOf(scope: Scope, row: BroadcastRow, t: Translate): Promise<Progress> {
  const counts = await broadcastCounts(scope.db, row.id);
  const held = await heldUntil(scope.db, row.id, scope.now);
  return {
    text: [
      `**${headOf(scope, row, counts, held, t)}**`,
      t('commands.broadcast.progress.text', { text: shorten(row.text) }),
      figures(row, counts, t),
    ].join('\n'),
    buttons: buttonsOf(row, counts, t),
  };
}

const shorten = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 120 ? `${line.slice(0, 117)}…` : line;
};

function headOf(
  { env }: Scope,
  row: BroadcastRow,
  counts: BroadcastCounts,
  held: Date | undefined,
  t: Translate,
): string {
  const { total, queued, sent, read, acknowledged } = counts;
  if (row.recalledAt)
    return t('commands.broadcast.progress.recalled', { at: instantWords(row.recalledAt, env, t) });
  if (row.stoppedAt)
    return t('commands.broadcast.progress.stopped', { at: instantWords(row.stoppedAt, env, t) });
  if (!queued) return t('commands.broadcast.progress.over', { total });
  return held
    ? t('commands.broadcast.progress.held', {
        time: timeOf(held, env.zone),
        day: dayWords(dayOf(held, env.zone), t),
      })
    : t('commands.broadcast.progress.running', { out: sent + read + acknowledged, total });
}

/** The states that hold anybody, in one line; their sum is the audience. */
function figures(row: BroadcastRow, counts: BroadcastCounts, t: Translate): string {
  const shown = [
    ['acknowledged', counts.acknowledged],
    ['read', counts.read],
    ['sent', counts.sent],
    ['queued', counts.queued],
    ['doubtful', counts.doubtful],
    ['failed', counts.failed],
    ['noChannel', counts.noChannel],
    ['withdrawn', counts.withdrawn],
  ] as const;
  const words = shown
    .filter(([name, count]) => count > 0 || (name === 'acknowledged' && row.requireAck))
    .map(([name, count]) => t(`commands.broadcast.figure.${name}`, { count }));
  return t('commands.broadcast.progress.figures', { total: counts.total, figures: words.join(' · ') });
}

function buttonsOf(row: BroadcastRow, counts: BroadcastCounts, t: Translate): Choice[][] {
  if (row.recalledAt) return [];
  const open = counts.queued + counts.doubtful + counts.failed + counts.noChannel;
  const missing = open + (row.requireAck ? counts.sent + counts.read : 0);
  const button = (name: 'stop' | 'missing' | 'correct' | 'recall'): Choice => ({
    label: t(`commands.broadcast.button.${name}`),
    say: `/thongbao ${t(`commands.broadcast.word.${name}`)}`,
  });
  const first = [...(counts.queued ? [button('stop')] : []), ...(missing ? [button('missing')] : [])];
  return [first, [button('correct'), button('recall')]].filter((line) => line.length);
}

/** Sends the author the message that will show the progress from now on. */
export async function showProgress(
  scope: Scope,
  id: string,
  identity: Enqueue['identity'],
  t: Translate,
): Promise<void> {
  const row = await broadcastById(scope.db, id);
  if (!row) return;
  const { text, buttons } = await progressOf(scope, row, t);
  const deliveryId = await enqueue(
    scope.db,
    { identity, kind: 'answer', text, buttons, about: { broadcastId: id }, notBefore: scope.now },
    scope.now,
  );
  await scope.db.broadcast.update({ where: { id }, data: { progressDeliveryId: deliveryId } });
}

/**
 * Brings the author's message up to date, at most once in `progressEvery` unless `atOnce` (the author has just stopped
 * or recalled it). True where something new is on its way.
 */
export async function refreshBroadcastProgress(scope: Scope, id: string, atOnce = false): Promise<boolean> {
  const row = await broadcastById(scope.db, id);
  const shown = row?.progressDeliveryId ? await shownProgress(scope.db, row.progressDeliveryId) : undefined;
  if (!row || !shown) return false;
  if (!atOnce && windowOf(shown.at) === windowOf(scope.now)) return false;
  const { text, buttons } = await progressOf(scope, row, translatorFor(shown.language));
  if (text === shown.text) return false;
  if (shown.waitingEditId && (await changeWaitingEdit(scope.db, shown.waitingEditId, text, buttons)))
    return true;
  const edit: Enqueue = {
    identity: { id: shown.identityId, channel: shown.channel, address: shown.address },
    // Not behind the thousands of rows that it counts.
    kind: 'decision',
    text,
    buttons,
    about: { broadcastId: id },
    editsId: shown.id,
    notBefore: scope.now,
    dedupeKey: `progress:${id}:${atOnce ? scope.now.getTime() : windowOf(scope.now)}`,
  };
  return (await enqueue(scope.db, edit, scope.now)) !== undefined;
}
