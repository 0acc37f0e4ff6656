import type { z } from 'zod';
import type { Scope } from '../../decisions/scope.ts';
import type { Capability } from '../../domain/roles.ts';
import type { Translate } from '../../i18n.ts';

/**
 * What a route of the API is. Each is declared; registration, validation, the OpenAPI description and the matrix of
 * refusals are computed from the declarations.
 */

/**
 * Who may ask: `public` needs no login (the route checks what it needs itself), `everyone` any person or token with a
 * role, else whoever holds one of these capabilities.
 */
export type Rights = 'public' | 'everyone' | readonly [Capability, ...Capability[]];

/** A request: a decision's scope, the caller's translator and what the caller may see. */
export interface Asked extends Scope {
  t: Translate;
  /** The agencies whose matters the caller may see; undefined: all. */
  agencyIds: readonly string[] | undefined;
}

export interface Given<P, Q, B> {
  params: P;
  query: Q;
  body: B;
}

interface Declared {
  method: 'GET' | 'POST';
  /** Below /api/v1, with `:name` for what a path takes. */
  path: string;
  /** One line for the OpenAPI description. */
  summary: string;
  rights: Rights;
  /** Status of success; 200 where nothing is said. */
  status?: 200 | 201;
  /** Media type where the answer is a text and no JSON; always in UTF-8. */
  media?: string;
  /** Takes the header Idempotency-Key: asked again with it, the same answer and nothing done twice. */
  once?: boolean;
}

export interface Route extends Declared {
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  answer: z.ZodType;
  run(at: Asked, given: Given<unknown, unknown, unknown>): Promise<unknown>;
}

interface Spec<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  A extends z.ZodType,
> extends Declared {
  params?: P;
  query?: Q;
  body?: B;
  answer: A;
  /** Answers from the transaction of the request. */
  run(at: Asked, given: Given<z.output<P>, z.output<Q>, z.output<B>>): Promise<z.output<A>>;
}

/** Keeps the types of what a route takes while the list of routes forgets them: the schemas have checked it before. */
export const defineRoute = <
  A extends z.ZodType,
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
>(
  spec: Spec<P, Q, B, A>,
): Route => ({
  ...spec,
  run: (at, given) => spec.run(at, given as Given<z.output<P>, z.output<Q>, z.output<B>>),
});
