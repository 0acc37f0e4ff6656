// A process that holds the private PostgreSQL of the data folder in its arguments, for tests to kill.
import { startPrivatePostgres } from '../../src/store/private-postgres.ts';
import { silentLog } from '../harness/log.ts';

const postgres = await startPrivatePostgres({ dataDir: process.argv[2] ?? '', log: silentLog });
await postgres.announce('http://127.0.0.1:3000');
process.stdout.write(`${postgres.url}\n`);
// Ends with the test that started it.
process.stdin.resume().on('end', () => process.exit());
