import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Imports point one way: what each part may use, beside itself. The composition roots see all. */
const mayUse: Record<string, readonly string[]> = {
  domain: [],
  i18n: ['domain', 'locales'],
  config: ['domain', 'i18n'],
  store: ['domain'],
  channels: ['config', 'domain', 'store'],
  decisions: ['domain', 'i18n', 'store'],
  reports: ['domain', 'i18n', 'store', 'decisions'],
  inbound: ['domain', 'i18n', 'store', 'decisions', 'channels'],
  outbound: ['domain', 'store', 'channels'],
  commands: ['domain', 'i18n', 'store', 'decisions', 'reports', 'inbound'],
  jobs: ['domain', 'i18n', 'store', 'decisions', 'reports'],
  web: ['domain', 'i18n', 'store', 'decisions', 'reports', 'channels'],
};

const roots = ['src/main.ts', 'src/cli.ts', 'src/demo.ts'];
/** The administrator's commands are composition roots too. */
const isRoot = (file: string): boolean =>
  roots.includes(file) || file.startsWith('src/cli/') || file.startsWith('src/demo/');
const lessons: Record<string, string> = {
  domain: 'domain/ is pure: hand it what it needs as an argument',
  channels: 'a channel knows its platform and nothing of our decisions',
  store: 'store/ answers questions; rules live in domain/, decisions in decisions/',
};

const files = ['src', 'commands']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  .filter((file) => file.endsWith('.ts') && !file.includes('generated') && !isRoot(file));

const layerOf = (file: string): string => {
  const [top = '', second = ''] = file.split('/');
  return top === 'src' ? second.replace(/-values?\.ts$|\.ts$/, '') : top;
};

const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?'(\.{1,2}\/[^']+|[^'.][^']*)'/g)].map(
    (match) => match[1] ?? '',
  );

describe('imports point one way', () => {
  test.each(files)('%s', (file) => {
    const layer = layerOf(file);
    const allowed = mayUse[layer];
    expect(allowed, `${file} belongs to no known layer`).toBeDefined();
    for (const name of importsOf(file).filter((one) => one.startsWith('.'))) {
      const used = layerOf(normalize(join(dirname(file), name)));
      if (used === layer) continue;
      expect(
        allowed,
        `${file} uses ${name}: ${lessons[layer] ?? `${layer} may use ${allowed?.join(', ')}`}`,
      ).toContain(used);
    }
  });

  test.each(files)('%s uses no vendor that is another layer’s', (file) => {
    for (const name of importsOf(file)) {
      if (/^@?prisma|generated\/prisma|^pg$/.test(name) || /generated\/client/.test(name))
        expect(layerOf(file)).toBe('store');
      if (/^(telegraf|axios)/.test(name)) expect(layerOf(file)).toBe('channels');
    }
  });
});
