import { plain } from '@tributary/shared/csv/values/plain-digits.ts';
import type { ReadPlain } from '@tributary/shared/csv/values/plain-values.ts';
import type { ParquetValue, Vector } from '@tributary/shared/parquet-write.ts';
import { fitScalar } from '../shape/fit-scalar.ts';
import { numberVector } from '../shape/number-vector.ts';
import type { ColumnType } from '../types/column-type.ts';
import { plainReaders } from '../types/plain-readers.ts';
import { type Value, written } from '../value.ts';
import { entryValue, form, formOf, type Leaf, type SpanColumn, type SpanRecords, stride } from './span-column.ts';
import { textVector } from './text-vector.ts';

/** Takes a value that does not fit its column, and the number of its owner. */
export type RescueScalar = (owner: number, value: Value) => void;

/** The scalars of a column, one for each owner that has one. */
export function leafVector(leaf: Leaf, records: SpanRecords, rescue: RescueScalar): Vector {
  const { column, type } = leaf;
  if (type.kind === 'string') return textVector(leaf, records);
  const { moments } = column;
  if (moments?.scalar === type.kind) return seenVector(column, leaf.owners, moments.values);
  const fit = fitScalar(type);
  const slowly = (entry: number): ParquetValue => {
    const value = scalarOf(column, entry, records);
    const fitting = fit(value);
    if (fitting === undefined) rescue(column.entries[entry * stride] ?? 0, value);
    return fitting ?? null;
  };
  const read = plainReaders.get(type.kind);
  const forms = usualForms[type.kind];
  return read === undefined || forms === undefined
    ? cellVector(leaf, slowly)
    : readNumbers(leaf, { forms, read, slowly, bytes: records.source.bytes });
}

/** A number is as it was written. */
function scalarOf(column: SpanColumn, entry: number, { source: { bytes }, read }: SpanRecords): Value {
  const at = entry * stride;
  const found = formOf(column.entries[at + 3] ?? 0);
  if (found === form.true || found === form.false) return found === form.true;
  if (found === form.text || found === form.escaped) return entryValue(column, entry, read);
  return { [written]: 'number', text: bytes.toString('latin1', column.entries[at + 1], column.entries[at + 2]) };
}

const numbers = (2 ** form.whole) | (2 ** form.fraction);

/** In which forms what is usual of a type stands. */
const usualForms: Readonly<Partial<Record<ColumnType['kind'], number>>> = {
  bigint: 2 ** form.whole,
  double: numbers,
  boolean: (2 ** form.true) | (2 ** form.false),
  date: 2 ** form.text,
  timestamp: 2 ** form.text,
};

type Reading = {
  readonly forms: number;
  /** Reads what stands in one of these forms where it lies. */
  readonly read: ReadPlain;
  readonly slowly: (entry: number) => ParquetValue;
  readonly bytes: Buffer;
};

function readNumbers({ column, owners }: Leaf, reading: Reading): Vector {
  const { entries, count } = column;
  const values = new Float64Array(owners);
  const present = new Uint8Array(owners);
  const large = new Map<number, ParquetValue>();
  for (let entry = 0; entry < count; entry += 1) {
    const owner = entries[entry * stride] ?? 0;
    const value = readQuickly(entries, entry, reading) ? plain.value : reading.slowly(entry);
    if (value === null) continue;
    if (typeof value === 'bigint') large.set(owner, value);
    else values[owner] = Number(value);
    present[owner] = 1;
  }
  return numberVector({ values, present, large });
}

function readQuickly(entries: Int32Array, entry: number, { forms, read, bytes }: Reading): boolean {
  const at = entry * stride;
  const isOfForm = ((1 << formOf(entries[at + 3] ?? 0)) & forms) !== 0;
  return isOfForm && read(bytes, entries[at + 1] ?? 0, entries[at + 2] ?? 0);
}

/** What has been read, each with its owner. */
function seenVector({ entries, count }: SpanColumn, owners: number, seen: Float64Array): Vector {
  if (count === owners) return { kind: 'numbers', values: seen };
  const values = new Float64Array(owners);
  const present = new Uint8Array(owners);
  for (let entry = 0; entry < count; entry += 1) {
    const owner = entries[entry * stride] ?? 0;
    values[owner] = seen[entry] ?? 0;
    present[owner] = 1;
  }
  return { kind: 'numbers', values, present };
}

function cellVector({ column, owners }: Leaf, slowly: (entry: number) => ParquetValue): Vector {
  const cells = new Array<ParquetValue>(owners).fill(null);
  for (let entry = 0; entry < column.count; entry += 1) cells[column.entries[entry * stride] ?? 0] = slowly(entry);
  return { kind: 'cells', cells };
}
