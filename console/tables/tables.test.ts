import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kindOf } from './kind.ts';
import { lineageOf } from './lineage.ts';
import { newestOf, partitionText, partitionWhere, projectionOf, sampleSql, sorted } from './partition-values.ts';
import { type Entry, prepare, search, type Wanted } from './search.ts';
import { fieldsWithin, shortType, typeTree } from './type-tree.ts';
import { viewSql } from './view-sql.ts';

describe('types', () => {
  test('what is nested is a tree, whatever is in its names', () => {
    const tree = typeTree('struct<a:int,odd name:array<struct<b:decimal(12,2),c:map<string,array<bigint>>>>>');
    expect(tree).toEqual({
      type: 'struct',
      within: [
        { name: 'a', tree: { type: 'int', within: [] } },
        {
          name: 'odd name',
          tree: {
            type: 'array',
            within: [
              {
                name: 'element',
                tree: {
                  type: 'struct',
                  within: [
                    { name: 'b', tree: { type: 'decimal(12,2)', within: [] } },
                    {
                      name: 'c',
                      tree: {
                        type: 'map',
                        within: [
                          { name: 'key', tree: { type: 'string', within: [] } },
                          {
                            name: 'value',
                            tree: {
                              type: 'array',
                              within: [{ name: 'element', tree: { type: 'bigint', within: [] } }],
                            },
                          },
                        ],
                      },
                    },
                  ],
                },
              },
            ],
          },
        },
      ],
    });
    expect(fieldsWithin(tree).map(({ name, tree: inner }) => [name, shortType(inner)])).toEqual([
      ['a', 'int'],
      ['odd name', 'array of struct'],
    ]);
    expect(fieldsWithin(typeTree('array<map<string,struct<x:int>>>')).map(({ name }) => name)).toEqual(['x']);
    expect(shortType(typeTree('MAP<string, array<int>>'))).toBe('map of string to array of int');
  });

  test.each([
    'bigint',
    'decimal(38,9)',
    'struct<a:int',
    'array<int>>',
    '',
    'struct<>',
    '<',
    'timestamp(6) with time zone',
  ])('%j is read, whatever it is', (text) => {
    expect(() => fieldsWithin(typeTree(text))).not.toThrow();
  });

  test('types that are broken stay as they are written', () => {
    expect(typeTree('struct<a:array<int>')).toEqual({ type: 'struct<a:array<int>', within: [] });
    expect(typeTree(' array<int>>> ')).toEqual({ type: 'array<int>>>', within: [] });
  });
});

const key = (Name: string, Type = 'string') => ({ Name, Type, Parameters: {} });
const partition = (...Values: readonly string[]) => ({ Values: [...Values], StorageDescriptor: { Location: '' } });

describe('partitions', () => {
  test('the newest is the last by its values: numbers as numbers, and NULL before all', () => {
    const keys = [key('year', 'int'), key('day', 'string')];
    const all = [
      partition('9', '30'),
      partition('10', '02'),
      partition('__HIVE_DEFAULT_PARTITION__', '31'),
      partition('10', '11'),
    ];
    expect(newestOf(all, keys)?.Values).toEqual(['10', '11']);
    expect(sorted(all, keys).map(({ Values }) => Values.join('/'))).toEqual([
      '10/11',
      '10/02',
      '9/30',
      '__HIVE_DEFAULT_PARTITION__/31',
    ]);
    expect(newestOf([partition('9'), partition('10')], [key('a')])?.Values).toEqual(['9']);
    expect(newestOf([], keys)).toBeUndefined();
    expect(newestOf([partition('x'), partition('y')], [key('a', 'int')])?.Values).toEqual(['y']);
  });

  test('rows of one are asked for by its values, with quotes where these are texts', () => {
    const keys = [key('year', 'int'), key('day', 'date'), key('o"k'), key('n', 'bigint')];
    expect(partitionWhere(['2026', '2026-11-20', "it's", '__HIVE_DEFAULT_PARTITION__'], keys)).toBe(
      `"year" = 2026 AND "day" = DATE '2026-11-20' AND "o""k" = 'it''s' AND "n" IS NULL`,
    );
    expect(partitionWhere(['1; DROP'], [key('y', 'int')])).toBe(`"y" = '1; DROP'`);
    expect(partitionText(['2026', '11'], [key('year'), key('month')])).toBe('year=2026/month=11');
    const table = { DatabaseName: 'd', Name: 't"x', PartitionKeys: [key('day')] };
    expect(sampleSql(table, partition('20'))).toBe(`SELECT * FROM "d"."t""x"\nWHERE "day" = '20'\nLIMIT 50`);
    expect(sampleSql(table, undefined)).toBe('SELECT * FROM "d"."t""x"\nLIMIT 50');
  });

  test('what is projected is told by its ranges', () => {
    const Parameters = {
      'projection.enabled': 'true',
      'projection.day.type': 'date',
      'projection.day.range': '2026-01-01,NOW',
      'projection.day.format': 'yyyy-MM-dd',
      'projection.kind.type': 'enum',
      'projection.kind.values': 'a,b',
    };
    const PartitionKeys = [key('day'), key('kind')];
    expect(projectionOf({ Parameters, PartitionKeys })).toEqual([
      { name: 'day', type: 'date', says: '2026-01-01 to NOW, format yyyy-MM-dd' },
      { name: 'kind', type: 'enum', says: 'a,b' },
    ]);
    expect(projectionOf({ Parameters: { ...Parameters, 'projection.enabled': 'false' }, PartitionKeys })).toEqual([]);
  });
});

test('a kind is told by what the catalog says', () => {
  const of = (Parameters: Record<string, string>, TableType = 'EXTERNAL_TABLE') => kindOf({ Parameters, TableType });
  expect([
    of({ classification: 'parquet' }),
    of({ classification: 'json' }),
    of({ table_type: 'iceberg' }),
    of({}),
    of({}, 'VIRTUAL_VIEW'),
  ]).toEqual(['Parquet', 'JSON', 'Iceberg', 'other', 'view']);
});

test("a view's SQL is unpacked, and what cannot be stays as it is", () => {
  const packed = (value: unknown) =>
    `/* Presto View: ${btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(value))))} */`;
  expect(viewSql(packed({ originalSql: "SELECT 'é€'", catalog: 'c' }))).toBe("SELECT 'é€'");
  for (const text of ['SELECT 1', '/* Presto View: AAA= */', '/* Presto View */', '', packed({ sql: 1 })])
    expect(viewSql(text)).toBe(text);
});

const entry = (name: string, more: Partial<Entry> = {}): Entry => ({
  database: 'lake',
  name,
  kind: 'Parquet',
  columns: [],
  description: '',
  owner: '',
  tags: [],
  ...more,
});
const all: Wanted = { text: '', database: undefined, kind: undefined };

describe('search', () => {
  const entries = [
    entry('usage', { description: 'Requests per Day', tags: ['integrations'], owner: 'success' }),
    entry('requests', {
      columns: [{ name: 'client_ip', type: 'string', comment: 'Where it came from' }],
      kind: 'view',
    }),
    entry('all_requests', { database: 'raw' }),
  ];
  const found = (wanted: Partial<Wanted>) =>
    search(prepare(entries), { ...all, ...wanted }).map(({ entry: { name }, columns }) => [name, ...columns]);

  test('all words must stand somewhere; names that begin with the first come first', () => {
    expect(found({ text: 'requests' })).toEqual([['requests'], ['all_requests'], ['usage']]);
    expect(found({ text: ' REQUESTS  day ' })).toEqual([['usage']]);
    expect(found({ text: 'came' })).toEqual([['requests', 'client_ip']]);
    expect(found({ text: 'requests string' })).toEqual([['requests', 'client_ip']]);
    expect(found({ text: '#integrations success' })).toEqual([['usage']]);
    expect(found({ text: 'nothing' })).toEqual([]);
    expect(found({})).toEqual([['requests'], ['usage'], ['all_requests']]);
  });

  test('databases and kinds leave out the others', () => {
    expect(found({ database: 'raw' })).toEqual([['all_requests']]);
    expect(found({ kind: 'view' })).toEqual([['requests']]);
  });
});

describe('lineage', () => {
  const node = (name: string, ...reads: readonly string[]) => ({ name, reads: [...reads] });
  const nodes = [node('raw.a'), node('b', 'raw.a'), node('c', 'b'), node('d', 'b', 'c'), node('alone')];

  test('goes up and down through others, the nearest first', () => {
    const { up, own, down } = lineageOf(nodes, 'b');
    expect([up.map(({ name }) => name), own?.name, down.map(({ name }) => name)]).toEqual([['raw.a'], 'b', ['c', 'd']]);
    expect(lineageOf(nodes, 'd').up.map(({ name }) => name)).toEqual(['b', 'c', 'raw.a']);
    expect(lineageOf(nodes, 'missing')).toEqual({ up: [], own: undefined, down: [] });
  });

  test('ends in whatever graph', () => {
    const names = ['a', 'b', 'c', 'd'];
    const any = fc.array(fc.tuple(fc.constantFrom(...names), fc.subarray(names)), { maxLength: 6 });
    fc.assert(
      fc.property(any, (given) => {
        const { up, down } = lineageOf(
          given.map(([name, reads]) => node(name, ...reads)),
          'a',
        );
        expect([...up, ...down].every(({ name }) => name !== 'a')).toBe(true);
      }),
    );
  });
});
