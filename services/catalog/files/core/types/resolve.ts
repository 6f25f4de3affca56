import { takeName, validName } from '../names/column-name.ts';
import type { ColumnType, Field } from './column-type.ts';
import { mostDigits } from './column-type.ts';
import { type Evidence, join, type Objects } from './evidence.ts';
import type { Scalar } from './scalar.ts';

/** More fields in one struct are not told apart by name. */
export const mostFields = 500;

/** Objects have keys that are data where there are more of them than this, */
const fewNames = 40;
/** and each of them stands in fewer than this part of the objects. */
const sparse = 0.2;

/**
 * The type of what was seen at one place; undefined where nothing shows one. Of scalars, arrays and objects it is that of those that are most, objects
 * before arrays and those before scalars where they are as many: the others are rescued.
 */
export function resolve({ scalar, scalars = 0, element, arrays = 0, objects }: Evidence): ColumnType | undefined {
  const inner = element === undefined ? undefined : resolve(element);
  const forms: readonly Form[] = [
    { count: objects?.count ?? 0, type: objects && resolveObjects(objects) },
    { count: arrays, type: inner && { kind: 'array', element: inner } },
    { count: scalars, type: scalar && typeOfScalar(scalar) },
  ];
  return forms.filter(({ type }) => type !== undefined).toSorted((a, b) => b.count - a.count)[0]?.type;
}

type Form = { readonly count: number; readonly type: ColumnType | undefined };

function typeOfScalar(scalar: Scalar): ColumnType {
  if (typeof scalar === 'string') return { kind: scalar };
  const precision = Math.max(1, scalar.whole + scalar.scale);
  return precision > mostDigits ? { kind: 'double' } : { kind: 'decimal', precision, scale: scalar.scale };
}

function resolveObjects(objects: Objects): ColumnType | undefined {
  const value = valueOfMap(objects);
  if (value !== undefined) return { kind: 'map', value };
  const fields = newFields([...objects.named], new Set(), mostFields);
  return fields.length === 0 ? undefined : { kind: 'struct', fields };
}

/** The type of all values, where the keys are data. */
function valueOfMap({ count, named, many }: Objects): ColumnType | undefined {
  if (many === undefined && !hasManyNames(count, named)) return undefined;
  const all: Evidence = {};
  if (many !== undefined) join(all, many);
  for (const { what } of named.values()) join(all, what);
  const forms = [all.scalar, all.element, all.objects].filter((form) => form !== undefined);
  // Of different forms most would be rescued.
  return forms.length === 1 || many !== undefined ? resolve(all) : undefined;
}

function hasManyNames(count: number, named: Objects['named']): boolean {
  if (named.size <= fewNames) return false;
  let seen = 0;
  for (const field of named.values()) seen += field.seen;
  return seen < sparse * count * named.size;
}

type Named = readonly [string, { readonly at: number; readonly what: Evidence }];

/** Fields of what was seen under names, at most so many, in the order in which they stand in objects. `taken` are names that others have. */
export function newFields(named: readonly Named[], taken: Set<string>, most: number): readonly Field[] {
  const typed = named.toSorted(asTheyStand).flatMap(([key, { what }]) => {
    const type = resolve(what);
    return type === undefined ? [] : [{ key, type }];
  });
  return nameFields(typed.slice(0, most), taken);
}

/** In the order in which they stand in objects. */
export function asTheyStand([one, a]: Named, [other, b]: Named): number {
  return a.at - b.at || (one < other ? -1 : 1);
}

/** A key that is a name as it stands has it, whoever comes first. */
function nameFields(fields: readonly Omit<Field, 'name'>[], taken: Set<string>): readonly Field[] {
  const names = new Map<string, string>();
  const take = ({ key }: Omit<Field, 'name'>) => names.set(key, takeName(key, taken));
  for (const field of fields.filter(({ key }) => isOwnName(key))) take(field);
  for (const field of fields.filter(({ key }) => !isOwnName(key))) take(field);
  return fields.map(({ key, type }) => ({ key, name: names.get(key) ?? key, type }));
}

function isOwnName(key: string): boolean {
  return validName(key) === key;
}
