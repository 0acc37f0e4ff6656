import { acknowledgeBroadcast } from '../src/decisions/broadcast.ts';
import { replyToBroadcast } from '../src/decisions/reply-broadcast.ts';
import { ownNames, rolesOf } from '../src/decisions/scope.ts';
import { youWords } from '../src/decisions/wording.ts';
import { readReplies } from '../src/domain/reply.ts';
import { fold } from '../src/domain/vietnamese.ts';
import { languages, translatorFor } from '../src/i18n.ts';
import { defineCommand, type Conversation } from '../src/inbound/command.ts';

/**
 * What an addressee says in answer to a broadcast: "Đã nhận" is kept as receipt, a report on a task goes its own way,
 * anything else is passed on to the author.
 */
export default defineCommand<{ words: string }>({
  name: 'broadcastReply',
  who: 'all',
  params: [{ name: 'words', takes: 'rest', read: (words) => words }],
  async run(at, { words }) {
    const id = at.message.about?.broadcastId ?? '';
    if (isReceipt(at, words)) {
      const found = await acknowledgeBroadcast(at, id);
      return { text: at.t(`commands.broadcastReply.${found}`, { you: youWords(at.actor, at.t) }) };
    }
    if (isReport(at, words)) return at.go('report', { words });
    const author = await replyToBroadcast(at, { id, text: words.trim(), fileIds: at.message.fileIds });
    return { text: at.t('commands.broadcastReply.passed', { author }) };
  },
});

const readingsOf = (at: Conversation, words: string) =>
  readReplies(words, { now: at.now, zone: at.env.zone, calendar: at.env.calendar, own: ownNames(at.actor) });

function isReceipt(at: Conversation, words: string): boolean {
  const button = languages.some(
    (language) => fold(words) === fold(translatorFor(language)('notices.broadcast.ack')),
  );
  const [first, second] = readingsOf(at, words);
  const meant = first?.meanings.map((meaning) => meaning.kind) ?? [];
  return button || (!second && !first?.tasks.length && !first?.unsure && meant.join() === 'received');
}

/** Names a task, or says something that only a task can be: done, 60%, a new date. */
function isReport(at: Conversation, words: string): boolean {
  if (!rolesOf(at.actor).some((role) => role === 'focal' || role === 'head')) return false;
  return readingsOf(at, words).some(
    ({ tasks, meanings }) =>
      tasks.length > 0 ||
      meanings.some(({ kind }) => kind !== 'received' && kind !== 'question' && kind !== 'confirm'),
  );
}
