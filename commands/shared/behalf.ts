import { readReply, type Meaning } from '../../src/domain/reply.ts';
import { nfc } from '../../src/domain/vietnamese.ts';
import type { Conversation, Misread } from '../../src/inbound/command.ts';
import type { AssignmentRow } from '../../src/store/assignments.ts';

/** What an agency said, as a coordinator puts it into words. */
export interface Behalf {
  meanings: readonly Meaning[];
  note: string;
}

const noteOnly = /^(?:ghi chú|ghi chu|note)\s*:\s*/iu;

/**
 * Reads the words by the rules of short replies. What can be read in two ways, or reports nothing, is asked back with
 * the meanings as buttons; "ghi chú: …" keeps it as a note.
 */
export function readBehalf(
  words: string,
  at: Conversation,
  row: AssignmentRow | undefined,
): Behalf | Misread {
  const text = nfc(words).trim();
  if (noteOnly.test(text)) return { meanings: [], note: text.replace(noteOnly, '') };
  const { now, env } = at;
  const { meanings, note, unsure } = readReply(text, {
    now,
    zone: env.zone,
    calendar: env.calendar,
    inForce: row?.dueAt,
    own: row && [row.agencyCode, row.agencyName, row.agencyShortName],
  });
  if (unsure || !meanings.length) return askMeaning(at, text);
  const extend = meanings.find((meaning) => meaning.kind === 'extend');
  if (extend && !extend.due) {
    const fault = extend.fault;
    return {
      misread: fault
        ? at.t(`common.dateFault.${fault}`, { text: text.slice(0, 60) })
        : at.t('commands.onbehalf.askExtend'),
    };
  }
  return { meanings, note };
}

function askMeaning(at: Conversation, text: string): Misread {
  const { t } = at;
  const choice = (name: 'received' | 'progress' | 'done' | 'blocked') => ({
    label: t(`commands.onbehalf.meaning.${name}`),
    say: [t(`commands.onbehalf.say.${name}`), text].filter(Boolean).join(', '),
  });
  return {
    misread: t(text ? 'commands.onbehalf.unclear' : 'commands.onbehalf.askShort', {
      text: text.slice(0, 120),
    }),
    buttons: [
      [choice('received'), choice('progress')],
      [choice('done'), choice('blocked')],
      ...(text ? [[{ label: t('commands.onbehalf.meaning.note'), say: `ghi chú: ${text}` }]] : []),
    ],
  };
}
