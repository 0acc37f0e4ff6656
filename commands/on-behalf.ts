import { report } from '../src/decisions/report.ts';
import { isOpen } from '../src/domain/assignment.ts';
import { countedMoment, readPastDay, readSource, sourceNamed, type Source } from '../src/domain/source.ts';
import { dayOf, type Day } from '../src/domain/time.ts';
import { defineCommand, type Conversation, type Misread, type Param } from '../src/inbound/command.ts';
import type { AssignmentRow } from '../src/store/assignments.ts';
import { openAssignments } from '../src/store/open-assignments.ts';
import { lineParam, readTaskWords, targetParam, type Choosing } from './shared/agency-task.ts';
import { behalfPreview, behalfRecorded, sourceChoices } from './shared/behalf-words.ts';
import { readBehalf, type Behalf } from './shared/behalf.ts';
import { correction } from './shared/preview.ts';

interface Args {
  line?: string;
  rows: AssignmentRow[];
  words: Behalf;
  source: Source;
  number?: string;
  day: Day;
}

/** Stands for "no number". */
const none = '-';

const choosing: Choosing = {
  command: 'onbehalf',
  fits: (row) => isOpen(row.state),
  several: false,
  candidates: (at) => openAssignments(at.db),
};

/** Ghi hộ: what an agency said by letter, telephone, e-mail or in a meeting; shown before it is recorded. */
export default defineCommand<Args>({
  name: 'onbehalf',
  slash: { vi: 'ghiho', en: 'onbehalf' },
  who: ['coordinator', 'admin'],
  bare: false,
  params: [lineParam(), targetParam(choosing), wordsParam(), sourceParam(), numberParam(), dayParam()],
  amend: (words) => correction(words, ['words', 'number', 'day', 'source']),
  preview: (at, args) => behalfPreview(at, partsOf(at, args)),
  async run(at, args) {
    const parts = partsOf(at, args);
    const { row, words, source, number, moment } = parts;
    const recorded = await report(at, {
      assignmentId: row.id,
      meanings: words.meanings,
      note: words.note,
      fileIds: at.message.fileIds,
      at: moment,
      inboxId: at.message.id,
      onBehalf: { source, documentNumber: number },
    });
    return behalfRecorded(at, parts, recorded);
  },
});

/** One row; "which agency" was asked where there were several. */
function partsOf(at: Conversation, { rows, words, source, number, day }: Args) {
  const [row] = rows;
  if (!row) throw new Error('nothing was chosen to record for');
  return { row, words, source, number, day, moment: countedMoment(day, source, at.now, at.env.zone) };
}

/** What was said behind agency and task, with its source cut out. */
const said = async (at: Conversation, line = '') => readSource((await readTaskWords(line, at)).rest);

function wordsParam(): Param<Args> {
  return {
    name: 'words',
    takes: () => undefined,
    read: (words, at, { rows }) => readBehalf(words, at, rows?.[0]),
    guess: async (at, { line }) => (await said(at, line)).rest || undefined,
    ask: (at, { rows }) => readBehalfQuestion(at, rows?.[0]),
  };
}

const readBehalfQuestion = (at: Conversation, row: AssignmentRow | undefined) => ({
  text: at.t('commands.onbehalf.askWords', { agency: row?.agencyShortName ?? '' }),
});

function sourceParam(): Param<Args> {
  return {
    name: 'source',
    takes: () => undefined,
    read: (words, at) =>
      sourceNamed(words) ??
      ({ misread: at.t('commands.onbehalf.askSource'), buttons: sourceChoices(at) } satisfies Misread),
    async guess(at, { line }) {
      const { source } = await said(at, line);
      return source && at.t(`notices.source.${source}`);
    },
    ask: (at) => ({ text: at.t('commands.onbehalf.askSource'), buttons: sourceChoices(at) }),
  };
}

function numberParam(): Param<Args> {
  return {
    name: 'number',
    takes: () => undefined,
    read: (words) => (words === none ? undefined : words.trim().slice(0, 60)),
    async guess(at, { line, source }) {
      const { documentNumber } = await said(at, line);
      return documentNumber ?? (source === 'letter' ? undefined : none);
    },
    ask: (at) => ({
      text: at.t('commands.onbehalf.askNumber'),
      buttons: [[{ label: at.t('commands.onbehalf.noNumber'), say: none }]],
    }),
  };
}

function dayParam(): Param<Args> {
  return {
    name: 'day',
    takes: () => undefined,
    read(words, at) {
      const read = readPastDay(words, dayOf(at.now, at.env.zone));
      return 'day' in read
        ? read.day
        : { misread: at.t(`commands.onbehalf.dayFault.${read.fault}`, { text: words }) };
    },
    async guess(at, { line, source }) {
      const { day } = await said(at, line);
      return day ?? (source === 'letter' ? undefined : 'hôm nay');
    },
    ask: (at) => ({
      text: at.t('commands.onbehalf.askDay'),
      buttons: [
        [
          { label: at.t('commands.onbehalf.today'), say: 'hôm nay' },
          { label: at.t('commands.onbehalf.yesterday'), say: 'hôm qua' },
        ],
      ],
    }),
  };
}
