import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { read, utf16 } from './read-any-for-tests.ts';
import { written } from './records.ts';

test.each<readonly [string, string | Buffer, readonly unknown[]]>([
  [
    'decimal commas',
    'id;total\n1;2,50\n2;3,75\n',
    [
      { id: '1', total: '2,50' },
      { id: '2', total: '3,75' },
    ],
  ],
  [
    'decimal commas without a header',
    '1,5;2,5\n3,5;4,5\n',
    [
      { column_1: '1,5', column_2: '2,5' },
      { column_1: '3,5', column_2: '4,5' },
    ],
  ],
  ["Excel's sep=", 'sep=;\r\nid;name\r\n1;"a;b"\r\n', [{ id: '1', name: 'a;b' }]],
  ['tabs in UTF-16, as Excel writes them', utf16('id\tname\r\n1\t"Zoë ""Z"""\r\n'), [{ id: '1', name: 'Zoë "Z"' }]],
  [
    'quotes that are data',
    'id\tname\n1\t"Foo" bar\n2\tx"y\n',
    [
      { id: '1', name: '"Foo" bar' },
      { id: '2', name: 'x"y' },
    ],
  ],
  [
    'single quotes',
    "id,name\n1,'a,b'\n2,'it''s'\n",
    [
      { id: '1', name: 'a,b' },
      { id: '2', name: "it's" },
    ],
  ],
  [
    'single quotes within double ones',
    'id,zip\n1,"\'0001\'"\n2,\n',
    [
      { id: '1', zip: "'0001'" },
      { id: '2', zip: null },
    ],
  ],
  [
    'double quotes within single ones',
    `id,note\n1,'"x"'\n2,'y'\n`,
    [
      { id: '1', note: '"x"' },
      { id: '2', note: 'y' },
    ],
  ],
  ['quotes within bare fields', 'id,size\n1,5" pipe\n', [{ id: '1', size: '5" pipe' }]],
  [
    'NULL as MySQL writes it',
    'id\tname\n1\t\\N\n2\tx\n',
    [
      { id: '1', name: null },
      { id: '2', name: 'x' },
    ],
  ],
  ['line ends within quotes', 'id,note\r\n1,"a\r\nb"\r\n', [{ id: '1', note: 'a\r\nb' }]],
  [
    'line ends of old Macs',
    'id,name\r1,a\r2,b\r',
    [
      { id: '1', name: 'a' },
      { id: '2', name: 'b' },
    ],
  ],
  ['a header over several lines', '"id","first\nname"\n1,a\n', [{ id: '1', 'first\nname': 'a' }]],
  ['empty names', 'id,,name\n1,2,3\n', [{ id: '1', column_2: '2', name: '3' }]],
  [
    'row names of R',
    '"mpg","cyl"\n"Mazda",21,6\n"Datsun",22.8,4\n',
    [
      { column_1: 'Mazda', mpg: '21', cyl: '6' },
      { column_1: 'Datsun', mpg: '22.8', cyl: '4' },
    ],
  ],
  [
    'delimiters at the end of lines',
    'id,name,\n1,a,\n2,b,\n',
    [
      { id: '1', name: 'a', column_3: null },
      { id: '2', name: 'b', column_3: null },
    ],
  ],
  [
    'delimiters at the end of rows alone',
    'id,name\n1,a,\n2,b,\n',
    [
      { id: '1', name: 'a' },
      { id: '2', name: 'b' },
    ],
  ],
  [
    'rows that end early',
    'id,name,note\n1,a,x\n2,b\n',
    [
      { id: '1', name: 'a', note: 'x' },
      { id: '2', name: 'b', note: null },
    ],
  ],
  [
    'blank lines between rows',
    'id,name\n\n1,a\n\n\n2,b\n\n',
    [
      { id: '1', name: 'a' },
      { id: '2', name: 'b' },
    ],
  ],
  [
    'a title before the header',
    'Sales of November\n\nid,total\n1,2\n3,4\n5,6\n7,8\n',
    [
      { id: '1', total: '2' },
      { id: '3', total: '4' },
      { id: '5', total: '6' },
      { id: '7', total: '8' },
    ],
  ],
  [
    'texts alone, below names',
    'name,city\nBob,Paris\nEve,Rome\n',
    [
      { name: 'Bob', city: 'Paris' },
      { name: 'Eve', city: 'Rome' },
    ],
  ],
  [
    'numbers alone',
    '1,2\n3,4\n',
    [
      { column_1: '1', column_2: '2' },
      { column_1: '3', column_2: '4' },
    ],
  ],
  [
    'zeros in a text',
    'id,name\n1,a\0b\n2,c\n',
    [
      { id: '1', name: 'a\0b' },
      { id: '2', name: 'c' },
    ],
  ],
  ['a last line without end', 'id|name\n1|a', [{ id: '1', name: 'a' }]],
  [
    'a line of 200 kB',
    `id,name\n1,${'x'.repeat(200_000)}\n2,b\n`,
    [
      { id: '1', name: 'x'.repeat(200_000) },
      { id: '2', name: 'b' },
    ],
  ],
  ['twice gzipped', gzipSync(gzipSync('{"n":1}\n')), [{ n: 1 }]],
])('%s', async (_, content, rows) => {
  const told = await read(content);
  expect(told.rejected).toEqual([]);
  expect(told.rows).toEqual(rows);
});

test('names that stand twice are given as they are', async () => {
  const { found, rows } = await read('id,name,name\n1,a,b\n');
  expect([found?.hasHeader, rows.length]).toEqual([true, 1]);
});

test('a file of names alone has no rows; of one of values, its row', async () => {
  expect(await read('id,name,created at\n', 'a.csv')).toMatchObject({ rows: [], asides: ['header'] });
  expect((await read('1,Bob,2026-11-01\n', 'a.csv')).rows).toEqual([
    { column_1: '1', column_2: 'Bob', column_3: '2026-11-01' },
  ]);
});

test('what is declared comes before what it seems to be', async () => {
  expect((await read('a,b\nc,d\n', undefined, { header: false })).rows).toHaveLength(2);
  expect((await read('1,2\n', 'x.csv', { header: ['a', 'b'] })).rows).toEqual([{ a: '1', b: '2' }]);
  expect((await read('a~b\n1~2\n', undefined, { delimiter: '~' })).rows).toEqual([{ a: '1', b: '2' }]);
  expect((await read('{"out":{"list":[{"n":1}]}}', undefined, { records: ['out', 'list'] })).rows).toEqual([{ n: 1 }]);
  expect((await read('one\ntwo\n', undefined, { format: 'csv', header: ['line'] })).rows).toEqual([
    { line: 'one' },
    { line: 'two' },
  ]);
  const latin1 = Buffer.from('id,name\n1,caf\u00e9 \u0080\n2,x\n', 'latin1');
  expect((await read(latin1, undefined, { encoding: 'latin1' })).rows).toEqual([
    { id: '1', name: 'café €' },
    { id: '2', name: 'x' },
  ]);
  expect(await read(latin1)).toMatchObject({
    rows: [{ id: '2', name: 'x' }],
    reasons: [expect.stringContaining('encoding: latin1')],
  });
});

test('the name decides where the bytes say nothing', async () => {
  expect((await read('null', 'a.json')).rows).toEqual([{ value: null }]);
  expect((await read('name\nBob\n', 'names.csv')).rows).toEqual([{ name: 'Bob' }]);
});

test('a row of another width is rejected', async () => {
  const told = await read('id,name,note\n1,a,x\n2,b,y,z\n3 rows\n4,d,\n');
  expect(told.rejected).toEqual([
    { reason: '4 fields, the header has 3', bytes: '2,b,y,z' },
    { reason: '1 field, the header has 3', bytes: '3 rows' },
  ]);
  expect(told.rows).toHaveLength(2);
});

test('many rows come in their order, also around what is none and what is blank', async () => {
  const rows = Array.from({ length: 20_000 }, (_, at) => (at % 4999 === 0 ? `${at}\n\n` : `${at},"x${at}"`));
  const told = await read(`id,name\n${rows.join('\n')}\n`);
  expect(told.rejected.map(({ bytes }) => bytes)).toEqual(['0', '4999', '9998', '14997', '19996']);
  const whole = rows.flatMap((_, at) => (at % 4999 === 0 ? [] : [{ id: `${at}`, name: `x${at}` }]));
  expect(told.rows).toEqual(whole);
});

test('what Python writes that is no JSON is rejected, record by record', async () => {
  expect(await read('{"n":1}\n{"n":NaN}\n{"n":-Infinity}\n')).toMatchObject({
    rows: [{ n: 1 }],
    rejected: [{ bytes: '{"n":NaN}' }, { bytes: '{"n":-Infinity}' }],
  });
  expect((await read("{'n': 1}\n{'n': None}\n")).rejected).toHaveLength(2);
});

test('numbers are as they were written where a double is not', async () => {
  expect((await read('[{"n":12345678901234567890}]')).rows).toEqual([
    { n: { [written]: 'number', text: '12345678901234567890' } },
  ]);
});

test.each<readonly [string, string | Buffer, string]>([
  ['a PDF', '%PDF-1.7\n...', 'a PDF'],
  ['a workbook', Buffer.from('PK\u0003\u0004rest'), 'a zip (as .xlsx'],
  [
    'a page that says that there is an error',
    '<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head></html>',
    'an HTML page (502 Bad Gateway)',
  ],
  [
    'an error of S3',
    '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code></Error>',
    'an error of S3 in XML (AccessDenied)',
  ],
  [
    'what stands in a checkout for a large file',
    'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n',
    'a pointer of Git LFS',
  ],
  ['an image, gzipped', gzipSync(Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10])), 'a PNG image'],
  ['prose', 'It was a dark night.\nThe wind, as ever, blew.\nNobody was there.\n', 'neither JSON nor rows'],
  ['bytes of no kind', Buffer.from(Array.from({ length: 500 }, (_, at) => (at * 7) % 31)), 'no text'],
])('%s is rejected whole, as what it is', async (_, content, reason) => {
  const told = await read(content, 'data.json');
  expect(told).toMatchObject({ rows: [], found: undefined, reasons: [expect.stringContaining(reason)] });
  expect(told.extents).toEqual([[0, Buffer.from(content).length]]);
});
