import { defineCommand } from '../src/inbound/command.ts';
import { answerOverdue } from './shared/standing.ts';

/** Quá hạn: who is late, the longest first, with a press for each. */
export default defineCommand({
  name: 'overdue',
  slash: { vi: 'quahan', en: 'overdue' },
  words: ['qua han', 'ai qua han', 'tre han'],
  who: ['leader', 'coordinator', 'admin'],
  run: answerOverdue,
});
