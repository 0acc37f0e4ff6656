import { assign } from '../src/decisions/assign.ts';
import type { Deadline } from '../src/domain/deadline.ts';
import type { Reply } from '../src/domain/message.ts';
import { defineCommand, type Conversation, type Misread, type Param } from '../src/inbound/command.ts';
import { agencyBook } from '../src/store/agencies.ts';
import { dutyByNumber, type DutyRow } from '../src/store/duties.ts';
import { lineParam } from './shared/agency-task.ts';
import { assignedReply, assignPreview } from './shared/assign-words.ts';
import { groupChoices, readAudienceWords, type AudienceArg } from './shared/audience.ts';
import { dueParam } from './shared/date.ts';
import { correction, filesTaken, urgencyParam, urgencyWords } from './shared/preview.ts';
import { readTaskLine } from './shared/task-line.ts';

interface Title {
  title: string;
  description: string;
}

interface Args {
  line?: string;
  duty?: DutyRow;
  title: Title;
  audience: AudienceArg;
  due: Deadline;
  description?: string;
  urgent?: boolean;
}

/** Longest title: it stands in every list. */
const longestTitle = 200;

/** Giao nhiệm vụ: title, agencies, date; in one line or step by step, always shown before it is sent. */
export default defineCommand<Args>({
  name: 'assign',
  slash: { vi: 'giao', en: 'assign' },
  who: ['coordinator', 'admin'],
  bare: false,
  draft: true,
  params: [
    lineParam(),
    {
      name: 'duty',
      takes: () => undefined,
      read: async (words, at) =>
        (await dutyByNumber(at.db, words)) ??
        ({ misread: at.t('commands.assign.noDuty', { number: words }) } satisfies Misread),
      guess: async (at, { line }) => (line ? (await readTaskLine(line, at)).duty : undefined),
    },
    titleParam(),
    {
      name: 'audience',
      takes: () => undefined,
      read: (words, at) => filesTaken(words, at) ?? readAudienceWords(words, at, { counted: true }),
      async guess(at, { line, duty }) {
        const said = line ? (await readTaskLine(line, at)).audience : undefined;
        return said ?? (duty && (await codesOf(duty, at)));
      },
      ask: async (at) => ({
        text: at.t('commands.assign.askAudience'),
        buttons: groupChoices(await agencyBook(at.db)),
      }),
    },
    dueParam({
      guess: async (at, { line }) => (line ? (await readTaskLine(line, at)).due : undefined),
      ask: (at) => ({ text: at.t('commands.assign.askDue') }),
    }),
    { name: 'description', takes: () => undefined, read: (words) => words.trim() },
    urgencyParam(),
  ],
  amend(words) {
    const urgent = urgencyWords(words);
    return urgent ? { urgent } : correction(words, ['due', 'audience', 'title', 'description']);
  },
  preview: (at, args) => assignPreview(at, { ...args, ...textsOf(args) }),
  async run(at, args) {
    const { duty, audience, due, urgent = false } = args;
    const created = await assign(at, {
      ...textsOf(args),
      basis: duty?.basis,
      dutyId: duty?.id,
      due,
      agencyIds: audience.agencies.map((agency) => agency.id),
      urgent,
      fileIds: at.message.fileIds,
    });
    return created && assignedReply(at, created, { urgent });
  },
});

const textsOf = ({ title, description }: Args): { title: string; description: string } => ({
  title: title.title,
  description: description ?? title.description,
});

function titleParam(): Param<Args> {
  const ask = (at: Conversation): Reply => ({ text: at.t('commands.assign.askTitle') });
  return {
    name: 'title',
    takes: () => undefined,
    read(words, at): Title | Misread {
      const [first = '', ...others] = words.trim().split('\n');
      if (!first.trim()) return filesTaken(words, at) ?? { misread: ask(at).text };
      if (first.length > longestTitle) {
        return { misread: at.t('commands.assign.titleLong', { most: longestTitle }) };
      }
      return { title: first.trim(), description: others.join('\n').trim() };
    },
    async guess(at, { line, duty }) {
      const { title, description } = line ? await readTaskLine(line, at) : {};
      const known = title ?? duty?.title;
      return known && [known, description].filter(Boolean).join('\n');
    },
    ask,
  };
}

async function codesOf(duty: DutyRow, at: Conversation): Promise<string> {
  const { agencies } = await agencyBook(at.db);
  const codes = agencies.filter((agency) => duty.agencyIds.includes(agency.id)).map((agency) => agency.code);
  return codes.join(', ');
}
