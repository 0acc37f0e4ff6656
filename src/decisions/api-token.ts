import { may } from '../domain/roles.ts';
import { Refusal } from '../domain/refusal.ts';
import { hashToken, newToken } from '../store/codes.ts';
import { record } from './act.ts';
import { rolesOf, type Scope } from './scope.ts';

/** A token stands for no agency, so it has a role that sees all. */
export const tokenRoles = ['leader', 'coordinator', 'admin'] as const;

export interface NewToken {
  id: string;
  /** Shown once: only its hash is stored. */
  token: string;
}

const allow = ({ actor }: Scope): void => {
  if (actor.kind !== 'system' && !may(rolesOf(actor), 'tokens')) throw new Refusal('notAllowed');
};

/** Makes a token of the API. */
export async function createToken(
  scope: Scope,
  { role, name }: { role: (typeof tokenRoles)[number]; name: string },
): Promise<NewToken> {
  allow(scope);
  const token = newToken('ddt');
  const { id } = await scope.db.apiToken.create({
    data: {
      tokenHash: hashToken(scope.env.secretKey, token),
      role,
      name: name.trim(),
      createdAt: scope.now,
    },
    select: { id: true },
  });
  await record(scope, { action: 'token.create', subject: `token:${id}`, after: { role } });
  return { id, token };
}

/** Ends a token at once; undefined where there is none in force with this id. */
export async function revokeToken(scope: Scope, id: string): Promise<{ name: string } | undefined> {
  allow(scope);
  const rows = await scope.db.$queryRaw<{ name: string }[]>`
    UPDATE "ApiToken" SET "revokedAt" = ${scope.now} WHERE id::text = ${id} AND "revokedAt" IS NULL RETURNING name`;
  if (rows[0]) await record(scope, { action: 'token.revoke', subject: `token:${id}` });
  return rows[0];
}
