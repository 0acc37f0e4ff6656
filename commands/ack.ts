import { defineCommand } from '../src/inbound/command.ts';
import { noteParam, sayBeside, type Args } from './shared/beside.ts';
import { ownTask } from './shared/own-task.ts';

/** Đã nhận. */
export default defineCommand<Args>({
  name: 'ack',
  slash: { vi: 'nhan', en: 'ack' },
  words: ['da nhan'],
  who: ['focal', 'head'],
  inGroup: 'agency',
  params: [ownTask(), noteParam],
  run: (at, args) => sayBeside(at, 'received', args),
});
