import { answerQuestion } from '../src/decisions/answer.ts';
import { taskWords } from '../src/decisions/wording.ts';
import { Refusal } from '../src/domain/refusal.ts';
import { defineCommand } from '../src/inbound/command.ts';

/** What a coordinator says in reply to an agency's question. */
export default defineCommand<{ words: string }>({
  name: 'answer',
  who: ['coordinator', 'admin'],
  params: [{ name: 'words', takes: 'rest', read: (words) => words.trim() }],
  async run(at, { words }) {
    const questionId = at.message.about?.questionId;
    const { fileIds } = at.message;
    if (!questionId || (!words && !fileIds.length)) throw new Refusal('questionUnknown');
    const { row, question, people } = await answerQuestion(at, {
      questionId,
      text: words,
      fileIds,
      inboxId: at.message.id,
    });
    const told = { task: taskWords(row), agency: row.agencyShortName, name: question.by };
    return { text: at.t(people ? 'commands.answer.done' : 'commands.answer.unreached', told) };
  },
});
