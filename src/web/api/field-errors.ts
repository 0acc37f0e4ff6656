import type { Translate } from '../../i18n.ts';
import type { FieldError } from './problem.ts';

/** An issue of a request's schema, as the type provider hands it on. */
interface Issue {
  keyword: string;
  instancePath: string;
  message?: string;
  params?: Record<string, unknown>;
}

const list = (value: unknown): string => (Array.isArray(value) ? value.map(String).join(', ') : '');
const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** What is wrong with the field, in the caller's language. */
function detailOf({ keyword, message, params = {} }: Issue, t: Translate): string {
  switch (keyword) {
    case 'invalid_type':
      return message?.endsWith('received undefined')
        ? t('api.field.missing')
        : t('api.field.type', { expected: text(params['expected']) });
    case 'invalid_value':
      return t('api.field.oneOf', { allowed: list(params['values']) });
    case 'unrecognized_keys':
      return t('api.field.unknown', { names: list(params['keys']) });
    case 'too_small':
      return t('api.field.tooSmall', { minimum: text(params['minimum']) });
    case 'too_big':
      return t('api.field.tooBig', { maximum: text(params['maximum']) });
    case 'invalid_format':
      return t('api.field.format', { format: text(params['format']) });
    default:
      return t('api.field.unreadable');
  }
}

/** The fields of `part` (params, querystring, body) that are wrong. */
export const fieldErrors = (issues: readonly Issue[], part: string, t: Translate): FieldError[] =>
  issues.map((issue) => ({
    field: [part, ...issue.instancePath.split('/').filter(Boolean)].join('.'),
    detail: detailOf(issue, t),
  }));
