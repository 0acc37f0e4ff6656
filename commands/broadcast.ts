import { addressees, broadcast } from '../src/decisions/broadcast.ts';
import { showProgress } from '../src/decisions/broadcast-progress.ts';
import type { Reply } from '../src/domain/message.ts';
import { fold } from '../src/domain/vietnamese.ts';
import { defineCommand, type Conversation, type Param } from '../src/inbound/command.ts';
import { agencyBook } from '../src/store/agencies.ts';
import { lineParam } from './shared/agency-task.ts';
import { audienceCodes, groupChoices, readAudienceWords, type AudienceArg } from './shared/audience.ts';
import { readBroadcastLine, type BroadcastAct } from './shared/broadcast-line.ts';
import { correction, filesTaken, urgencyChoices, urgencyParam, urgencyWords } from './shared/preview.ts';
import { agenciesLine, reachLines, sendMoment } from './shared/reach.ts';

interface Args {
  line?: string;
  text?: string;
  audience?: AudienceArg;
  ack?: boolean;
  urgent?: boolean;
}

/** Stands for "nothing new is sent": what was said is about a broadcast that is out already. */
const none = '-';

const acting: Record<BroadcastAct, string> = {
  stop: 'broadcastStop',
  missing: 'broadcastMissing',
  correct: 'broadcastCorrect',
  recall: 'broadcastRecall',
};

/** Thông báo: a message to many, shown before it is sent; then its progress, and stopping, correcting, recalling it. */
export default defineCommand<Args>({
  name: 'broadcast',
  slash: { vi: 'thongbao', en: 'broadcast' },
  who: ['coordinator', 'admin'],
  bare: false,
  draft: true,
  params: [
    lineParam(),
    part('text', {
      read: (words, at) =>
        filesTaken(words, at) ?? (words.trim() || { misread: at.t('commands.broadcast.askText') }),
      ask: (at) => ({ text: at.t('commands.broadcast.askText') }),
    }),
    part('audience', {
      read: (words, at) => filesTaken(words, at) ?? readAudienceWords(words, at),
      ask: async (at) => ({
        text: at.t('commands.broadcast.askAudience'),
        buttons: groupChoices(await agencyBook(at.db)),
      }),
    }),
    { name: 'ack', takes: () => undefined, read: (words) => words === 'có' },
    urgencyParam(),
  ],
  amend(words) {
    const urgent = urgencyWords(words);
    const ack = ackWords(words);
    if (urgent) return { urgent };
    return ack ? { ack } : correction(words, ['audience', 'text']);
  },
  preview,
  async run(at, { line, text, audience, ack = false, urgent = false }) {
    if (!text || !audience) return actOn(at, line ?? '');
    const { id } = await broadcast(at, {
      text,
      agencyIds: audience.agencies.map((agency) => agency.id),
      audience: audienceCodes(audience, await agencyBook(at.db)),
      heads: audience.heads,
      requireAck: ack,
      urgent,
      fileIds: at.message.fileIds,
    });
    const { identityId } = at.actor;
    const { channel } = at.message;
    const { address } = await at.db.identity.findUniqueOrThrow({ where: { id: identityId } });
    await showProgress(at, id, { id: identityId, channel, address }, at.t);
    return undefined;
  },
});

/** An argument that is taken from the line, and not asked for where the line acts on what is out already. */
function part(name: 'text' | 'audience', { read, ask }: Pick<Param<Args>, 'read' | 'ask'>): Param<Args> {
  return {
    name,
    takes: () => undefined,
    read: (words, at, soFar) => (words === none ? undefined : read(words, at, soFar)),
    async guess(at, { line }) {
      const said = await readBroadcastLine(line ?? '', at);
      return said.act ? none : said[name];
    },
    ask,
  };
}

async function actOn(at: Conversation, line: string): Promise<Reply[]> {
  const said = await readBroadcastLine(line, at);
  return said.act ? at.go(acting[said.act], said.offset ? { offset: String(said.offset) } : {}) : [];
}

/** "cần báo đã nhận", "không cần báo đã nhận" → the words of the argument `ack`. */
function ackWords(words: string): string | undefined {
  const said = fold(words);
  if (!/\b(da nhan|xac nhan|ack|receipt|confirm)\b/.test(said)) return undefined;
  return /^(khong|ko|no|bo)\b/.test(said) ? 'không' : 'có';
}

async function preview(
  at: Conversation,
  { text, audience, ack = false, urgent = false }: Args,
): Promise<Reply | undefined> {
  if (!text || !audience) return undefined;
  const { t } = at;
  const moment = sendMoment(at, 'broadcast', urgent);
  const files = at.message.fileIds.length;
  return {
    text: [
      `**${t('commands.broadcast.preview.head')}**`,
      t('commands.broadcast.progress.text', { text }),
      files ? t('commands.assign.preview.files', { count: files }) : '',
      agenciesLine(audience.agencies, at),
      t(audience.heads ? 'commands.broadcast.preview.withHeads' : 'commands.broadcast.preview.focal'),
      ...(await reachLines(audience.agencies, addressees(audience.heads), at)),
      t(ack ? 'commands.broadcast.preview.ack' : 'commands.broadcast.preview.noAck'),
      moment.line,
    ]
      .filter(Boolean)
      .join('\n'),
    buttons: [
      [
        ack
          ? { label: t('commands.broadcast.button.noAck'), say: 'không cần báo đã nhận' }
          : { label: t('commands.broadcast.button.ack'), say: 'cần báo đã nhận' },
        ...urgencyChoices(at, urgent, moment.held).flat(),
      ],
    ],
  };
}
