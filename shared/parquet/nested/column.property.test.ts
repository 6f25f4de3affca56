import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { viewOf } from '../../bytes.ts';
import type { Column, ParquetRow, ParquetValue, Spans, Vector } from '../../parquet-write.ts';
import { table } from '../testing/nested-columns.ts';
import { readByDuckDb, readByHyparquet, shown } from '../testing/read-nested.ts';
import { writeLots } from '../testing/write-lots.ts';

const folder = mkdtempSync(join(tmpdir(), 'parquet-nested-'));
const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
afterAll(() => {
  connection.closeSync();
  rmSync(folder, { recursive: true });
});

let files = 0;

/** A new name for each: DuckDB may keep what it has read of a file. */
function newFile(): string {
  files += 1;
  return join(folder, `${files}.parquet`);
}

async function expectBack(columns: readonly Column[], rows: readonly ParquetRow[], bytes: Buffer): Promise<void> {
  const struct = { name: 'row', type: 'STRUCT', fields: columns } as const;
  const expected = rows.map((row) => shown(row, struct));
  expect((await readByHyparquet(bytes)).map((row) => shown(row, struct))).toEqual(expected);
  const byDuckDb = await readByDuckDb(bytes, newFile(), connection);
  expect(byDuckDb.map((row) => shown(row, struct, 1_000n))).toEqual(expected);
}

const anyTable = table.filter(({ columns }) => columns.length > 0);

function cellsOf(rows: readonly ParquetRow[], name: string): readonly ParquetValue[] {
  return rows.map((row) => (Object.hasOwn(row, name) ? row[name] : null));
}

const isThere = (cell: ParquetValue) => cell !== null && cell !== undefined;

/** In the form of each level, where it has one. */
function vectorOf(column: Column, cells: readonly ParquetValue[]): Vector {
  if (!cells.some(isThere)) return { kind: 'same', value: null };
  const present = Uint8Array.from(cells, (cell) => (isThere(cell) ? 1 : 0));
  const found = cells.filter(isThere);
  if (column.type === 'STRUCT') {
    const rows = found.map((cell): ParquetRow => ({ ...Object(cell) }));
    const fields = column.fields.map((field) => vectorOf(field, cellsOf(rows, field.name)));
    return { kind: 'structs', fields, ...(found.length < cells.length && { present }) };
  }
  if (column.type === 'ARRAY') {
    const lists = cells.map((cell): readonly ParquetValue[] | undefined => (Array.isArray(cell) ? cell : undefined));
    const lengths = Int32Array.from(lists, (list) => list?.length ?? -1);
    return {
      kind: 'lists',
      lengths,
      elements: vectorOf(
        column.element,
        lists.flatMap((list) => list ?? []),
      ),
    };
  }
  if (column.type === 'DOUBLE') return { kind: 'numbers', values: Float64Array.from(cells, Number), present };
  return column.type === 'STRING' ? { kind: 'texts', texts: spansOf(cells) } : { kind: 'cells', cells };
}

function spansOf(cells: readonly ParquetValue[]): Spans {
  const texts = cells.map((cell) => Buffer.from(isThere(cell) ? String(cell) : ''));
  const bytes = Buffer.concat(texts);
  const ends = texts.map((_, at) => texts.slice(0, at + 1).reduce((sum, { length }) => sum + length, 0));
  const from = Int32Array.from(ends, (end, at) => end - (texts[at]?.length ?? 0));
  const to = Int32Array.from(ends, (end, at) => (isThere(cells[at]) ? end : -1));
  return { source: { bytes, view: viewOf(bytes) }, from, to };
}

const many = new Map(Array.from({ length: 5_000 }, (_, at) => [`key ${at}`, at / 2]));

function orderOf(id: number) {
  const tags = id % 3 === 0 ? [] : [`tag ${id % 11}`, null, 'x'];
  if (id === 77_777) return { id, tags, prices: many };
  return id % 10 === 0 ? { id, tags, prices: { usual: id } } : { id, tags };
}

describe('columns of columns', () => {
  test('come back from hyparquet and DuckDB as they were put in, up to eight levels deep, with absences everywhere', async () => {
    await fc.assert(
      fc.asyncProperty(anyTable, fc.integer({ min: 1, max: 15 }), async ({ columns, rows }, groupRows) => {
        await expectBack(columns, rows, await writeLots(columns, [rows], groupRows));
      }),
      { numRuns: 100 },
    );
  });

  test('are taken column by column too, in lots of any length', async () => {
    await fc.assert(
      fc.asyncProperty(anyTable, fc.integer({ min: 1, max: 5 }), async ({ columns, rows }, each) => {
        const lots = Array.from({ length: Math.ceil(rows.length / each) }, (_, lot) => {
          const some = rows.slice(lot * each, lot * each + each);
          const vectors = columns.map(({ name }): Vector => ({ kind: 'cells', cells: cellsOf(some, name) }));
          return lot % 3 === 2 ? some : { vectors, rows: some.length };
        });
        await expectBack(columns, rows, await writeLots(columns, lots, 7));
      }),
      { numRuns: 30 },
    );
  });

  test('are taken level by level too, as structs and lists of vectors', async () => {
    await fc.assert(
      fc.asyncProperty(anyTable, fc.integer({ min: 1, max: 5 }), async ({ columns, rows }, each) => {
        const lots = Array.from({ length: Math.ceil(rows.length / each) }, (_, lot) => {
          const some = rows.slice(lot * each, lot * each + each);
          const vectors = columns.map((column) => vectorOf(column, cellsOf(some, column.name)));
          return { vectors, rows: some.length };
        });
        await expectBack(columns, rows, await writeLots(columns, lots, 7));
      }),
      { numRuns: 100 },
    );
  });

  test('come back from lists of a hundred thousand structs, whose maps have thousands of entries', async () => {
    const columns: readonly Column[] = [
      {
        name: 'orders',
        type: 'ARRAY',
        element: {
          name: 'order',
          type: 'STRUCT',
          fields: [
            { name: 'id', type: 'INT64' },
            { name: 'tags', type: 'ARRAY', element: { name: 'tag', type: 'STRING' } },
            { name: 'prices', type: 'MAP', value: { name: 'price', type: 'DOUBLE' } },
          ],
        },
      },
    ];
    const orders = Array.from({ length: 100_000 }, (_, id) => (id % 7 === 0 ? null : orderOf(id)));
    const rows = [{ orders }, {}, { orders: [] }, ...orders.slice(0, 3_000).map((order) => ({ orders: [order] }))];
    await expectBack(columns, rows, await writeLots(columns, [rows], 50_000));
  });

  test('stand beside a thousand others, most of them absent', async () => {
    const columns = Array.from({ length: 1_000 }, (_, at): Column => {
      const name = `column_${at}`;
      if (at % 10 > 0) return { name, type: at % 2 === 0 ? 'STRING' : 'INT64' };
      return { name, type: 'ARRAY', element: { name: '', type: 'STRUCT', fields: [{ name: 'a', type: 'DOUBLE' }] } };
    });
    const rows = Array.from({ length: 300 }, (_, row) => {
      const tens = (row % 100) * 10;
      return { [`column_${tens}`]: [{ a: row }, null], [`column_${tens + 1}`]: row, [`column_${tens + 2}`]: `${row}` };
    });
    await expectBack(columns, rows, await writeLots(columns, [rows], 120));
  });
});
