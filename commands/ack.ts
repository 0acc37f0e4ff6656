import { defineCommand } from '../src/inbound/command.ts';
import type { AssignmentRow } from '../src/store/assignments.ts';
import { ownTask } from './shared/own-task.ts';
import { say } from './shared/say.ts';

/** Đã nhận. */
export default defineCommand<{ task: AssignmentRow }>({
  name: 'ack',
  slash: { vi: 'nhan', en: 'ack' },
  words: ['da nhan'],
  who: ['focal', 'head'],
  inGroup: 'agency',
  params: [ownTask()],
  run: (at, { task }) => say(at, task, [{ kind: 'received' }]),
});
