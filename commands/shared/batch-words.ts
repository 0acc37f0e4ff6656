import { instantWords, taskWords } from '../../src/decisions/wording.ts';
import type { Conversation } from '../../src/inbound/command.ts';
import { assignmentsById } from '../../src/store/assignments.ts';
import type { findBatch } from '../../src/store/reports.ts';
import { historyWords } from './history-words.ts';

export type FoundBatch = NonNullable<Awaited<ReturnType<typeof findBatch>>>;

/** What was reported, of which task and when, for a question or an answer about taking it back. */
export async function batchWords(
  at: Conversation,
  batch: FoundBatch,
): Promise<{ task: string; at: string; text: string }> {
  const { t, env } = at;
  const [row] = await assignmentsById(at.db, [batch.assignmentId]);
  const text = batch.meaning.includes('extend')
    ? t('commands.task.history.extension')
    : batch.meaning.includes('confirm')
      ? t('commands.task.history.confirmed')
      : batch.kinds.map((kind) => historyWords(kind, batch.percent, t)).join(', ');
  return {
    task: row ? taskWords(row) : '',
    at: instantWords(batch.recordedAt, env, t),
    text: batch.text ? `${text}: ${batch.text.slice(0, 160)}` : text,
  };
}
