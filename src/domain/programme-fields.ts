import { z } from 'zod';
import { nfc } from './vietnamese.ts';
import { dayFrom, type Day } from './time.ts';
import { readDayOfYear, readDue } from './programme-dates.ts';
import type { ProblemKey } from './programme-problems.ts';

/**
 * The small parts of which the programme file is made. Each says what it wants
 * by a problem key, so that the reader can name the remedy in the person's
 * language; nothing here carries words for people.
 */

/**
 * A map of the file with these keys and no others. For an unknown key the
 * message of zod's issue is the list of keys that are allowed: the reader shows it.
 */
export const section = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(', ') : undefined),
  });

/** Names the problem of a refined field. */
export const wants = (problem: ProblemKey) => ({ params: { problem } });

export const text = (limit: number) =>
  z
    .string()
    .transform((value) => nfc(value).trim())
    .pipe(z.string().min(1).max(limit));

/** A text that people may write as a bare number in YAML (`entry: 12`). */
export const label = (limit: number) =>
  z.preprocess((value) => (typeof value === 'number' ? String(value) : value), text(limit));

/** `STP`, `UBND-TDM`: what people type and the API carries, so ASCII capitals. */
export const agencyCode = z.string().regex(/^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$/, { error: 'badAgencyCode' });

/** `dia-phuong`: small letters, so that a group never looks like an agency. */
export const groupCode = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, { error: 'badGroupCode' });

/** `119-qd-ubnd`, `six-month`, `6-thang`. */
export const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'badSlug' });

export const manner = z.enum(['assigned', 'requested']);

export const year = z.int().min(1990).max(2199);

const readDay = (value: string): Day | undefined => {
  const vi = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(value.trim());
  if (vi) return dayFrom(Number(vi[3]), Number(vi[2]), Number(vi[1]));
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value.trim());
  return iso ? dayFrom(Number(iso[1]), Number(iso[2]), Number(iso[3])) : undefined;
};

/** A full date, `19/01/2024` or `2024-01-19`; read as a `Day`. */
export const day = z.string().transform((value, context): Day => {
  const read = readDay(value);
  if (read) return read;
  context.addIssue({ code: 'custom', ...wants('badDay') });
  return z.NEVER;
});

/** A date that returns each year, `16/5`. */
export const dayOfYear = text(10).refine(
  (value) => readDayOfYear(value) !== undefined,
  wants('badDayOfYear'),
);

/** The wording of a yearly date, `trước ngày 15/6`, as the source has it. */
export const due = text(60).refine((value) => readDue(value) !== undefined, wants('badDue'));
