import { lastGoodDay, parseDeadline } from '../src/domain/deadline.ts';
import { fold } from '../src/domain/vietnamese.ts';
import { dayOf, formatDay, type Day } from '../src/domain/time.ts';
import { record } from '../src/decisions/act.ts';
import { agenciesOf } from '../src/decisions/scope.ts';
import { holders } from '../src/store/recipients.ts';
import { defineCommand, type Conversation, type Misread } from '../src/inbound/command.ts';

type Absence = { from: Day; to: Day } | 'back';

/** Vắng mặt: from when to when the deputy receives instead. */
export default defineCommand<{ days: Absence }>({
  name: 'away',
  slash: { vi: 'vangmat', en: 'away' },
  words: ['vang mat', 'nghi phep'],
  who: 'all',
  params: [
    {
      name: 'days',
      takes: 'rest',
      read: readAbsence,
      ask: (at) => ({
        text: at.t('commands.away.ask'),
        buttons: [[{ label: at.t('commands.away.back'), say: at.t('commands.away.backWord') }]],
      }),
    },
  ],
  async run(at, { days }) {
    const absence =
      days === 'back' ? { awayFrom: null, awayTo: null } : { awayFrom: days.from, awayTo: days.to };
    await at.db.contact.update({ where: { id: at.actor.id }, data: absence });
    await record(at, { action: 'contact.away', subject: `contact:${at.actor.id}`, after: absence });
    if (days === 'back') return { text: at.t('commands.away.doneBack') };
    const deputy = await hasDeputy(at);
    return {
      text: [
        at.t('commands.away.done', { from: formatDay(days.from), to: formatDay(days.to) }),
        at.t(deputy ? 'commands.away.deputy' : 'commands.away.noDeputy'),
      ].join('\n'),
    };
  },
});

async function hasDeputy(at: Conversation): Promise<boolean> {
  const people = await holders(at.db, agenciesOf(at.actor), ['focal'], dayOf(at.now, at.env.zone));
  return people.some((person) => person.contactId !== at.actor.id && !person.away);
}

const backWords = new Set([
  'khong',
  've',
  'da ve',
  'het',
  'het vang',
  'back',
  'huy',
  'da di lam lai',
  'di lam lai',
]);

/** "20/12-25/12", "20/12 đến 25/12", "20/12" (one day), "đã về". */
function readAbsence(words: string, at: Conversation): Absence | Misread {
  if (backWords.has(fold(words))) return 'back';
  const [first = '', second = first] = words.split(
    /\s*(?:-(?=\s*\d{1,2}\/)|–|—|\bđến\b|\bden\b|\btới\b|\bto\b)\s*/i,
  );
  const from = dayIn(first, at);
  const to = dayIn(second, at);
  return from && to && from <= to ? { from, to } : { misread: at.t('commands.away.unreadable') };
}

function dayIn(text: string, at: Conversation): Day | undefined {
  const read = parseDeadline(text.trim(), { now: at.now, zone: at.env.zone, calendar: at.env.calendar });
  return read.ok ? lastGoodDay(read.deadline.dueAt, at.env.zone) : undefined;
}
