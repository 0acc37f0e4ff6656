import type { Meaning } from '../reply.ts';
import type { Finding } from './findings.ts';

export interface Judged {
  meanings: Meaning[];
  unsure: boolean;
}

/** What the findings of a message come to together: slight ones give way, contradictions and a mixture of tasks are asked about. */
export function judge(findings: Finding[], mixed: boolean): Judged {
  const now = findings.filter(({ past }) => !past);
  const overtaken = now.some(({ meaning }) => meaning?.kind === 'done' || meaning?.kind === 'progress');
  return judged(overtaken ? now : findings, mixed);
}

function judged(findings: Finding[], mixed: boolean): Judged {
  const hindrances = findings.flatMap(({ meaning }) =>
    meaning?.kind === 'blocked' || meaning?.kind === 'unblocked' ? [meaning.kind] : [],
  );
  const finished = findings.some(({ meaning }) => meaning?.kind === 'done');
  const asked = findings.some(({ doubt }) => doubt === 'ask' || (doubt === 'step' && !finished));
  const firm = kindsOf(findings.filter(({ slight }) => !slight));
  const slight = kindsOf(findings.filter((finding) => finding.slight));
  const all = firm.length > 0 || asked ? firm : preferred(slight);
  const unfinished =
    slight.some(({ kind }) => kind === 'progress') ||
    findings.some(({ doubt }) => doubt === 'unfinished' || doubt === 'against');
  // "Hết vướng kinh phí nhưng vướng nhân sự": what is said last holds.
  const stuck = hindrances.at(-1) === 'blocked';
  const meanings = withoutOverruled(stuck ? all.filter(({ kind }) => kind !== 'unblocked') : all);
  const contradicted =
    (mixed && all.length > 0) || contradicts(meanings, unfinished) || sharesOf(findings) > 1;
  const unsure =
    asked ||
    contradicted ||
    (meanings.length === 0 && findings.some(({ doubt }) => doubt !== undefined && doubt !== 'against'));
  // Where one must ask, nothing may look like a completion.
  return { meanings: unsure ? meanings.filter(({ kind }) => kind !== 'done') : meanings, unsure };
}

/** One of each kind, in the order said; the later percentage and the better described extension win. */
function kindsOf(findings: Finding[]): Meaning[] {
  const kinds = new Map<Meaning['kind'], Meaning>();
  for (const { meaning } of findings) {
    if (!meaning) continue;
    const known = kinds.get(meaning.kind);
    const better = meaning.kind === 'progress' && meaning.percent !== undefined;
    if (!known || better) kinds.set(meaning.kind, meaning);
  }
  return [...kinds.values()];
}

/** Of a bare "ok" and a bare "chưa xong" the latter says more. */
const preferred = (slight: Meaning[]): Meaning[] =>
  slight.length > 1 ? slight.filter(({ kind }) => kind !== 'received') : slight;

const sharesOf = (findings: Finding[]): number =>
  new Set(
    findings.flatMap(({ meaning }) =>
      meaning?.kind === 'progress' && meaning.percent !== undefined ? [meaning.percent] : [],
    ),
  ).size;

function withoutOverruled(meanings: Meaning[]): Meaning[] {
  const said = (kind: Meaning['kind']) => meanings.some((meaning) => meaning.kind === kind);
  return meanings.filter((meaning) => {
    if (meaning.kind === 'blocked') return !said('unblocked');
    // Who is done keeps the date; who asks for a new one promises to keep that.
    if (meaning.kind === 'confirm') return !said('done') && !said('extend');
    if (meaning.kind === 'progress') return !(said('done') && meaning.percent === 100);
    return true;
  });
}

/** Done, and at the same time under way, stuck or in need of more time. */
const contradicts = (meanings: Meaning[], unfinished: boolean): boolean =>
  meanings.some(({ kind }) => kind === 'done') &&
  (unfinished || meanings.some(({ kind }) => kind === 'progress' || kind === 'blocked' || kind === 'extend'));
