import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLineReaders } from '../line-readers.ts';
import { readSettings } from '../settings.ts';
import { requestColumns } from '../tables.ts';
import { counted, date, expectTheSame, readUsual, rest, sample, usualRow, valueIn } from './read-usual-for-tests.ts';
import { clear, emptyBatch, readFrom } from './request-batch.ts';
import { createVectorsOf } from './request-vectors.ts';

describe('readUsual', () => {
  test('takes nearly all of the sample, and says of each line what the parser says', () => {
    counted.usual = 0;
    sample.forEach(expectTheSame);
    expect(counted.usual).toBeGreaterThan(960);
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
    counted.usual = 0;
    expectTheSame(line);
    expect(counted.usual).toBe(2);
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
