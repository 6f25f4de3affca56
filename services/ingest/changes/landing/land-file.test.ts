import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readChanges } from '../core/declaration/read-changes.ts';
import { lakeRows, receiptsIn, rejectsIn } from './lake-rows-for-tests.ts';
import { createLandingForTests } from './landing-for-tests.ts';

const at = Date.UTC(2026, 10, 18, 12);
const changesOf = (settings: string, table: string) =>
  readChanges(`sources: {s: {${settings} tables: {a.t: ${table}, a.u: {key: [], columns: {x: string}}}}}`);

const plain = '{key: [id], columns: {id: int, v: string}}';

async function land(settings: string, table: string, files: Readonly<Record<string, string | Buffer>>, moment = at) {
  const landing = createLandingForTests(changesOf(settings, table));
  for (const [key, body] of Object.entries(files))
    await landing.land(landing.put(`raw/db/${key}`, Buffer.from(body), moment));
  return { ...landing, rows: await lakeRows(landing.lake, 'a_t_changes'), rejects: rejectsIn(landing.lake) };
}

describe('a file of changes', () => {
  test('says of each row what happened, when, and where it stood', async () => {
    const text = 'I,1,one,2026-11-17 22:58:26.5,00017\nU,1,"NULL",,\nD,1,NULL,NULL,NULL\n';
    const { rows, rejects, events } = await land('timestamp: ts, sequence: seq,', plain, { 'a/t/1.csv': text });
    const own = { is_load: false, arrived_at: at, generation: 0n, source_key: 'raw/db/a/t/1.csv', _rescued_data: null };
    const committed = BigInt(Date.UTC(2026, 10, 17, 22, 58, 26, 500)) * 1000n;
    expect(rows).toEqual([
      { ...own, op: 'I', row_number: 1n, id: 1, v: 'one', committed_at: committed, change_seq: '00017' },
      { ...own, op: 'U', row_number: 2n, id: 1, v: 'NULL', committed_at: null, change_seq: null },
      { ...own, op: 'D', row_number: 3n, id: 1, v: null, committed_at: null, change_seq: null },
    ]);
    expect([rejects, events]).toEqual([[], []]);
  });

  test('has times of microseconds in one form, however they stand there', async () => {
    const table = '{key: [id], columns: {id: int, v: timestamp(6)}}';
    const times = ['22:58:26.12345Z', '22:58:26.123450', '22:58:26', '22:58:26.1'];
    const forms = ['26.123450', '26.123450', '26.000000', '26.100000'];
    // Alone and together: those that have the form stand in the lake as they were read.
    for (const wanted of [[0], [1], [0, 1], [0, 1, 2, 3]]) {
      const text = wanted.map((each) => `I,${each},2026-11-17 ${times[each]}\n`).join('');
      const { rows } = await land('', table, { 'a/t/1.csv': text });
      expect(rows.map(({ v }) => v)).toEqual(wanted.map((each) => `2026-11-17 22:58:${forms[each]}`));
    }
  });

  test('lies in the hours in which it was committed', async () => {
    const text = 'I,1,a,2026-11-17 22:59:59.999999\nI,2,b,2026-11-17 23:00:00\nI,3,c,2026-11-17 22:00:00\n';
    const { lake } = await land('timestamp: ts,', plain, { 'a/t/1.csv': text });
    const folders = [...lake.objects.keys()].filter((key) => key.startsWith('lake/'));
    expect(folders.map((key) => key.slice(0, key.lastIndexOf('/')))).toEqual([
      'lake/a_t_changes/year=2026/month=11/day=17/hour=22',
      'lake/a_t_changes/year=2026/month=11/day=17/hour=23',
    ]);
  });

  test('has a receipt whose numbers add up', async () => {
    const text = 'I,1,a\nI,2,b\nU,1,c\nD,2,\nX,1,d\nU,1\nI,x,\n"I"I,1,2\n';
    const { lake } = await land('', plain, { 'a/t/1.csv': text, 'a/t/LOAD00000001.csv': '1,a\n2,b\n' });
    const [changes, load] = receiptsIn(lake).toSorted((a, b) => Number(a.loaded) - Number(b.loaded));
    expect(changes).toMatchObject({
      loaded: 0,
      inserts: 2,
      updates: 1,
      deletes: 1,
      records_in: 8,
      records_rejected: 4,
    });
    expect(changes?.rejects).toEqual({ bad_op: 1, unknown_width: 1, bad_key: 1, bad_quotes: 1 });
    expect(load).toMatchObject({ loaded: 2, inserts: 0, updates: 0, deletes: 0, records_in: 2, records_rejected: 0 });
  });
});

describe('a row that is none is rejected with what it was, and why', () => {
  const reject = async (line: string | Buffer, settings = '', table = plain) => {
    const { rejects, rows } = await land(settings, table, {
      'a/t/1.csv': Buffer.concat([Buffer.from(line), Buffer.from('\nI,7,ok\n')]),
    });
    expect(rows).toMatchObject([{ id: 7, row_number: 2n }]);
    return rejects;
  };
  test.each([
    ['I,1', 'unknown_width', /^2 fields, where a row of a.t has 3: a column that was added or dropped/],
    ['', 'unknown_width', /^1 fields, where a row of a.t has 3/],
    ['I,1,2,3', 'unknown_width', /^4 fields, where a row of a.t has 3/],
    ['X,1,2', 'bad_op', /^"X" is none of I, U and D/],
    ['toString,1,2', 'bad_op', /^"toString" is none of I, U and D/],
    [',1,2', 'bad_op', /^"" is none/],
    ['i,1,2', 'bad_op', /^"i" is none/],
    ['I,NULL,2', 'bad_key', /^id of the key is NULL/],
    ['I,"a""b",2', 'bad_key', /^id of the key is "a\\"b", which is no int/],
    ['I,,2', 'bad_key', /^id of the key is "", which is no int/],
    ['"I""",1,2', 'bad_op', /^"I\\"" is none/],
    ['"I"x,1,2', 'bad_quotes', /^text follows a closing quote/],
  ])('%j: %s', async (line, reason, detail) => {
    const [first, ...others] = await reject(line);
    expect(others).toEqual([]);
    const bytes = Buffer.from(line).toString('base64');
    expect(first).toMatchObject({ reason, detail: expect.stringMatching(detail), bytes });
  });

  test('bytes that are no UTF-8, of their row alone', async () => {
    const line = Buffer.from([0x49, 0x2c, 0x31, 0x2c, 0xff]);
    expect(await reject(line)).toMatchObject([{ reason: 'not_utf8', bytes: line.toString('base64') }]);
  });

  test('a key that is NULL where it is text, and one that is empty is none', async () => {
    const table = '{key: [id, v], columns: {id: int, v: string}}';
    const { rows, rejects } = await land('', table, { 'a/t/1.csv': 'I,1,NULL\nI,2,""\nI,3,"NULL"\n' });
    expect(rows.map(({ v }) => v)).toEqual(['', 'NULL']);
    expect(rejects).toMatchObject([{ reason: 'bad_key', detail: 'v of the key is NULL' }]);
  });

  test('of a header that could not be read', async () => {
    const { rejects, rows } = await land('header: true,', plain, { 'a/t/1.csv': '"Op"x,id,v\nI,1,a\n' });
    expect(rows).toEqual([]);
    expect(rejects).toMatchObject([
      { reason: 'bad_quotes' },
      { reason: 'unknown_width', detail: '3 fields, where the header has 0, for it could not be read' },
    ]);
  });
});

describe('a load', () => {
  test('has no operations unless it is declared so', async () => {
    const files = { 'a/t/LOAD00000001.csv': '1,a\n', 'a/t/LOAD0000000A.csv.gz': gzipSync('2,b\n') };
    const { rows } = await land('', plain, files);
    expect(rows.map(({ id, op, is_load, generation }) => [id, op, is_load, generation])).toEqual([
      [1, 'I', true, BigInt(at)],
      [2, 'I', true, BigInt(at)],
    ]);
    const withOps = await land('op_in_loads: true,', plain, { 'a/t/LOAD00000001.csv': 'I,1,a\n' });
    expect(withOps.rows).toMatchObject([{ id: 1, op: 'I', is_load: true }]);
    expect((await land('op_in_loads: true,', plain, { 'a/t/LOAD00000001.csv': '1,a\n' })).rejects).toHaveLength(1);
  });
});

describe('a file of transactions', () => {
  const settings = 'transactions: raw/db/all,';
  test('holds the rows of all tables', async () => {
    const text = 'I,t,a,1,one\nI,u,a,x\nU,"t",a,1,two\nI,u,b,y\nD,t\nI,t,a,1\n';
    const { rows, lake, rejects } = await land(settings, plain, { 'all/1.csv': text });
    expect(rows.map(({ op, v, row_number }) => [op, v, row_number])).toEqual([
      ['I', 'one', 1n],
      ['U', 'two', 3n],
    ]);
    expect(await lakeRows(lake, 'a_u_changes')).toMatchObject([{ x: 'x', row_number: 2n }]);
    expect(rejects).toMatchObject([
      { reason: 'undeclared_table', detail: 'b.u is not declared in changes.yml' },
      { reason: 'unknown_width', detail: expect.stringMatching(/^2 fields, where operation, table and schema/) },
      { reason: 'unknown_width', detail: expect.stringMatching(/^4 fields, where a row of a.t has 5/) },
    ]);
  });

  test('has no header, also where the tables have', async () => {
    const { rows } = await land(`header: true, ${settings}`, plain, { 'all/1.csv': 'I,t,a,1,one\n' });
    expect(rows).toMatchObject([{ id: 1, v: 'one' }]);
  });
});

test('a table that is not declared is told of', async () => {
  const { lake, sent } = await land('', plain, { 'a/other/1.csv': 'I,1,2\n', 'a/tt/1.csv': 'I,1,2\n' });
  expect([lake.objects.size, sent]).toEqual([0, []]);
});
