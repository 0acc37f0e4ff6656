import type { CreatedTask } from '../../src/decisions/assign.ts';
import { taskWords } from '../../src/decisions/wording.ts';
import type { Deadline } from '../../src/domain/deadline.ts';
import type { Choice, Reply } from '../../src/domain/message.ts';
import type { Conversation } from '../../src/inbound/command.ts';
import type { DutyRow } from '../../src/store/duties.ts';
import type { AudienceArg } from './audience.ts';
import { agenciesWords } from './decide-rows.ts';
import { echoDue } from './date.ts';
import { urgencyChoices } from './preview.ts';
import { agenciesLine, reachLines, sendMoment } from './reach.ts';

/** What is shown before a task is given, and after. */

export interface AssignDraft {
  title: string;
  description: string;
  duty?: DutyRow;
  due: Deadline;
  audience: AudienceArg;
  urgent?: boolean;
}

const longestShown = 400;

/** A date without a year is the next one: more than half a year off it is rather a slip. */
const farOffDays = 180;
const isFarOff = ({ dueAt, text }: Deadline, { now }: Conversation): boolean =>
  dueAt.getTime() - now.getTime() > farOffDays * 86_400_000 && !/\d{4}/.test(text);

export async function assignPreview(at: Conversation, draft: AssignDraft): Promise<Reply> {
  const { t } = at;
  const { title, duty, due, audience, urgent = false } = draft;
  const text = draft.description || (duty?.text ?? '');
  const moment = sendMoment(at, 'assignment', urgent);
  const files = at.message.fileIds.length;
  return {
    text: [
      `**${t('commands.assign.preview.head', { title })}**`,
      text
        ? t('commands.assign.preview.text', {
            text: text.length > longestShown ? `${text.slice(0, longestShown)}…` : text,
          })
        : '',
      t('commands.assign.preview.due', { due: echoDue(due, at) }),
      isFarOff(due, at) ? t('commands.assign.preview.farOff') : '',
      duty?.basis ? t('notices.basis', { basis: duty.basis }) : '',
      files ? t('commands.assign.preview.files', { count: files }) : '',
      agenciesLine(audience.agencies, at),
      ...(await reachLines(audience.agencies, ['focal'], at)),
      moment.line,
      t('commands.assign.preview.correct'),
    ]
      .filter(Boolean)
      .join('\n'),
    buttons: urgencyChoices(at, urgent, moment.held),
  };
}

/** What was given, to whom, and what is left to do: agencies that nobody answers for yet. */
export function assignedReply(
  at: Conversation,
  created: CreatedTask,
  { urgent }: { urgent: boolean },
): Reply {
  const { t } = at;
  const { number, assignments, withoutContact } = created;
  const [first] = assignments;
  const buttons: Choice[][] = [
    [
      { label: t('commands.assign.track'), say: `/theodoi ${number}` },
      { label: t('commands.assign.add'), say: `/themcoquan ${number}` },
    ],
    ...(withoutContact.length ? [[{ label: t('commands.assign.calls'), say: '/cangoi' }]] : []),
  ];
  return {
    text: [
      t('commands.assign.done', {
        task: first ? taskWords(first) : `#${number}`,
        count: assignments.length,
        agency: agenciesWords(assignments, at),
      }),
      sendMoment(at, 'assignment', urgent).sent,
      withoutContact.length
        ? t('commands.assign.silent', {
            count: withoutContact.length,
            agency: agenciesWords(withoutContact, at),
          })
        : '',
    ]
      .filter(Boolean)
      .join('\n'),
    buttons,
  };
}
