import type { ColumnType, Field } from '../types/column-type.ts';

/** Keys of fields within a type that differ from their names, by path of names: `{"lines.unit_price": "unitPrice"}`. */
export type Keys = Readonly<Record<string, string>>;

export function keysOf(type: ColumnType): Keys {
  return Object.fromEntries(pairsOf(type, ''));
}

function pairsOf(type: ColumnType, path: string): readonly (readonly [string, string])[] {
  if (type.kind === 'array') return pairsOf(type.element, path);
  if (type.kind === 'map') return pairsOf(type.value, path);
  if (type.kind !== 'struct') return [];
  return type.fields.flatMap(({ name, key, type: inner }) => {
    const at = `${path}${name}`;
    return [...(name === key ? [] : [[at, key] as const]), ...pairsOf(inner, `${at}.`)];
  });
}

/** The type with the keys of its fields. */
export function withKeys(type: ColumnType, keys: Keys, path = ''): ColumnType {
  if (type.kind === 'array') return { kind: 'array', element: withKeys(type.element, keys, path) };
  if (type.kind === 'map') return { kind: 'map', value: withKeys(type.value, keys, path) };
  if (type.kind !== 'struct') return type;
  const fields = type.fields.map(({ name, type: inner }): Field => {
    const at = `${path}${name}`;
    return { name, key: Object.hasOwn(keys, at) ? (keys[at] ?? name) : name, type: withKeys(inner, keys, `${at}.`) };
  });
  return { kind: 'struct', fields };
}
