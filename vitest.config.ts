import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{shared,services,local,cli}/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/*.sql.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
