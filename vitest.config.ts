import { defineConfig } from 'vitest/config';

// The checks against Trino's answers and against a real Trino have configurations of their own.
const exclude = ['**/node_modules/**', '**/*.sql.test.ts', 'test/trino/**'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{shared,services,local,cli}/**/*.test.ts'],
          exclude,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'lake',
          include: ['test/**/*.test.ts'],
          exclude,
          globalSetup: ['test/harness/setup.ts'],
          fileParallelism: false,
          maxConcurrency: 3,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
