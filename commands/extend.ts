import { extensionNeedsAsking, findDeadline, parseDeadline, type Deadline } from '../src/domain/deadline.ts';
import { dueWords, taskWords } from '../src/decisions/wording.ts';
import { defineCommand, type Conversation, type Misread } from '../src/inbound/command.ts';
import type { AssignmentRow } from '../src/store/assignments.ts';
import { ownTask } from './shared/own-task.ts';
import { say } from './shared/say.ts';

interface Args {
  task: AssignmentRow;
  due: Deadline;
  reason: string;
}

/** Xin gia hạn: a new date and why. The date in force stays until a coordinator decides. */
export default defineCommand<Args>({
  name: 'extend',
  slash: { vi: 'giahan', en: 'extend' },
  words: ['gia han', 'xin gia han'],
  who: ['focal', 'head'],
  inGroup: 'agency',
  params: [
    ownTask(),
    {
      name: 'due',
      takes: (rest) => splitDue(rest),
      read: (words, at, { task }) => readDue(words, at, task),
      ask: (at, { task }) => ({
        text: at.t('commands.extend.askDue', {
          task: task ? taskWords(task) : '',
          due: task ? dueWords(task, at.env, at.t) : '',
        }),
      }),
    },
    {
      name: 'reason',
      takes: 'rest',
      read: (words, at) =>
        withoutBecause(words) || ({ misread: at.t('commands.extend.askReason') } satisfies Misread),
      ask: (at) => ({ text: at.t('commands.extend.askReason') }),
      free: [],
    },
  ],
  run: (at, { task, due, reason }) => say(at, task, [{ kind: 'extend', due, reason }]),
});

/** "đến 20/12 vì chờ số liệu" → the words up to the reason, and the reason. */
function splitDue(rest: string): { value: string; rest: string } | undefined {
  const because = /\s(vì|vi|do|lý do|ly do|because)[\s:]/i.exec(` ${rest}`);
  if (because) {
    const value = rest.slice(0, Math.max(0, because.index)).trim();
    return value ? { value, rest: rest.slice(because.index).trim() } : undefined;
  }
  const [first = '', ...others] = rest.split(/\s+/);
  if (/\d/.test(first)) return { value: first, rest: others.join(' ') };
  return { value: rest, rest: '' };
}

const withoutBecause = (words: string): string =>
  words.replace(/^\s*(vì|vi|do|lý do|ly do|because)[\s:]+/i, '').trim();

function readDue(words: string, at: Conversation, task: AssignmentRow | undefined): Deadline | Misread {
  const ctx = { now: at.now, zone: at.env.zone, calendar: at.env.calendar, inForce: task?.dueAt };
  const whole = parseDeadline(words, ctx);
  const found = whole.ok ? undefined : findDeadline(words, ctx);
  const due = whole.ok ? whole.deadline : found?.deadline;
  if (!due) {
    const fault = whole.ok ? 'unreadable' : (found?.fault ?? whole.fault);
    const text = found ? words.slice(found.start, found.end) : words;
    return { misread: at.t(`common.dateFault.${fault}`, { text: text.slice(0, 60) }) };
  }
  const farOff = task && extensionNeedsAsking(due.dueAt, task.dueAt, at.env.zone) && !/\d{4}/.test(due.text);
  if (task && due.dueAt <= task.dueAt)
    return {
      misread: at.t('commands.extend.notLater', {
        asked: dueWords({ ...due, dueText: due.text }, at.env, at.t),
        task: taskWords(task),
        due: dueWords(task, at.env, at.t),
      }),
    };
  return farOff
    ? {
        misread: at.t('commands.extend.farOff', {
          due: dueWords({ ...due, dueText: due.text }, at.env, at.t),
        }),
      }
    : due;
}
