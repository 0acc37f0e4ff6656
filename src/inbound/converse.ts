import { rolesOf } from '../decisions/scope.ts';
import { hasText } from '../i18n.ts';
import { readLeaderQuestion } from '../domain/questions.ts';
import type { Choice, Reply } from '../domain/message.ts';
import { saysNo, saysStop } from '../domain/stopping.ts';
import { isAddressee } from '../store/broadcasts.ts';
import { endDialogue, readDialogue, saveDialogue, type DialogueRow } from '../store/dialogues.ts';
import { lastList, spokenAs, spokenById, type Spoken } from '../store/spoken.ts';
import type { Command, Conversation } from './command.ts';
import { saysTheSame, takeBackEdited } from './edited.ts';
import { advance, answersPreview, resume, splitWords } from './dialogue.ts';
import { chatOf, placed } from './group.ts';
import { receiptMeant, receiptQuestion } from './receipt.ts';
import { notStored } from './receive.ts';
import { askWhether, saysMoreThanTask, standsAlone } from './step.ts';
import { mayUse, type CommandBook } from './understand.ts';

/**
 * One message of a person: which command is meant, and its answer. The order: what bears a mark of secrecy, a
 * button or a bare digit, a slash command, the question that is open, a command's bare word, then plain words.
 */
export async function converse(heard: Conversation, book: CommandBook): Promise<Reply[]> {
  if (heard.message.text === notStored) return [{ text: heard.t('common.secret') }];
  const chosen = await withChoice(heard);
  if ('reply' in chosen) return [chosen.reply];
  const at: Conversation = {
    ...chosen.at,
    commands: book.all,
    go: (command, words) => advance(book.named(command), words, at, at.message.sentAt),
  };
  const text = at.message.text;
  const { editOf } = at.message;
  if (editOf && (await saysTheSame(at, editOf))) return [];
  let corrects = false;
  if (editOf) {
    await placed(book.named('undo'), at, async () => {
      corrects = await takeBackEdited(at, editOf);
      return [];
    });
  }

  const slash = book.slash(text);
  if (slash) {
    if (slash.command?.name === 'cancel' && slash.rest && at.actor.id) return insteadOf(at, slash.rest, book);
    if (!slash.command) return [{ text: at.t('common.unknownCommand', { word: slash.word }) }];
    return run(slash.command, slash.rest, at);
  }
  if (!at.actor.id) return stranger(at, book);

  if (await answersBroadcast(at)) return toBroadcast(at, book);

  const dialogue = await readDialogue(at.db, at.actor.id, at.now);
  if (dialogue && !corrects && !speaksOfAnother(at)) return inDialogue(dialogue, at, book);
  const awaited = await receiptMeant(at);
  if (!awaited) return anew(at, book);
  const question = await receiptQuestion(at, awaited);
  if (question) return [question];
  const about = { broadcastId: awaited.broadcastId };
  return toBroadcast({ ...at, message: { ...at.message, about } }, book);
}

/** A reply to a message about a task, and not to the open question: it is about that task, the question waits. */
const speaksOfAnother = ({ message: { about, replyTo } }: Conversation): boolean =>
  replyTo !== undefined && about?.assignmentId !== undefined && !about.dialogue;

/** A message to which no question is open, or that does not answer it. */
function anew(at: Conversation, book: CommandBook): Promise<Reply[]> {
  const bare = book.bareWord(at.message.text);
  if (bare && mayUse(bare.command, rolesOf(at.actor))) return run(bare.command, bare.rest, at);
  return plainWords(at, book);
}

/** "/huy 12 60%": the open question is dropped, and the words are heard for themselves. */
async function insteadOf(at: Conversation, text: string, book: CommandBook): Promise<Reply[]> {
  await endDialogue(at.db, at.actor.id);
  const message = { ...at.message, text, pressed: false, about: undefined, editOf: undefined };
  return converse({ ...at, message: { ...message, button: undefined } }, book);
}

async function run(command: Command, rest: string, at: Conversation): Promise<Reply[]> {
  const known = at.actor.id ? rolesOf(at.actor) : undefined;
  if (!mayUse(command, known)) {
    return [{ text: at.t(known ? 'common.notForYou' : 'common.stranger') }];
  }
  const open = at.actor.id ? await readDialogue(at.db, at.actor.id, at.now) : undefined;
  const interrupted = at.actor.id ? await endDialogue(at.db, at.actor.id) : false;
  const words = splitWords(command, rest, at);
  const replies = await advance(command, words, { ...at, interrupted }, at.message.sentAt);
  return open && at.message.pressed && command.name !== 'cancel' ? withDraft(open, replies, at) : replies;
}

/** A draft that was being written when a button elsewhere was pressed still waits, unless that began one of its own. */
async function withDraft(open: DialogueRow, replies: Reply[], at: Conversation): Promise<Reply[]> {
  const command = at.commands.find((one) => one.name === open.command);
  if (!command?.draft || (await readDialogue(at.db, at.actor.id, at.now))) return replies;
  await saveDialogue(at.db, at.actor.id, open);
  const summary = `commands.${command.name}.summary`;
  return [...replies, { text: at.t('common.draftWaits', { what: hasText(summary) ? at.t(summary) : '' }) }];
}

/** The button under a broadcast, or a reply to it, from somebody to whom it was sent. */
const answersBroadcast = async ({ db, actor, message: { about } }: Conversation): Promise<boolean> =>
  about?.broadcastId !== undefined && !about.dialogue && (await isAddressee(db, about.broadcastId, actor.id));

/** Answered beside whatever question is open, which stays open. */
async function toBroadcast(at: Conversation, book: CommandBook): Promise<Reply[]> {
  const answer = await book.named('broadcastReply').run(at, { words: at.message.text });
  return answer === undefined ? [] : Array.isArray(answer) ? answer : [answer];
}

/** A code typed by someone unknown is an invitation; anything else gets one polite sentence. */
function stranger(at: Conversation, book: CommandBook): Promise<Reply[]> {
  const code = at.message.text.trim();
  if (/^[A-Za-z0-9-]{8,16}$/.test(code) && /\d/.test(code)) return run(book.named('start'), code, at);
  return Promise.resolve([{ text: at.t('common.stranger') }]);
}

async function inDialogue(dialogue: DialogueRow, at: Conversation, book: CommandBook): Promise<Reply[]> {
  const bare = book.bareWord(at.message.text);
  if (bare && bare.command.name === 'cancel') return run(bare.command, '', at);
  const command = book.named(dialogue.command);
  const awaited = command.params?.find(({ name }) => name === dialogue.awaiting);
  const { text, pressed } = at.message;
  // A button says what the question offered.
  if (pressed || !text.trim()) return resume(command, dialogue, at);
  // At the preview "không" and "thôi" are answers; what is no answer at all is heard, and nothing was sent.
  if (!awaited) {
    const answers = command.draft || answersPreview(command, text, at);
    if (answers || !(await standsAlone(at, book, []))) return resume(command, dialogue, at);
    await endDialogue(at.db, at.actor.id);
    return [{ text: at.t('common.cancelled') }, ...(await anew(at, book))];
  }
  if (saysStop(text) || (awaited.free && saysNo(text))) return run(book.named('cancel'), '', at);
  if (awaited.free) {
    if (bare?.command.name === 'undo') return run(bare.command, bare.rest, at);
    if (await standsAlone(at, book, awaited.free)) return [askWhether(dialogue, at)];
  }
  if (awaited.chooses && saysMoreThanTask(at, book)) {
    await endDialogue(at.db, at.actor.id);
    return anew(at, book);
  }
  return resume(command, dialogue, at);
}

/** A number alone, pressed or typed, becomes the words that it stands for. */
async function withChoice(at: Conversation): Promise<{ at: Conversation } | { reply: Reply }> {
  const { message, actor, db } = at;
  const digit = /^\s*([1-9])\s*[.)]?\s*$/.exec(message.text);
  if (message.button !== undefined) {
    const [id = '', index = ''] = message.button.split('.');
    const spoken = /^\d+$/.test(id) && actor.id ? await spokenById(db, chatOf(at), BigInt(id)) : undefined;
    return take(at, spoken, Number(index));
  }
  const answered =
    message.replyTo === undefined
      ? undefined
      : await spokenAs(db, message.channel, message.address, message.replyTo);
  if (digit && actor.id) {
    const list = answered?.buttons ? answered : await lastList(db, chatOf(at), at.now);
    if (list) return take(at, list, Number(digit[1]) - 1);
  }
  return { at: { ...at, message: { ...message, about: answered?.about ?? undefined } } };
}

async function take(
  at: Conversation,
  spoken: Spoken | undefined,
  index: number,
): Promise<{ at: Conversation } | { reply: Reply }> {
  const choice: Choice | undefined = spoken?.buttons?.flat()[index];
  if (!spoken || !choice) {
    const count = spoken?.buttons?.flat().length ?? 0;
    return { reply: { text: count ? at.t('common.noSuchChoice', { count }) : at.t('common.choiceGone') } };
  }
  if (choice.say === undefined) return { reply: { text: choice.url ?? choice.label } };
  const key = spoken.about?.dialogue;
  if (key && choice.say !== '/huy' && (await readDialogue(at.db, at.actor.id, at.now))?.key !== key) {
    return { reply: { text: at.t('common.questionGone') } };
  }
  const message = { ...at.message, text: choice.say, pressed: true, about: spoken.about ?? undefined };
  return { at: { ...at, message } };
}

/** Words that are no command: an agency's short reply, a leader's question, or something to be kept. */
function plainWords(at: Conversation, book: CommandBook): Promise<Reply[]> {
  const roles = rolesOf(at.actor);
  const answers = roles.includes('focal') || roles.includes('head');
  const oversees = roles.some((role) => role === 'leader' || role === 'coordinator' || role === 'admin');
  const words = { words: at.message.text };
  if (oversees && at.message.about?.questionId) {
    return advance(book.named('answer'), words, at, at.message.sentAt);
  }
  if (oversees && readLeaderQuestion(at.message.text)) {
    return advance(book.named('asked'), words, at, at.message.sentAt);
  }
  if (answers) return advance(book.named('report'), words, at, at.message.sentAt);
  return advance(book.named('asked'), words, at, at.message.sentAt);
}
