import { bare, type CsvRows, textOf, undouble } from '@tributary/shared/csv/csv-rows.ts';
import type { ReadValue } from '@tributary/shared/csv/values/read-number.ts';
import type { Vector } from '@tributary/shared/parquet-write.ts';

/** Some of the rows that were read, all of one table: row `i` is number `rows[i]`. `nullText`: what stands for NULL, where it stands without quotes. */
export type Batch = {
  readonly csv: CsvRows;
  readonly rows: Int32Array;
  readonly count: number;
  readonly nullText: Buffer;
};

/** Takes a value that does not fit its column, of row `i` of the batch. */
export type Rescue = (row: number, text: string) => void;

export function isNull({ bytes, from, to, quotes }: CsvRows, field: number, nullText: Buffer): boolean {
  const start = from[field] ?? 0;
  const size = (to[field] ?? 0) - start;
  if (quotes[field] !== bare || size !== nullText.length) return false;
  for (let at = 0; at < size; at += 1) if (bytes[start + at] !== nullText[at]) return false;
  return true;
}

/** Texts as they stand there. */
export function textVector({ csv, rows, count, nullText }: Batch, place: number): Vector {
  const from = new Int32Array(count);
  const to = new Int32Array(count);
  for (let row = 0; row < count; row += 1) {
    const field = fieldOf(csv, rows, row) + place;
    if (isNull(csv, field, nullText)) {
      to[row] = -1;
      continue;
    }
    undouble(csv, field);
    from[row] = csv.from[field] ?? 0;
    to[row] = csv.to[field] ?? 0;
  }
  return { kind: 'texts', texts: { source: csv, from, to } };
}

/** Numbers, dates and times. Nothing at all, where no text can be meant, is NULL. */
export function numberVector(batch: Batch, place: number, read: ReadValue, rescue: Rescue): Vector {
  const { csv, rows, count, nullText } = batch;
  const numbers = emptyNumbers(count);
  for (let row = 0; row < count; row += 1) {
    const field = fieldOf(csv, rows, row) + place;
    const [from, to] = [csv.from[field] ?? 0, csv.to[field] ?? 0];
    if (from === to || isNull(csv, field, nullText)) continue;
    const value = read(csv.bytes, from, to);
    if (value === undefined) rescue(row, textOf(csv, field));
    else put(numbers, row, value);
  }
  return vectorOf(numbers);
}

/** `large`: those that a double may not hold. */
type Numbers = {
  readonly values: Float64Array;
  readonly present: Uint8Array;
  readonly large: Map<number, bigint>;
};

function emptyNumbers(count: number): Numbers {
  return { values: new Float64Array(count), present: new Uint8Array(count), large: new Map() };
}

function put({ values, present, large }: Numbers, row: number, value: number | bigint): void {
  present[row] = 1;
  if (typeof value === 'number') values[row] = value;
  else large.set(row, value);
}

function vectorOf({ values, present, large }: Numbers): Vector {
  if (large.size === 0) return { kind: 'numbers', values, present };
  const cellOf = (value: number, row: number) => (present[row] === 1 ? (large.get(row) ?? value) : null);
  return { kind: 'cells', cells: Array.from(values, cellOf) };
}

/** The first of the fields of row `row` of the batch. */
export function fieldOf({ firsts }: CsvRows, rows: Int32Array, row: number): number {
  return firsts[rows[row] ?? 0] ?? 0;
}

export function booleanVector(batch: Batch, place: number, read: ReadValue, rescue: Rescue): Vector {
  const vector = numberVector(batch, place, read, rescue);
  if (vector.kind !== 'numbers') return vector;
  const { values, present } = vector;
  return { kind: 'cells', cells: Array.from(values, (value, row) => (present?.[row] === 1 ? value === 1 : null)) };
}

const microsLength = '2026-11-17 22:58:26.000000'.length;

/** Times of microseconds as text: `2026-11-17 22:58:26.000000`, which is how most stand there. */
export function microsVector(batch: Batch, place: number, read: ReadValue, rescue: Rescue): Vector {
  const { csv, rows, count } = batch;
  const numbers = numberVector(batch, place, read, rescue);
  const from = new Int32Array(count);
  const to = new Int32Array(count).fill(-1);
  for (let row = 0; row < count; row += 1) {
    if (!isPresent(numbers, row)) continue;
    const field = fieldOf(csv, rows, row) + place;
    if (!isUsualTime(csv, field)) return { kind: 'cells', cells: microsTexts(numbers, count) };
    from[row] = csv.from[field] ?? 0;
    to[row] = csv.to[field] ?? 0;
  }
  return { kind: 'texts', texts: { source: csv, from, to } };
}

/** With a space, six digits behind the point and no Z. */
function isUsualTime({ bytes, from, to }: CsvRows, field: number): boolean {
  const start = from[field] ?? 0;
  const last = bytes[start + microsLength - 1];
  return (to[field] ?? 0) - start === microsLength && bytes[start + 10] === 0x20 && last !== 0x5a;
}

function isPresent(vector: Vector, row: number): boolean {
  if (vector.kind === 'numbers') return vector.present?.[row] === 1;
  return vector.kind === 'cells' && vector.cells[row] !== null;
}

function microsTexts(vector: Vector, count: number): readonly (string | null)[] {
  return Array.from({ length: count }, (_, row) =>
    isPresent(vector, row) ? microsText(BigInt(numberAt(vector, row))) : null,
  );
}

function numberAt(vector: Vector, row: number): number | bigint {
  const value = vector.kind === 'numbers' ? vector.values[row] : vector.kind === 'cells' ? vector.cells[row] : 0;
  return typeof value === 'number' || typeof value === 'bigint' ? value : 0;
}

/** `2026-11-17 22:58:26.123456` of microseconds since the epoch. */
function microsText(micros: bigint): string {
  const ofSecond = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const at = new Date(Number((micros - ofSecond) / 1000n));
  return `${at.toISOString().slice(0, 19).replace('T', ' ')}.${String(ofSecond).padStart(6, '0')}`;
}
