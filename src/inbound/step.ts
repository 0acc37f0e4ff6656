import { agenciesOf, rolesOf } from '../decisions/scope.ts';
import type { Reply } from '../domain/message.ts';
import { readLeaderQuestion } from '../domain/questions.ts';
import { readReplies, type Meaning, type Reading } from '../domain/reply.ts';
import { assignmentsOfTask } from '../store/assignments.ts';
import type { DialogueRow } from '../store/dialogues.ts';
import type { Conversation } from './command.ts';
import { mayUse, type CommandBook } from './understand.ts';

/** Whether a message that comes while a question is open answers it, or is something of its own. */

const answersForAgency = (at: Conversation): boolean =>
  rolesOf(at.actor).some((role) => role === 'focal' || role === 'head');

const readingsOf = (at: Conversation): Reading[] =>
  answersForAgency(at)
    ? readReplies(at.message.text, { now: at.now, zone: at.env.zone, calendar: at.env.calendar })
    : [];

/** A command's word, or a question about the state of things. */
function asksOrCommands(at: Conversation, book: CommandBook): boolean {
  const { text } = at.message;
  const bare = book.bareWord(text);
  return (bare !== undefined && mayUse(bare.command, rolesOf(at.actor))) || !!readLeaderQuestion(text);
}

/**
 * "xong rồi", "12 60%", "tình hình?" while a reason is asked for: a whole report, command or question. Reasons speak of
 * what is done and not done too, so a report counts only where nothing is left beside it, or where it names an own task.
 * `expected`: what an answer to this question may mean.
 */
export async function standsAlone(
  at: Conversation,
  book: CommandBook,
  expected: readonly Meaning['kind'][],
): Promise<boolean> {
  if (asksOrCommands(at, book)) return true;
  for (const { meanings, unsure, note, tasks, bare } of readingsOf(at)) {
    if (unsure || !meanings.length) continue;
    const unexpected = meanings.some(({ kind }) => !expected.includes(kind));
    const firm = meanings.some(
      (meaning) =>
        meaning.kind !== 'blocked' && (meaning.kind !== 'progress' || meaning.percent !== undefined),
    );
    if (unexpected && firm && (!note || meanings.some((meaning) => meaning.kind === 'extend' && meaning.due)))
      return true;
    if (await namesOwnTask(at, [...tasks, ...(/^\W*\d/.test(at.message.text) ? bare : [])])) return true;
  }
  return false;
}

async function namesOwnTask(at: Conversation, numbers: readonly number[]): Promise<boolean> {
  for (const number of numbers) {
    if ((await assignmentsOfTask(at.db, number, agenciesOf(at.actor))).length) return true;
  }
  return false;
}

/** While "nhiệm vụ nào?" is open: "12 xong 13 chưa", "#16 60%", "xacnhan #16" say more than which task. */
export function saysMoreThanTask(at: Conversation, book: CommandBook): boolean {
  if (asksOrCommands(at, book)) return true;
  return readingsOf(at).some(
    ({ meanings, tasks, bare }) =>
      meanings.some(({ kind }) => kind !== 'received') ||
      (meanings.length > 0 && tasks.length + bare.length > 0),
  );
}

/** Nothing is taken for an answer or for news before the person says which it is; the question stays open. */
export function askWhether(dialogue: DialogueRow, { t, message }: Conversation): Reply {
  const said = message.text.replace(/\s+/g, ' ').trim().slice(0, 500);
  return {
    text: t('common.answerOrNew', { text: said.slice(0, 200) }),
    buttons: [
      [
        { label: t('common.asAnswer'), say: said },
        { label: t('common.asNew'), say: `/huy ${said}` },
      ],
    ],
    about: { dialogue: dialogue.key },
  };
}
