import { gzipSync } from 'node:zlib';
import { createParquetStream } from '@tributary/shared/parquet-write.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readChanges } from '../core/declaration/read-changes.ts';
import { lakeRows, receiptsIn, rejectsIn } from './lake-rows-for-tests.ts';
import { createLandingForTests } from './landing-for-tests.ts';

const at = Date.UTC(2026, 10, 18);
const changes = (settings: string) =>
  readChanges(`sources:
  s:
    ${settings}
    before_image: BI_
    timestamp: ts
    sequence: seq
    tables:
      a.t:
        key: [id]
        columns:
          id: int
          total: {type: int, was: [amount, sum]}
          gone: {type: string, dropped: true}
          new: string
        ${settings.includes('header') ? '' : 'layouts: [[id, total, new], [id, gone, total, new], {columns: [id, total, gone], until: "2026-11-18T00:00:00Z"}]'}
`);

async function land(settings: string, key: string, body: Buffer | string, moment = at) {
  const landing = createLandingForTests(changes(settings));
  await landing.land(landing.put(`raw/db/a/t/${key}`, Buffer.from(body), moment));
  return { rows: await lakeRows(landing.lake, 'a_t_changes'), rejects: rejectsIn(landing.lake) };
}

const cells = {
  id: '1',
  total: '5',
  gone: 'x',
  new: 'y',
  BI_id: '2',
  ts: '2026-11-17 00:00:00',
  seq: '0007',
  other: 'z',
};
const expected = { op: 'U', id: 1, total: 5, gone: 'x', new: 'y', before_id: 2, change_seq: '0007' };

describe('a header', () => {
  test('may name the columns in any order, and by the names that they had', async () => {
    const order = fc.shuffledSubarray(Object.keys(cells), { minLength: Object.keys(cells).length });
    await fc.assert(
      fc.asyncProperty(order, fc.constantFrom('total', 'amount', 'sum'), async (names, total) => {
        const values = new Map(Object.entries(cells));
        const header = ['Op', ...names.map((name) => (name === 'total' ? total : name))].join(',');
        const text = `${header}\nU,${names.map((name) => values.get(name)).join(',')}\n`;
        const { rows, rejects } = await land('header: true', '1.csv', text);
        expect(rows).toMatchObject([{ ...expected, _rescued_data: { other: 'z' }, row_number: 1n }]);
        expect(rejects).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test('that lacks columns leaves them NULL, and one that lacks the key or the operation has no rows', async () => {
    expect((await land('header: true', '1.csv', 'Op,id\nD,1\n')).rows).toMatchObject([
      { op: 'D', id: 1, total: null, gone: null, before_id: null, committed_at: null },
    ]);
    const keyless = await land('header: true', '1.csv', 'Op,total\nU,1\n');
    expect(keyless.rejects).toMatchObject([{ reason: 'bad_key', detail: 'the header has no id' }]);
    const opless = await land('header: true', '1.csv', 'id,total\n1,1\n');
    expect(opless.rejects).toMatchObject([{ reason: 'bad_op', detail: 'the header has no column Op' }]);
    const narrow = await land('header: true', '1.csv', 'Op,id,total\nU,1\n');
    expect(narrow.rejects).toMatchObject([{ reason: 'unknown_width', detail: '2 fields, where the header has 3' }]);
    expect((await land('header: true', 'LOAD00000001.csv', 'id,total\n1,1\n')).rows).toMatchObject([
      { op: 'I', id: 1 },
    ]);
  });

  test('with a column and what it was called before says the column by its own name', async () => {
    const { rows } = await land('header: true', '1.csv', 'Op,id,amount,total\nU,1,4,5\n');
    expect(rows).toMatchObject([{ total: 5, _rescued_data: { amount: '4' } }]);
  });

  test('in which a column is called as the operation', async () => {
    const declared = readChanges(
      'sources: {s: {header: true, tables: {a.t: {key: [], columns: {Op: {type: string, as: op_}, v: string}}}}}',
    );
    const landing = createLandingForTests(declared);
    await landing.land(landing.put('raw/db/a/t/LOAD00000001.csv', Buffer.from('Op,v\nD,1\n'), at));
    await landing.land(landing.put('raw/db/a/t/1.csv', Buffer.from('Op,v,Op\nU,2,x\n'), at));
    const rows = (await lakeRows(landing.lake, 'a_t_changes')).toSorted((a, b) => (`${a.v}` < `${b.v}` ? -1 : 1));
    expect(rows).toMatchObject([
      { op: 'I', op_: 'D', v: '1' },
      { op: 'U', op_: 'x', v: '2' },
    ]);
  });
});

test('a file with a header that is gone on with behind it is read by it, and its rows are counted on', async () => {
  const count = 900;
  const lines = Array.from({ length: count }, (_, row) => `I,${'x'.repeat(999)},${row}\n`).join('');
  for (const body of [Buffer.from(`Op,new,id\n${lines}`), gzipSync(`Op,new,id\n${lines}`)]) {
    const landing = createLandingForTests(changes('header: true'), { segment: { bytes: 1, records: 10 } });
    const results = await landing.land(landing.put('raw/db/a/t/1.csv', body, at), () => 0);
    expect(results.length).toBeGreaterThan(2);
    const rows = await lakeRows(landing.lake, 'a_t_changes');
    expect(rows.map(({ id, row_number: number }) => [id, number])).toEqual(
      Array.from({ length: count }, (_, row) => [row, BigInt(row + 1)]),
    );
    const receipts = receiptsIn(landing.lake);
    const sum = (name: string) => receipts.reduce((all, receipt) => all + Number(receipt[name]), 0);
    expect([sum('header'), sum('inserts'), sum('records_in'), sum('bytes_in')]).toEqual([1, count, count, body.length]);
  }
});

describe('a row without header', () => {
  const before = at - 1;
  test.each([
    ['of the newest layout', 'U,1,5,y,2,2026-11-17 00:00:00,0007', at, { ...expected, gone: null }],
    ['with a column in the middle that was dropped since', 'U,1,x,5,y,2,2026-11-17 00:00:00,0007', at, expected],
    [
      'from when a layout of that width was another',
      'U,1,5,x,2,2026-11-17 00:00:00,0007',
      before,
      { ...expected, new: null },
    ],
  ])('%s', async (_, line, moment, row) => {
    const { rows, rejects } = await land('op: Op', '1.csv', `${line}\n`, moment);
    expect([rejects, rows]).toMatchObject([[], [row]]);
  });

  test('has key, time and sequence where it is declared that they stand', async () => {
    const settings = 'appended: [sequence, before, timestamp]';
    const { rows } = await land(settings, '1.csv', 'U,1,5,y,0007,2,2026-11-17 00:00:00\n');
    expect(rows).toMatchObject([{ ...expected, gone: null }]);
  });

  test('has as many fields of the key before the change as the key has', async () => {
    const declared = readChanges(
      'sources: {s: {before_image: B_, timestamp: ts, tables: {a.t: {key: [b, a], columns: {a: int, b: int}}}}}',
    );
    const landing = createLandingForTests(declared);
    const line = 'U,1,2,20,10,2026-11-17 00:00:00\n';
    await landing.land(landing.put('raw/db/a/t/1.csv', Buffer.from(line), at));
    expect(await lakeRows(landing.lake, 'a_t_changes')).toMatchObject([
      { a: 1, b: 2, before_b: 20, before_a: 10, committed_at: BigInt(Date.UTC(2026, 10, 17)) * 1000n },
    ]);
  });

  test('of no known width is told with the widths that are', async () => {
    const { rejects } = await land('op: Op', '1.csv', 'U,1,5\n');
    expect(rejects).toMatchObject([
      { reason: 'unknown_width', detail: expect.stringMatching(/^3 fields, where a row of a.t has 7 or 8: /) },
    ]);
  });
});

test('rows of a Parquet file are counted in it, also behind some that are damaged', async () => {
  const chunks: Uint8Array[] = [];
  const columns = [
    { name: 'Op', type: 'STRING' },
    { name: 'id', type: 'INT64' },
  ] as const;
  const sink = async (chunk: Uint8Array) => void chunks.push(chunk);
  const stream = createParquetStream({ columns, sink, rowGroupRows: 2 });
  for (const id of [1, 2, 3, 4]) await stream.append({ Op: 'I', id });
  await stream.close();
  const body = Buffer.concat(chunks).fill(0xff, 4, 40);
  const { rows } = await land('op: Op', '1.parquet', body);
  expect(rows.map(({ id, row_number: number }) => [id, number])).toEqual([
    [3, 3n],
    [4, 4n],
  ]);
});

test('a Parquet file is read by its names, and what is NULL there is', async () => {
  const chunks: Uint8Array[] = [];
  const columns = [
    { name: 'Op', type: 'STRING' },
    { name: 'new', type: 'STRING' },
    { name: 'id', type: 'INT64' },
    { name: 'other', type: 'STRING' },
  ] as const;
  const stream = createParquetStream({ columns, sink: async (chunk) => void chunks.push(chunk) });
  const rows = [
    { Op: 'I', new: 'a"b', id: 1, other: 'z' },
    { Op: 'U', new: null, id: 2, other: null },
    { Op: 'U', new: 'NULL', id: 3, other: '' },
    { Op: 'D', new: '', id: 4, other: null },
    { Op: 'X', new: 'a"b,c\n', id: 5, other: null },
  ];
  for (const row of rows) await stream.append(row);
  await stream.close();
  const landed = await land('op: Op', '1.parquet', Buffer.concat(chunks));
  expect(landed.rows.map((row) => [row.op, row.id, row.new, row._rescued_data, row.row_number])).toEqual([
    ['I', 1, 'a"b', { other: 'z' }, 1n],
    ['U', 2, null, null, 2n],
    ['U', 3, 'NULL', { other: '' }, 3n],
    ['D', 4, '', null, 4n],
  ]);
  const bytes = Buffer.from('"X","a""b,c\n","5",NULL').toString('base64');
  expect(landed.rejects).toMatchObject([{ reason: 'bad_op', bytes }]);
});
