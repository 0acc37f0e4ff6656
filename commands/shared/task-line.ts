import { nfc } from '../../src/domain/vietnamese.ts';
import { parseDeadline } from '../../src/domain/deadline.ts';
import type { Conversation } from '../../src/inbound/command.ts';
import { cutDue } from './date.ts';
import { isAudience } from './audience.ts';
import { oncePerMessage } from './once.ts';

/**
 * A task in one line: "Rà soát văn bản; STP, SNV; trước 15/12", "STP, SNV: rà soát văn bản trước 15/12", "rà soát văn
 * bản cho các sở, hạn 15/12", or a duty's number "I.5.1 trước 15/12". What is not found is asked for, and all is shown
 * before it is sent; so what is doubtful stays part of the title.
 */
export interface TaskLine {
  duty?: string;
  title?: string;
  description?: string;
  audience?: string;
  due?: string;
}

const dutyAtHead = /^((?:[IVX]+\.)\d+(?:\.\d+)*)(?![\d.])[\s,;:]*/iu;

export const readTaskLine = oncePerMessage(async (line: string, at: Conversation): Promise<TaskLine> => {
  const text = nfc(line).trim();
  const duty = dutyAtHead.exec(text);
  if (duty?.[1])
    return { duty: duty[1].toUpperCase(), ...(await ofParts(text.slice(duty[0].length), at, false)) };
  return ofParts(text, at, true);
});

async function ofParts(text: string, at: Conversation, titled: boolean): Promise<TaskLine> {
  const parts = text
    .split(/[;\n]/u)
    .map((part) => part.trim())
    .filter(Boolean);
  const found: TaskLine = {};
  const left: string[] = [];
  for (const part of parts) {
    const bare = part.replace(
      /^(?:hạn|thời hạn|han|thoi han|cơ quan|co quan|gửi|gui|giao cho|giao|cho)\s*:?\s+/iu,
      '',
    );
    if (!found.due && isDue(bare, at)) found.due = bare;
    else if (!found.audience && (parts.length > 1 || !titled) && (await isAudience(bare, at)))
      found.audience = bare;
    else left.push(part);
  }
  const [first, ...others] = left;
  if (first) Object.assign(found, await ofSentence(first, found, at));
  if (others.length) found.description = others.join('\n');
  return found;
}

/** A date and nothing else: a sentence with a date in it is a title. */
const isDue = (text: string, at: Conversation): boolean =>
  parseDeadline(text, { now: at.now, zone: at.env.zone, calendar: at.env.calendar }).ok &&
  !/[\p{L}\d]/u.test(cutDue(text, at, true).rest);

/** What a sentence holds besides the title, as far as it is not known yet. */
async function ofSentence(sentence: string, known: TaskLine, at: Conversation): Promise<TaskLine> {
  const cut = known.due ? { rest: sentence } : cutDue(sentence, at, false);
  const { title, audience } = known.audience ? { title: cut.rest } : await splitAudience(cut.rest, at);
  return {
    ...(title ? { title: capitalised(title) } : {}),
    ...(audience ? { audience } : {}),
    ...(cut.due ? { due: cut.due } : {}),
  };
}

/** "STP, SNV: rà soát", "cho STP: rà soát", "rà soát cho STP, SNV": an audience at the head or the end. */
async function splitAudience(text: string, at: Conversation): Promise<{ title: string; audience?: string }> {
  const colon = /^(?:giao\s+)?(?:cho\s+)?([^:]{2,120}):\s*([\s\S]+)$/iu.exec(text);
  if (colon?.[1] && colon[2] && (await isAudience(colon[1], at)))
    return { title: colon[2], audience: colon[1] };
  for (const match of [...text.matchAll(/\s(?:giao cho|gửi cho|gui cho|cho|gửi|gui)\s+/giu)].reverse()) {
    const audience = text.slice(match.index + match[0].length).replace(/[\s,;.]+$/u, '');
    const title = text.slice(0, match.index).replace(/[\s,;.]+$/u, '');
    if (title && audience && (await isAudience(audience, at))) return { title, audience };
  }
  if (await isAudience(text, at)) return { title: '', audience: text };
  return { title: text };
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
