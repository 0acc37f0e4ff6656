// Makes the database client (src/store/generated) from schema.prisma when it is missing or older than the
// schema. Plain JavaScript with nothing but node, because it runs at installation. Nothing is downloaded:
// PRISMA_SCHEMA_ENGINE_BINARY names an existing file, which the generator never runs.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const schema = join(root, 'prisma', 'schema.prisma');
const output = join(root, 'src', 'store', 'generated');
const stampFile = join(output, '.made-from');

const require = createRequire(join(root, 'package.json'));
const manifest = require.resolve('prisma/package.json');
const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
const stamp = createHash('sha256').update(version).update(readFileSync(schema)).digest('hex');

const current = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
if (!current || process.argv.includes('--force')) {
  const cli = join(dirname(manifest), 'build', 'index.js');
  const made = spawnSync(process.execPath, [cli, 'generate', '--schema', schema, '--no-hints'], {
    cwd: root,
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
    encoding: 'utf8',
  });
  if (made.status !== 0) {
    process.stderr.write(`${made.stdout ?? ''}${made.stderr ?? ''}${made.error?.message ?? ''}\n`);
    process.exit(1);
  }
  writeFileSync(stampFile, stamp);
}
