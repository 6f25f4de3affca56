import { isBuiltin } from 'node:module';
import { build } from 'esbuild';

/** What a service is made of: files of the repository, and packages by their folders, as package-lock.json names them. */
export type Sources = { readonly files: ReadonlySet<string>; readonly packages: ReadonlySet<string> };

/** Follows the imports of files, as esbuild resolves them; paths are relative to `root`. */
export async function sourcesOf(root: string, entryPoints: readonly string[]): Promise<Sources> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [...entryPoints],
    bundle: true,
    write: false,
    outdir: 'nowhere',
    metafile: true,
    platform: 'node',
    format: 'esm',
    // Native files and what only exists somewhere else: named, not read
    loader: { '.node': 'empty' },
    external: ['*.node', 'zlib-sync', 'esbuild', 'tsx'],
    logLevel: 'silent',
  });
  const inputs = Object.keys(metafile.inputs);
  const outside = Object.values(metafile.inputs)
    .flatMap(({ imports }) => imports)
    .filter(({ external, path }) => external === true && !isBuiltin(path))
    .map(({ path }) => `node_modules/${packageName(path)}`);
  return {
    files: new Set(inputs.filter((path) => !path.includes('node_modules/'))),
    packages: new Set([...inputs.flatMap((path) => packageOf(path) ?? []), ...outside]),
  };
}

/** `node_modules/a/node_modules/@b/c` of a file in it; undefined of a file of our own. */
export function packageOf(path: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

function packageName(path: string): string {
  return path.split('/', path.startsWith('@') ? 2 : 1).join('/');
}

/** The packages whose version or contents differ between two lock files, by their folders. */
export function changedPackages(before: string, after: string): ReadonlySet<string> {
  const [old, now] = [packagesOf(before), packagesOf(after)];
  const names = new Set([...old.keys(), ...now.keys()]);
  return new Set([...names].filter((name) => old.get(name) !== now.get(name)));
}

function packagesOf(lock: string): ReadonlyMap<string, string> {
  const { packages } = JSON.parse(lock);
  return new Map(Object.entries(packages).map(([name, value]) => [name, JSON.stringify(value)]));
}
