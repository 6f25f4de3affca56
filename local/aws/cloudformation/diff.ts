import { isJsonObject, type Json, type JsonObject, sameJson } from './json.ts';
import { holdsUnknown } from './unknown-value.ts';

/** What an update does to a resource: nothing, a change in place, or a new one in its stead. */
export type Change = {
  readonly kind: 'none' | 'modify' | 'replace';
  /** The top-level properties that differ. */
  readonly properties: readonly string[];
  /** False when a property's new value is known only once another resource exists. */
  readonly certain: boolean;
};

/** Compares a resource's resolved properties before and after; `replaceOn` holds property names or dotted paths. */
export function compare(before: JsonObject, after: JsonObject, replaceOn: readonly string[]): Change {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const properties = names.filter((name) => !sameJson(before[name], after[name]));
  const replacing = replaceOn.filter((path) => !sameJson(at(before, path), at(after, path)));
  const certain = !replacing.some((path) => holdsUnknown(at(after, path)));
  if (properties.length === 0) return { kind: 'none', properties, certain };
  return { kind: replacing.length > 0 ? 'replace' : 'modify', properties, certain };
}

function at(value: JsonObject, path: string): Json | undefined {
  let current: Json | undefined = value;
  for (const part of path.split('.')) current = isJsonObject(current) ? current[part] : undefined;
  return current;
}
