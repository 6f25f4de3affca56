import { gzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { readContent } from './content.ts';
import { readGzip } from './gzip.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const reading = { name: 'key', isWhole: true, as: undefined, header: undefined };
const content = (text: string, more: Partial<typeof reading> = {}) =>
  readContent(bytesOf(text), { ...reading, ...more });
const gzip = (...texts: readonly (string | Uint8Array)[]) =>
  new Uint8Array(Buffer.concat(texts.map((text) => gzipSync(typeof text === 'string' ? bytesOf(text) : text))));
const unpack = (bytes: Uint8Array, more: object = {}) => readGzip(bytes, { ...reading, member: undefined, ...more });

test.each([
  ['{"a":1}\n{"a":2}\n', 'JSON, values one after another', [['1'], ['2']]],
  ['[{"a":1}]', 'JSON, an array', [['1']]],
  ['  {"a":1}  ', 'JSON, an object', [['1']]],
  ['id,name\n1,x\n', 'CSV, by comma', [['1', 'x']]],
  ['id\tname\r\n1\tx\r\n', 'CSV, by tab', [['1', 'x']]],
  [
    '{oops}\nplain',
    'text',
    [
      ['1', '{oops}'],
      ['2', 'plain'],
    ],
  ],
  [
    '[2026-11-20] a line\n[2026-11-20] another\n',
    'text',
    [
      ['1', '[2026-11-20] a line'],
      ['2', '[2026-11-20] another'],
    ],
  ],
  ['', 'text', []],
  [
    'one\r\n\r\ntwo',
    'text',
    [
      ['1', 'one'],
      ['2', ''],
      ['3', 'two'],
    ],
  ],
])('%j is known by what it holds', (text, what, rows) => {
  expect(content(text)).toMatchObject({ what, rows, notes: [] });
});

test('JSON whose first line is damaged is still JSON, and a part that ends within its first value as well', () => {
  expect(content('{"a":1,}\n{"a":2}\n')).toMatchObject({ shown: 'JSON', rows: [['2']] });
  expect(content('[{"a":1},{"b', { isWhole: false })).toMatchObject({ shown: 'JSON', rows: [['1']] });
});

test('a name decides where one column says nothing', () => {
  expect(content('name\nx\n', { name: 'a/b.csv' })).toMatchObject({ what: 'CSV, by comma', rows: [['x']] });
  expect(content('name\nx\n', { name: 'a/b.tsv.gz' }).what).toBe('CSV, by tab');
  expect(content('name\nx\n').what).toBe('text');
});

test('it is shown as a person wants it', () => {
  expect(readContent(bytesOf('a,b\n1,2\n'), { ...reading, as: 'text' }).rows[0]).toEqual(['1', 'a,b']);
  expect(readContent(bytesOf('a,b\n1,2\n'), { ...reading, as: 'hex' }).rows).toEqual([
    ['00000000', '61 2c 62 0a 31 2c 32 0a', 'a,b.1,2.'],
  ]);
  expect(readContent(bytesOf('a,b\n1,2\n'), { ...reading, header: false }).rows).toHaveLength(2);
});

test('bytes of no text are shown as bytes, and what is known of them is said', () => {
  expect(readContent(Uint8Array.of(1, 2, 3, 0x41), reading)).toMatchObject({
    shown: 'hex',
    what: 'binary, of no kind that is known here',
    rows: [['00000000', '01 02 03 41', '...A']],
  });
  expect(readContent(bytesOf('ORC and so on'), reading).what).toBe('ORC');
  expect(readContent(Uint8Array.of(0x50, 0x4b, 3, 4), reading).what).toBe('zip');
  const long = readContent(new Uint8Array(5000), reading);
  expect([long.rows.length, long.notes]).toEqual([256, ['The first 4,096 bytes.']]);
});

test('texts that are not UTF-8 are read as what they are, and that is said', () => {
  const latin = readContent(Uint8Array.from([...bytesOf('id,name\n1,M'), 0xfc, ...bytesOf('ller\n')]), reading);
  expect(latin).toMatchObject({ rows: [['1', 'Müller']], notes: ['It is not UTF-8: read as Windows-1252.'] });
  const wide = Uint8Array.from([0xff, 0xfe, ...[...'a,b\n1,é\n'].flatMap((each) => [each.charCodeAt(0), 0])]);
  expect(readContent(wide, reading)).toMatchObject({ what: 'CSV, by comma', rows: [['1', 'é']] });
});

test('a byte order mark is none of the text, and a character that the part cuts is left out', () => {
  expect(content('\uFEFFid,name\n1,x\n').columns[0]).toEqual({ name: 'id' });
  const cut = bytesOf('a\nb€').slice(0, -1);
  expect(readContent(cut, { ...reading, isWhole: false })).toMatchObject({
    rows: [
      ['1', 'a'],
      ['2', 'b'],
    ],
    notes: [],
  });
});

const envelope = (...messages: readonly string[]) =>
  JSON.stringify({
    messageType: 'DATA_MESSAGE',
    owner: '0',
    logGroup: 'g',
    logStream: 's',
    subscriptionFilters: ['f'],
    logEvents: messages.map((message, at) => ({ id: `i${at}`, timestamp: 1_796_000_000_000 + at, message })),
  });

test('log data of CloudWatch Logs are its lines, each with the member that it is in', () => {
  const { members, content: read } = unpack(gzip(envelope('a }{ b', '{"c":1}'), envelope('d') + envelope('e')));
  expect(members.map(({ state }) => state)).toEqual(['whole', 'whole']);
  expect(read.what).toBe('log data of CloudWatch Logs');
  expect(read.columns.map(({ name }) => name)).toEqual([
    'member',
    'message type',
    'log group',
    'log stream',
    'time (UTC)',
    'message',
    'id',
  ]);
  expect(read.rows.map((row) => [row[0], row[4], row[5], row[6]])).toEqual([
    ['1', '2026-11-30 00:53:20.000', 'a }{ b', 'i0'],
    ['1', '2026-11-30 00:53:20.001', '{"c":1}', 'i1'],
    ['2', '2026-11-30 00:53:20.000', 'd', 'i0'],
    ['2', '2026-11-30 00:53:20.000', 'e', 'i0'],
  ]);
  expect(unpack(gzip(envelope('a'), envelope('b')), { member: 1 }).content.rows.map((row) => [row[0], row[5]])).toEqual(
    [['2', 'b']],
  );
});

test('log data that are compressed twice are the same lines, and that is said', () => {
  const { content: read } = unpack(gzip(gzip(envelope('a'), envelope('b'))));
  expect(read.rows.map((row) => row[5])).toEqual(['a', 'b']);
  expect(read.notes).toEqual(['It is compressed twice: 2 members within.']);
});

test('envelopes with anything else beside them are JSON, so that nothing is left out', () => {
  const { content: read } = unpack(gzip(`${envelope('a')}\nnone\n${envelope('b')}`));
  expect(read).toMatchObject({ shown: 'JSON', notes: [expect.stringContaining('1 of the lines are no JSON')] });
});

test('a damaged member leaves the lines of the others', () => {
  const [one, two, three] = [gzip(envelope('a')), gzip(envelope('b')), gzip(envelope('c'))];
  two.fill(0xff, 14, 30);
  const { members, content: read } = unpack(new Uint8Array(Buffer.concat([one, two, three])));
  expect(members.map(({ state }) => state)).toEqual(['whole', 'damaged', 'whole']);
  expect(read.rows.map((row) => [row[0], row[5]])).toEqual([
    ['1', 'a'],
    ['3', 'c'],
  ]);
});

test('what is in members goes on from one to the next', () => {
  expect(unpack(gzip('id,na', 'me\n1,x\n2', ',y\n')).content).toMatchObject({
    what: 'CSV, by comma',
    rows: [
      ['1', 'x'],
      ['2', 'y'],
    ],
  });
  expect(unpack(gzip('{"a":1}\n{"a"', ':2}\n')).content.rows).toEqual([['1'], ['2']]);
  expect(unpack(gzip('')).content).toMatchObject({ what: 'text', rows: [] });
});

test('a part of a member is read as far as it goes', () => {
  const text = Array.from({ length: 50_000 }, (_, at) => `{"a":${at}}\n`).join('');
  const { content: read } = unpack(gzip(text).slice(0, 50_000), { isWhole: false });
  expect(read.rows.length).toBeGreaterThan(5_000);
  expect(read.rows[5_000]).toEqual(['5000']);
  expect(read.notes).toEqual([]);
});
