import cron from 'node-cron';
import { describe, expect, test } from 'vitest';
import { createRunner, type Line, type RunnerDeps } from '../../src/jobs/runner.ts';
import { lines } from '../../src/jobs/schedule.ts';
import { keptLog } from '../harness/log.ts';
import { at } from '../harness/jobs.ts';

describe('the lines, in Vietnamese time', () => {
  const wakes = (name: string, local: string): boolean =>
    lines
      .filter((line) => line.name === name)
      .some((line) => {
        const task = cron.createTask(line.at, () => undefined, { timezone: 'Asia/Ho_Chi_Minh' });
        const matches = task.match(new Date(at(local)));
        void task.destroy();
        return matches;
      });

  test.each([
    ['weekly digest', '2026-11-30 08:00', true],
    ['weekly digest', '2026-12-01 08:00', true],
    ['weekly digest', '2026-11-30 15:00', false],
    ['weekly digest', '2026-11-29 08:00', false],
    ['summaries', '2026-11-30 08:00', true],
    ['summaries', '2026-11-30 16:30', true],
    ['summaries', '2026-11-30 12:00', false],
    ['housekeeping', '2026-11-30 03:15', true],
    ['seal', '2026-11-30 03:15', true],
  ])('%s at %s: %s', (name, local, expected) => {
    expect(wakes(name, local)).toBe(expected);
  });

  test('are all read by the timer', () => {
    expect(lines.filter((line) => !cron.validate(line.at))).toEqual([]);
  });
});

/** A runner over jobs that note that they ran, and a leader who comes and goes. */
function world() {
  const ran: string[] = [];
  const { log, lines: logged } = keptLog();
  const state = { leads: true, paused: false };
  const line = (name: string, more: Partial<Line<RunnerDeps>> = {}): Line<RunnerDeps> => ({
    name,
    at: '* * * * * *',
    job: async () => void ran.push(name),
    ...more,
  });
  const deps: RunnerDeps = { log, leads: () => state.leads, isPaused: async () => state.paused };
  return { ran, logged, state, line, deps };
}

describe('jobs run', () => {
  test('only where this process leads, and make up for what was missed when it begins to', async () => {
    const { ran, state, line, deps } = world();
    const all = [
      line('seal'),
      line('cycles', { makesUp: true }),
      line('reminders', { makesUp: true }),
    ] as const;
    const runner = createRunner(deps, all);
    state.leads = false;
    runner.wake(all[0]);
    await runner.stop();
    expect(ran).toEqual([]);
    state.leads = true;
    runner.wake(all[0]);
    await runner.stop();
    expect([...ran].sort()).toEqual(['cycles', 'reminders', 'seal']);
    expect(ran.indexOf('cycles')).toBeLessThan(ran.indexOf('reminders'));
    runner.wake(all[0]);
    await runner.stop();
    expect(ran.filter((name) => name === 'reminders')).toHaveLength(1);
    state.leads = false;
    runner.wake(all[0]);
    state.leads = true;
    runner.wake(all[0]);
    await runner.stop();
    expect(ran.filter((name) => name === 'reminders')).toHaveLength(2);
  });

  test('never twice at once', async () => {
    const { line, deps } = world();
    let open = 0;
    let most = 0;
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const slow = line('slow', {
      job: async () => {
        most = Math.max(most, ++open);
        await held;
        open--;
      },
    });
    const runner = createRunner(deps, [slow]);
    for (let n = 0; n < 5; n++) runner.wake(slow);
    release();
    await runner.stop();
    expect(most).toBe(1);
  });

  test('not while paused after a restore, but for those that decide nothing', async () => {
    const { ran, state, line, deps } = world();
    const all = [line('seal', { whilePaused: true }), line('reminders')] as const;
    const runner = createRunner(deps, all);
    state.paused = true;
    for (const one of all) runner.wake(one);
    await runner.stop();
    expect(ran).toEqual(['seal']);
  });

  test('again after one that failed, which is logged', async () => {
    const { ran, logged, line, deps } = world();
    let fails = true;
    const shaky = line('shaky', {
      job: async () => {
        if (fails) throw new Error('the database is away');
        ran.push('shaky');
      },
    });
    const runner = createRunner(deps, [shaky]);
    runner.wake(shaky);
    await runner.stop();
    expect(logged.map(({ level, fields }) => [level, 'job' in fields && fields.job])).toEqual([
      ['error', 'shaky'],
    ]);
    fails = false;
    runner.wake(shaky);
    await runner.stop();
    expect(ran).toEqual(['shaky']);
  });
});
