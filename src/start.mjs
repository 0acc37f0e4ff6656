// `node src/start.mjs main|cli|demo …`: starts the program from one file that is made of all its sources, because
// loading two hundred sources one by one takes most of a start. The file is made anew where a source is newer, at
// the installation or here; where it cannot be kept, the sources are loaded as they are. Plain JavaScript.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL, URL } from 'node:url';
import '../prisma/generate.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'node_modules', '.cache', 'dondoc');
const entries = ['main', 'cli', 'demo'];

/** Changes with any source: their names, sizes and times, and the version of node. */
function stampOfSources() {
  const stamp = createHash('sha256').update(process.version);
  for (const folder of ['src', 'commands', 'locales']) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(ts|json|mjs)$/.test(entry.name)) continue;
      const path = join(entry.parentPath ?? entry.path, entry.name);
      const { size, mtimeMs } = statSync(path);
      stamp.update(`${relative(root, path)} ${size} ${mtimeMs}\n`);
    }
  }
  return stamp.digest('hex').slice(0, 20);
}

/** Each source goes on believing that it is where it was: files beside it are found from there. */
const placesOfSources = {
  name: 'places of sources',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const place = relative(root, path).split(sep).join('/');
      const contents = readFileSync(path, 'utf8')
        .replaceAll('import.meta.url', `new URL(${JSON.stringify(place)}, ROOT_OF_SOURCES).href`)
        .replaceAll(
          'import.meta.dirname',
          `DIRECTORY_OF(new URL(${JSON.stringify(place)}, ROOT_OF_SOURCES))`,
        );
      return { contents, loader: 'ts' };
    });
  },
};

const banner = `import { dirname as DIRNAME } from 'node:path';
import { fileURLToPath as PATH_OF } from 'node:url';
const ROOT_OF_SOURCES = new URL('../../../../', import.meta.url);
const DIRECTORY_OF = (url) => DIRNAME(PATH_OF(url));`;

/** The folder of the made files; undefined where it cannot be written. */
async function made() {
  const folder = join(cache, stampOfSources());
  if (existsSync(folder)) return folder;
  const own = `${folder}.${process.pid}`;
  try {
    mkdirSync(own, { recursive: true });
    const { build } = await import('esbuild');
    await build({
      entryPoints: entries.map((name) => join(root, 'src', `${name}.ts`)),
      outdir: own,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      packages: 'external',
      format: 'esm',
      platform: 'node',
      target: 'node20',
      sourcemap: true,
      banner: { js: banner },
      plugins: [placesOfSources],
      logLevel: 'silent',
    });
    for (const old of readdirSync(cache)) {
      if (!own.endsWith(old) && !old.includes('.'))
        rmSync(join(cache, old), { recursive: true, force: true });
    }
    renameSync(own, folder);
    return folder;
  } catch {
    rmSync(own, { recursive: true, force: true });
    // Another process may have made it meanwhile.
    return existsSync(folder) ? folder : undefined;
  }
}

const name = process.argv[2];
if (name === 'make') await made();
else if (!entries.includes(name)) throw new Error(`start.mjs starts one of: ${entries.join(', ')}`);
else {
  const source = join(root, 'src', `${name}.ts`);
  process.argv.splice(1, 2, source);
  const folder = await made();
  process.setSourceMapsEnabled(true);
  if (folder) await import(pathToFileURL(join(folder, `${name}.mjs`)).href);
  else {
    const { register } = await import('tsx/esm/api');
    register();
    await import(pathToFileURL(source).href);
  }
}
