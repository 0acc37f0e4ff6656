import type { Reply } from '../../src/domain/message.ts';
import { fold, nfc } from '../../src/domain/vietnamese.ts';
import { isBuilt, planAndFact, wardStates, type WardState } from '../../src/domain/wards.ts';
import type { Conversation } from '../../src/inbound/command.ts';
import { splitAgency } from './agency.ts';
import type { AgencyBook } from '../../src/store/agencies.ts';
import { wardsOf, wardTargets, type WardRow } from '../../src/store/wards.ts';

/** Wards as people name them and as they are listed. */

const stateWordings: readonly (readonly [WardState, RegExp])[] = [
  ['not_started', /^(chua trien khai|chua lam|chua bat dau|not started)$/],
  ['building', /^(dang xay dung|dang trien khai|dang lam|xay dung|trien khai|building|in progress)$/],
  ['recognised', /^((?:da )?duoc cong nhan|(?:da )?cong nhan|recognised|recognized)$/],
  ['built', /^((?:da )?hoan thanh(?: xay dung)?|(?:da )?xay dung xong|xong|built|completed)$/],
];

export interface WardWords {
  /** Wards that the words name; several where two towns have one of that name. */
  wards: WardRow[];
  plannedYear?: number | null;
  state?: WardState;
  builtYear?: number;
  /** What could not be read. */
  rest: string;
}

/** "Phú Cường 2026", "phường Phú Cường đang xây dựng", "Phú Cường hoàn thành 2025", "Tân An TDM bỏ kế hoạch". */
export function readWardWords(
  words: string,
  all: readonly WardRow[],
  book: AgencyBook,
): WardWords | undefined {
  const said = nfc(words)
    .trim()
    .replace(/^(?:phường|phuong|p\.|ward)\s+/iu, '');
  const pieces = [...said.matchAll(/\S+/g)];
  for (let count = Math.min(4, pieces.length); count > 0; count--) {
    const last = pieces[count - 1];
    const name = said.slice(0, (last?.index ?? 0) + (last?.[0].length ?? 0)).replace(/[,;:.]+$/u, '');
    const named = all.filter((ward) => fold(ward.name) === fold(name));
    const exact = named.filter((ward) => nfc(ward.name).toLowerCase() === name.toLowerCase());
    if (named.length)
      return {
        wards: exact.length ? exact : named,
        ...readChange(said.slice(name.length), exact.length ? exact : named, book),
      };
  }
  return undefined;
}

function readChange(
  text: string,
  named: readonly WardRow[],
  book: AgencyBook,
): Omit<WardWords, 'wards'> & { wards?: WardRow[] } {
  let rest = text.replace(/^[\s,;:–-]+/u, '').trim();
  const town = splitAgency(rest, book);
  const there = town ? named.filter((ward) => town.agencies.some(({ id }) => id === ward.agencyId)) : [];
  if (town && there.length) rest = town.rest.replace(/^[\s,;:–-]+/u, '');
  const narrowed = there.length ? { wards: there } : {};
  if (/^(bo ke hoach|chua co ke hoach|khong ke hoach|no plan)$/.test(fold(rest)))
    return { ...narrowed, plannedYear: null, rest: '' };
  const year = /(?:^|\s)(?:năm\s+|nam\s+)?(20\d{2})\s*$/iu.exec(rest);
  const bare = fold(year ? rest.slice(0, year.index) : rest)
    .replace(/^(ke hoach|du kien|plan)\s*/, '')
    .trim();
  const state = stateWordings.find(([, pattern]) => pattern.test(bare))?.[0];
  if (state) return { ...narrowed, state, ...(year ? { builtYear: Number(year[1]) } : {}), rest: '' };
  if (year && !bare) return { ...narrowed, plannedYear: Number(year[1]), rest: '' };
  return { ...narrowed, rest };
}

/** Plan and fact by year, then by town. */
export async function planReply(at: Conversation): Promise<Reply> {
  const { t } = at;
  const all = await wardsOf(at.db);
  const years = planAndFact(await wardTargets(at.db), all);
  const towns = [...new Set(all.map((ward) => ward.agencyCode))];
  const built = all.filter(isBuilt).length;
  return {
    text: [
      `**${t('commands.wards.head', { count: all.length, built })}**`,
      ...years.map((year) =>
        t('commands.wards.year', { ...year, missing: Math.max(0, year.target - year.planned) }),
      ),
      '',
      ...towns.map((code) =>
        townLine(
          all.filter((ward) => ward.agencyCode === code),
          at,
        ),
      ),
      t('commands.wards.how'),
    ].join('\n'),
    buttons: towns.map((code) => [
      {
        label: all.find((ward) => ward.agencyCode === code)?.agencyShortName ?? code,
        say: `/phuong ${code}`,
      },
    ]),
  };
}

const townLine = (wards: readonly WardRow[], { t }: Conversation): string =>
  t('commands.wards.town', {
    town: wards[0]?.agencyShortName ?? '',
    count: wards.length,
    built: wards.filter(isBuilt).length,
    building: wards.filter((ward) => ward.state === 'building').length,
    unplanned: wards.filter((ward) => ward.plannedYear === null && !isBuilt(ward)).length,
  });

/** The wards of one town, each with its state and years. */
export async function townReply(at: Conversation, agencyIds: readonly string[]): Promise<Reply | undefined> {
  const wards = (await wardsOf(at.db)).filter((ward) => agencyIds.includes(ward.agencyId));
  if (!wards.length) return undefined;
  return {
    text: [
      `**${townLine(wards, at)}**`,
      ...wards.map((ward) => `- ${wardLine(ward, at)}`),
      at.t('commands.wards.how'),
    ].join('\n'),
  };
}

/** "Phú Cường: đang xây dựng, kế hoạch 2026" */
const wardLine = (ward: WardRow, at: Conversation): string =>
  at.t('commands.wards.line', { ward: ward.name, facts: wardFacts(ward, at) });

/** "đã hoàn thành xây dựng năm 2026, kế hoạch 2026" */
export function wardFacts(ward: WardRow, { t }: Conversation): string {
  const state = t(`commands.wards.state.${ward.state}`);
  const planned =
    ward.plannedYear === null
      ? isBuilt(ward)
        ? ''
        : t('commands.wards.noPlan')
      : t('commands.wards.plannedFor', { year: ward.plannedYear });
  return [
    ward.builtYear === null ? state : t('commands.wards.inYear', { state, year: ward.builtYear }),
    planned,
  ]
    .filter(Boolean)
    .join(', ');
}

/** One ward with buttons for its states. */
export const wardReply = (ward: WardRow, at: Conversation): Reply => ({
  text: [
    at.t('commands.wards.one', { ward: ward.name, town: ward.agencyShortName, facts: wardFacts(ward, at) }),
    at.t('commands.wards.howOne', { ward: ward.name }),
  ].join('\n'),
  buttons: wardStates
    .filter((state) => state !== ward.state)
    .map((state) => {
      const words = at.t(`commands.wards.state.${state}`);
      return [
        {
          label: words.charAt(0).toUpperCase() + words.slice(1),
          say: `/phuong ${ward.name} ${ward.agencyCode} ${words}`,
        },
      ];
    }),
});
