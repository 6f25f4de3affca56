import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServiceName } from '@tributary/cli/service-names.ts';

/** Metrics that a service's code writes by their names, and the dimensions that each has beside the service. */
export type Written = {
  readonly names: ReadonlySet<string>;
  readonly dimensions: ReadonlyMap<string, ReadonlySet<string>>;
};

const root = fileURLToPath(new URL('../../', import.meta.url));

// What counts, and in which words: a name given by hand, the names that messages always have, and the numbers of segments.
const counted = /\b(?:count|counts\.add|counts\.highest)\(\s*'([A-Z]\w*)'/g;
const by = /\bcountBy\(\s*'([A-Z]\w*)',\s*\{\s*(\w+)/g;
const always = /const always = \[([^\]]*)\]/g;
const ofSegments = /SegmentWords<\w+> = (\{[\s\S]*?\n\});/g;

/** Reads the sources of a service, and those of shared that it has in its bundles. */
export function metricsWritten(service: ServiceName): Written {
  const texts = sourcesOf(service);
  const lists = found(texts, always).map(([list = '']) => list);
  const words = found(texts, ofSegments).map(([all = '']) => all);
  const named = [...found(texts, counted), ...found(lists, /'(\w+)'/g), ...found(words, /\b([A-Z]\w*): /g)];
  const dimensions = new Map<string, Set<string>>();
  for (const [name = '', dimension = ''] of found(texts, by))
    dimensions.set(name, (dimensions.get(name) ?? new Set()).add(dimension));
  return { names: new Set(named.map(([name = '']) => name)), dimensions };
}

/** Ways into the lake that a service's code names. */
export function waysOf(service: ServiceName): ReadonlySet<string> {
  return new Set(found(sourcesOf(service), /\bway: '(\w+)'/g).map(([way = '']) => way));
}

/** What a pattern's groups hold, wherever it fits. */
function found(texts: readonly string[], pattern: RegExp): readonly (readonly string[])[] {
  return texts.flatMap((text) => [...text.matchAll(pattern)].map(([, ...groups]) => groups));
}

function sourcesOf(service: ServiceName): readonly string[] {
  const own = readAll(`services/${service}`);
  const folders = new Set(found(own, /@tributary\/shared\/(\w+)\//g).map(([name = '']) => name));
  return [...own, ...[...folders].filter((name) => name !== 'serverless').flatMap((name) => readAll(`shared/${name}`))];
}

const notBundled = /node_modules|\.test\.ts$|-for-tests\.ts$|(?:^|\/)test(?:ing)?\//;

/** Folders with a point are those of packaging, where files come and go while other tests package. */
function readAll(folder: string): readonly string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).filter(
    ({ name }) => !/^\.|^node_modules$/.test(name),
  );
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return readAll(path);
    return path.endsWith('.ts') && !notBundled.test(path) ? [readFileSync(join(root, path), 'utf8')] : [];
  });
}
