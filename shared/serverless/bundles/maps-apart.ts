import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildOptions, Plugin } from 'esbuild';
import * as z from 'zod';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const sourceMap = z.looseObject({ sources: z.array(z.string()) });

/** Where the maps of a service's bundles wait until its functions are packaged. */
export function waitingMaps(serviceDir: string): string {
  return join(serviceDir, '.serverless', 'waiting-maps');
}

/** `handler` is that of the function: `src/…/handler.handler`. */
export function waitingMapOf(serviceDir: string, handler: string): string {
  return join(waitingMaps(serviceDir), `${handler.replace(/\.[^./]+$/, '')}.mjs.map`);
}

/** Takes each source map from beside its bundle before it is zipped. Its sources are named from the top of this repository. */
export function mapsApart(): Plugin {
  return {
    name: 'maps-apart',
    setup({ initialOptions, onEnd }) {
      onEnd(() => {
        for (const { map, handler } of mapsOf(initialOptions)) {
          if (!existsSync(map)) continue;
          const waiting = waitingMapOf(process.cwd(), handler);
          mkdirSync(dirname(waiting), { recursive: true });
          writeFileSync(waiting, withSourcesFromRoot(map));
          rmSync(map);
        }
      });
    },
  };
}

/** serverless-esbuild bundles one entry at a time, each into the folder that it has in the service. */
function mapsOf({ entryPoints, outdir = '.' }: BuildOptions): readonly { map: string; handler: string }[] {
  const entries = Array.isArray(entryPoints) ? entryPoints : [];
  return entries.flatMap((entry) => {
    if (typeof entry !== 'string') return [];
    const name = entry.replace(/^.*\//, '').replace(/\.ts$/, '.mjs.map');
    return [{ map: resolve(outdir, name), handler: entry.replace(/\.ts$/, '.handler') }];
  });
}

function withSourcesFromRoot(file: string): string {
  const map = sourceMap.parse(JSON.parse(readFileSync(file, 'utf8')));
  return JSON.stringify({
    ...map,
    sources: map.sources.map((source) => relative(root, resolve(dirname(file), source))),
  });
}
