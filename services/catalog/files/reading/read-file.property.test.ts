import { gzipSync } from 'node:zlib';
import { rawFrame } from '@tributary/shared/objects/packed/packed-for-tests.ts';
import { createSalvage } from '@tributary/shared/objects/salvage.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readFile } from './read-file.ts';
import { areTiles, type Read, readAll } from './reading-for-tests.ts';
import type { ReadingHints } from './records.ts';

const salvage = createSalvage();
const reading =
  (hints: ReadingHints): Read =>
  (open, options) =>
    readFile(open, { ...options, hints, salvage });

/** How text becomes the bytes of an object. */
const encodings: Readonly<Record<string, (text: string) => Buffer>> = {
  'utf-8': (text) => Buffer.from(text),
  'utf-8 with its mark': (text) => Buffer.from(`\ufeff${text}`),
  'utf-16le': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'utf-16be': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
};
const packings: Readonly<Record<string, (bytes: Buffer, cut: number) => Buffer>> = {
  none: (bytes) => bytes,
  gzip: (bytes, cut) => Buffer.concat([gzipSync(bytes.subarray(0, cut)), gzipSync(bytes.subarray(cut))]),
  zstd: (bytes, cut) => Buffer.concat([rawFrame(bytes.subarray(0, cut)), rawFrame(bytes.subarray(cut))]),
};

const limits = fc.record({ bytes: fc.constantFrom(1, 30, 100_000), records: fc.constantFrom(1, 3, 1000) });
const ways = fc.record({
  encoding: fc.constantFrom(...Object.keys(encodings)),
  packing: fc.constantFrom(...Object.keys(packings)),
  cut: fc.nat(300),
  limits,
});
type Ways = typeof ways extends fc.Arbitrary<infer T> ? T : never;

async function expectRows(text: string, hints: ReadingHints, how: Ways, rows: readonly unknown[]): Promise<void> {
  const encoded = encodings[how.encoding]?.(text) ?? Buffer.from(text);
  const bytes = packings[how.packing]?.(encoded, how.cut) ?? encoded;
  const told = await readAll(bytes, reading(hints), how.limits);
  expect(told.rejected).toEqual([]);
  expect(told.rows).toEqual(rows);
  expect(areTiles(told.extents, bytes.length)).toBe(true);
}

const piece = fc.constantFrom('a', '"', "'", ',', ';', '\t', '|', '\n', '\r\n', '\r', ' ', 'é', '漢', '🙂', '7', '\\');
const anyText = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));

test('rows of CSV in every dialect, encoding and packing, wherever segments end', async () => {
  const dialect = fc.record({
    delimiter: fc.constantFrom(',', ';', '\t', '|'),
    quote: fc.constantFrom('"', "'"),
    newline: fc.constantFrom('\n', '\r\n', '\r'),
    isOpen: fc.boolean(),
  });
  const rows = fc.array(fc.tuple(fc.nat(), anyText, anyText), { minLength: 4, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(rows, dialect, ways, async (values, { delimiter, quote, newline, isOpen }, how) => {
      const quoted = (text: string) => `${quote}${text.replaceAll(quote, `${quote}${quote}`)}${quote}`;
      const header = ['id', 'some text', 'other'].join(delimiter);
      const lines = values.map(([id, one, other]) => [id, quoted(one), quoted(other)].join(delimiter));
      // What \r alone ends, no text may have the other end of.
      const texts = newline === '\r' ? lines.map((line) => line.replaceAll('\n', ' ')) : lines;
      const clean = (text: string) => (newline === '\r' ? text.replaceAll('\n', ' ') : text);
      const text = [header, ...texts].join(newline) + (isOpen ? '' : newline);
      await expectRows(
        text,
        {},
        how,
        values.map(([id, one, other]) => ({ id: `${id}`, 'some text': clean(one), other: clean(other) })),
      );
    }),
    { numRuns: 150 },
  );
});

test('records of JSON in every encoding and packing', async () => {
  const records = fc.array(fc.record({ id: fc.nat(), text: anyText, in: fc.array(fc.record({ x: anyText })) }), {
    minLength: 1,
    maxLength: 10,
  });
  const write = fc.constantFrom<(records: readonly object[]) => string>(
    (each) => each.map((record) => JSON.stringify(record)).join('\n'),
    (each) => JSON.stringify(each, null, 2),
    (each) => JSON.stringify({ has_more: false, data: each, total: 3 }),
  );
  await fc.assert(
    fc.asyncProperty(records, write, ways, async (values, how, way) => {
      await expectRows(how(values), {}, way, values);
    }),
    { numRuns: 100 },
  );
});

test('Latin-1 that is declared', async () => {
  const latin = fc.string({ unit: fc.constantFrom('é', 'ÿ', 'a', '€', '"', ','), maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.array(latin, { minLength: 1, maxLength: 8 }), limits, async (texts, how) => {
      const text = texts.map((each) => `${JSON.stringify({ each })}\n`).join('');
      const bytes = Buffer.from(text.replaceAll('€', '\u0080'), 'latin1');
      const told = await readAll(bytes, reading({ encoding: 'latin1' }), how);
      expect([told.rows, told.rejected]).toEqual([texts.map((each) => ({ each })), []]);
    }),
    { numRuns: 50 },
  );
});

test('what is rejected of a text in UTF-16 is its own bytes, at their own place', async () => {
  const good = '{"n":"é🙂"}\n';
  const bytes = Buffer.from(`${good}{"n":é}\n${good}`, 'utf16le');
  const told = await readAll(bytes, reading({ encoding: 'utf-16le' }));
  expect(told.rows).toHaveLength(2);
  expect(told.places.map((each) => each.bytes.toString('utf16le').trim())).toEqual(['{"n":é}']);
  expect(told.places[0]?.offset).toBe(Buffer.from(good, 'utf16le').length);
});
