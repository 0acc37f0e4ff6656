import { changeWard } from '../src/decisions/ward.ts';
import type { Reply } from '../src/domain/message.ts';
import { planAndFact } from '../src/domain/wards.ts';
import { defineCommand, type Conversation } from '../src/inbound/command.ts';
import { agencyBook } from '../src/store/agencies.ts';
import { wardsOf, wardTargets, type WardRow } from '../src/store/wards.ts';
import { splitAgency } from './shared/agency.ts';
import {
  planReply,
  readWardWords,
  townReply,
  wardFacts,
  wardReply,
  type WardWords,
} from './shared/ward-words.ts';

/** Phường: plan and fact; "/phuong Phú Cường 2026" plans, "/phuong Phú Cường đang xây dựng" sets the state. */
export default defineCommand<{ line?: string }>({
  name: 'wards',
  slash: { vi: 'phuong', en: 'wards' },
  who: ['coordinator', 'admin'],
  params: [{ name: 'line', takes: 'rest', read: (words) => words.trim() }],
  async run(at, { line = '' }) {
    if (!line) return planReply(at);
    const book = await agencyBook(at.db);
    const said = readWardWords(line, await wardsOf(at.db), book);
    if (said) return onWard(at, line, said);
    const town = splitAgency(line, book);
    const ids = town?.rest ? [] : (town?.agencies.map((agency) => agency.id) ?? []);
    return (
      (await townReply(at, ids)) ?? { text: at.t('commands.wards.unknown', { text: line.slice(0, 60) }) }
    );
  },
});

async function onWard(at: Conversation, line: string, said: WardWords): Promise<Reply> {
  const [ward, another] = said.wards;
  if (!ward) return { text: at.t('commands.wards.unknown', { text: line.slice(0, 60) }) };
  if (another) return whichTown(at, said);
  const { plannedYear, state, builtYear, rest } = said;
  if (rest)
    return {
      ...wardReply(ward, at),
      text: at.t('commands.wards.unreadable', { text: rest.slice(0, 60), ward: ward.name }),
    };
  if (plannedYear === undefined && state === undefined) return wardReply(ward, at);
  const changed = await changeWard(at, { wardId: ward.id, plannedYear, state, builtYear });
  return doneReply(at, changed.ward, plannedYear ?? undefined);
}

/** Two towns have a ward of that name. */
const whichTown = (at: Conversation, { wards, plannedYear, state, builtYear }: WardWords): Reply => {
  const change = [
    state === undefined ? '' : at.t(`commands.wards.state.${state}`),
    builtYear ?? plannedYear ?? '',
  ].join(' ');
  return {
    text: at.t('commands.wards.which', { ward: wards[0]?.name }),
    buttons: wards.map((ward) => [
      {
        label: `${ward.name}, ${ward.agencyShortName}`,
        say: `/phuong ${ward.name} ${ward.agencyCode} ${change}`.trim(),
      },
    ]),
  };
};

/** What stands now, and how the year's plan adds up. */
async function doneReply(at: Conversation, ward: WardRow, year: number | undefined): Promise<Reply> {
  const years = planAndFact(await wardTargets(at.db), await wardsOf(at.db));
  const plan = years.find((one) => one.year === year);
  return {
    text: [
      at.t('commands.wards.done', {
        ward: ward.name,
        town: ward.agencyShortName,
        facts: wardFacts(ward, at),
      }),
      plan
        ? at.t('commands.wards.planned', { year: plan.year, planned: plan.planned, target: plan.target })
        : '',
    ]
      .filter(Boolean)
      .join('\n'),
    buttons: [[{ label: ward.agencyShortName, say: `/phuong ${ward.agencyCode}` }]],
  };
}
