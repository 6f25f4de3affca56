import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { TraceMap } from '@jridgewell/trace-mapping';
import type { LakeFunction } from './functions.ts';

/** A bundle's source map, or why there is none. */
export type FoundMap = { readonly map: TraceMap } | { readonly reason: string };
export type FindMap = (of: LakeFunction, bundle: string) => Promise<FoundMap>;

/** The compressed map of a bundle, from where the deployment has put it. */
export type FetchMap = (of: LakeFunction, bundle: string) => Promise<Uint8Array>;

/** Maps are named by their bundle's content, so that each is fetched once in the life of this folder. */
export const mapCache = fileURLToPath(new URL('../../node_modules/.cache/tributary/maps', import.meta.url));

export function createFindMap(fetch: FetchMap, folder = mapCache): FindMap {
  const found = new Map<string, Promise<FoundMap>>();
  return function findMap(of, bundle) {
    const known = found.get(bundle) ?? load(join(folder, `${of.name}-${bundle}.map`), () => fetch(of, bundle));
    found.set(bundle, known);
    return known;
  };
}

async function load(file: string, fetch: () => Promise<Uint8Array>): Promise<FoundMap> {
  try {
    return { map: new TraceMap(readFileSync(file, 'utf8')) };
  } catch {
    // Not there yet, or torn
  }
  try {
    const text = gunzipSync(await fetch()).toString('utf8');
    const map = new TraceMap(text);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return { map };
  } catch (error) {
    return { reason: error instanceof Error ? error.message || error.name : String(error) };
  }
}
