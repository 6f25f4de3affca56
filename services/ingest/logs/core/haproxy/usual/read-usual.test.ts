import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { mapAsObject, type ParquetRow, type Spans, type Vector } from '@tributary/shared/parquet-write.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLineReaders } from '../line-readers.ts';
import { recordOf } from '../record.ts';
import { readSettings } from '../settings.ts';
import { requestColumns } from '../tables.ts';
import { clear, emptyBatch, readFrom, setReceived } from './request-batch.ts';
import { createVectorsOf } from './request-vectors.ts';

const captures = { request: ['a', 'b'], response: ['c'] };
const settings = readSettings({
  timeZone: 'Europe/Dublin',
  frontends: { www: captures, answers: { response: ['c', 'd'] }, same: { request: ['a', 'a'] } },
});
const { parseLine, readUsual } = createLineReaders(settings);
const receivedAt = Date.UTC(2026, 10, 20, 14);
const origin = { record_id: '0123456789abcdef0123456789abcdef', received_at: receivedAt, source_key: 'key' };
const sample = gunzipSync(
  readFileSync(new URL('../../../../../../samples/haproxy/wire-rfc3164.log.gz', import.meta.url)),
)
  .toString('latin1')
  .split('\n')
  .filter((line) => / www(?:-plain)? \w+\//.test(line))
  .slice(0, 500);

/** The row that a line becomes where it lies; undefined where it is not a usual one. */
function usualRow(line: string, isJson: boolean): ParquetRow | undefined {
  const text = isJson ? JSON.stringify(line).slice(1, -1) : line;
  const bytes = Buffer.from(`${text}"},`);
  const batch = emptyBatch();
  readFrom(batch, bytes);
  batch.recordIds.bytes.write(origin.record_id);
  const spans = { from: Int32Array.of(0), to: Int32Array.of(bytes.length - 3), isJson };
  if (readUsual(batch, spans, 0) !== 'added') return undefined;
  setReceived(batch, origin.received_at);
  const vectors = createVectorsOf(batch, origin.source_key)();
  return Object.fromEntries(requestColumns.map(({ name }, column) => [name, valueIn(vectors[column], 0)]));
}

function valueIn(vector: Vector | undefined, row: number): ParquetRow[string] {
  if (vector?.kind === 'cells') return vector.cells[row];
  if (vector?.kind === 'same') return vector.value;
  if (vector?.kind === 'numbers') return vector.values[row];
  if (vector?.kind === 'texts') return textIn(vector.texts, row);
  const keys = vector?.maps.keys[row] ?? null;
  if (vector === undefined || keys === null) return null;
  const first = vector.maps.firsts[row] ?? 0;
  expect(vector.maps.firsts[row + 1]).toBe(first + keys.length);
  return Object.fromEntries(keys.map((key, at) => [key, textIn(vector.maps.values, first + at) ?? '']));
}

function textIn({ source, from, to }: Spans, index: number): string | null {
  const [start = 0, end = 0] = [from[index], to[index]];
  return end < start ? null : source.bytes.toString('utf8', start, end);
}

/** The same row, from the line as a text. */
function rowOf(line: string): unknown {
  const record = recordOf(parseLine(line, receivedAt), origin);
  if (record.table !== 'haproxy_requests') return record.table;
  return Object.fromEntries(Object.entries(record.row).map(([name, value]) => [name, plain(value)]));
}

/** A map as an object; -0 is 0. */
function plain(value: ParquetRow[string]): unknown {
  return value === 0 ? 0 : mapAsObject(value);
}

let usual = 0;

function expectTheSame(line: string): void {
  for (const isJson of [false, true]) {
    const row = usualRow(line, isJson);
    if (row === undefined) continue;
    usual += 1;
    const seen = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]));
    expect(seen).toEqual(rowOf(line));
  }
}

const date = '[20/Nov/2026:13:50:17.908]';
const rest = '0/1/2/3/4 200 5 - - ---- 1/2/3/4/0 6/7';

describe('readUsual', () => {
  test('takes nearly all of the sample, and says of each line what the parser says', () => {
    usual = 0;
    sample.forEach(expectTheSame);
    expect(usual).toBeGreaterThan(960);
  });

  test.each([
    `1.2.3.4:5 ${date} www~ b/s ${rest} {x|y} {z} "GET /a?b=c HTTP/2.0"`,
    `fe80::1:5 ${date} www b/<NOSRV> ${rest} "GET / HTTP/1.0"`,
    `1.2.3.4:5 ${date} answers b/s ${rest} {y|} "GET / HTTP/1.1"`,
    `1.2.3.4:5 ${date} answers b/s ${rest} {x} {y|} "GET / HTTP/1.1"`,
    `1.2.3.4:5 ${date} unknown b/s ${rest} {x|#22#C3#BC#7C#} "GET /a#22?#E9 HTTP/1.1"`,
    `1.2.3.4:5 ${date} www b/s -1/-1/-1/-1/-1 -1 0 - - CR-- 1/2/3/4/0 6/7 {} {} "GET /? HTTP/1.1"`,
    `Nov 20 13:50:15 lb1 haproxy[1]: 1.2.3.4:5 ${date} www b/s ${rest} {#E9#C3#BC#22|#C3#28} {#011#01#012} "GET #E2#82#AC HTTP/1.1"`,
    `<134>1 2026-11-20T13:50:17.908Z lb1 haproxy 1 - - 1.2.3.4:5 ${date} www b/s ${rest} {x|y} {z} "GET / HTTP/1.1"`,
  ])('takes %s', (line) => {
    usual = 0;
    expectTheSame(line);
    expect(usual).toBe(2);
  });

  test.each([
    `1.2.3.4:5 ${date} same b/s ${rest} {x|y} "GET / HTTP/1.1"`,
    `1.2.3.4:5 ${date} www b/s ${rest} {x|y} {z} {zz} "GET / HTTP/1.1"`,
    `1.2.3.4:5 ${date} www b/s ${rest} {x|y} {z} "GET / HTTP/1.1" `,
    `1.2.3.4:5 ${date} www b/s ${rest} {x|y} {ü} "GET / HTTP/1.1"`,
    `1.2.3.4:5 ${date} www b/s 0/1/2/3/4 200 2147483648 - - ---- 1/2/3/4/0 6/7 {x|y} {z} "GET / HTTP/1.1"`,
    `1.2.3.4:5 ${date} www b/s 0/1/2/3/+4 200 5 - - ---- 1/2/3/4/+1 6/7 {x|y} {z} "GET / HTTP/1.1"`,
    `unix:5 ${date} www b/s ${rest} {x|y} {z} "GET / HTTP/1.1"`,
    `1.2.3.4:5 [31/Feb/2026:13:50:17.908] www b/s ${rest} {x|y} {z} "GET / HTTP/1.1"`,
    `1.2.3.4:5 ${date} www b/s ${rest} {x|y} {z} "<BADREQ>"`,
    `1.2.3.4:5 ${date} www b/s ${rest} {x|y} {z} "GET /`,
    '',
  ])('leaves %s to the parser', (line) => {
    expect([usualRow(line, false), usualRow(line, true)]).toEqual([undefined, undefined]);
  });

  const usualParts = fc.constantFrom(
    '{',
    '}',
    '|',
    '} {',
    ' ',
    '#',
    '#22',
    '#C3#BC',
    '#E9',
    '-',
    '/',
    '"',
    '\\',
    '+',
    '?',
    ':',
  );
  const damaged = fc
    .tuple(
      fc.constantFrom(...sample, `1.2.3.4:5 ${date} answers b/s ${rest} {x} "GET /?q HTTP/1.1"`),
      fc.nat(350),
      fc.nat(6),
      fc.oneof(
        fc.string({ maxLength: 5 }),
        fc.array(usualParts, { maxLength: 4 }).map((parts) => parts.join('')),
      ),
    )
    .map(([line, at, length, text]) => line.slice(0, at) + text + line.slice(at + length));

  test('says of any line that it takes what the parser says', () => {
    fc.assert(fc.property(damaged, expectTheSame), { numRuns: 4000 });
  });

  test('keeps the rows apart, and those of another hour out', () => {
    const line = (at: number) =>
      `1.2.3.4:${at} [20/Nov/2026:${13 + Math.floor(at / 900)}:50:17.908] www b/s ${rest} {x#${at % 2 === 0 ? '22' : '7C'}|${at}} {} "GET /${at} HTTP/1.1"`;
    const lines = Array.from({ length: 1000 }, (_, at) => line(at));
    const bytes = Buffer.from(lines.join('\n'));
    const ends = lines.map(() => 0);
    let end = 0;
    for (const [index, each] of lines.entries()) {
      ends[index] = end + each.length;
      end += each.length + 1;
    }
    const spans = {
      from: Int32Array.from(ends, (each, index) => each - (lines[index]?.length ?? 0)),
      to: Int32Array.from(ends),
      isJson: false,
    };
    const batch = emptyBatch();
    readFrom(batch, bytes);
    const seen: unknown[] = [];
    const flush = () => {
      const vectors = createVectorsOf(batch, 'key')();
      const columns = ['client_port', 'path', 'request_headers', 'response_headers'];
      const wanted = columns.map((column) => requestColumns.findIndex(({ name }) => name === column));
      for (let row = 0; row < batch.rows; row += 1) seen.push(wanted.map((column) => valueIn(vectors[column], row)));
      clear(batch);
    };
    let waits = 0;
    for (let index = 0; index < lines.length; index += 1) {
      if (readUsual(batch, spans, index) === 'added') continue;
      flush();
      waits += 1;
      expect(readUsual(batch, spans, index)).toBe('added');
    }
    flush();
    // Three times the batch was full, once the hour was over.
    expect(waits).toBe(4);
    expect(seen).toEqual(lines.map((_, at) => [at, `/${at}`, { a: `x${at % 2 === 0 ? '"' : '|'}`, b: `${at}` }, {}]));
  });

  test('tells the processes apart whose lines stand between one another', () => {
    const lines = ['lb1 haproxy[1]', 'lb1 haproxy[1]', 'lb2 haproxy[7]', 'lb1 haproxy[1]'].map(
      (origin) => `Nov 20 13:50:17 ${origin}: 1.2.3.4:5 ${date} www b/s ${rest} "GET / HTTP/1.1"`,
    );
    const bytes = Buffer.from(lines.join('\n'));
    const size = (lines[0]?.length ?? 0) + 1;
    const from = Int32Array.from(lines, (_, at) => at * size);
    const batch = emptyBatch();
    const vectorsNow = createVectorsOf(batch, 'key');
    const columns = ['syslog_host', 'process_name', 'process_id'].map((column) =>
      requestColumns.findIndex(({ name }) => name === column),
    );
    const read = (indices: readonly number[]) => {
      readFrom(batch, bytes);
      for (const index of indices) {
        expect(readUsual(batch, { from, to: from.map((at) => at + size - 1), isJson: false }, index)).toBe('added');
      }
      const vectors = vectorsNow();
      const rows = indices.map((_, row) => columns.map((column) => valueIn(vectors[column], row)));
      clear(batch);
      return rows;
    };
    const [first, second] = [
      ['lb1', 'haproxy', 1],
      ['lb2', 'haproxy', 7],
    ];
    expect(read([0, 1, 2, 3])).toEqual([first, first, second, first]);
    // What an earlier batch left behind counts no more.
    expect(read([2])).toEqual([second]);
    expect(read([0, 1])).toEqual([first, first]);
  });

  test('leaves all to the parser where a format of their own is configured', () => {
    const own = createLineReaders(readSettings({ logFormat: '%ci %[src] <%hr> %{+Q}r %CC %ST' }));
    const batch = emptyBatch();
    readFrom(batch, Buffer.from(sample[0] ?? ''));
    const spans = { from: Int32Array.of(0), to: Int32Array.of(batch.source.bytes.length), isJson: false };
    expect(own.readUsual(batch, spans, 0)).toBe('unusual');
  });
});
