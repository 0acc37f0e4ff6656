import type { Command } from 'commander';
import { agencyCommands } from './agency.ts';
import { backupCommands } from './backup.ts';
import { contactCommands } from './contacts.ts';
import { doctorCommand } from './doctor.ts';
import { inviteCommand } from './invite.ts';
import { programmeCommands } from './programme.ts';
import { reminderCommands } from './reminders.ts';
import { tokenCommands } from './token.ts';
import { trackingCommands } from './tracking.ts';
import type { Tools } from './tools.ts';

/** The groups of commands, in the order in which help shows them. */
export const groups: readonly ((root: Command, tools: Tools) => void)[] = [
  inviteCommand,
  contactCommands,
  programmeCommands,
  agencyCommands,
  reminderCommands,
  trackingCommands,
  tokenCommands,
  doctorCommand,
  backupCommands,
];
