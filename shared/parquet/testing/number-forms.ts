import type { Column, Vector } from '../../parquet-write.ts';

const isSafe = (value: bigint) => BigInt(Number(value)) === value;
export const forms = ['cells', 'doubles', 'integers', 'words', 'wide words'] as const;
export type Form = (typeof forms)[number];

type Cells = readonly (bigint | null)[];

const isLong = ({ type }: Column) => type !== 'INT32' && type !== 'DATE' && type !== 'DOUBLE';
const isWide = (column: Column) => column.type === 'DECIMAL' && column.precision > 18;
const wordsOf = (longs: readonly bigint[]) => new Int32Array(BigInt64Array.from(longs).buffer);
const halvesOf = (value: bigint) => [BigInt.asIntN(64, value), value >> 64n];

/** How cells that all fit are at hand; undefined where the column cannot be in this form. What is absent is no number, or any. */
const formed: Readonly<Record<Form, (cells: Cells, column: Column) => Vector | undefined>> = {
  cells: (cells, column) => ({
    kind: 'cells',
    cells: cells.map((cell) => (cell !== null && (!isLong(column) || isSafe(cell)) ? Number(cell) : cell)),
  }),
  doubles: (cells) =>
    cells.every((cell) => isSafe(cell ?? 0n))
      ? { kind: 'numbers', values: Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : Number(cell))) }
      : undefined,
  integers: (cells) =>
    cells.every((cell) => cell === null || BigInt.asIntN(32, cell) === cell)
      ? { kind: 'numbers', values: Int32Array.from(cells, (cell) => Number(cell ?? -7n)) }
      : undefined,
  words: (cells, column) =>
    isLong(column) && cells.every((cell) => cell === null || BigInt.asIntN(64, cell) === cell)
      ? { kind: 'words', words: wordsOf(cells.map((cell) => cell ?? 2n ** 63n - 1n)), each: 2 }
      : undefined,
  'wide words': (cells, column) =>
    isWide(column)
      ? { kind: 'words', words: wordsOf(cells.flatMap((cell) => halvesOf(cell ?? 2n ** 126n))), each: 4 }
      : undefined,
};

/** The cells in this form, else as cells. */
export function vectorOf(cells: Cells, column: Column, form: Form): Vector {
  const vector = formed[form](cells, column) ?? formed.cells(cells, column);
  if (vector === undefined) throw new Error('cells take everything');
  const present = Uint8Array.from(cells, (cell) => (cell === null ? 0 : 1));
  if (vector.kind !== 'numbers' && vector.kind !== 'words') return vector;
  return present.includes(0) ? { ...vector, present } : vector;
}
