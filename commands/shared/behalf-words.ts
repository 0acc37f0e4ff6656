import type { Recorded } from '../../src/decisions/report.ts';
import { dueWords, instantWords, taskWords } from '../../src/decisions/wording.ts';
import type { Choice, Reply } from '../../src/domain/message.ts';
import { sources, type Source } from '../../src/domain/source.ts';
import { isLate } from '../../src/domain/timeliness.ts';
import { dayOf, formatDay, type Day } from '../../src/domain/time.ts';
import type { Conversation } from '../../src/inbound/command.ts';
import { reachOf } from '../../src/store/agencies.ts';
import type { AssignmentRow } from '../../src/store/assignments.ts';
import type { Behalf } from './behalf.ts';
import { what } from './recorded.ts';

/** What a record on behalf looks like before it is made, and after. */

export interface BehalfParts {
  row: AssignmentRow;
  words: Behalf;
  source: Source;
  number?: string;
  day: Day;
  moment: Date;
}

export const sourceChoices = ({ t }: Conversation): Choice[][] => {
  const choices = sources.map((source) => {
    const name = t(`notices.source.${source}`);
    return { label: name.charAt(0).toUpperCase() + name.slice(1), say: name };
  });
  return [choices.slice(0, 2), choices.slice(2)];
};

/** "công văn 123/STP ngày 10/12/2026" */
const sourceWords = ({ source, number, day }: BehalfParts, { t }: Conversation): string =>
  t('commands.onbehalf.source', {
    source: t(`notices.source.${source}`),
    number: number ? ` ${number}` : '',
    date: formatDay(day),
  });

const meaningWords = ({ row, words }: BehalfParts, at: Conversation): string => {
  const extend = words.meanings.find((meaning) => meaning.kind === 'extend');
  const extension =
    extend?.due === undefined
      ? undefined
      : { id: '', due: extend.due, reason: extend.reason ?? words.note, row };
  return what(at, { row, meanings: words.meanings, extension });
};

export async function behalfPreview(at: Conversation, parts: BehalfParts): Promise<Reply> {
  const { t, env } = at;
  const { row, words, moment } = parts;
  const [reach] = await reachOf(at.db, [row.agencyId], ['focal']);
  const done = words.meanings.some((meaning) => meaning.kind === 'done');
  const late = isLate({ ...row, submittedAt: row.submittedAt ?? moment }, at.now);
  return {
    text: [
      `**${t('commands.onbehalf.preview.head', { agency: row.agencyShortName, task: taskWords(row) })}**`,
      t('commands.onbehalf.preview.what', {
        what: meaningWords(parts, at),
        note: words.note ? `, "${words.note.slice(0, 300)}"` : '',
      }),
      t('commands.onbehalf.preview.source', { source: sourceWords(parts, at) }),
      t('commands.onbehalf.preview.moment', { at: instantWords(moment, env, t) }) +
        (done
          ? t(late ? 'commands.onbehalf.preview.late' : 'commands.onbehalf.preview.timely', {
              due: dueWords(row, env, t),
            })
          : ''),
      dayOf(moment, env.zone) < dayOf(row.assignedAt, env.zone)
        ? t('commands.onbehalf.preview.early', { at: formatDay(dayOf(row.assignedAt, env.zone)) })
        : '',
      at.message.fileIds.length
        ? t('commands.assign.preview.files', { count: at.message.fileIds.length })
        : '',
      reach
        ? t('commands.onbehalf.preview.told', { count: reach.people })
        : t('commands.onbehalf.preview.nobody', { agency: row.agencyShortName }),
      t('commands.onbehalf.preview.correct'),
    ]
      .filter(Boolean)
      .join('\n'),
  };
}

export function behalfRecorded(at: Conversation, parts: BehalfParts, recorded: Recorded): Reply {
  const { t } = at;
  const { row } = recorded;
  const place = `${row.number} ${row.agencyCode}`;
  const waits = row.state === 'submitted' || recorded.extension !== undefined;
  return {
    text: [
      t('commands.onbehalf.done', {
        agency: row.agencyShortName,
        task: taskWords(row),
        what: what(at, recorded),
        source: sourceWords(parts, at),
      }),
      recorded.noteOnly && row.state === 'submitted' ? t('commands.onbehalf.noteOnly') : '',
    ]
      .filter(Boolean)
      .join('\n'),
    buttons: [
      [
        { label: t('common.undo'), say: '/rutlai' },
        ...(waits ? [{ label: t('commands.onbehalf.accept'), say: `/duyet ${place}` }] : []),
      ],
    ],
    about: { assignmentId: row.id, batchId: recorded.batchId, extensionId: recorded.extension?.id },
  };
}
