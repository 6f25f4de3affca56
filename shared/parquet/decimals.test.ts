import { parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { type Column, createParquetStream, type Vector } from '../parquet-write.ts';
import { compressors } from './decompress.ts';
import { writeLots } from './testing/write-lots.ts';

const decimal = (precision: number, scale: number): Column => ({ name: 'd', type: 'DECIMAL', precision, scale });
const words = (value: bigint, each: 2 | 4): Vector => {
  const halves = [BigInt.asIntN(64, value), ...(each === 4 ? [value >> 64n] : [])];
  return { kind: 'words', words: new Int32Array(BigInt64Array.from(halves).buffer), each };
};
const cell = (value: number | bigint | string): Vector => ({ kind: 'cells', cells: [value] });

describe('a column of decimals', () => {
  test.each([
    [9, cell(10 ** 9), 'whole numbers of at most 9 digits, not 1000000000'],
    [9, cell(-(10n ** 9n)), 'whole numbers of at most 9 digits, not -1000000000'],
    [9, cell(1.5), 'whole numbers of at most 9 digits, not 1.5'],
    [9, cell('12.50'), 'whole numbers of at most 9 digits, not "12.50"'],
    [4, { kind: 'numbers', values: Int32Array.of(10_000) }, 'whole numbers of at most 4 digits, not 10000'],
    [9, { kind: 'numbers', values: Float64Array.of(-1e9) }, 'whole numbers of at most 9 digits, not -1000000000'],
    [9, { kind: 'numbers', values: Float64Array.of(Number.NaN) }, 'whole numbers of at most 9 digits, not NaN'],
    [18, words(10n ** 18n, 2), 'whole numbers of at most 18 digits, not 1000000000000000000'],
    [18, words(1n, 4), 'whole numbers of at most 18 digits, not "words of 128 bits"'],
    [20, cell(10n ** 20n), 'whole numbers of at most 20 digits, not 100000000000000000000'],
    [20, cell(1e20), 'whole numbers of at most 20 digits, not 100000000000000000000'],
    [20, cell(0.5), 'whole numbers of at most 20 digits, not 0.5'],
    [20, cell('1'), 'whole numbers of at most 20 digits, not "1"'],
    [20, words(-(10n ** 20n), 4), 'whole numbers of at most 20 digits, not -100000000000000000000'],
    [20, words(10n ** 20n, 4), 'whole numbers of at most 20 digits, not 100000000000000000000'],
    [20, { kind: 'numbers', values: Float64Array.of(Number.NaN) }, 'whole numbers of at most 20 digits, not NaN'],
  ] as const)('of %i digits refuses what has more, or is no whole number', (precision, vector, message) => {
    const stream = createParquetStream({ columns: [decimal(precision, 2)], sink: async () => undefined });
    expect(() => stream.appendVectors([vector], 1)).toThrow(new TypeError(`the Parquet column d holds ${message}`));
  });

  test.each([
    [0, 0, 'the Parquet column d is to have 0 digits: 1 to 38 can be stored'],
    [39, 0, 'the Parquet column d is to have 39 digits: 1 to 38 can be stored'],
    [9, 10, 'the Parquet column d is to have 10 of 9 digits behind the point'],
    [9, -1, 'the Parquet column d is to have -1 of 9 digits behind the point'],
  ])('of %i digits, %i of them behind the point, is refused before a row is', (precision, scale, message) => {
    expect(() => createParquetStream({ columns: [decimal(precision, scale)], sink: async () => undefined })).toThrow(
      new RangeError(message),
    );
  });
});

test('of rows that are absent the numbers are not looked at', async () => {
  const present = Uint8Array.of(0, 1, 0);
  const columns: readonly Column[] = [
    { name: 'day', type: 'DATE' },
    decimal(18, 0),
    { ...decimal(20, 0), name: 'wide' },
  ];
  const vectors: readonly Vector[] = [
    { kind: 'numbers', values: Float64Array.of(Number.NaN, 1, 0.5), present },
    {
      kind: 'words',
      words: new Int32Array(BigInt64Array.of(2n ** 63n - 1n, 1n, -(2n ** 63n)).buffer),
      each: 2,
      present,
    },
    { kind: 'words', words: new Int32Array(12).fill(-2), each: 4, present },
  ];
  await expect(writeLots(columns, [{ vectors, rows: 3 }], 10)).rejects.toThrow('the Parquet column wide holds whole');
  const small = new Int32Array(12).fill(7, 0, 4).fill(7, 8);
  const mended = vectors.with(2, { kind: 'words', words: small, each: 4, present });
  await expect(writeLots(columns, [{ vectors: mended, rows: 3 }], 10)).resolves.toBeInstanceOf(Buffer);
});

test('a double that is no number is a value, where its row is present', async () => {
  const values = Float64Array.of(Number.NaN, Number.NaN, 0.5);
  const vectors: readonly Vector[] = [{ kind: 'numbers', values, present: Uint8Array.of(1, 0, 1) }];
  const file = await writeLots([{ name: 'ratio', type: 'DOUBLE' }], [{ vectors, rows: 3 }], 10);
  const read = await parquetReadObjects({ file: new Uint8Array(file).buffer, compressors });
  expect(read.map(({ ratio }) => ratio ?? null)).toEqual([Number.NaN, null, 0.5]);
});
