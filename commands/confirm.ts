import { defineCommand } from '../src/inbound/command.ts';
import { noteParam, sayBeside, type Args } from './shared/beside.ts';
import { ownTask } from './shared/own-task.ts';

/** Xác nhận đúng hạn: the agency will keep the date in force. */
export default defineCommand<Args>({
  name: 'confirm',
  slash: { vi: 'xacnhan', en: 'confirm' },
  words: ['xac nhan'],
  who: ['focal', 'head'],
  inGroup: 'agency',
  params: [ownTask(), noteParam],
  run: (at, args) => sayBeside(at, 'confirm', args),
});
