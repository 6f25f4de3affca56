import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/trino/*.test.ts'],
    globalSetup: ['test/harness/setup.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 900_000,
  },
});
