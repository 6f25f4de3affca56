import { textOf } from '@tributary/shared/csv/csv-rows.ts';
import { readMicros } from '@tributary/shared/csv/values/read-time.ts';
import type { Vector } from '@tributary/shared/parquet-write.ts';
import type { Column, Format, Table } from '../declaration/changes.ts';
import {
  type Batch,
  booleanVector,
  fieldOf,
  isNull,
  microsVector,
  numberVector,
  type Rescue,
  textVector,
} from './batch.ts';
import type { Op } from './read-rows.ts';
import type { RowPlan } from './row-plan.ts';
import { valueReaderOf } from './value-reader.ts';

/** What all rows of a file share. Times are epoch ms. */
export type FileFacts = {
  readonly sourceKey: string;
  readonly isLoad: boolean;
  readonly arrivedAt: number;
};

export type ChangeBatch = Batch & {
  readonly plan: RowPlan;
  readonly ops: readonly Op[];
  /** Of each row, counted from 1 in its file. */
  readonly rowNumbers: Float64Array;
  readonly generation: number;
};

export type ChangeVectors = {
  /** One for each of `changeColumns`, in their order. */
  readonly vectors: readonly Vector[];
  /** How many values did not fit their columns. */
  readonly rescued: number;
};

type ReadColumn = (batch: Batch, place: number, rescue: Rescue) => Vector;

/** Makes the columns of `_changes` of rows that were read. */
export function createChangeVectors(table: Table, format: Format, { sourceKey, isLoad, arrivedAt }: FileFacts) {
  const readColumns = table.columns.map(readColumnOf);
  const readKeys = table.key.map(readColumnOf);
  const hasBefore = format.beforeImage !== undefined;

  return function changeVectors(batch: ChangeBatch): ChangeVectors {
    const { plan, ops, rowNumbers, generation, count } = batch;
    const rescued = createRescued(count);
    const vectorOf = (read: ReadColumn, place: number, name: string): Vector =>
      place < 0 ? absent : read(batch, place, (row, text) => rescued.add(row, name, text));
    const own: readonly Vector[] = [
      opVector(ops, count),
      same(isLoad),
      vectorOf(readCommit, plan.timestamp, format.timestamp ?? ''),
      same(arrivedAt),
      sequenceVector(batch, plan.sequence),
      same(generation),
      same(sourceKey),
      { kind: 'numbers', values: rowNumbers },
    ];
    const before = hasBefore
      ? table.key.map(({ name }, at) =>
          vectorOf(readKeys[at] ?? readText, plan.before[at] ?? -1, `${format.beforeImage}${name}`),
        )
      : [];
    const columns = table.columns.map(({ name }, at) =>
      vectorOf(readColumns[at] ?? readText, plan.columns[at] ?? -1, name),
    );
    for (const { name, field } of plan.unknown) rescueAll(batch, field, (row, text) => rescued.add(row, name, text));
    return { vectors: [...own, ...before, ...columns, rescued.vector()], rescued: rescued.count() };
  };
}

const absent: Vector = { kind: 'same', value: null };

function same(value: string | number | boolean): Vector {
  return { kind: 'same', value };
}

const readText: ReadColumn = textVector;
const readCommit: ReadColumn = (batch, place, rescue) => numberVector(batch, place, readMicros, rescue);

function readColumnOf({ type }: Column): ReadColumn {
  const read = valueReaderOf(type);
  if (read === undefined) return readText;
  if (type.kind === 'boolean') return (batch, place, rescue) => booleanVector(batch, place, read, rescue);
  if (type.kind === 'timestamp(6)') return (batch, place, rescue) => microsVector(batch, place, read, rescue);
  return (batch, place, rescue) => numberVector(batch, place, read, rescue);
}

function opVector(ops: readonly Op[], count: number): Vector {
  const [first = 'I'] = ops;
  for (let row = 1; row < count; row += 1) if (ops[row] !== first) return { kind: 'cells', cells: ops.slice(0, count) };
  return same(first);
}

/** An empty one is none. */
function sequenceVector(batch: ChangeBatch, place: number): Vector {
  if (place < 0) return absent;
  const vector = textVector(batch, place);
  if (vector.kind !== 'texts') return vector;
  const { from, to } = vector.texts;
  for (let row = 0; row < batch.count; row += 1) if (from[row] === to[row]) to[row] = (from[row] ?? 0) - 1;
  return vector;
}

function rescueAll({ csv, rows, count, nullText }: Batch, place: number, rescue: Rescue): void {
  for (let row = 0; row < count; row += 1) {
    const field = fieldOf(csv, rows, row) + place;
    if (!isNull(csv, field, nullText)) rescue(row, textOf(csv, field));
  }
}

function cellOf(entries: readonly (readonly [string, string])[] | undefined): Readonly<Record<string, string>> | null {
  return entries === undefined ? null : Object.fromEntries(entries);
}

function createRescued(rows: number) {
  const maps = new Map<number, (readonly [string, string])[]>();
  let count = 0;
  return {
    add(row: number, name: string, text: string): void {
      const entries = maps.get(row) ?? [];
      entries.push([name, text]);
      maps.set(row, entries);
      count += 1;
    },
    count: () => count,
    vector: (): Vector =>
      count === 0 ? absent : { kind: 'cells', cells: Array.from({ length: rows }, (_, row) => cellOf(maps.get(row))) },
  };
}
