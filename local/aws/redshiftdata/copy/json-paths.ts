import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { ObjectFile } from '../../../kernel/objects.ts';
import { LoadError } from './load-error.ts';

const file = z.strictObject({ jsonpaths: z.array(z.string()).min(1) });

/** Keys and positions from the top of a value down. */
export type JsonPath = readonly string[];

/** The paths of a JSONPaths file, one for each column. */
export function readJsonPaths(object: ObjectFile, uri: string): readonly JsonPath[] {
  return parsed(readFileSync(object.path, 'utf8'), uri).jsonpaths.map((path) => partsOf(path, uri));
}

function parsed(text: string, uri: string) {
  try {
    return file.parse(JSON.parse(text));
  } catch {
    throw new LoadError(`Invalid JSONPath format: ${uri} is no object with the one key "jsonpaths", a list of texts`);
  }
}

/** `$.a.b`, `$['a']['b']`, `$[0]`; Redshift has no wildcards and filters. */
const part = /\.([\w-]+)|\[(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(\d+))\]/y;

function partsOf(path: string, uri: string): JsonPath {
  const parts: string[] = [];
  part.lastIndex = 1;
  while (path.startsWith('$') && part.lastIndex < path.length) {
    const [, dotted, single, double, position] = part.exec(path) ?? [];
    const found = dotted ?? single?.replace(/\\(.)/g, '$1') ?? double?.replace(/\\(.)/g, '$1') ?? position;
    if (found === undefined) break;
    parts.push(found);
  }
  if (parts.length === 0 || part.lastIndex < path.length)
    throw new LoadError(`Invalid JSONPath format: ${path} in ${uri}`);
  return parts;
}
