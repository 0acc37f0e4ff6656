import type { Reply } from '../domain/message.ts';
import { groupBy } from '../domain/grouping.ts';
import { saidBetween, strayWordsBetween, type SaidLine, type StrayWords } from '../store/heard.ts';
import { waitingFor, type Waiting } from '../store/waiting.ts';
import type { Moment } from './lines.ts';
import type { Scope } from './scope.ts';
import { coordinators } from './tell-report.ts';
import { tell } from './tell.ts';
import { dueWords, instantWords } from './wording.ts';

/** Lines of a section; the rest is counted. */
const most = 12;
/** Letters of a person's words that a line shows. */
const shown = 160;

interface Material {
  said: SaidLine[];
  stray: StrayWords[];
  waiting: Waiting[];
}

/**
 * Tells coordinators what they do not hear at once: receipts, progress and words that nobody understood in a span of
 * time (after, up to), and what waits for a decision. Nothing where there is nothing.
 */
export async function tellSummary(
  scope: Scope,
  { after, until }: { after: Date; until: Date },
): Promise<void> {
  const { db, now, env } = scope;
  const to = await coordinators(scope);
  if (!to.length) return;
  const material: Material = {
    said: await saidBetween(db, after, until),
    stray: await strayWordsBetween(db, after, until),
    waiting: await waitingFor(db),
  };
  if (!material.said.length && !material.stray.length && !material.waiting.length) return;
  await tell(scope, {
    to,
    kind: 'summary',
    compose: (_, t) => summaryReply(material, { now, env, t }),
  });
}

function summaryReply({ said, stray, waiting }: Material, at: Moment): Reply {
  const { t, now, env } = at;
  const notes = said.filter((line) => line.kind === 'note');
  const sections = [
    section(t('jobs.summary.waiting', { count: waiting.length }), waitingLines(waiting, at), t),
    section(t('jobs.summary.receipts'), receiptLines(said, at), t),
    section(t('jobs.summary.progress'), progressLines(said, at), t),
    section(
      t('jobs.summary.notes'),
      [
        ...notes.map((line) =>
          t('jobs.summary.note', { task: line.task, agency: line.agency, text: shortened(line.text) }),
        ),
        ...stray.map((line) => t('jobs.summary.stray', { ...line, text: shortened(line.text) })),
      ],
      t,
    ),
  ].filter(Boolean);
  return {
    text: [`**${t('jobs.summary.head', { at: instantWords(now, env, t) })}**`, ...sections].join('\n\n'),
    buttons: waiting.length ? [[{ label: t('jobs.summary.decide'), say: '/duyet' }]] : [],
  };
}

const shortened = (text: string): string => (text.length > shown ? `${text.slice(0, shown)}…` : text);

function section(heading: string, lines: readonly string[], t: Moment['t']): string {
  if (!lines.length) return '';
  const more = lines.length - most;
  return [
    `**${heading}**`,
    ...lines.slice(0, most).map((line) => `- ${line}`),
    ...(more > 0 ? [t('jobs.summary.more', { count: more })] : []),
  ].join('\n');
}

const waitingLines = (waiting: readonly Waiting[], { t, env }: Moment): string[] =>
  waiting.map((item) =>
    item.kind === 'report'
      ? t('jobs.summary.waitingReport', {
          task: item.row.number,
          agency: item.row.agencyShortName,
          at: instantWords(item.at, env, t),
        })
      : t('jobs.summary.waitingExtension', {
          task: item.row.number,
          agency: item.row.agencyShortName,
          due: dueWords(item, env, t),
          reason: shortened(item.reason),
        }),
  );

/** "#12: đã nhận: Sở Tư pháp, Sở Nội vụ; cam kết đúng hạn: Sở Tài chính", one line for each task. */
function receiptLines(said: readonly SaidLine[], { t }: Moment): string[] {
  const receipts = said.filter((line) => line.kind === 'acknowledged' || line.kind === 'confirmed');
  return [...groupBy(receipts, (line) => line.task)].map(([task, lines]) => {
    const names = (kind: SaidLine['kind']) => [
      ...new Set(lines.filter((line) => line.kind === kind).map((line) => line.agency)),
    ];
    const parts = (['acknowledged', 'confirmed'] as const)
      .map((kind) => ({ kind, agencies: names(kind) }))
      .filter(({ agencies }) => agencies.length)
      .map(({ kind, agencies }) => t(`jobs.summary.${kind}`, { agencies: agencies.join(', ') }));
    return t('jobs.summary.receipt', { task, what: parts.join('; ') });
  });
}

/** The last word of each agency on each task. */
function progressLines(said: readonly SaidLine[], { t }: Moment): string[] {
  const lines = said.filter((line) => line.kind === 'progress' || line.kind === 'unblocked');
  const last = [...groupBy(lines, (line) => `${line.task} ${line.agency}`).values()].flatMap((group) =>
    group.slice(-1),
  );
  return last.map((line) => {
    const what =
      line.kind === 'unblocked'
        ? t('jobs.summary.unblocked')
        : line.percent === null
          ? t('common.state.in_progress')
          : t('common.state.in_progress_percent', { percent: line.percent });
    return t('jobs.summary.progressLine', {
      task: line.task,
      agency: line.agency,
      what,
      text: line.text ? t('jobs.summary.words', { text: shortened(line.text) }) : '',
      behalf: line.onBehalf ? t('jobs.summary.behalf') : '',
    });
  });
}
