import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import { bundleFolder, root } from './fresh.mjs';

/** Sources go on finding the files beside them, wherever they are bundled to. */
export const ownAddress = {
  name: 'own-address',
  setup(build) {
    build.onLoad({ filter: /\.ts$/, namespace: 'file' }, async ({ path }) => {
      if (path.includes('node_modules')) return undefined;
      const source = await readFile(path, 'utf8');
      const address = `new URL(${JSON.stringify(relative(bundleFolder, path))}, import.meta.url).href`;
      return { loader: 'ts', contents: source.replaceAll('import.meta.url', address) };
    });
  },
};

/** `lake up` runs from its sources: the local cloud starts processes and workers from files that no bundle holds. */
export const upFromSource = {
  name: 'up-from-source',
  setup(build) {
    build.onResolve({ filter: /\/commands\/up\.ts$/ }, ({ path }) => ({ path, namespace: 'from-source' }));
    build.onLoad({ filter: /.*/, namespace: 'from-source' }, () => ({
      resolveDir: bundleFolder,
      contents: `import { register } from 'tsx/esm/api';
register();
export const { up } = await import(new URL('../commands/up.ts', import.meta.url).href);`,
    }));
  },
};

/** What `namesAsBuilt` reads. */
export const namesFiles = ['shared/names.yml', 'shared/parameters.yml'];

/** The names' files are read when the bundle is made: a reader of YAML and its checks are a fifth of what `lake query` would load. */
export const namesAsBuilt = {
  name: 'names-as-built',
  setup(build) {
    build.onLoad({ filter: /\/shared\/names-files\.ts$/, namespace: 'file' }, async () => {
      const [names, parameters] = await Promise.all(
        namesFiles.map(async (file) => parse(await readFile(join(root, file), 'utf8'))),
      );
      const defaults = Object.entries(parameters).map(([name, parameter]) => [name, parameter.default]);
      return {
        contents: `const files = { names: ${JSON.stringify(names)}, defaults: new Map(${JSON.stringify(defaults)}) };
export const readNamesFiles = () => files;`,
      };
    });
  },
};

/** Commander can start programs as its commands; `lake` has none, and Node loads for that what nothing else here needs. */
export const noPrograms = {
  name: 'no-programs',
  setup(build) {
    build.onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) =>
      importer.includes('/commander/') ? { path, namespace: 'no-programs' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'no-programs' }, () => ({ contents: 'export {};' }));
  },
};
