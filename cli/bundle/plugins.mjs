import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { bundleFolder } from './fresh.mjs';

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
