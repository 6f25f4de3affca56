import type { ColumnType, Field } from './column-type.ts';
import { type Evidence, join, type Objects } from './evidence.ts';
import { mostFields, newFields } from './resolve.ts';

/**
 * Fields that have what these objects show as well: new ones at the end, of structs too. A type that is there stays. The very same list where nothing
 * is new.
 */
export function extendFields(
  fields: readonly Field[],
  { named }: Objects,
  { taken, most }: { readonly taken: ReadonlySet<string>; readonly most: number },
): readonly Field[] {
  const known = new Set(fields.map(({ key }) => key));
  const extended = fields.map((field) => extendField(field, named.get(field.key)?.what));
  const names = new Set([...taken, ...fields.map(({ name }) => name)]);
  const room = Math.max(0, most - fields.length);
  const added = newFields(
    [...named].filter(([key]) => !known.has(key)),
    names,
    room,
  );
  const isSame = added.length === 0 && extended.every((field, at) => field === fields[at]);
  return isSame ? fields : [...extended, ...added];
}

function extendField(field: Field, what: Evidence | undefined): Field {
  const type = what === undefined ? field.type : extendType(field.type, what);
  return type === field.type ? field : { ...field, type };
}

function extendType(type: ColumnType, what: Evidence): ColumnType {
  if (type.kind === 'array' && what.element !== undefined) {
    const element = extendType(type.element, what.element);
    return element === type.element ? type : { kind: 'array', element };
  }
  if (what.objects === undefined) return type;
  if (type.kind === 'map') return extendMap(type, what.objects);
  if (type.kind !== 'struct') return type;
  const fields = extendFields(type.fields, what.objects, { taken: new Set(), most: mostFields });
  return fields === type.fields ? type : { kind: 'struct', fields };
}

function extendMap(type: Extract<ColumnType, { kind: 'map' }>, { named, many }: Objects): ColumnType {
  const all: Evidence = {};
  if (many !== undefined) join(all, many);
  for (const { what } of named.values()) join(all, what);
  const value = extendType(type.value, all);
  return value === type.value ? type : { kind: 'map', value };
}
