import { undo } from '../src/decisions/undo.ts';
import { stateWords, taskWords } from '../src/decisions/wording.ts';
import { UNDO_BUTTON_MS } from '../src/domain/duplicates.ts';
import { Refusal } from '../src/domain/refusal.ts';
import { fold } from '../src/domain/vietnamese.ts';
import { defineCommand, isMisread, type Conversation } from '../src/inbound/command.ts';
import { wroteBetween } from '../src/store/inbox.ts';
import { findBatch, lastStandingBatchOf } from '../src/store/reports.ts';
import { batchWords, type FoundBatch } from './shared/batch-words.ts';
import { readOwnTask } from './shared/own-task.ts';

/**
 * Rút lại: takes back the report of the message answered to, else the last one. What is not the last thing that
 * happened in the chat, or is older than five minutes, is shown first: nobody takes back what they did not mean.
 */
export default defineCommand<{ what?: string }>({
  name: 'undo',
  slash: { vi: 'rutlai', en: 'undo' },
  words: ['rut lai'],
  who: ['focal', 'head', 'coordinator', 'admin'],
  inGroup: 'agency',
  params: [{ name: 'what', takes: 'rest', read: (words) => words.trim() }],
  async preview(at, { what }) {
    const { batchId, named } = await which(at, what);
    const batch = await findBatch(at.db, batchId);
    if (!batch || at.message.pressed) return undefined;
    const fresh = isFresh(at, batch) && (named || !(await saidSince(at, batch)));
    if (fresh && !at.interrupted) return undefined;
    return { text: at.t('commands.undo.sure', await batchWords(at, batch)), about: { batchId } };
  },
  async run(at, { what }) {
    const { batchId } = await which(at, what);
    const batch = await findBatch(at.db, batchId);
    const old = batch && !isFresh(at, batch);
    // The button under a preview confirms what was typed; the one under a record is there for five minutes.
    const asked = at.message.about?.dialogue ?? what;
    const way = at.message.pressed && !(old && asked) ? 'button' : 'command';
    const { row } = await undo(at, { batchId, way, inboxId: at.message.id });
    const said = batch ? await batchWords(at, batch) : { task: taskWords(row), at: '', text: '' };
    return {
      text: at.t('commands.undo.done', { ...said, state: stateWords(row, at.t) }),
      about: { assignmentId: row.id },
    };
  },
});

const isFresh = (at: Conversation, { recordedAt }: FoundBatch): boolean =>
  at.now.getTime() - recordedAt.getTime() <= UNDO_BUTTON_MS;

/** The person has said other things in this chat since: it is not plain that this report is meant. */
const saidSince = async ({ db, message }: Conversation, { inboxId }: FoundBatch): Promise<boolean> =>
  inboxId !== null && (await wroteBetween(db, message, inboxId));

/** `named`: by a button, a message answered to or a number, and not simply the last one. */
async function which(at: Conversation, what = ''): Promise<{ batchId: string; named: boolean }> {
  const { about } = at.message;
  const said = fold(what);
  const number = /\d{1,7}/.exec(said)?.[0];
  const task = number === undefined ? undefined : await readOwnTask(`#${number}`, at);
  if (isMisread(task)) throw new Refusal('taskNotOwn', { task: Number(number) });
  const assignmentId = task?.id ?? about?.assignmentId;
  const completion = /hoan thanh|completion/.test(said);
  const done = completion && (await lastStandingBatchOf(at.db, at.actor.id, assignmentId, 'done'));
  const last = (): Promise<string | undefined> => lastStandingBatchOf(at.db, at.actor.id, assignmentId);
  const batchId = done || ((task ? undefined : about?.batchId) ?? (await last()));
  if (!batchId) throw new Refusal('undoNothing');
  return { batchId, named: assignmentId !== undefined || about?.batchId !== undefined };
}
