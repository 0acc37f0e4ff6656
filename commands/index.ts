import type { Command } from '../src/inbound/command.ts';
import ack from './ack.ts';
import language from './language.ts';
import help from './help.ts';
import cancel from './cancel.ts';
import away from './away.ts';
import blocked from './blocked.ts';
import confirm from './confirm.ts';
import done from './done.ts';
import extend from './extend.ts';
import progress from './progress.ts';
import report from './report.ts';
import snooze from './snooze.ts';
import task from './task.ts';
import tasks from './tasks.ts';
import undo from './undo.ts';
import accept from './accept.ts';
import deny from './deny.ts';
import returnReport from './return.ts';
import reschedule from './reschedule.ts';
import withdraw from './withdraw.ts';
import reopen from './reopen.ts';

/** What people can say, in the order in which help shows it. */
export const commands: readonly Command[] = [
  // Agencies
  tasks,
  task,
  ack,
  confirm,
  progress,
  done,
  undo,
  blocked,
  extend,
  snooze,
  report,
  // Coordinators
  accept,
  deny,
  returnReport,
  reschedule,
  withdraw,
  reopen,
  // Everybody
  help,
  away,
  language,
  cancel,
];
