import { defineCommand } from '../src/inbound/command.ts';
import type { AssignmentRow } from '../src/store/assignments.ts';
import { ownTask } from './shared/own-task.ts';
import { say } from './shared/say.ts';

/** Xác nhận đúng hạn: the agency will keep the date in force. */
export default defineCommand<{ task: AssignmentRow }>({
  name: 'confirm',
  slash: { vi: 'xacnhan', en: 'confirm' },
  words: ['xac nhan'],
  who: ['focal', 'head'],
  inGroup: 'agency',
  params: [ownTask()],
  run: (at, { task }) => say(at, task, [{ kind: 'confirm' }]),
});
