import { EventEmitter, once } from 'node:events';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Leadership } from '../../src/store/leadership.ts';
import { lead } from '../../src/store/leadership.ts';
import { createBareDatabase, query } from '../harness/database.ts';
import { silentLog } from '../harness/log.ts';

let url: string;
let drop: () => Promise<void>;
const taking: Leadership[] = [];

beforeAll(async () => {
  ({ url, drop } = await createBareDatabase());
});
afterEach(() => Promise.all(taking.splice(0).map((one) => one.stop())));
afterAll(() => drop());

/** Takes part; an hour between its own tries, so that a test says when it tries. */
function candidate(name = 'jobs', interval = 3_600_000) {
  const told: string[] = [];
  const changes = new EventEmitter();
  const tell = (word: string) => () => {
    told.push(word);
    changes.emit(word);
  };
  const leadership = lead(url, name, {
    log: silentLog,
    interval,
    onGain: tell('gain'),
    onLoss: tell('loss'),
  });
  taking.push(leadership);
  return { leadership, told, changes };
}

const terminate = (name = 'jobs') =>
  query(
    url,
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = $1`,
    [`dondoc leads ${name}`],
  );

test('one of two leads, and the other after it has stopped', async () => {
  const first = candidate();
  expect(await first.leadership.isLeader()).toBe(true);
  const second = candidate();
  expect(await second.leadership.isLeader()).toBe(false);
  expect(await first.leadership.isLeader()).toBe(true);

  await first.leadership.stop();
  expect(await second.leadership.isLeader()).toBe(true);
  expect(await first.leadership.isLeader()).toBe(false);
  expect(first.told).toEqual(['gain', 'loss']);
  expect(second.told).toEqual(['gain']);
});

test('leadership of one thing says nothing about another', async () => {
  expect(await candidate('telegram').leadership.isLeader()).toBe(true);
  expect(await candidate('jobs').leadership.isLeader()).toBe(true);
});

test('a leader whose connection ends is told at once, without asking', async () => {
  const { leadership, told, changes } = candidate();
  await leadership.isLeader();
  const loss = once(changes, 'loss');
  await terminate();
  await loss;
  expect(leadership.leads()).toBe(false);
  expect(told).toEqual(['gain', 'loss']);
});

test('after a lost connection another may lead, and the former does not lead beside it', async () => {
  const former = candidate();
  await former.leadership.isLeader();
  const loss = once(former.changes, 'loss');
  await terminate();
  await loss;
  const next = candidate();
  expect(await next.leadership.isLeader()).toBe(true);
  expect(await former.leadership.isLeader()).toBe(false);
  await next.leadership.stop();
  expect(await former.leadership.isLeader()).toBe(true);
});

test('a follower takes over by itself', async () => {
  const first = candidate();
  await first.leadership.isLeader();
  const second = candidate('jobs', 20);
  expect(await second.leadership.isLeader()).toBe(false);
  const gain = once(second.changes, 'gain');
  await first.leadership.stop();
  await gain;
  expect(second.leadership.leads()).toBe(true);
});

test('an unreachable database means following, and no error', async () => {
  const gone = lead('postgresql://nobody:x@127.0.0.1:1/none', 'jobs', { log: silentLog });
  expect(await gone.isLeader()).toBe(false);
  await gone.stop();
});
