import type { SegmentStart } from '@tributary/shared/objects/converter.ts';
import { compressors } from '@tributary/shared/parquet/decompress.ts';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { createMemoryGlue } from '../../glue/memory-glue-for-tests.ts';
import type { DeclaredFiles } from '../core/declaration/files.ts';
import { undeclared } from '../core/declaration/files.ts';
import { filePlaceOf } from '../core/place.ts';
import { csvRows } from '../core/texts/texts-for-tests.ts';
import type { Fields } from '../core/value.ts';
import { parseExactly } from '../reading/json/exact-numbers.ts';
import type { FileRecords, JsonRecords } from '../reading/records.ts';
import { createAgree } from './agree.ts';
import { createFileSegment, type FileNumber } from './file-segment.ts';

const modifiedAt = Date.UTC(2026, 10, 29, 12);
const linesOf = (...lines: readonly string[]): JsonRecords => ({
  kind: 'values',
  length: lines.length,
  rows: lines.map((line): Fields => JSON.parse(line)),
  textOf: (row) => lines[row] ?? '',
  exactly: (row) => parseExactly(lines[row] ?? ''),
});

function createLake(declared: DeclaredFiles = undeclared, mostCells?: number) {
  const glue = createMemoryGlue();
  const agree = createAgree({ ...glue, database: 'lake', lakeBucket: 'b' });
  const declarations = { files: new Map([['a_b', declared]]), events: new Map([['paid', declared]]) };
  /** What is written of the records of an object. */
  const write = async (key: string, ...lots: readonly FileRecords[]) => {
    const place = filePlaceOf(key, declarations);
    if (place === undefined) throw new Error(`${key} is in no table`);
    const counts: Record<string, number> = {};
    const count = (name: FileNumber | 'kept', by: number) => {
      counts[name] = (counts[name] ?? 0) + by;
    };
    const nobody = () => {
      throw new Error('nobody asks for this');
    };
    const start: SegmentStart<FileNumber> = {
      source: { bucket: 'raw', key },
      modifiedAt,
      place: { sourceKey: key, position: [0], receipts: '', folder: '', objectName: 'n', name: 'n_0' },
      recordsBefore: 0,
      books: {
        keep: (rows) => count('kept', rows),
        count,
        addPart: nobody,
        split: nobody,
        reject: nobody,
        receipt: nobody,
      },
    };
    const target = { name: place.table, generation: 1 };
    const segment = createFileSegment({ place, target, agree, ...(mostCells && { mostCells }) }, start);
    for (const lot of lots) await segment.add(lot, { offset: 0, end: 1 });
    const files = await segment.close();
    return { files, counts, segment };
  };
  const typesOf = (name = 'a_b') =>
    glue.tables.get(`lake.${name}`)?.input.StorageDescriptor?.Columns?.map((column) => `${column.Name} ${column.Type}`);
  return { write, typesOf };
}

async function read(body: Uint8Array | undefined) {
  const file = new Uint8Array(body ?? []).buffer;
  const { key_value_metadata: said = [] } = parquetMetadata(file);
  return {
    rows: await parquetReadObjects({ file, compressors }),
    said: Object.fromEntries(said.map(({ key, value }) => [key, value])),
  };
}

describe('the rows of a segment', () => {
  test('are one file of the day on which it landed, whose footer tells what was seen', async () => {
    const { write, typesOf } = createLake();
    const { files, counts, segment } = await write(
      'raw/files/a/b/x.json',
      linesOf('{"id":1}', '{"id":2}'),
      linesOf('{"t":"x"}'),
    );
    expect(files.map(({ key, rows }) => [key, rows])).toEqual([['lake/a_b/year=2026/month=11/day=29/n_0.parquet', 3]]);
    expect(counts).toEqual({ kept: 3, rows: 3, rescued: 0 });
    expect([segment.hours(), segment.newestAt()]).toEqual([1, modifiedAt]);
    expect(typesOf()).toEqual(['id bigint', 't string', '_rescued_data map<string,string>']);
    const { rows, said } = await read(files[0]?.body);
    expect(rows).toMatchObject([{ id: 1n }, { id: 2n }, { t: 'x' }]);
    expect(said).toMatchObject({ 'tributary.schema': 'created', 'tributary.rescued': '0' });
    expect(said['tributary.evidence']).toContain('"id"');
  });

  test('are several files where more is in it than may be held, each with what it shows itself', async () => {
    const { write } = createLake(undeclared, 4);
    const { files, counts } = await write(
      'raw/files/a/b/x.json',
      linesOf('{"id":1,"a":1}'),
      linesOf('{"id":2,"a":1}'),
      linesOf('{"id":"x","b":1}'),
    );
    expect(files.map(({ key, rows }) => [key.slice(key.lastIndexOf('/') + 1), rows])).toEqual([
      ['n_0.parquet', 2],
      ['n_0_2.parquet', 1],
    ]);
    expect(counts).toEqual({ kept: 3, rows: 3, rescued: 1 });
    const { rows, said } = await read(files[1]?.body);
    expect(rows).toEqual([{ id: null, b: 1n, _rescued_data: { id: 'x' } }]);
    expect([said['tributary.schema'], said['tributary.evidence']]).toEqual([
      '["b"]',
      expect.not.stringContaining('"a"'),
    ]);
  });

  test('of nothing are no file', async () => {
    const { write, typesOf } = createLake();
    const { files, segment } = await write('raw/files/a/b/x.json');
    expect([files, segment.hours(), typesOf()]).toEqual([[], 0, undefined]);
  });

  test('add the columns that they show, which their footer tells, and have those alone', async () => {
    const { write } = createLake();
    await write('raw/files/a/b/x.json', linesOf('{"id":1,"t":"x"}'));
    const { files, counts } = await write('raw/files/a/b/y.json', linesOf('{"id":"x","late":true}'));
    const { rows, said } = await read(files[0]?.body);
    expect(rows).toEqual([{ id: null, late: true, _rescued_data: { id: 'x' } }]);
    expect([said['tributary.schema'], said['tributary.rescued'], counts.rescued]).toEqual(['["late"]', '1', 1]);
  });

  test('are of the partitions that the first object has had', async () => {
    const { write } = createLake();
    await write('raw/files/a/b/day=1/x.json', linesOf('{"id":1}'));
    const { files } = await write('raw/files/a/b/day=2/shop=7/x.json', linesOf('{"id":1}'));
    expect(files[0]?.key).toBe('lake/a_b/day=2/n_0.parquet');
    expect((await read(files[0]?.body)).rows).toEqual([{ id: 1n, _rescued_data: { shop: '7' } }]);
    const { files: without } = await write('raw/files/a/b/x.json', linesOf('{"id":1}'));
    expect(without[0]?.key).toBe('lake/a_b/day=29/n_0.parquet');
  });

  test('have doubles where whole numbers were written with a fraction', async () => {
    const { write, typesOf } = createLake();
    await write('raw/files/a/b/x.json', linesOf('{"n":1,"price":10.0}'), linesOf('{"n":2,"price":12.0}'));
    expect(typesOf()?.slice(0, 2)).toEqual(['n bigint', 'price double']);
  });

  test('of texts keep those that are empty apart from those that are none', async () => {
    const { write } = createLake();
    const texts = (csv: string): FileRecords => ({ kind: 'texts', length: 2, names: ['a', 'b'], rows: csvRows(csv) });
    await write('raw/files/a/b/x.csv', texts('1,x\n2,y\n'));
    const { files } = await write('raw/files/a/b/y.csv', texts('3,""\n4,\n'));
    expect((await read(files[0]?.body)).rows).toMatchObject([
      { a: 3n, b: '' },
      { a: 4n, b: null },
    ]);
  });

  test('of events have the declared columns of their payload beside their own', async () => {
    const declared: DeclaredFiles = {
      hints: { format: 'json' },
      nulls: [],
      columns: new Map([['order_id', { isSensitive: false }]]),
      lift: 'payload',
    };
    const { write, typesOf } = createLake(declared);
    const line = '{"id":"e","payload":{"order_id":7.0,"more":[1]}}';
    const { files } = await write('raw/events/paid/x.json', linesOf(line));
    expect(typesOf('events_paid')).toEqual([
      'id string',
      'payload struct<more:array<bigint>>',
      'order_id double',
      '_rescued_data map<string,string>',
    ]);
    expect((await read(files[0]?.body)).rows).toMatchObject([{ id: 'e', payload: { more: [1n] }, order_id: 7 }]);
  });
});
