import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { applyMigrations } from '../../src/store/migrate.ts';
import type { ThrowawayPostgres } from '../../src/store/postgres/throwaway.ts';
import { startThrowawayPostgres } from '../../src/store/postgres/throwaway.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where a test asks for the database server of this run. */
    databaseDesk: string;
  }
}

/** The migrated database that each test's own is a copy of. */
const TEMPLATE = 'template_of_tests';

/**
 * One PostgreSQL per test run, started when the first test asks for it, so that tests without a database
 * do not wait. It ends with the run, however that ends.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let running: Promise<ThrowawayPostgres> | undefined;
  const desk = createServer((_request, response) => {
    (running ??= start()).then(
      (server) => response.end(server.urlOf('postgres')),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.stack : String(error)),
    );
  });
  await new Promise<void>((done) => desk.listen(0, '127.0.0.1', done));
  project.provide('databaseDesk', `http://127.0.0.1:${portOf(desk.address())}`);
  return async () => {
    desk.close();
    // A start that failed has told so to the tests and stopped by itself.
    await (await running?.catch(() => undefined))?.stop();
  };
}

async function start(): Promise<ThrowawayPostgres> {
  const server = await startThrowawayPostgres();
  try {
    await applyMigrations(await server.createDatabase(TEMPLATE));
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (typeof address !== 'object' || !address) throw new Error('the desk of the test databases has no port');
  return address.port;
}
