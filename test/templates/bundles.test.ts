import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { serviceNames } from '@tributary/cli/service-names.ts';
import { builtFor } from '@tributary/shared/serverless/native/native.ts';
import { nodeFromNpm } from '@tributary/shared/serverless/native/node-from-npm.ts';
import AdmZip from 'adm-zip';
import { build } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { packageService } from './package-service.ts';
import { byType } from './template.ts';

const run = promisify(execFile);
const maxBundleBytes = 1_000_000;
const salvagingOf = { ingest: ['parse-logs', 'parse-direct', 'land-changes'], catalog: ['convert', 'retype'] } as const;
const salvaging: readonly string[] = Object.values(salvagingOf).flat();
const salvagingServices = ['ingest', 'catalog'] as const;

/** The zips of a service by the names of its functions. */
async function zipsOf(service: (typeof serviceNames)[number], stage: string): Promise<ReadonlyMap<string, AdmZip>> {
  const { zips, templateFile } = await packageService(service, stage);
  const fileOf = (zip: string) => join(dirname(templateFile), zip);
  return new Map(Object.keys(zips).map((zip) => [zip.replace(/\.zip$/, ''), new AdmZip(fileOf(zip))]));
}

const names = (zip: AdmZip) => zip.getEntries().map(({ entryName }) => entryName);

const bundleOf = (zip: AdmZip, name: string) =>
  zip.getEntries().find(({ entryName }) => entryName.endsWith(`functions/${name}/handler.mjs`));

describe.each(serviceNames)('the zips of %s', (service) => {
  let zips: ReadonlyMap<string, AdmZip>;
  beforeAll(async () => {
    zips = await zipsOf(service, 'dev');
  }, 120_000);

  test('hold no source map and no test, and a bundle below a megabyte', async () => {
    for (const [name, zip] of zips) {
      expect(
        names(zip).filter((file) => /\.map$|\.test\./.test(file)),
        name,
      ).toEqual([]);
      const bundle = bundleOf(zip, name);
      expect(bundle?.header.size, name).toBeLessThan(maxBundleBytes);
      expect(bundle?.getData().toString(), name).not.toContain('sourceMappingURL');
    }
  });

  test('have their maps beside them, each by the bundle that the function says it runs', async () => {
    const { template, templateFile } = await packageService(service, 'dev');
    const functions = byType(template.Resources, 'AWS::Lambda::Function');
    for (const { properties } of functions) {
      const { BUNDLE: id } = JSON.parse(JSON.stringify(properties.Environment)).Variables;
      const name = String(properties.FunctionName).replace(`tributary-${service}-dev-`, '');
      expect(statSync(join(dirname(templateFile), 'maps', name, `${id}.map`)).size, name).toBeGreaterThan(10_000);
    }
    expect(functions).toHaveLength(zips.size);
  });

  test('hold what is declared as JSON, and no reader of YAML', () => {
    for (const [name, zip] of zips) {
      for (const entry of zip.getEntries().filter(({ entryName }) => entryName.endsWith('.yml')))
        expect(() => JSON.parse(entry.getData().toString()), `${name} ${entry.entryName}`).not.toThrow();
      expect(bundleOf(zip, name)?.getData().toString(), name).not.toContain('tag:yaml.org');
    }
  });

  test("leave fetch alone: Node's own modules are required", () => {
    for (const [name, zip] of zips) {
      const bundle = bundleOf(zip, name)?.getData().toString() ?? '';
      const imports = [...bundle.matchAll(/\bimport\s*(?:[\w*{}\s,$]+from\s*)?\(?["'](?:node:)?(\w+)["']/g)];
      expect(new Set(imports.map(([, module]) => module)), name).toEqual(new Set(['module']));
    }
  });

  test('carry native modules only where they are used', () => {
    for (const [name, zip] of zips) {
      const modules = names(zip).filter((file) => file.startsWith('node_modules/'));
      if (!salvaging.includes(name)) expect(modules, name).toEqual([]);
    }
  });

  test('run on the processor that their native modules are built for, else on arm64', async () => {
    const { template } = await packageService(service, 'dev');
    const here = builtFor(process.platform, process.arch) ?? 'arm64';
    for (const { properties } of byType(template.Resources, 'AWS::Lambda::Function')) {
      const isSalvaging = salvaging.some((name) => String(properties.FunctionName).endsWith(`-${name}`));
      expect(properties.Architectures, String(properties.FunctionName)).toEqual([isSalvaging ? here : 'arm64']);
    }
  });
});

/** Salvages a member that is damaged after a third of it, with what a zip holds, in a process of its own. */
async function salvageBy(node: string, zip: AdmZip): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'zip-'));
  try {
    zip.extractAllTo(folder);
    const salvage = fileURLToPath(new URL('./salvage-in-zip.ts', import.meta.url));
    const outfile = join(folder, 'salvage.mjs');
    await build({ entryPoints: [salvage], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
    const { stdout } = await run(node, [outfile], { cwd: folder });
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const saved = { isNative: true, isBeginning: true, share: expect.closeTo(1 / 3, 1) };

describe.runIf(builtFor(process.platform, process.arch)).each(salvagingServices)(
  'zlib-sync in the zips of %s',
  (service) => {
    test.each(salvagingOf[service])(
      'of the stage local, %s salvages by it on the Node of this machine',
      async (name) => {
        const zip = (await zipsOf(service, 'local')).get(name);
        expect(zip && (await salvageBy(process.execPath, zip))).toEqual(saved);
      },
    );

    test.each(salvagingOf[service])('of another stage, %s salvages by it on the Node of Lambda', async (name) => {
      const zip = (await zipsOf(service, 'dev')).get(name);
      expect(zip && (await salvageBy(nodeFromNpm(24).executable, zip))).toEqual(saved);
    });
  },
);
