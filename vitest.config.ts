import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', '**/*.sql.test.ts'];

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
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
