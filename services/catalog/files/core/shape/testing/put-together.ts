import { expect } from 'vitest';
import type { ColumnType, Field } from '../../types/column-type.ts';
import { type Fields, isFields, isList, type Value } from '../../value.ts';
import { holds, saidOf } from './holds.ts';

/** A row as it was made: its cells by name of the column, and what was rescued. */
export type Made = {
  readonly cells: ReadonlyMap<string, unknown>;
  readonly rescued: readonly (readonly [string, string | null])[];
};

type Looking = { readonly rescued: Map<string, string | null>; readonly found: Set<string> };

/** Looks for every value of a record in its column, or else among what was rescued, and never in both; nothing else may be there. */
export function expectWhole(record: Fields, fields: readonly Field[], { cells, rescued }: Made): void {
  const looking: Looking = { rescued: new Map(rescued), found: new Set() };
  expect(looking.rescued.size).toBe(rescued.length);
  const columns = new Map(fields.map((field) => [field.key, field]));
  for (const [key, value] of Object.entries(record)) {
    const field = columns.get(key);
    look(looking, { value, type: field?.type, cell: field && cells.get(field.name), path: pathOf('', key) });
  }
  for (const { key, name } of fields) if (!Object.hasOwn(record, key)) expect(cells.get(name) ?? null).toBeNull();
  expect([...looking.rescued.keys()].filter((path) => !looking.found.has(path))).toEqual([]);
}

type Place = {
  readonly value: Value;
  readonly type: ColumnType | undefined;
  readonly cell: unknown;
  readonly path: string;
};

function look(looking: Looking, place: Place): void {
  const { value, type, cell, path } = place;
  if (looking.rescued.has(path) || cell === null || cell === undefined) {
    expect(cell ?? null, path).toBeNull();
    expectRescued(looking, value, path);
  } else if (isList(value) || isFields(value)) lookWithin(looking, value, place);
  else
    expect(type && holds(type, cell, value), `${path}: ${saidOf(value)} is ${String(cell)} of ${type?.kind}`).toBe(
      true,
    );
}

function lookWithin(looking: Looking, value: readonly Value[] | Fields, { type, cell, path }: Place): void {
  if (type?.kind === 'array' && isList(value)) lookInList(looking, type.element, { value, cell, path });
  else if (type?.kind === 'map' && isFields(value)) lookInMap(looking, type.value, { value, cell, path });
  else if (type?.kind === 'struct' && isFields(value)) lookInStruct(looking, type.fields, { value, cell, path });
  else expect(`${path} is ${saidOf(value)}`).toBe(`${type?.kind} of ${String(cell)}`);
}

type Within<V> = { readonly value: V; readonly cell: unknown; readonly path: string };

function lookInList(looking: Looking, type: ColumnType, { value, cell, path }: Within<readonly Value[]>): void {
  const cells: readonly unknown[] = Array.isArray(cell) ? cell : ['no list'];
  expect(cells).toHaveLength(value.length);
  for (const [at, each] of value.entries())
    look(looking, { value: each, type, cell: cells[at], path: `${path}[${at}]` });
}

function lookInMap(looking: Looking, type: ColumnType, { value, cell, path }: Within<Fields>): void {
  const cells: ReadonlyMap<unknown, unknown> = cell instanceof Map ? cell : new Map();
  expect([...cells.keys()]).toEqual(Object.keys(value));
  for (const [key, each] of Object.entries(value))
    look(looking, { value: each, type, cell: cells.get(key), path: pathOf(path, key) });
}

function lookInStruct(looking: Looking, fields: readonly Field[], { value, cell, path }: Within<Fields>): void {
  const cells = new Map(typeof cell === 'object' && cell !== null ? Object.entries(cell) : []);
  expect([...cells.keys()]).toEqual(fields.map(({ name }) => name));
  for (const [key, each] of Object.entries(value)) {
    const field = fields.find((other) => other.key === key);
    look(looking, { value: each, type: field?.type, cell: field && cells.get(field.name), path: pathOf(path, key) });
  }
}

function expectRescued({ rescued, found }: Looking, value: Value, path: string): void {
  expect(rescued.get(path), path).toBe(says(value) ? saidOf(value) : undefined);
  found.add(path);
}

function says(value: Value): boolean {
  if (isList(value)) return value.some(says);
  return isFields(value) ? Object.values(value).some(says) : value !== null && value !== undefined;
}

function pathOf(path: string, key: string): string {
  if (key === '' || /[.[\]']/.test(key)) return `${path}['${key.replace(/['\\]/g, (each) => `\\${each}`)}']`;
  return path === '' ? key : `${path}.${key}`;
}
