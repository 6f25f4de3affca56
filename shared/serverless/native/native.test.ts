import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { PackagedFunction, Packaging } from '../bundles/packaging.ts';
import { findInstalled, installedBinary } from './installed.ts';
import { builtFor, createNativeFiles, nativeArchitecture } from './native.ts';

const ingest = fileURLToPath(new URL('../../../services/ingest/', import.meta.url));
const salvaging: PackagedFunction = { handler: 'a.handler', native: ['zlib-sync'] };
const plain: PackagedFunction = { handler: 'b.handler' };

function framework(options: {
  readonly stage?: string;
  readonly runtime?: string;
  readonly serviceDir?: string;
  readonly functions?: Readonly<Record<string, PackagedFunction>>;
}): Packaging {
  const { stage = 'local', runtime = 'nodejs24.x', serviceDir = ingest, functions = {} } = options;
  return {
    serviceDir,
    processedInput: { options: {} },
    service: {
      service: 'lake-ingest',
      provider: { runtime, logRetentionInDays: 30 },
      getAllFunctions: () => Object.keys(functions),
      getFunction: (name) => functions[name] ?? plain,
    },
    configSchemaHandler: { defineFunctionProperties: () => undefined },
    getProvider: () => ({
      getStage: () => stage,
      getServerlessDeploymentBucketName: async () => 'bucket',
      getAwsSdkV3Config: async () => ({}),
    }),
  };
}

test('builds on Linux, for the processor that is here', () => {
  expect(builtFor('linux', 'x64')).toBe('x86_64');
  expect(builtFor('linux', 'arm64')).toBe('arm64');
  expect(builtFor('linux', 's390x')).toBeUndefined();
  expect(builtFor('darwin', 'arm64')).toBeUndefined();
});

test('sets the architecture of the functions that carry native modules, and leaves one that is given', async () => {
  const functions = { a: { ...salvaging }, b: { ...plain }, c: { ...salvaging, architecture: 'given' } };
  await nativeArchitecture(framework({ functions })).initialize?.();
  expect(functions.a.architecture).toBe(builtFor(process.platform, process.arch));
  expect(functions.b.architecture).toBeUndefined();
  expect(functions.c.architecture).toBe('given');
});

describe('the files of zlib-sync', () => {
  const filesFor = (options: Parameters<typeof framework>[0]) => {
    const warnings: string[] = [];
    const nativeFiles = createNativeFiles(framework(options), (warning) => warnings.push(warning));
    return { nativeFiles, warnings };
  };

  const installed = findInstalled('zlib-sync', ingest);
  test.runIf(installed && installedBinary(installed))('are what npm has built, at the stage local', () => {
    const { nativeFiles, warnings } = filesFor({});
    expect(nativeFiles(salvaging).map(({ path }) => path)).toEqual([
      'node_modules/zlib-sync/package.json',
      'node_modules/zlib-sync/index.js',
      'node_modules/zlib-sync/build/Release/zlib_sync.node',
    ]);
    expect(nativeFiles(plain)).toEqual([]);
    expect(warnings).toEqual([]);
  });

  test.each([
    ['npm has not installed it here', { serviceDir: tmpdir() }],
    ['python3.12 is no version of Node', { stage: 'dev', runtime: 'python3.12' }],
  ])('are left out, which is told once: %s', (reason, options) => {
    const { nativeFiles, warnings } = filesFor(options);
    expect(nativeFiles(salvaging)).toEqual([]);
    expect(nativeFiles(salvaging)).toEqual([]);
    expect(warnings).toEqual([`zlib-sync is not in the zips: ${reason}. The functions do without it, more slowly.`]);
  });
});
