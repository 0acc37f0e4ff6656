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
import cycleDate from './cycle-date.ts';
import reopen from './reopen.ts';
import assign from './assign.ts';
import addAgency from './add-agency.ts';
import broadcast from './broadcast.ts';
import broadcastReply from './broadcast-reply.ts';
import broadcastStop from './broadcast-stop.ts';
import broadcastCorrect from './broadcast-correct.ts';
import broadcastRecall from './broadcast-recall.ts';
import broadcastMissing from './broadcast-missing.ts';
import calendar from './calendar.ts';
import status from './status.ts';
import overdue from './overdue.ts';
import asked from './asked.ts';
import start from './start.ts';
import me from './me.ts';
import linkGroup from './link-group.ts';
import unlink from './unlink.ts';
import track from './track.ts';
import nudge from './nudge.ts';
import answer from './answer.ts';
import calls from './calls.ts';
import wards from './wards.ts';
import onBehalf from './on-behalf.ts';
import invite from './invite.ts';
import contacts from './contacts.ts';

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
  calendar,
  report,
  // Whoever asks how things stand
  status,
  overdue,
  asked,
  // Coordinators
  assign,
  addAgency,
  broadcast,
  track,
  accept,
  deny,
  returnReport,
  reschedule,
  withdraw,
  reopen,
  onBehalf,
  calls,
  nudge,
  wards,
  invite,
  contacts,
  answer,
  broadcastReply,
  broadcastStop,
  broadcastCorrect,
  broadcastRecall,
  broadcastMissing,
  cycleDate,
  // Everybody
  start,
  help,
  me,
  away,
  language,
  cancel,
  linkGroup,
  unlink,
];
