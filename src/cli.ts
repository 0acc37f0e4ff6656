import { pathToFileURL } from 'node:url';
import { environment } from './config.ts';
import { run } from './cli/run.ts';

/** `npm run dondoc -- …`: the administrator's commands, beside a running bot or with none. */
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await run(process.argv.slice(2), {
    environment: environment(),
    clock: () => new Date(),
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  });
}
