import { taskWords } from '../../src/decisions/wording.ts';
import type { Choice, Reply } from '../../src/domain/message.ts';
import type { Conversation, Param } from '../../src/inbound/command.ts';
import { assignmentsOfTask } from '../../src/store/assignments.ts';
import type { Waiting } from '../../src/store/waiting.ts';
import { aboutAssignment, placeOf, readTaskWords } from './agency-task.ts';
import { settledRefusal } from './settled.ts';
import { staleReply } from './stale.ts';
import {
  findKept,
  findWaiting,
  keyOf,
  sayOf,
  waitingLine,
  waitingWords,
  type WaitingWords,
} from './waiting.ts';

/** What of all that waits a coordinator means to decide: by words, by the message answered to, or out of a list. */

/** The way to decide: /duyet speaks of reports and new dates, /tuchoi of new dates alone. */
export interface Way {
  command: 'accept' | 'deny';
  slash: '/duyet' | '/tuchoi';
  kinds: readonly Waiting['kind'][];
}

/** Stands for "no decision yet": the list is shown, or which of several is meant is asked. */
export const undecided = '-';

export interface Meant {
  items?: Waiting[];
  /** What is shown or asked where nothing can be decided yet. */
  reply?: Reply;
}

/** The argument "what": kept as what was found when the words were said, so that nothing newer is decided unseen. */
export const itemsParam = <A extends { line?: string; items?: Waiting[] }>(way: Way): Param<A> => ({
  name: 'items',
  takes: () => undefined,
  read: (words, at) => (words === undecided ? undefined : findKept(words, at)),
  async guess(at, { line }) {
    const { items } = await meant(at, line ?? '', way);
    return items?.map(keyOf).join(' ') ?? undecided;
  },
});

/** What is to be decided by these words, or what has to be asked first. */
export async function meant(at: Conversation, line: string, way: Way): Promise<Meant> {
  const words = await findWaiting(line, at);
  const found = words.found.filter((item) => way.kinds.includes(item.kind));
  if (words.named) return among(at, line, { ...words, found }, way);
  if (words.all) return { items: found };
  const about = await aboutAssignment(at);
  if (about && offsetIn(words.rest) === undefined) return meant(at, `${placeOf(about)} ${line}`, way);
  return { reply: listReply(found, at, offsetIn(words.rest) ?? 0, way) };
}

async function among(at: Conversation, line: string, { found, all }: WaitingWords, way: Way): Promise<Meant> {
  const stale = await staleReply(at, found);
  if (stale) return { reply: stale };
  const chosen = fromMessage(at, found);
  const [first, second] = chosen;
  if (!first) throw await nothingThere(at, line, way);
  if (all || !second) return { items: chosen };
  const one = chosen.every((item) => item.row.id === first.row.id);
  return {
    reply: {
      text: [
        at.t(one ? 'commands.waiting.whichOfBoth' : 'commands.waiting.which', {
          task: taskWords(first.row),
          agency: first.row.agencyShortName,
          count: chosen.length,
        }),
        ...chosen.slice(0, page).map((item, index) => `${index + 1}. ${waitingWords(item, at)}`),
      ].join('\n'),
      buttons: [...choicesOf(chosen.slice(0, page), at, way), [allChoice(at, line, chosen.length, way)]],
    },
  };
}

/** The button under a note means what that note told of. */
function fromMessage(at: Conversation, found: readonly Waiting[]): Waiting[] {
  const { extensionId, batchId } = at.message.about ?? {};
  const told = found.filter((item) =>
    extensionId
      ? item.kind === 'extension' && item.id === extensionId
      : item.kind === 'report' && item.batchId === batchId,
  );
  return told.length ? told : [...found];
}

async function nothingThere(at: Conversation, line: string, way: Way): Promise<Error> {
  const { number, agencies } = await readTaskWords(line, at);
  const rows = number === undefined ? [] : await assignmentsOfTask(at.db, number);
  const ids = agencies.map((agency) => agency.id);
  const wanted = ids.length ? rows.filter((row) => ids.includes(row.agencyId)) : rows;
  return settledRefusal(at, wanted, way.command);
}

/** As many as have a digit beside "next" and "all". */
const page = 7;

const offsetIn = (rest: string): number | undefined => {
  const match = /^(?:tiếp|tiep|next)\s*(\d+)?$/iu.exec(rest);
  return match ? Number(match[1] ?? page) : undefined;
};

function listReply(waiting: readonly Waiting[], at: Conversation, offset: number, way: Way): Reply {
  const { t } = at;
  const shown = waiting.slice(offset, offset + page);
  const [first] = shown;
  if (!first) return { text: t(`commands.${way.command}.none`) };
  const left = waiting.length - offset - shown.length;
  return {
    text: [
      `**${t(`commands.${way.command}.head`, { count: waiting.length })}**`,
      ...shown.map((item, index) => `${index + 1}. ${waitingLine(item, at)}`),
      left ? t('commands.waiting.more', { count: left }) : '',
      t(`commands.${way.command}.how`, { place: `${first.row.number} ${first.row.agencyCode}` }),
    ]
      .filter(Boolean)
      .join('\n'),
    buttons: [
      ...choicesOf(shown, at, way),
      ...(left ? [[{ label: t('commands.waiting.next'), say: `${way.slash} tiếp ${offset + page}` }]] : []),
      ...(waiting.length > 1 ? [[allChoice(at, '', waiting.length, way)]] : []),
    ],
    about: { digest: shown.map((item) => item.row.id) },
  };
}

const choicesOf = (items: readonly Waiting[], at: Conversation, way: Way): Choice[][] =>
  items.map((item) => [
    {
      label: at.t(`commands.waiting.choice.${way.command === 'deny' ? 'deny' : item.kind}`, {
        task: item.row.number,
        agency: item.row.agencyShortName,
      }),
      say: `${way.slash} ${sayOf(item)}`,
    },
  ]);

const allChoice = (at: Conversation, line: string, count: number, way: Way): Choice => ({
  label: at.t(`commands.${way.command}.all`, { count }),
  say: `${way.slash} tất cả ${line}`.trim(),
});
