import { z } from 'zod';
import { plainText } from '../../domain/markup.ts';
import type { DateFault } from '../../domain/deadline.ts';
import { isRefusal, type Refusal, type RefusalCode } from '../../domain/refusal.ts';
import type { Fields, TextKey, Translate } from '../../i18n.ts';

/** Errors of the API: RFC 9457 problem details, in the caller's language. */

/** What the API itself refuses, beside what the rules of the domain do; the words are `api.problem.<code>`. */
const statuses = {
  unauthorized: 401,
  forbidden: 403,
  crossSite: 403,
  notFound: 404,
  invalid: 400,
  malformed: 400,
  tooLarge: 413,
  mediaType: 415,
  cursorUnknown: 400,
  keyReused: 422,
  agencyUnknown: 422,
  dutyUnknown: 422,
  inFuture: 422,
  fileMissing: 400,
  fileSecret: 422,
  fileType: 422,
  fileEmpty: 422,
  fileUnknown: 422,
  tooMany: 429,
  secret: 422,
  internal: 500,
} as const;
export type ProblemCode = keyof typeof statuses;

export class Problem extends Error {
  readonly code: ProblemCode;
  readonly fields: Fields;

  constructor(code: ProblemCode, fields: Fields = {}) {
    super(code);
    this.name = 'Problem';
    this.code = code;
    this.fields = fields;
  }
}

/** A date in a request that could not be read: told as the chat tells it. */
export class DateProblem extends Error {
  readonly fault: DateFault;
  readonly text: string;

  constructor(fault: DateFault, text: string) {
    super(fault);
    this.name = 'DateProblem';
    this.fault = fault;
    this.text = text;
  }
}

/** One field of a request that is wrong. */
const fieldError = z.object({
  field: z.string().describe('Where it stands in the request, for example body.agencies.0'),
  detail: z.string(),
});
export type FieldError = z.output<typeof fieldError>;

export const problemSchema = z
  .object({
    type: z.string().describe('urn:dondoc:problem:<code>'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string(),
    errors: z.array(fieldError).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details, in the language of the caller' });
export type ProblemDetails = z.output<typeof problemSchema>;

/** What does not exist for the caller, and what stands against a state; all else is a request that makes no sense. */
const statusOfRefusal: Partial<Record<RefusalCode, number>> = {
  notAllowed: 403,
  notYourAgency: 403,
  taskUnknown: 404,
  contactUnknown: 404,
  broadcastUnknown: 404,
  reportWaits: 409,
  reportMissing: 409,
  alreadyCompleted: 409,
  alreadyWithdrawn: 409,
  alreadyMerged: 409,
  actImpossible: 409,
  codeUnknown: 404,
  codeUsed: 410,
  codeExpired: 410,
  channelTaken: 409,
  extensionMissing: 409,
  extensionFirst: 409,
  extensionWaits: 409,
  nudgedToday: 409,
};

const titleOf = (status: number, t: Translate): string => {
  const known: Record<number, TextKey> = {
    400: 'api.title.invalid',
    401: 'api.title.unauthorized',
    403: 'api.title.forbidden',
    404: 'api.title.notFound',
    409: 'api.title.conflict',
    410: 'api.title.gone',
    413: 'api.title.tooLarge',
    415: 'api.title.mediaType',
    422: 'api.title.refused',
    429: 'api.title.tooMany',
  };
  return t(known[status] ?? 'api.title.internal');
};

const details = (
  code: string,
  status: number,
  detail: string,
  instance: string,
  t: Translate,
): ProblemDetails => ({
  type: `urn:dondoc:problem:${code}`,
  title: titleOf(status, t),
  status,
  detail: plainText(detail),
  instance,
  code,
});

const ofRefusal = (refusal: Refusal, instance: string, t: Translate): ProblemDetails =>
  details(
    refusal.code,
    statusOfRefusal[refusal.code] ?? 422,
    t(`refusals.${refusal.code}`, { ...refusal.fields }),
    instance,
    t,
  );

/** The problem that a refusal is; undefined for a fault of ours. `instance` is the path of the request, without query. */
export function problemOf(error: unknown, instance: string, t: Translate): ProblemDetails | undefined {
  if (error instanceof Problem) {
    const text = t(`api.problem.${error.code}`, error.fields);
    return details(error.code, statuses[error.code], text, instance, t);
  }
  if (error instanceof DateProblem) {
    return details(
      'dateUnreadable',
      422,
      t(`common.dateFault.${error.fault}`, { text: error.text }),
      instance,
      t,
    );
  }
  return isRefusal(error) ? ofRefusal(error, instance, t) : undefined;
}
