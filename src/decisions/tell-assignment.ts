import type { Choice, Reply } from '../domain/message.ts';
import type { Translate } from '../i18n.ts';
import type { AssignmentRow } from '../store/assignments.ts';
import type { Recipient } from '../store/recipients.ts';
import type { Env } from './scope.ts';
import { bothDates, personWords, taskWords } from './wording.ts';

/** The ways to answer about one task, the same under every message that speaks of it. */
export const answerButtons = (
  row: Pick<AssignmentRow, 'number' | 'agencyCode'>,
  t: Translate,
): Choice[][] => {
  const task = `#${row.number}`;
  return [
    [
      { label: t('notices.answer.ack'), say: `/nhan ${task}` },
      { label: t('notices.answer.confirm'), say: `/xacnhan ${task}` },
    ],
    [
      { label: t('notices.answer.progress'), say: `/tiendo ${task}` },
      { label: t('notices.answer.done'), say: `/xong ${task}` },
    ],
    [
      { label: t('notices.answer.extend'), say: `/giahan ${task}` },
      { label: t('notices.answer.blocked'), say: `/vuongmac ${task}` },
    ],
  ];
};

/** What belongs to a task besides its title and dates. */
export interface TaskMatter {
  description: string;
  fileIds: readonly string[];
}

/** Longest description that the first message repeats; /chitiet shows the whole. */
const longestDescription = 700;

/** The line that says to whom it is written: a person of the agency, or the agency itself (in its group). */
export const toLine = (agency: string, person: Recipient | undefined, t: Translate): string =>
  person ? t('notices.to', { person: personWords(person, t), agency }) : t('notices.toAgency', { agency });

/** The first message about a task: what it is, what is asked, by when, on what basis, how to answer (design §11). */
export function assignmentReply(
  row: AssignmentRow,
  person: Recipient | undefined,
  env: Env,
  t: Translate,
  matter: TaskMatter = { description: '', fileIds: [] },
): Reply {
  const { description } = matter;
  const long = description.length > longestDescription;
  const lines = [
    `**${row.urgent ? t('notices.urgent') + ' ' : ''}${t('notices.task', { task: taskWords(row) })}**`,
    toLine(row.agencyName, person, t),
    t(`notices.asked.${row.manner}`, { agency: row.agencyShortName, due: bothDates(row, env, t) }),
    description
      ? t('notices.description', {
          text: long ? `${description.slice(0, longestDescription)}…` : description,
        })
      : '',
    long ? t('notices.descriptionMore', { task: row.number }) : '',
    row.basis ? t('notices.basis', { basis: row.basis }) : '',
    t('notices.howToAnswer', { task: row.number }),
  ];
  return {
    text: lines.filter(Boolean).join('\n'),
    buttons: answerButtons(row, t),
    fileIds: [...matter.fileIds],
    about: { assignmentId: row.id },
  };
}
