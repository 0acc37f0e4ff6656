import { defineCommand } from '../src/inbound/command.ts';
import type { AssignmentRow } from '../src/store/assignments.ts';
import { saysOtherwise } from './shared/against.ts';
import { open, ownTask } from './shared/own-task.ts';
import { said } from './shared/said.ts';
import { say } from './shared/say.ts';
import { askBack } from './shared/unclear.ts';

/** Vướng mắc: a difficulty, which coordinators hear of at once. */
export default defineCommand<{ task: AssignmentRow; text: string }>({
  name: 'blocked',
  slash: { vi: 'vuongmac', en: 'blocked' },
  words: ['vuong mac', 'co vuong mac'],
  who: ['focal', 'head'],
  inGroup: 'agency',
  params: [ownTask(open), said('blocked')],
  // A button says what it says: it was offered where the words were not clear.
  run: async (at, { task, text }) =>
    !at.message.pressed && saysOtherwise('blocked', text, at)
      ? askBack(at, task, text)
      : say(at, task, [{ kind: 'blocked' }], text),
});
