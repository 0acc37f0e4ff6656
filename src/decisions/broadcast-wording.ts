import { languages, translatorFor, type Translate } from '../i18n.ts';
import type { BroadcastRow, Wording, Wordings } from '../store/broadcasts.ts';
import type { Scope } from './scope.ts';
import { instantWords } from './wording.ts';

/** A broadcast as its readers see it: in each language, with the author's words as they are. */

type Told = Pick<BroadcastRow, 'text' | 'requireAck' | 'urgent'>;

function inEach(compose: (t: Translate) => Wording): Wordings {
  const [vi, en] = languages.map((language) => compose(translatorFor(language)));
  return { vi: vi ?? { text: '' }, en: en ?? { text: '' } };
}

/** In whose name is written: the author's office, where it is one that oversees. */
const sender = ({ actor }: Scope): string =>
  actor.offices.find((office) => office.oversight)?.agencyShortName ?? '';

function wording(scope: Scope, { text, requireAck, urgent }: Told, changed: string, t: Translate): Wording {
  const from = sender(scope);
  const head = t(urgent ? 'notices.broadcast.urgent' : 'notices.broadcast.head');
  const lines = [
    `**${from ? t('notices.broadcast.from', { head, from }) : head}**`,
    changed,
    t('notices.broadcast.text', { text }),
    requireAck ? t('notices.broadcast.askAck') : '',
  ];
  return {
    text: lines.filter(Boolean).join('\n'),
    buttons: requireAck
      ? [[{ label: t('notices.broadcast.ack'), say: t('notices.broadcast.ack') }]]
      : undefined,
  };
}

export const broadcastWordings = (scope: Scope, told: Told): Wordings =>
  inEach((t) => wording(scope, told, '', t));

export const correctedWordings = (scope: Scope, told: Told): Wordings =>
  inEach((t) =>
    wording(scope, told, t('notices.broadcast.corrected', { at: instantWords(scope.now, scope.env, t) }), t),
  );

/** Says that it no longer holds and repeats none of it. */
export const recalledWordings = (scope: Scope, row: Pick<BroadcastRow, 'createdAt'>): Wordings =>
  inEach((t) => ({
    text: t('notices.broadcast.recalled', {
      sent: instantWords(row.createdAt, scope.env, t),
      at: instantWords(scope.now, scope.env, t),
    }),
  }));
