import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { servicesChanged } from '../../delivery/services-changed.ts';
import { changedPackages, packageOf, sourcesOf } from '../../delivery/source-graph.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const none: ReadonlySet<string> = new Set();
const services = new Map([
  [
    'ingest',
    { files: new Set(['shared/jobs/a.ts', 'services/ingest/a.ts']), packages: new Set(['node_modules/amqplib']) },
  ],
  ['query', { files: new Set(['shared/jobs/a.ts', 'shared/b.ts']), packages: new Set(['node_modules/zod']) }],
]);
const changed = (files: readonly string[], packages = none) => [
  ...servicesChanged({ files, packages }, services, 'dev').keys(),
];

describe('a service is deployed', () => {
  test.each([
    ['what it imports of shared', ['shared/b.ts'], ['query']],
    ['what both import', ['shared/jobs/a.ts'], ['ingest', 'query']],
    ['a declaration in its folder', ['services/ingest/events/routes.yml'], ['ingest']],
    ['a file that is gone from its folder', ['services/query/datasets/gone.sql'], ['query']],
    ['what all declare', ['shared/names.yml'], ['ingest', 'query']],
    ["how the framework's plugin is loaded", ['shared/serverless/plugin.cjs'], ['ingest', 'query']],
    ["the stage's file", ['stages/dev.yml'], ['ingest', 'query']],
    ['how TypeScript is read', ['tsconfig.json'], ['ingest', 'query']],
  ])('after a change of %s', (_what, files, expected) => expect(changed(files)).toEqual(expected));

  test('after a change of a package that it imports, or of what packages it', () => {
    expect(changed(['package-lock.json'], new Set(['node_modules/amqplib']))).toEqual(['ingest']);
    expect(changed(['package-lock.json'], new Set(['node_modules/esbuild']))).toEqual(['ingest', 'query']);
  });

  test('with the reason', () => {
    expect(servicesChanged({ files: ['README.md', 'shared/b.ts'], packages: none }, services, 'dev')).toEqual(
      new Map([['query', 'shared/b.ts']]),
    );
  });
});

test.each([
  ['documentation', ['README.md', 'docs/dms.md', 'services/ingest/README.md', 'shared/README.md']],
  ['tests', ['services/query/a.test.ts', 'services/ingest/logs/test/wild.ts', 'services/ingest/a-for-tests.ts']],
  ["the deployer's policies", ['services/query/deployer-policy.json']],
  ["another stage's file", ['stages/prod.yml']],
  ['the command line and the local cloud', ['cli/main.ts', 'local/cloud.ts', 'package.json']],
  ['a package that no service imports', ['package-lock.json']],
  ['what no service imports', ['shared/c.ts']],
])('nothing is deployed after a change of %s alone', (_what, files) => {
  expect(changed(files, new Set(['node_modules/vitest']))).toEqual([]);
});

test('imports are followed, through shared and into packages', async () => {
  const { files, packages } = await sourcesOf(root, ['services/query/src/functions/plan/handler.ts']);
  expect([...files]).toEqual(
    expect.arrayContaining(['services/query/src/functions/plan/handler.ts', 'shared/lambda.ts']),
  );
  expect([...packages]).toEqual(expect.arrayContaining(['node_modules/zod', 'node_modules/@middy/core']));
  expect([...files].filter((file) => file.startsWith('services/ingest'))).toEqual([]);
  expect([...packages]).not.toContain('node_modules/amqplib');
}, 60_000);

test('a package is named as the lock file names it', () => {
  expect(packageOf('node_modules/@aws-sdk/core/dist/a.js')).toBe('node_modules/@aws-sdk/core');
  expect(packageOf('services/query/node_modules/a/node_modules/b/c.js')).toBe(
    'services/query/node_modules/a/node_modules/b',
  );
  expect(packageOf('shared/lambda.ts')).toBeUndefined();
});

test('packages differ by version or contents, and those that come or go do', () => {
  const lock = (packages: object) => JSON.stringify({ packages });
  const before = lock({ a: { version: '1' }, b: { version: '1', integrity: 'x' }, c: { version: '1' } });
  const after = lock({ a: { version: '1' }, b: { version: '1', integrity: 'y' }, d: { version: '1' } });
  expect([...changedPackages(before, after)].toSorted()).toEqual(['b', 'c', 'd']);
});
