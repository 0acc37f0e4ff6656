import type { Command } from '../src/inbound/command.ts';
import ack from './ack.ts';
import confirm from './confirm.ts';
import report from './report.ts';

/** What people can say, in the order in which help shows it. */
export const commands: readonly Command[] = [ack, confirm, report];
