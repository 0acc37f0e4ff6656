import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * A process that holds a pipe from this one: when the pipe breaks, even by `kill -9`, it ends every server
 * whose data are below the temporary folder, and removes the folder. Returns how to send it away once nothing
 * is left to clear up.
 */
export function clearUpAfterUs(folder: string): () => void {
  const watcher = spawn(process.execPath, ['-e', SCRIPT, folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  });
  watcher.unref();
  const pipe = watcher.stdin;
  if (pipe instanceof Socket) pipe.unref();
  return () => pipe.end();
}

const SCRIPT = `
  const fs = require('fs'), path = require('path');
  const folder = process.argv[1];
  const pidFiles = () => {
    try {
      return fs.readdirSync(folder, { recursive: true }).filter((file) => path.basename(file) === 'postmaster.pid');
    } catch { return []; }
  };
  // A process that is just ending may start a server once more: the folder must stay gone for two seconds.
  const clear = (tries, gone) => {
    for (const file of pidFiles()) {
      try { process.kill(Number(fs.readFileSync(path.join(folder, file), 'utf8').split('\\n')[0]), 'SIGQUIT'); } catch {}
    }
    if (pidFiles().length === 0) try { fs.rmSync(folder, { recursive: true, force: true }); } catch {}
    const still = fs.existsSync(folder) ? 0 : gone + 1;
    if (tries > 0 && still < 10) setTimeout(clear, 200, tries - 1, still);
  };
  process.stdin.resume().on('end', () => clear(150, 0));`;
