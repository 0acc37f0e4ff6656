import { agenciesOf } from '../src/decisions/scope.ts';
import type { Reply } from '../src/domain/message.ts';
import { readLeaderQuestion, type LeaderQuestion } from '../src/domain/questions.ts';
import { defineCommand, type Conversation, type Misread } from '../src/inbound/command.ts';
import { agencyBook } from '../src/store/agencies.ts';
import { agencyChoices } from './shared/agency.ts';
import { askedAgency, type AskedAgency } from './shared/asked-agency.ts';
import { visibleTo } from './shared/place.ts';
import { answerAgency, answerOverall, answers } from './shared/standing.ts';

/** What the words after the command ask for: an agency, or one of the questions that leaders ask. */
type Of =
  | { agency: AskedAgency }
  | { question: Exclude<LeaderQuestion['kind'], 'status' | 'task'>; task?: number }
  | { everything: true };

/** Tình hình: the state now, of everything or of one agency; an agency's own people see their own. */
export default defineCommand<{ of?: Of }>({
  name: 'status',
  slash: { vi: 'tinhhinh', en: 'status' },
  words: ['tinh hinh', 'bao cao nhanh', 'thong ke'],
  who: ['focal', 'head', 'leader', 'coordinator', 'admin'],
  params: [{ name: 'of', takes: 'rest', read: readOf }],
  async run(at, { of }) {
    if (of && 'question' in of && of.task !== undefined && !visibleTo(at))
      return at.go('track', { task: `#${of.task}` });
    if (of && 'question' in of) return answers[of.question](at);
    if (of && 'agency' in of) return answerAgencies(at, of.agency);
    return visibleTo(at) ? ownStatus(at) : answerOverall(at);
  },
});

async function readOf(words: string, at: Conversation): Promise<Of | Misread> {
  const asked = readLeaderQuestion(words);
  if (asked && asked.kind !== 'status' && asked.kind !== 'task')
    return { question: asked.kind, task: asked.task };
  const named = asked?.kind === 'status' ? asked.agencyText : words;
  if (named === undefined) return { everything: true };
  const found = await askedAgency(named, at);
  const [first, second] = found.agencies;
  if (!first) {
    const seen = visibleTo(at);
    const said = words.slice(0, 60);
    return { misread: at.t(seen ? 'commands.status.onlyOwn' : 'commands.agency.unknown', { text: said }) };
  }
  return found.exact && (!second || found.now.length) ? { agency: found } : whichAgency(words, at, found);
}

/** Several agencies bear such a name, or a slip of the key was forgiven: asked, with buttons. */
function whichAgency(words: string, { t }: Conversation, { agencies }: AskedAgency): Misread {
  const [first, second] = agencies;
  return {
    misread: t(second ? 'commands.agency.which' : 'commands.agency.slip', {
      text: words.slice(0, 60),
      agency: first?.shortName ?? '',
    }),
    buttons: agencyChoices(agencies.slice(0, 9)),
  };
}

/** The agencies that took the place of the one that was named are all shown: the question was about their work. */
export async function answerAgencies(at: Conversation, { agencies, now }: AskedAgency): Promise<Reply[]> {
  const replies: Reply[] = [];
  for (const agency of agencies.slice(0, 3)) replies.push(await answerAgency(at, agency));
  const [first, ...others] = replies;
  return first && now.length
    ? [{ ...first, text: `${now.join('\n')}\n\n${first.text}` }, ...others]
    : replies;
}

/** One answer for each agency that the person answers for. */
async function ownStatus(at: Conversation): Promise<Reply[]> {
  const book = await agencyBook(at.db);
  const own = agenciesOf(at.actor);
  const replies: Reply[] = [];
  for (const agency of book.agencies.filter((one) => own.includes(one.id))) {
    replies.push(await answerAgency(at, agency));
  }
  return replies;
}
