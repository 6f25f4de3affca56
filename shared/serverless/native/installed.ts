import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as z from 'zod';

/** A module as `npm ci` has installed it; `binary` is the file that it loads, below its folder. */
export type Installed = {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
  readonly binary: string;
  readonly main: string;
  readonly dependencies: readonly { readonly name: string; readonly folder: string }[];
};

/** Modules that functions may name as `native`, and where node-gyp puts the binary of each. */
export const nativeModules: ReadonlyMap<string, string> = new Map([['zlib-sync', 'build/Release/zlib_sync.node']]);

const manifest = z.object({
  version: z.string(),
  main: z.string().default('index.js'),
  dependencies: z.record(z.string(), z.string()).default({}),
});

/** undefined where npm has left the optional module out. */
export function findInstalled(name: string, from: string): Installed | undefined {
  const binary = nativeModules.get(name);
  const folder = folderOf(name, from);
  if (folder === undefined || binary === undefined) return undefined;
  const { version, main, dependencies } = manifest.parse(
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
  );
  const needed = Object.keys(dependencies).flatMap((each) => {
    const found = folderOf(each, folder);
    return found === undefined ? [] : [{ name: each, folder: found }];
  });
  return { name, version, main, folder, binary, dependencies: needed };
}

function folderOf(name: string, from: string): string | undefined {
  const paths = createRequire(join(from, 'package.json')).resolve.paths(name) ?? [];
  return paths.map((path) => join(path, name)).find((folder) => existsSync(join(folder, 'package.json')));
}

/** The binary that `npm ci` has built, for the Node that ran it. */
export function installedBinary({ folder, binary }: Installed): Buffer | undefined {
  const file = join(folder, binary);
  return existsSync(file) ? readFileSync(file) : undefined;
}

/** The JavaScript of a module, which is all of it but its binary. */
export function scriptsOf({ folder, main }: Installed): readonly { readonly path: string; readonly content: Buffer }[] {
  return ['package.json', main].map((path) => ({ path, content: readFileSync(join(folder, path)) }));
}
