import { join } from 'node:path';
import type { Programme } from '../domain/programme.ts';
import { readProgrammeFile } from './programme-file.ts';

/** What ships with the program: the programme and the working days. */
const prismaFolder = join(import.meta.dirname, '..', '..', 'prisma');
export const CALENDARS_FOLDER = join(prismaFolder, 'calendars');
export const PROGRAMME_FILE = join(prismaFolder, 'programmes', '119-qd-ubnd.yaml');

/** Decision 119/QĐ-UBND. A fault in the shipped file is ours: it throws. */
export function builtInProgramme(): Programme {
  const file = readProgrammeFile(PROGRAMME_FILE);
  if (!file.ok) throw new Error(`the built-in programme is not right: ${JSON.stringify(file.problems)}`);
  return file.programme;
}
