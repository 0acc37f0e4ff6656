import { randomBytes } from 'node:crypto';
import type { About, Reply } from '../domain/message.ts';
import { endDialogue, saveDialogue, type DialogueRow } from '../store/dialogues.ts';
import { readYesNo } from '../domain/yes-no.ts';
import { fold } from '../domain/vietnamese.ts';
import { hasText, type Translate } from '../i18n.ts';
import { placed } from './group.ts';
import { isMisread, type Command, type Conversation, type Param } from './command.ts';

/** The step that shows what is about to happen and waits for "gửi". */
export const previewStep = '_preview';

type Words = Record<string, string>;

/** Cuts the words after a command's name into its arguments' words; what nobody takes goes to no one. */
export function splitWords(command: Command, rest: string, at: Conversation): Words {
  const words: Words = {};
  let left = rest.trim();
  for (const param of command.params ?? []) {
    const cut = cutOne(param, left, at);
    if (!cut) continue;
    words[param.name] = cut.value;
    left = cut.rest.trim();
  }
  return words;
}

function cutOne(
  param: Param<Words>,
  left: string,
  at: Conversation,
): { value: string; rest: string } | undefined {
  if (!left) return undefined;
  if (typeof param.takes === 'function') return param.takes(left, at);
  if (param.takes === 'rest') return { value: left, rest: '' };
  const [, value = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(left) ?? [];
  return { value, rest };
}

/**
 * Runs a command as far as its arguments reach: asks for the first one that is missing or could not be read,
 * shows the preview, or runs it. `words` are the arguments as the person said them.
 */
export const advance = (
  command: Command,
  words: Words,
  at: Conversation,
  startedAt: Date,
  confirmed = false,
): Promise<Reply[]> => placed(command, at, (here) => goOn(command, words, here, startedAt, confirmed));

async function goOn(
  command: Command,
  words: Words,
  at: Conversation,
  startedAt: Date,
  confirmed: boolean,
): Promise<Reply[]> {
  const args: Record<string, unknown> = {};
  for (const param of command.params ?? []) {
    const said = words[param.name] ?? (await param.guess?.(at, args));
    if (said === undefined) {
      if (!param.ask) continue;
      return [await ask(command, param.name, words, at, startedAt, await param.ask(at, args))];
    }
    const value = await param.read(said, at, args);
    if (isMisread(value)) {
      const { [param.name]: _dropped, ...kept } = words;
      // The choices of the question stand as long as it does.
      const buttons = value.buttons ?? (await param.ask?.(at, args))?.buttons;
      const reply = { text: value.misread, buttons };
      return [await ask(command, param.name, kept, at, startedAt, reply)];
    }
    words[param.name] = said;
    args[param.name] = value;
  }
  if (!confirmed) {
    const preview = await command.preview?.(at, args);
    if (preview)
      return [await ask(command, previewStep, words, at, startedAt, withSend(command, preview, at))];
  }
  // A stranger who accepts an invitation has none.
  if (at.actor.id) await endDialogue(at.db, at.actor.id);
  const answer = await command.run(
    { ...at, message: { ...at.message, sentAt: moment(at, startedAt) } },
    args,
  );
  return answer === undefined ? [] : Array.isArray(answer) ? answer : [answer];
}

/** A dialogue begun in time must not be late by its last step; but an old question is no proof of sending. */
const graceMinutes = 30;
const moment = (at: Conversation, startedAt: Date): Date =>
  at.message.sentAt.getTime() - startedAt.getTime() <= graceMinutes * 60_000 ? startedAt : at.message.sentAt;

/** What the button under a preview is called: "Gửi", or the command's own word for what it does. */
const sendLabel = (command: Command, t: Translate): string => {
  const own = `commands.${command.name}.send`;
  return t(hasText(own) ? own : 'common.send');
};

/** "Hủy", unless that is the word for what the command does. */
const keepLabel = (command: Command, t: Translate): string => {
  const own = `commands.${command.name}.keep`;
  return t(hasText(own) ? own : 'common.cancel');
};

const isSendLabel = (command: Command, said: string, { t }: Conversation): boolean =>
  fold(said) === fold(sendLabel(command, t));

/** Words that answer a preview: yes, no, or a correction of what it shows. */
export const answersPreview = (command: Command, said: string, at: Conversation): boolean =>
  readYesNo(said) !== undefined ||
  fold(said) === fold(keepLabel(command, at.t)) ||
  isSendLabel(command, said, at) ||
  command.amend?.(said) !== undefined;

const withSend = (command: Command, preview: Reply, { t }: Conversation): Reply => ({
  ...preview,
  buttons: [
    ...(preview.buttons ?? []),
    [
      { label: sendLabel(command, t), say: t('common.send') },
      { label: keepLabel(command, t), say: '/huy' },
    ],
  ],
});

async function ask(
  command: Command,
  awaiting: string,
  args: Words,
  at: Conversation,
  startedAt: Date,
  question: Reply,
): Promise<Reply> {
  const key = randomBytes(6).toString('base64url');
  await saveDialogue(at.db, at.actor.id, {
    key,
    command: command.name,
    awaiting,
    args,
    fileIds: at.message.fileIds,
    startedAt,
    updatedAt: at.now,
  });
  const about: About = { ...question.about, ...(question.buttons?.length ? { dialogue: key } : {}) };
  return { ...question, about };
}

/** Goes on with a dialogue: the message is the words of the argument that was asked for, or the answer to a preview. */
export async function resume(command: Command, row: DialogueRow, at: Conversation): Promise<Reply[]> {
  const fileIds = [...new Set([...row.fileIds, ...at.message.fileIds])];
  const here: Conversation = { ...at, message: { ...at.message, fileIds } };
  const said = at.message.text.trim();
  if (row.awaiting !== previewStep) {
    return advance(command, { ...row.args, [row.awaiting]: said }, here, row.startedAt);
  }
  const amended = command.amend?.(said);
  if (amended) return advance(command, { ...row.args, ...amended }, here, row.startedAt);
  if (readYesNo(said) === true || isSendLabel(command, said, at))
    return advance(command, row.args, here, row.startedAt, true);
  if (readYesNo(said) === false || fold(said) === fold(keepLabel(command, at.t))) {
    await endDialogue(at.db, at.actor.id);
    return [{ text: at.t('common.cancelled') }];
  }
  const again = await advance(command, row.args, here, row.startedAt);
  const labels = { send: sendLabel(command, at.t), keep: keepLabel(command, at.t) };
  return [{ text: at.t('common.sendOrCancel', labels) }, ...again];
}
