/** Where a value lies in a JSON document: keys and array indices from the top. `*` stands for each key or element. */
export type Path = readonly string[];

/** Reads `order.lines.*.sku`; a dot of a key is written `\.`, a star of a key `\*` (kept apart from the wildcard). Null if it is no path. */
export function parsePath(text: string): Path | null {
  const path: string[] = [];
  for (const [, segment = ''] of `${text}.`.matchAll(/((?:\\.|[^\\.])*)\./g)) {
    path.push(
      segment === '*' ? '*' : segment.replace(/\\(.)/g, (_, escaped) => (escaped === '*' ? literalStar : escaped)),
    );
  }
  const isWhole = path.length > 0 && /^(?:\\.|[^\\])*$/.test(text);
  return isWhole && path.every((segment) => segment !== '' && !forbidden.has(segment)) ? path : null;
}

/** A key that is a star, as opposed to the wildcard. */
const literalStar = '\u0000*';

/** Nobody's data has these as keys for a good reason, and a route must not write them. */
const forbidden: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

type Parent = Record<string, unknown>;

/** Any object or array: what may hold other values. */
export function isParent(value: unknown): value is Parent {
  return typeof value === 'object' && value !== null;
}

/** The value at a path without wildcards, or undefined. Looks at own properties only. */
export function valueAt(document: unknown, path: Path): unknown {
  let value = document;
  for (const segment of path) {
    const key = keyOf(segment);
    if (!isParent(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

/** Calls `visit` with the parent and key of each value that the path leads to; absent ones are passed over. */
export function visitAt(document: unknown, path: Path, visit: (parent: Parent, key: string) => void): void {
  const [segment, ...rest] = path;
  if (segment === undefined || !isParent(document)) return;
  for (const key of segment === '*' ? Object.keys(document) : [keyOf(segment)]) {
    if (!Object.hasOwn(document, key)) continue;
    if (rest.length === 0) visit(document, key);
    else visitAt(document[key], rest, visit);
  }
}

/** Writes a value at a path without wildcards; objects on the way are made, anything else on the way is replaced by one. */
export function writeAt(document: unknown, path: Path, value: unknown): void {
  let parent = document;
  for (const [index, segment] of path.entries()) {
    if (!isParent(parent)) return;
    const key = keyOf(segment);
    if (index === path.length - 1) put(parent, key, value);
    else {
      if (!Object.hasOwn(parent, key) || !isParent(parent[key])) put(parent, key, {});
      parent = parent[key];
    }
  }
}

/** Sets an own property, whatever its name: `__proto__` too is only a key here. */
export function put(parent: Parent, key: string, value: unknown): void {
  Object.defineProperty(parent, key, { value, writable: true, enumerable: true, configurable: true });
}

export function keyOf(segment: string): string {
  return segment === literalStar ? '*' : segment;
}
