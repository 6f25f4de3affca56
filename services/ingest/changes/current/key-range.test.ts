import { type Column, createParquetStream, type ParquetRow } from '@tributary/shared/parquet-write.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ColumnType } from '../core/declaration/column-type.ts';
import { createReadKeyRange } from './key-range.ts';

async function write(columns: readonly Column[], rows: readonly ParquetRow[], rowGroupRows: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const sink = async (chunk: Uint8Array) => {
    chunks.push(chunk);
  };
  const stream = createParquetStream({ columns, sink, rowGroupRows });
  for (const row of rows) await stream.append(row);
  await stream.close();
  return Buffer.concat(chunks);
}

function bucketOf(body: Buffer) {
  const asked: string[] = [];
  const send = async ({ input: { Range = '' } }: { input: { Range?: string | undefined } }) => {
    asked.push(Range);
    const [from, to] = Range.replace('bytes=', '').split('-').map(Number);
    return { Body: { transformToByteArray: async () => body.subarray(from, (to ?? 0) + 1) } };
  };
  return { asked, readKeyRange: createReadKeyRange({ send }) };
}

const keyOf = (type: ColumnType) => ({ key: [{ name: 'Id', was: [], as: 'id', type, dropped: false }] });
const rangeOf = async (body: Buffer, type: ColumnType) =>
  bucketOf(body).readKeyRange({ bucket: 'b', key: 'k', size: body.length }, keyOf(type));

const types = [
  { type: { kind: 'int' }, column: { type: 'INT32' }, most: 2n ** 31n - 1n },
  { type: { kind: 'bigint' }, column: { type: 'INT64' }, most: 2n ** 63n - 1n },
  {
    type: { kind: 'decimal', precision: 18, scale: 0 },
    column: { type: 'DECIMAL', precision: 18, scale: 0 },
    most: 10n ** 18n - 1n,
  },
  {
    type: { kind: 'decimal', precision: 20, scale: 0 },
    column: { type: 'DECIMAL', precision: 20, scale: 0 },
    most: 2n ** 64n - 1n,
  },
  {
    type: { kind: 'decimal', precision: 38, scale: 0 },
    column: { type: 'DECIMAL', precision: 38, scale: 0 },
    most: 10n ** 38n - 1n,
  },
] as const;

/** Columns of 32 bits take numbers alone. */
const numbered = (value: bigint | null) =>
  value !== null && value === BigInt.asIntN(32, value) ? Number(value) : value;
const shown = (row: { readonly id: bigint; readonly before_id: bigint | null }) => ({
  id: numbered(row.id),
  before_id: numbered(row.before_id),
});

const isLess = (a: bigint, b: bigint) => (a < b ? -1 : Number(a > b));

test.each(types)(
  'holds each key of a file, also those before a change, and where they are exact no other: $type',
  async ({ type, column, most }) => {
    const value = fc.oneof(fc.bigInt({ min: -most, max: most }), fc.bigInt({ min: -100n, max: 100n }));
    const row = fc.record({ id: value, before_id: fc.option(value) });
    const columns: readonly Column[] = [
      { name: 'before_id', ...column },
      { name: 'id', ...column },
      { name: 'other', type: 'INT64' as const },
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 40 }),
        async (rows, group) => {
          const body = await write(
            columns,
            rows.map((each) => ({ ...shown(each), other: -7 })),
            group,
          );
          const keys = rows
            .flatMap(({ id, before_id: before }) => [id, ...(before === null ? [] : [before])])
            .toSorted(isLess);
          const { from = '', to = '' } = (await rangeOf(body, type)) ?? {};
          const [least = 0n, largest = 0n] = [keys[0], keys.at(-1)];
          expect([BigInt(from) <= least, BigInt(to) >= largest]).toEqual([true, true]);
          const isExact = type.kind !== 'decimal' || keys.every((key) => key < 2n ** 53n && key > -(2n ** 53n));
          if (isExact) expect([from, to]).toEqual([`${least}`, `${largest}`]);
        },
      ),
      { numRuns: 40 },
    );
  },
);

test('is not known of keys that are no whole numbers, nor of a file without any', async () => {
  const body = await write([{ name: 'id', type: 'INT64' }], [{ id: 5 }], 10);
  for (const type of [{ kind: 'string' }, { kind: 'double' }, { kind: 'decimal', precision: 5, scale: 1 }] as const)
    expect(await rangeOf(body, type)).toBeUndefined();
  expect(await bucketOf(body).readKeyRange({ bucket: 'b', key: 'k', size: body.length }, { key: [] })).toBeUndefined();
  expect(await rangeOf(body, { kind: 'bigint' })).toEqual({ from: '5', to: '5' });
  const none = await write([{ name: 'id', type: 'INT64' }], [{ id: null }], 10);
  expect(await rangeOf(none, { kind: 'bigint' })).toBeUndefined();
  const other = await write([{ name: 'no', type: 'INT64' }], [{ no: 1 }], 10);
  expect(await rangeOf(other, { kind: 'bigint' })).toBeUndefined();
});

test('is found by one request', async () => {
  const body = await write(
    [{ name: 'id', type: 'INT64' }],
    Array.from({ length: 50_000 }, (_, id) => ({ id: id * 7919 })),
    1e6,
  );
  const { asked, readKeyRange } = bucketOf(body);
  await readKeyRange({ bucket: 'b', key: 'k', size: body.length }, keyOf({ kind: 'bigint' }));
  expect(asked).toEqual([`bytes=${body.length - 65_536}-${body.length - 1}`]);
});
