import type { z } from 'zod';
import { problem, problemKeys, type Path, type Problem, type ProblemKey } from './programme-problems.ts';

/** What the schema refused, as problems of ours: the key names the words and the remedy. */
export const problemsOf = (issues: readonly z.core.$ZodIssue[], raw: unknown): Problem[] =>
  issues.flatMap((issue) => {
    const path = issue.path.filter((part) => typeof part !== 'symbol');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((name) =>
        problem([...path, name], 'unknownKey', { name, allowed: issue.message }),
      );
    }
    const value = valueAt(raw, path);
    if (value === undefined) return [problem(path, 'missing', { field: String(path.at(-1) ?? '') })];
    if (value === null) return [problem(path, 'empty')];
    return [problem(path, ...wanted(issue, value))];
  });

type Wanted = [ProblemKey, Problem['params']];

const wanted = (issue: z.core.$ZodIssue, value: unknown): Wanted => {
  const shown = printed(value);
  switch (issue.code) {
    case 'invalid_type':
      return [wantedType[issue.expected] ?? 'unreadable', { value: shown }];
    case 'invalid_value':
      return ['notOneOf', { value: shown, allowed: issue.values.join(', ') }];
    case 'invalid_union':
      return ['notOneOf', { value: shown, allowed: optionsOf(issue) }];
    case 'invalid_format':
      return [keyOr(issue.message, 'unreadable'), { value: shown }];
    case 'custom':
      return [keyOr(issue.params?.problem, 'unreadable'), { value: shown }];
    case 'too_small':
      return tooSmall(issue, shown);
    case 'too_big':
      return issue.origin === 'string'
        ? ['tooLong', { limit: Number(issue.maximum), length: String(value).length }]
        : ['outOfRange', { value: shown, bound: `≤ ${issue.maximum}` }];
    default:
      return ['unreadable', { value: shown }];
  }
};

const wantedType: Partial<Record<string, ProblemKey>> = {
  string: 'wantsText',
  number: 'wantsNumber',
  int: 'wantsNumber',
  boolean: 'wantsTrueOrFalse',
  array: 'wantsList',
  object: 'wantsMap',
};

const tooSmall = (issue: z.core.$ZodIssueTooSmall, shown: string): Wanted => {
  if (issue.origin === 'string') return ['empty', {}];
  if (issue.origin === 'array') return ['tooFew', { minimum: Number(issue.minimum) }];
  return ['outOfRange', { value: shown, bound: `≥ ${issue.minimum}` }];
};

/** The values of `kind`, where a map of several kinds names none of them. */
const optionsOf = (issue: z.core.$ZodIssueInvalidUnion): string =>
  'options' in issue && Array.isArray(issue.options) ? issue.options.join(', ') : '';

const keyOr = (key: unknown, otherwise: ProblemKey): ProblemKey =>
  problemKeys.find((known) => known === key) ?? otherwise;

const printed = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
};

/** What stands at a path of the document; undefined where nothing does. */
export const valueAt = (raw: unknown, path: Path): unknown =>
  path.reduce<unknown>((at, key) => {
    if (typeof at !== 'object' || at === null) return undefined;
    return (at as Record<string | number, unknown>)[key];
  }, raw);

/** A path as people read it: `duties › I.4.1 › lead`. List items go by their own code, number or name. */
export const whereIs = (raw: unknown, path: Path): string =>
  path
    .map((key, depth) =>
      typeof key === 'number' ? itemName(valueAt(raw, path.slice(0, depth + 1)), key) : key,
    )
    .filter((name) => name !== '')
    .join(' › ');

const namingKeys = ['code', 'number', 'agency', 'year', 'period', 'kind'];

const itemName = (item: unknown, index: number): string => {
  if (typeof item !== 'object' || item === null) return '';
  const own = namingKeys
    .map((key) => valueAt(item, [key]))
    .find((value) => typeof value === 'string' || typeof value === 'number');
  return own === undefined ? `#${index + 1}` : String(own);
};
