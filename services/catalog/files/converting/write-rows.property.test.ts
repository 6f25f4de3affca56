import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { readByDuckDb, readByHyparquet, shown } from '@tributary/shared/parquet/testing/read-nested.ts';
import type { ParquetValue } from '@tributary/shared/parquet-write.ts';
import fc from 'fast-check';
import { parquetMetadata } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { parquetColumn } from '../core/shape/parquet-column.ts';
import { createShapeRows } from '../core/shape/shape-rows.ts';
import { columnsFor } from '../core/shape/testing/any-fields.ts';
import { expectWhole } from '../core/shape/testing/put-together.ts';
import { csvRows } from '../core/texts/texts-for-tests.ts';
import { type Field, readType } from '../core/types/column-type.ts';
import type { Fields } from '../core/value.ts';
import { anyRecords } from '../core/values-for-tests.ts';
import { jsonTextOf, recordAt, recordsOf } from '../reading/json/json-text.ts';
import type { FileRecords, JsonRecords } from '../reading/records.ts';
import { type WriteRows, writeRows } from './write-rows.ts';

const connection = await (await DuckDBInstance.create()).connect();
const folder = mkdtempSync(join(tmpdir(), 'write-rows-'));
let files = 0;

/** A new name for each: DuckDB may keep what it has read of a file. */
function newFile(): string {
  files += 1;
  return join(folder, `${files}.parquet`);
}

const nothing = { keys: [], values: [] };
const write = (fields: readonly Field[], lots: readonly FileRecords[], more: Partial<WriteRows> = {}) =>
  writeRows({ fields, lots, nulls: [], beside: nothing, metadata: {}, ...more });
const column = (key: string, type: string): Field => ({ key, name: key, type: readType(type) });

const rescuedColumn = { name: '_rescued_data', type: 'MAP_STRING_STRING' } as const;
const valuesOf = (rows: readonly Fields[]): JsonRecords => ({ kind: 'values', length: rows.length, rows });

/** Rows as a reader has them, column by column in the order of the file. */
function showAll(rows: readonly unknown[], fields: readonly Field[]): unknown {
  const columns = [...fields.map(({ name, type }) => parquetColumn(name, type)), rescuedColumn];
  return rows.map((row) =>
    columns.map((each) => shown(typeof row === 'object' && row !== null ? Reflect.get(row, each.name) : row, each)),
  );
}

const rowsOf = async (body: Buffer) => [await readByHyparquet(body), await readByDuckDb(body, newFile(), connection)];

const jsonOf = (value: unknown) => JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? `${each}` : each));
// JSON.stringify escapes them.
const hasHalves = (value: unknown) => /\\ud[89a-f]/.test(jsonOf(value));

test('what is in the file, whoever reads it, is what the records are as rows', async () => {
  // Half a surrogate pair is no Unicode.
  const records = anyRecords.filter((rows) => !rows.some((row) => hasHalves(row)));
  await fc.assert(
    fc.asyncProperty(
      records.chain((rows) => fc.tuple(fc.constant(rows), columnsFor(rows))),
      async ([rows, fields]) => {
        const { vectors, rescued, count } = createShapeRows(fields)({ rows });
        const {
          body,
          rows: written,
          rescued: counted,
        } = await write(fields, [valuesOf(rows.slice(0, 2)), valuesOf(rows.slice(2))]);
        expect([written, counted]).toEqual([rows.length, count]);
        const made = rows.map((_, row) =>
          Object.fromEntries([
            ...fields.map(({ name }, at): [string, ParquetValue] => {
              const vector = vectors[at];
              return [name, vector?.kind === 'cells' ? vector.cells[row] : null];
            }),
            ['_rescued_data', rescued[row]],
          ]),
        );
        const [byHyparquet = [], byDuckDb = []] = await rowsOf(body);
        expect(showAll(byDuckDb, fields)).toEqual(showAll(made, fields));
        // Whose maps are objects, which lose this one.
        if (!jsonOf(rows).includes('__proto__')) expect(showAll(byHyparquet, fields)).toEqual(showAll(made, fields));
      },
    ),
    { numRuns: 60 },
  );
});

/** The records of a file of JSON lines. */
function linesOf(lines: readonly string[]): JsonRecords {
  const text = jsonTextOf(Buffer.from(lines.join('\n')));
  const lengths = lines.map((line) => Buffer.byteLength(line) + 1);
  const starts = lengths.map((_, at) => lengths.slice(0, at).reduce((sum, length) => sum + length, 0));
  const ends = starts.map((start, at) => start + (lengths[at] ?? 1) - 1);
  const rows = starts.map((start, at): Fields => {
    const record = recordAt(text, start, ends[at] ?? 0);
    if (typeof record === 'string') throw new Error(record);
    return record;
  });
  return recordsOf(text, { rows, starts, ends });
}

describe('a file of JSON', () => {
  test('has its numbers as they were written, wherever they end up', async () => {
    const number = fc.constantFrom(
      '1',
      '1.50',
      '10.0',
      '-0',
      '-0.0',
      '1e3',
      '1E400',
      '0.1000',
      '9007199254740993',
      '18446744073709551616',
      '0.0000001',
      '1.7976931348623157e308',
    );
    const cell = fc.oneof(
      number,
      fc.constantFrom('"x"', '"1.50"', 'null', 'true'),
      fc.array(number, { maxLength: 2 }).map((all) => `[${all.join()}]`),
    );
    const record = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c'), cell), {
      maxLength: 3,
      selector: ([key]) => key,
    });
    const line = record.map((entries) => `{${entries.map(([key, text]) => `"${key}":${text}`).join()}}`);
    const type = fc.constantFrom(
      'bigint',
      'double',
      'string',
      'decimal(38,7)',
      'boolean',
      'array<bigint>',
      'array<string>',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 5 }), fc.tuple(type, type), async (lines, types) => {
        const lot = linesOf(lines);
        const fields = types.map((each, at) => column(['a', 'b'][at] ?? '', each));
        const { body } = await write(fields, [lot]);
        const [, read = []] = await rowsOf(body);
        for (const [row, cells] of read.entries()) {
          const { _rescued_data: rescued, ...named } = Object(cells);
          const entries: [string, string][] = rescued instanceof Map ? [...rescued] : [];
          expectWhole(lot.exactly?.(row) ?? {}, fields, { cells: new Map(Object.entries(named)), rescued: entries });
        }
      }),
      { numRuns: 60 },
    );
  });

  test('is read again lot by lot, however many rows are taken at a time', async () => {
    const lines = Array.from({ length: 2500 }, (_, row) => `{"a":${row}.50}`);
    const { body, rows } = await write([column('a', 'string')], [linesOf(lines)]);
    const [read = []] = await rowsOf(body);
    expect(rows).toBe(2500);
    expect(read.map((row) => Reflect.get(Object(row), 'a'))).toEqual(lines.map((_, row) => `${row}.50`));
  });
});

describe('what is rescued with each row', () => {
  const rescuedOf = async (
    lots: readonly FileRecords[],
    more: Partial<WriteRows>,
    fields = [column('a', 'bigint')],
  ) => {
    const { body, rescued } = await write(fields, lots, more);
    const [, read = []] = await rowsOf(body);
    return {
      rescued,
      body,
      maps: read.map((row) => Object.fromEntries(Reflect.get(Object(row), '_rescued_data') ?? [])),
    };
  };

  test('is what of its folders is no key of the table, beside what does not fit', async () => {
    const beside = { keys: ['shop', 'a'], values: ['7', '8'] };
    const { rescued, maps, body } = await rescuedOf([valuesOf([{ a: 1 }, { a: 'x' }])], {
      beside,
      metadata: { who: 'us' },
    });
    expect(maps).toEqual([
      { shop: '7', a: '8' },
      { a: 'x', shop: '7', 'a=': '8' },
    ]);
    expect(rescued).toBe(5);
    expect(parquetMetadata(new Uint8Array(body).buffer).key_value_metadata).toEqual([
      { key: 'who', value: 'us' },
      { key: 'tributary.rescued', value: '5' },
    ]);
  });

  test('is what is of a column that nothing is written as, or of a key that another column has', async () => {
    const fields = [column('a', 'tinyint'), column('b', 'bigint'), { ...column('b', 'bigint'), name: 'c' }];
    const { maps, body } = await rescuedOf([valuesOf([{ a: 1, b: 2 }])], {}, fields);
    expect(maps).toEqual([{ a: '1' }]);
    expect(parquetMetadata(new Uint8Array(body).buffer).schema.map(({ name }) => name)).not.toContain('c');
  });

  test('comes from rows of texts alike', async () => {
    const lot: FileRecords = { kind: 'texts', length: 2, names: ['a', 'b'], rows: csvRows('1,x\ny,"z""z"\n') };
    const { rescued, maps } = await rescuedOf([lot, valuesOf([{ a: 'v' }])], {}, [
      column('a', 'bigint'),
      column('b', 'string'),
    ]);
    expect([rescued, maps]).toEqual([2, [{}, { a: 'y' }, { a: 'v' }]]);
  });
});
