import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterAll, describe, expect, test } from 'vitest';
import type { Column } from '../parquet-write.ts';
import { compressors } from './decompress.ts';
import { type Form, forms, vectorOf } from './testing/number-forms.ts';
import { type Lot, writeLots } from './testing/write-lots.ts';

const columns = [
  { name: 'id', type: 'INT32' },
  { name: 'total', type: 'INT64' },
  { name: 'ratio', type: 'DOUBLE' },
  { name: 'day', type: 'DATE' },
  { name: 'at', type: 'TIMESTAMP_MICROS' },
  { name: 'd4', type: 'DECIMAL', precision: 4, scale: 3 },
  { name: 'd9', type: 'DECIMAL', precision: 9, scale: 2 },
  { name: 'd18', type: 'DECIMAL', precision: 18, scale: 6 },
  { name: 'd19', type: 'DECIMAL', precision: 19, scale: 0 },
  { name: 'd38', type: 'DECIMAL', precision: 38, scale: 10 },
] as const satisfies readonly Column[];
type Name = (typeof columns)[number]['name'];
type Row = Readonly<Record<Name, bigint | null>>;

const folder = mkdtempSync(join(tmpdir(), 'decimals-'));
const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
afterAll(() => {
  connection.closeSync();
  rmSync(folder, { recursive: true });
});

const whole = (most: bigint) =>
  fc.option(
    fc.oneof(fc.bigInt({ min: -most, max: most }), fc.constantFrom(-most, most, 0n, -1n, 1n), fc.bigInt(-99n, 99n)),
    { freq: 4 },
  );
const digits = (count: number) => whole(10n ** BigInt(count) - 1n);
const row: fc.Arbitrary<Row> = fc.record({
  id: whole(2n ** 31n - 1n),
  total: whole(2n ** 63n - 1n),
  ratio: whole(2n ** 53n - 1n),
  // What DuckDB can read: the years -1000 to 5000.
  day: whole(1_000_000n),
  at: whole(10n ** 16n),
  d4: digits(4),
  d9: digits(9),
  d18: digits(18),
  d19: digits(19),
  d38: digits(38),
});

const lot = fc.record({ rows: fc.array(row, { maxLength: 30 }), form: fc.constantFrom(...forms) });
const lotOf = ({ rows, form }: { readonly rows: readonly Row[]; readonly form: Form }): Lot => ({
  vectors: columns.map((column) =>
    vectorOf(
      rows.map((each) => each[column.name]),
      column,
      form,
    ),
  ),
  rows: rows.length,
});

let files = 0;

function save(bytes: Buffer): string {
  files += 1;
  const file = join(folder, `${files}.parquet`);
  writeFileSync(file, bytes);
  return file;
}

/** As DuckDB writes a decimal. */
function pointed(value: bigint | null, scale: number): string | null {
  if (value === null) return null;
  const text = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  const shown = scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`;
  return `${value < 0n ? '-' : ''}${shown}`;
}

const shown = (each: Row) => ({
  ...Object.fromEntries(Object.entries(each).map(([name, value]) => [name, value === null ? null : String(value)])),
  ...Object.fromEntries(
    columns.flatMap((column) =>
      column.type === 'DECIMAL' ? [[column.name, pointed(each[column.name], column.scale)]] : [],
    ),
  ),
});

const literals = {
  day: (value: bigint) => `DATE '1970-01-01' + ${value}::INTEGER`,
  d18: (value: bigint) => `'${pointed(value, 6)}'::DECIMAL(18,6)`,
  d19: (value: bigint) => `'${pointed(value, 0)}'::DECIMAL(19,0)`,
  d38: (value: bigint) => `'${pointed(value, 10)}'::DECIMAL(38,10)`,
} as const;

async function readByDuckDb(file: string) {
  const read = await connection.runAndReadAll(
    `SELECT id::VARCHAR AS id, total::VARCHAR AS total, ratio::BIGINT::VARCHAR AS ratio, (day - DATE '1970-01-01')::VARCHAR AS day,
       epoch_us("at")::VARCHAR AS "at", d4::VARCHAR AS d4, d9::VARCHAR AS d9, d18::VARCHAR AS d18, d19::VARCHAR AS d19, d38::VARCHAR AS d38
     FROM read_parquet('${file}')`,
  );
  return read.getRowObjectsJS();
}

describe('decimals, dates and whole numbers with absent ones among them', () => {
  test('come back from DuckDB and hyparquet, whatever form they were at hand in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(lot, { maxLength: 4 }), fc.integer({ min: 1, max: 60 }), async (lots, groupRows) => {
        const bytes = await writeLots(columns, lots.map(lotOf), groupRows);
        const rows = lots.flatMap((each) => each.rows);
        expect(await readByDuckDb(save(bytes))).toEqual(rows.map(shown));
        const read = await parquetReadObjects({ file: new Uint8Array(bytes).buffer, compressors });
        const roughly = (value: bigint | null, scale: number) => (value === null ? null : Number(value) * 10 ** -scale);
        expect(read.map(({ d9, d38, day }) => [d9, d38, day ?? null])).toEqual(
          rows.map(({ d9, d38, day }) => [
            roughly(d9, 2),
            roughly(d38, 10),
            day === null ? null : new Date(Number(day) * 86_400_000),
          ]),
        );
      }),
      { numRuns: 100 },
    );
  });

  test('are found by a comparison that row groups are skipped by', async () => {
    const names = fc.constantFrom('d18', 'd19', 'd38', 'day');
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 60 }), names, async (rows, name) => {
        const sorted = rows.toSorted((one, other) => Number((one[name] ?? 0n) - (other[name] ?? 0n)));
        const file = save(await writeLots(columns, [lotOf({ rows: sorted, form: 'cells' })], 7));
        const pivot = sorted.at(sorted.length / 2)?.[name] ?? 0n;
        const read = await connection.runAndReadAll(
          `SELECT count(*) FROM read_parquet('${file}') WHERE ${name} <= ${literals[name](pivot)}`,
        );
        const values = rows.flatMap((each) => each[name] ?? []);
        expect(read.getRowsJS()).toEqual([[BigInt(values.filter((value) => value <= pivot).length)]]);
      }),
      { numRuns: 60 },
    );
  });

  test('say in the schema what they are, in the words of old readers and of new ones', async () => {
    const { schema, row_groups } = parquetMetadata(
      new Uint8Array(
        await writeLots(
          columns,
          [
            [
              { d9: -150n, d38: 2 },
              { d9: 7, d38: -(10n ** 30n) },
            ],
          ],
          10,
        ),
      ).buffer,
    );
    expect(schema.filter(({ name }) => ['day', 'd18', 'd19'].includes(name))).toMatchObject([
      { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } },
      { type: 'INT64', converted_type: 'DECIMAL', precision: 18, scale: 6, logical_type: { precision: 18, scale: 6 } },
      { type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16, converted_type: 'DECIMAL', precision: 19, scale: 0 },
    ]);
    const bounds = row_groups[0]?.columns.map(({ meta_data }) => meta_data?.statistics);
    expect(bounds?.[6]).toMatchObject({ min_value: -1.5, max_value: 0.07, null_count: 0n });
    expect(bounds?.[9]).toMatchObject({ min_value: -1e20, max_value: 2e-10 });
  });

  test('repeat by dictionary, in sixteen bytes too', async () => {
    const cells = Array.from({ length: 6_000 }, (_, at) =>
      at % 7 === 0 ? null : BigInt((at % 300) - 150) * 10n ** 30n,
    );
    const lots = [{ vectors: [{ kind: 'cells', cells }], rows: cells.length }] as const;
    const file = save(await writeLots([{ name: 'd38', type: 'DECIMAL', precision: 38, scale: 0 }], lots, 10_000));
    const read = await connection.runAndReadAll(`SELECT d38::VARCHAR FROM read_parquet('${file}')`);
    expect(read.getRowsJS()).toEqual(cells.map((cell) => [cell === null ? null : String(cell)]));
    const metadata = await connection.runAndReadAll(`SELECT encodings FROM parquet_metadata('${file}')`);
    expect(String(metadata.getRowsJS())).toContain('RLE_DICTIONARY');
  });
});
