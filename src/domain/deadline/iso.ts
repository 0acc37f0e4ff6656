import { DateTime } from 'luxon';
import type { DateContext } from '../deadline.ts';
import { endOf, isDay } from '../time.ts';
import type { ParsedDeadline } from './parse.ts';

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;
const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?(Z|[+-]\d{2}(:?\d{2})?)?$/i;

/**
 * ISO 8601: a date, which ends when its day ends, or an instant, in the
 * context's zone where it names no offset. Undefined for what is not ISO 8601.
 */
export const readIso = (text: string, ctx: DateContext): ParsedDeadline | undefined => {
  const isDayText = ISO_DAY.test(text);
  if (!isDayText && !ISO_INSTANT.test(text)) return undefined;
  const at = DateTime.fromISO(text.replace(' ', 'T').replace(',', '.'), { zone: ctx.zone });
  if (!at.isValid || (isDayText && !isDay(text))) return { ok: false, fault: 'nonexistent', near: text };
  const dueAt = isDay(text) ? endOf(text, ctx.zone) : at.toJSDate();
  return dueAt <= ctx.now
    ? { ok: false, fault: 'past', near: text }
    : { ok: true, deadline: { dueAt, text } };
};
