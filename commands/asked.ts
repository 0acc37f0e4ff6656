import { readLeaderQuestion } from '../src/domain/questions.ts';
import type { Reply } from '../src/domain/message.ts';
import { defineCommand, type Conversation } from '../src/inbound/command.ts';
import { markNotUnderstood } from '../src/store/inbox.ts';
import { agencyChoices } from './shared/agency.ts';
import { askedAgency } from './shared/asked-agency.ts';
import { answerOverall, answers } from './shared/standing.ts';
import { answerAgencies } from './status.ts';

/** What plain words of a leader or coordinator become: "tình hình?", "stp đến đâu rồi", "ai chưa báo cáo", "việc 12". */
export default defineCommand<{ words: string }>({
  name: 'asked',
  who: ['leader', 'coordinator', 'admin'],
  params: [{ name: 'words', takes: 'rest', read: (words) => words, guess: (at) => at.message.text }],
  async run(at, { words }) {
    const question = readLeaderQuestion(words);
    if (!question) return answerName(at, words);
    switch (question.kind) {
      case 'task':
        return at.go('track', { task: `#${question.task}` });
      case 'status':
        return question.agencyText === undefined
          ? answerOverall(at)
          : ((await aboutAgency(at, question.agencyText)) ?? keep(at));
      default:
        // "Việc 12 ai chưa xong": the task's card names each agency with its state.
        return question.task === undefined
          ? answers[question.kind](at)
          : at.go('track', { task: `#${question.task}` });
    }
  },
});

/** Words that are no question, but an agency's name and nothing else, ask for its state. */
async function answerName(at: Conversation, words: string): Promise<Reply | Reply[]> {
  const short = words.trim().split(/\s+/).length <= longestName;
  return (short ? await aboutAgency(at, words) : undefined) ?? keep(at);
}

/** Words of the longest name of an agency. */
const longestName = 12;

/** The state of the agency that the words name; which one, where several fit; undefined where none does. */
async function aboutAgency(at: Conversation, words: string): Promise<Reply | Reply[] | undefined> {
  const found = await askedAgency(words, at);
  const [first, second] = found.agencies;
  if (!first) return undefined;
  if (found.exact && (!second || found.now.length)) return answerAgencies(at, found);
  return {
    text: at.t(second ? 'commands.asked.which' : 'commands.agency.slip', {
      text: words.slice(0, 60),
      agency: first.shortName,
    }),
    buttons: agencyChoices(found.agencies.slice(0, 9), '/tinhhinh '),
  };
}

/** What is not understood is kept for the coordinators, and the person is shown how to ask. */
async function keep(at: Conversation): Promise<Reply> {
  await markNotUnderstood(at.db, at.message.id);
  const { t } = at;
  return {
    text: t('commands.asked.notUnderstood'),
    buttons: [
      [
        { label: t('commands.status.button.all'), say: '/tinhhinh' },
        { label: t('commands.status.button.help'), say: '/trogiup' },
      ],
    ],
  };
}
