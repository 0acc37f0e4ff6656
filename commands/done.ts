import { defineCommand } from '../src/inbound/command.ts';
import type { AssignmentRow } from '../src/store/assignments.ts';
import { saysOtherwise } from './shared/against.ts';
import { ownTask } from './shared/own-task.ts';
import { said } from './shared/said.ts';
import { say } from './shared/say.ts';
import { askBack } from './shared/unclear.ts';

/** Báo cáo hoàn thành. */
export default defineCommand<{ task: AssignmentRow; text: string }>({
  name: 'done',
  slash: { vi: 'xong', en: 'done' },
  words: ['hoan thanh', 'bao cao hoan thanh'],
  who: ['focal', 'head'],
  inGroup: 'agency',
  params: [ownTask(), said('done')],
  // A button says what it says: it was offered where the words were not clear.
  run: async (at, { task, text }) =>
    !at.message.pressed && saysOtherwise('done', text, at)
      ? askBack(at, task, text)
      : say(at, task, [{ kind: 'done' }], text),
});
