import { noteCall } from '../src/decisions/call-note.ts';
import { personWords } from '../src/decisions/wording.ts';
import type { Reply } from '../src/domain/message.ts';
import { nfc } from '../src/domain/vietnamese.ts';
import { defineCommand, type Conversation } from '../src/inbound/command.ts';
import { agencyBook, type AgencyRow } from '../src/store/agencies.ts';
import { callables } from '../src/store/calls.ts';
import { readAgency, splitAgency } from './shared/agency.ts';
import { callLines, callList, type Call } from './shared/call-list.ts';

interface Args {
  line?: string;
  agency?: AgencyRow;
  text: string;
}

const page = 6;
/** Stands for "the list is wanted, nothing is recorded". */
const none = '-';

/** Cần gọi: whom to telephone and why; "/cangoi STP đã hẹn thứ Sáu" records that it was done. */
export default defineCommand<Args>({
  name: 'calls',
  slash: { vi: 'cangoi', en: 'calls' },
  words: ['can goi'],
  who: ['coordinator', 'admin'],
  params: [
    { name: 'line', takes: 'rest', read: (words) => words.trim() },
    {
      name: 'agency',
      takes: () => undefined,
      read: (words, at) => readAgency(words, at),
      async guess(at, { line = '' }) {
        if (!line || offsetIn(line) !== undefined) return undefined;
        return splitAgency(line, await agencyBook(at.db))?.said ?? line;
      },
    },
    {
      name: 'text',
      takes: () => undefined,
      read: (words, at) =>
        words === none ? '' : words.trim() || { misread: at.t('commands.calls.askShort') },
      async guess(at, { line = '', agency }) {
        if (!agency) return none;
        const rest = splitAgency(line, await agencyBook(at.db))?.rest ?? '';
        return withoutCalled(rest) || undefined;
      },
      ask: askResult,
    },
  ],
  async run(at, { line = '', agency, text }) {
    if (!agency) return listReply(at, offsetIn(line) ?? 0);
    const [person] = await callables(at.db, [agency.id]);
    await noteCall(at, { agencyId: agency.id, contactId: person?.contactId, text });
    return {
      text: at.t('commands.calls.noted', { agency: agency.shortName, text }),
      buttons: [[{ label: at.t('commands.calls.back'), say: '/cangoi' }]],
    };
  },
});

const offsetIn = (line: string): number | undefined => {
  const match = /^(?:tiếp|tiep|next)\s*(\d+)?$/iu.exec(nfc(line).trim());
  return match ? Number(match[1] ?? page) : undefined;
};

/** "đã gọi: hẹn thứ Sáu" → "hẹn thứ Sáu" */
const withoutCalled = (text: string): string =>
  nfc(text)
    .replace(/^[\s:,;–-]*(?:đã gọi|da goi|called)?[\s:,;–-]*/iu, '')
    .trim();

async function askResult(at: Conversation, { agency }: Partial<Args>): Promise<Reply> {
  const { t } = at;
  const [person] = agency ? await callables(at.db, [agency.id]) : [];
  const results = ['promised', 'noAnswer', 'wrongNumber', 'byLetter'] as const;
  return {
    text: t('commands.calls.ask', {
      agency: agency?.shortName ?? '',
      who: person
        ? t('commands.calls.person', {
            person: personWords(person, t),
            phone: person.phone ?? t('commands.calls.noPhone'),
          })
        : t('commands.calls.nobody'),
    }),
    buttons: results.map((result) => [
      { label: t(`commands.calls.result.${result}`), say: t(`commands.calls.result.${result}`) },
    ]),
  };
}

async function listReply(at: Conversation, offset: number): Promise<Reply> {
  const { t } = at;
  const calls = await callList(at);
  const open = calls.filter((call) => !call.called).length;
  if (!calls.length) return { text: t('commands.calls.none') };
  const shown = calls.slice(offset, offset + page);
  const left = Math.max(0, calls.length - offset - shown.length);
  return {
    text: [
      `**${t('commands.calls.head', { count: open, called: calls.length - open })}**`,
      ...shown.map((call, index) => `${offset + index + 1}. ${callLines(call, at)}`),
    ].join('\n'),
    buttons: [
      ...shown.map((call: Call) => [
        {
          label: t('commands.calls.button', { agency: call.agency.shortName }),
          say: `/cangoi ${call.agency.code}`,
        },
      ]),
      ...(left ? [[{ label: t('commands.waiting.next'), say: `/cangoi tiếp ${offset + page}` }]] : []),
    ],
  };
}
