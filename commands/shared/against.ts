import { readReply, type Meaning, type Reading } from '../../src/domain/reply.ts';
import { fold } from '../../src/domain/vietnamese.ts';
import type { Conversation } from '../../src/inbound/command.ts';

/** What a command says and what the words after it say: "/xong 16 chưa xong" is not done. */

const readingOf = (at: Conversation, words: string): Reading =>
  readReply(words, { now: at.now, zone: at.env.zone, calendar: at.env.calendar });

const denial =
  /^(?:da |van |toi |em )*(?:chua|khong|ko|chang|tu choi)(?: |$)|\b(?:khong|chua|ko) (?:chac|nhan|ro)\b/;
const nothing =
  /^(?:hien |da |van )*(?:(?:khong|ko|chua)(?: co)?(?: gi| vuong(?: mac)?(?: gi)?| kho khan(?: gi)?| van de(?: gi)?)*|het(?: vuong(?: mac)?| kho khan)?|none|nothing)(?: ca| nua| het| roi| a| dau)*$/;

/** Meanings that the words may have beside the one of the command. */
const agree: Readonly<Record<'received' | 'confirm' | 'done' | 'blocked' | 'progress', Meaning['kind'][]>> = {
  received: ['received', 'confirm', 'progress'],
  confirm: ['received', 'confirm', 'progress', 'unblocked'],
  done: ['done', 'received', 'confirm', 'unblocked'],
  blocked: ['blocked', 'progress', 'received', 'question'],
  progress: ['progress', 'received', 'confirm', 'blocked', 'unblocked'],
};

/** True where the words say something else than the command before them. */
export function saysOtherwise(command: keyof typeof agree, words: string, at: Conversation): boolean {
  if (!words.trim()) return false;
  const said = fold(words)
    .replace(/[^\p{L}\p{N}\s%]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const { meanings } = readingOf(at, words);
  const other = meanings.some(
    (meaning) =>
      !agree[command].includes(meaning.kind) &&
      !(command === 'done' && meaning.kind === 'progress' && meaning.percent === 100),
  );
  if (other) return true;
  if (command === 'blocked') return nothing.test(said);
  if (command === 'progress') return /^(?:em |toi )*(?:chua|khong|ko) (?:biet|ro)\b/.test(said);
  return denial.test(said);
}

/** What the words say beside the command's own meaning, where both go together ("/nhan 12 cam kết đúng hạn"). */
export const besides = (command: 'received' | 'confirm', words: string, at: Conversation): Meaning[] => {
  const { meanings, unsure } = readingOf(at, words);
  return unsure ? [] : meanings.filter(({ kind }) => kind !== command && agree[command].includes(kind));
};
