import { findingKinds, type Counts } from '../store/self-audit.ts';
import type { Scope } from './scope.ts';
import { coordinators } from './tell-report.ts';
import { tell } from './tell.ts';
import { instantWords } from './wording.ts';

/** Coordinators hear when the self-audit finds something that it cannot repair, and when all is well again. */
export async function tellFindings(scope: Scope, findings: Counts): Promise<void> {
  const { now, env } = scope;
  const found = findingKinds.filter((kind) => findings[kind]);
  await tell(scope, {
    to: await coordinators(scope),
    // Nobody can act on it at night.
    kind: 'summary',
    compose: (_, t) => {
      const at = instantWords(now, env, t);
      if (!found.length) return { text: t('jobs.audit.clear', { at }) };
      const lines = found.map(
        (kind) => `- ${t(`jobs.audit.finding.${kind}`, { count: findings[kind] ?? 0 })}`,
      );
      return { text: [`**${t('jobs.audit.head', { at })}**`, ...lines, t('jobs.audit.what')].join('\n') };
    },
  });
}
