import './prisma/generate.mjs';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/harness/server.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Files share what a worker has loaded: loading it anew for each took longer than the tests.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
