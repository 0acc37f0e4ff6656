import { readReply } from '../src/domain/reply.ts';
import { defineCommand, type Conversation } from '../src/inbound/command.ts';
import type { AssignmentRow } from '../src/store/assignments.ts';
import { open, ownTask } from './shared/own-task.ts';
import { said } from './shared/said.ts';
import { say } from './shared/say.ts';

interface Args {
  task: AssignmentRow;
  text: string;
}

/** Cập nhật tiến độ: a percentage, words, files. */
export default defineCommand<Args>({
  name: 'progress',
  slash: { vi: 'tiendo', en: 'progress' },
  words: ['tien do', 'cap nhat', 'cap nhat tien do'],
  who: ['focal', 'head'],
  inGroup: 'agency',
  params: [ownTask(open), said('progress')],
  run(at, { task, text }) {
    const { percent, note } = percentIn(text, at);
    return say(at, task, [{ kind: 'progress', percent }], note);
  },
});

/** "60 đang rà soát" and "60% đang rà soát" are the same after /tiendo. */
function percentIn(text: string, at: Conversation): { percent?: number; note: string } {
  const match = /^\s*(\d{1,3})\s*(?:%|phần trăm|phan tram)?(?=\s|$|[,.;])[\s,.;]*([\s\S]*)$/i.exec(text);
  if (match?.[1] && Number(match[1]) <= 100)
    return { percent: Number(match[1]), note: match[2]?.trim() ?? '' };
  const ctx = { now: at.now, zone: at.env.zone, calendar: at.env.calendar };
  const progress = readReply(text, ctx).meanings.find((meaning) => meaning.kind === 'progress');
  return { percent: progress?.kind === 'progress' ? progress.percent : undefined, note: text.trim() };
}
