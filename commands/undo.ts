import { undo } from '../src/decisions/undo.ts';
import { instantWords, stateWords, taskWords } from '../src/decisions/wording.ts';
import { UNDO_BUTTON_MS } from '../src/domain/duplicates.ts';
import { Refusal } from '../src/domain/refusal.ts';
import { defineCommand, type Conversation } from '../src/inbound/command.ts';
import { assignmentsById } from '../src/store/assignments.ts';
import { findBatch, lastStandingBatchOf } from '../src/store/reports.ts';

/** Rút lại: takes back the report of the message answered to, else the last one. */
export default defineCommand({
  name: 'undo',
  slash: { vi: 'rutlai', en: 'undo' },
  words: ['rut lai'],
  who: ['focal', 'head', 'coordinator', 'admin'],
  inGroup: 'agency',
  async preview(at) {
    const batchId = await which(at);
    const batch = await findBatch(at.db, batchId);
    const fresh = batch && at.now.getTime() - batch.recordedAt.getTime() <= UNDO_BUTTON_MS;
    if (!batch || fresh || at.message.pressed) return undefined;
    const [row] = await assignmentsById(at.db, [batch.assignmentId]);
    return {
      text: at.t('commands.undo.sure', {
        task: row ? taskWords(row) : '',
        at: instantWords(batch.recordedAt, at.env, at.t),
        text: batch.text,
      }),
      about: { batchId },
    };
  },
  async run(at) {
    const batchId = await which(at);
    const batch = await findBatch(at.db, batchId);
    const old = batch && at.now.getTime() - batch.recordedAt.getTime() > UNDO_BUTTON_MS;
    const way = at.message.pressed && !(old && at.message.about?.dialogue) ? 'button' : 'command';
    const { row } = await undo(at, { batchId, way, inboxId: at.message.id });
    return {
      text: at.t('commands.undo.done', { task: taskWords(row), state: stateWords(row, at.t) }),
      about: { assignmentId: row.id },
    };
  },
});

async function which(at: Conversation): Promise<string> {
  const { about } = at.message;
  const batchId = about?.batchId ?? (await lastStandingBatchOf(at.db, at.actor.id, about?.assignmentId));
  if (!batchId) throw new Refusal('undoNothing');
  return batchId;
}
