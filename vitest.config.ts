import { defineConfig } from 'vitest/config';

// The checks against Trino's answers and against a real Trino have configurations of their own.
const exclude = ['**/node_modules/**', '**/*.sql.test.ts', 'test/trino/**'];

/** What a newcomer runs beside the units: the events' template, the commands, one lake end to end, and its console in a browser. All else is `npm run test:all`. */
const first = [
  'test/templates/events.test.ts',
  'test/cli/{parse,query,route}.test.ts',
  'test/e2e/{sample,event-tables}.test.ts',
  'test/console/console.test.ts',
];

/** Units that take ten seconds and more, and are of one corner. */
const long = [
  'cli/bundle/bundle.test.ts',
  'shared/trino/quick-decisions.test.ts',
  'services/ingest/logs/parsing/{corrections,damage,versions}.test.ts',
  'services/catalog/files/retyping/retype-meanwhile.test.ts',
  'services/catalog/files/converting/converting-long.property.test.ts',
  'services/catalog/test/at-once.test.ts',
  'services/query/test/*.test.ts',
  'shared/parquet/nested/column.property.test.ts',
  'local/aws/lakeformation/athena.test.ts',
  'local/aws/{kinesis,lambda,firehose}/over-the-wire.test.ts',
  'local/aws/athena/{athena,inputs,reuse,too-large,write/iceberg-properties,write/upkeep}.test.ts',
  'local/iceberg/{expire,optimize,upkeep}.test.ts',
];

const setupFiles = ['test/harness/properties.ts'];

const onLakes = {
  setupFiles,
  globalSetup: ['test/harness/setup.ts'],
  // Each file has a lake of its own and waits for much of its time; more than two at once wait for the machine instead.
  maxWorkers: 2,
  sequence: { groupOrder: 1 },
  maxConcurrency: 3,
  testTimeout: 180_000,
  hookTimeout: 300_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{shared,services,local,cli,console}/**/*.test.ts'],
          exclude: [...exclude, ...long],
          setupFiles,
          // Files of one worker share what they import, which would take longer than the tests.
          isolate: false,
          // Otherwise one core less than there are, of two one.
          maxWorkers: '100%',
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      { test: { name: 'lake', include: first, exclude, ...onLakes } },
      { test: { name: 'rest', include: ['test/**/*.test.ts', ...long], exclude: [...exclude, ...first], ...onLakes } },
    ],
  },
});
