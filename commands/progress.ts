import { readReply } from '../src/domain/reply.ts';
import { fold } from '../src/domain/vietnamese.ts';
import { defineCommand, type Conversation, type Misread } from '../src/inbound/command.ts';
import type { AssignmentRow } from '../src/store/assignments.ts';
import { saysOtherwise } from './shared/against.ts';
import { open, ownTask } from './shared/own-task.ts';
import { said } from './shared/said.ts';
import { say } from './shared/say.ts';
import { askBack } from './shared/unclear.ts';

interface Args {
  task: AssignmentRow;
  text: string;
}

const text = said<Args>('progress');

/** Cập nhật tiến độ: a percentage, words, files. */
export default defineCommand<Args>({
  name: 'progress',
  slash: { vi: 'tiendo', en: 'progress' },
  words: ['tien do', 'cap nhat', 'cap nhat tien do'],
  who: ['focal', 'head'],
  inGroup: 'agency',
  params: [
    ownTask(open),
    { ...text, read: (words, at, soFar) => misread(words, at) ?? text.read(words, at, soFar) },
  ],
  async run(at, { task, text }) {
    if (!at.message.pressed && saysOtherwise('progress', text, at)) return askBack(at, task, text);
    const { percent, note } = percentIn(text, at);
    return say(at, task, [{ kind: 'progress', percent }], note);
  },
});

/** "-5", "60-70", "160", "160%": meant as a percentage, and none. "160 hồ sơ" is a quantity. */
const noPercent =
  /^\s*(?:-\s*\d+|\d+\s*(?:%\s*)?[-–]\s*\d+|(?:10[1-9]|1[1-9]\d|[2-9]\d\d|\d{4,}))\s*(?:%|phần trăm|phan tram|[.,;]|$)/iu;
/** "chưa biết" is no progress. */
const noProgress = /^(?:em |toi |minh )*(?:chua|khong|ko) (?:biet|ro|co gi|lam gi)\b/;

function misread(words: string, at: Conversation): Misread | undefined {
  if (noPercent.test(words))
    return { misread: at.t('commands.progress.noPercent', { text: words.trim().slice(0, 40) }) };
  return !at.message.pressed && noProgress.test(fold(words))
    ? { misread: at.t('commands.progress.ask') }
    : undefined;
}

/** "60 đang rà soát" and "60% đang rà soát" are the same after /tiendo. */
function percentIn(text: string, at: Conversation): { percent?: number; note: string } {
  const match = /^\s*(\d{1,3})\s*(?:%|phần trăm|phan tram)?(?=\s|$|[,.;])[\s,.;]*([\s\S]*)$/i.exec(text);
  if (match?.[1] && Number(match[1]) <= 100)
    return { percent: Number(match[1]), note: match[2]?.trim() ?? '' };
  const ctx = { now: at.now, zone: at.env.zone, calendar: at.env.calendar };
  const progress = readReply(text, ctx).meanings.find((meaning) => meaning.kind === 'progress');
  return { percent: progress?.kind === 'progress' ? progress.percent : undefined, note: text.trim() };
}
