import { z } from 'zod';
import { accept } from '../../decisions/accept.ts';
import { approveExtension, denyExtension } from '../../decisions/decide-extension.ts';
import { nudge } from '../../decisions/nudge.ts';
import { reopen } from '../../decisions/reopen.ts';
import { report } from '../../decisions/report.ts';
import { reschedule } from '../../decisions/reschedule.ts';
import { returnReport } from '../../decisions/return.ts';
import { withdraw } from '../../decisions/withdraw.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Meaning } from '../../domain/reply.ts';
import type { Capability } from '../../domain/roles.ts';
import { isDay, startOf } from '../../domain/time.ts';
import { extensionById } from '../../store/assignment-detail.ts';
import { visibleAssignment } from './assignments.ts';
import { Problem } from './problem.ts';
import { defineRoute, type Asked, type Route } from './route.ts';
import { assignmentOf, assignmentShape, dueText, readDue } from './shapes.ts';

/** What is decided about one assignment. Each answers with the assignment as it is then. */

const reason = z.string().trim().min(1).max(2000);
const id = z.strictObject({ id: z.uuid() });

const answer = async (at: Asked, assignmentId: string) =>
  assignmentOf(await visibleAssignment(at, assignmentId), at);

/** A route `POST assignments/:id/<name>`. */
const act = <B extends z.ZodType>(
  name: string,
  summary: string,
  right: Capability,
  body: B,
  decide: (at: Asked, assignmentId: string, body: z.output<B>) => Promise<unknown>,
): Route =>
  defineRoute({
    method: 'POST',
    path: `/assignments/:id/${name}`,
    summary,
    rights: [right],
    params: id,
    body,
    answer: assignmentShape,
    async run(at, given: { params: { id: string }; body: z.output<B>; query: unknown }) {
      await decide(at, given.params.id, given.body);
      return answer(at, given.params.id);
    },
  });

/** Nothing is asked in the body; a body that is empty may be left out. */
const nothing = z.strictObject({}).nullish();

const accepting = act('accept', 'Accepts the report of completion', 'accept', nothing, (at, assignmentId) =>
  accept(at, assignmentId),
);

const returning = act(
  'return',
  'Sends the report back with what is missing',
  'return',
  z.strictObject({ reason, due: dueText.optional() }),
  (at, assignmentId, body) =>
    returnReport(at, {
      assignmentId,
      reason: body.reason,
      due: body.due ? readDue(body.due, at) : undefined,
    }),
);

const rescheduling = act(
  'reschedule',
  'Sets another date',
  'changeDates',
  z.strictObject({ due: dueText, reason }),
  (at, assignmentId, body) =>
    reschedule(at, { assignmentId, reason: body.reason, due: readDue(body.due, at) }),
);

const cancelling = act(
  'cancel',
  'Withdraws the assignment',
  'withdrawTask',
  z.strictObject({ reason }),
  (at, assignmentId, body) => withdraw(at, { assignmentId, reason: body.reason }),
);

const reopening = act(
  'reopen',
  'Opens a completed assignment again',
  'reopen',
  z.strictObject({ reason }),
  (at, assignmentId, body) => reopen(at, { assignmentId, reason: body.reason }),
);

const nudging = act('nudge', 'Presses the agency, once a day', 'nudge', nothing, (at, assignmentId) =>
  nudge(at, assignmentId),
);

const sources = ['letter', 'phone', 'email', 'meeting', 'other'] as const;

const reporting = act(
  'reports',
  'Records on behalf of the agency what came by letter or telephone',
  'answerOnBehalf',
  z
    .strictObject({
      text: z.string().trim().min(1).max(20_000),
      state: z
        .enum(['acknowledged', 'in_progress', 'submitted'])
        .optional()
        .describe('What the agency reports; without state and percent the text is kept as a note'),
      percent: z.int().min(0).max(100).optional(),
      source: z.enum(sources),
      documentNumber: z.string().trim().max(100).optional(),
      at: z
        .union([z.iso.datetime({ offset: true }), z.iso.date()])
        .describe('The moment that counts: the date of the document'),
    })
    .refine(({ state, percent }) => percent === undefined || state === undefined || state === 'in_progress', {
      path: ['percent'],
    }),
  (at, assignmentId, { text, state, percent, source, documentNumber, ...body }) =>
    report(at, {
      assignmentId,
      meanings: meaningsOf(state, percent),
      note: text,
      fileIds: [],
      at: countedAt(body.at, at),
      onBehalf: { source, documentNumber },
    }),
);

function meaningsOf(state: string | undefined, percent: number | undefined): Meaning[] {
  if (state === 'submitted') return [{ kind: 'done' }];
  if (state === 'acknowledged') return [{ kind: 'received' }];
  if (state === undefined && percent === undefined) return [];
  return [percent === undefined ? { kind: 'progress' } : { kind: 'progress', percent }];
}

/** A day counts from its beginning: a letter dated on the last good day is in time. */
function countedAt(text: string, { now, env }: Asked): Date {
  const at = isDay(text) ? startOf(text, env.zone) : new Date(text);
  if (at > now) throw new Problem('inFuture');
  return at;
}

/** The assignment whose request this is, while it waits. */
async function asked(at: Asked, extensionId: string): Promise<string> {
  const found = await extensionById(at.db, extensionId);
  if (!found) throw new Problem('notFound');
  const { number } = await visibleAssignment(at, found.assignmentId);
  if (found.state !== 'pending') throw new Refusal('extensionMissing', { task: number });
  return found.assignmentId;
}

const approving = defineRoute({
  method: 'POST',
  path: '/extensions/:id/approve',
  summary: 'Approves a request for another date, or another date than was asked',
  rights: ['changeDates'],
  params: id,
  body: z.strictObject({ due: dueText.optional() }).nullish(),
  answer: assignmentShape,
  async run(at, { params, body }) {
    const assignmentId = await asked(at, params.id);
    await approveExtension(at, { assignmentId, due: body?.due ? readDue(body.due, at) : undefined });
    return answer(at, assignmentId);
  },
});

const denying = defineRoute({
  method: 'POST',
  path: '/extensions/:id/deny',
  summary: 'Denies a request for another date',
  rights: ['changeDates'],
  params: id,
  body: z.strictObject({ reason }),
  answer: assignmentShape,
  async run(at, { params, body }) {
    const assignmentId = await asked(at, params.id);
    await denyExtension(at, { assignmentId, reason: body.reason });
    return answer(at, assignmentId);
  },
});

export const actRoutes = [
  accepting,
  returning,
  rescheduling,
  cancelling,
  reopening,
  nudging,
  reporting,
  approving,
  denying,
];
