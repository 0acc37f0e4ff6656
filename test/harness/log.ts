import type { Log } from '../../src/store/postgres/problem.ts';

/** A log that nobody reads. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

export interface Line {
  level: 'debug' | 'info' | 'warn' | 'error';
  fields: object;
  text: string;
}

/** A log that keeps its lines for the test to read. */
export function keptLog(): { log: Log; lines: Line[] } {
  const lines: Line[] = [];
  const at = (level: Line['level']) => (fields: object, text: string) =>
    void lines.push({ level, fields, text });
  return { log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }, lines };
}
