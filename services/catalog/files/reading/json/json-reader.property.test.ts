import { gzipSync } from 'node:zlib';
import { readObject } from '@tributary/shared/objects/read-object.ts';
import { createSalvage } from '@tributary/shared/objects/salvage.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { areTiles, type Read, readAll } from '../reading-for-tests.ts';
import { asValues } from '../records.ts';
import { createJsonReader, type JsonShape } from './json-reader.ts';

const salvage = createSalvage();
const reading =
  (shape: JsonShape, mostRecordBytes?: number): Read =>
  (open, options) =>
    readObject(open, {
      ...options,
      salvage,
      text: createJsonReader({
        shape,
        isBeginning: options.from === undefined,
        ...(mostRecordBytes && { mostRecordBytes }),
      }),
    });

const anyValue = fc
  .jsonValue({ maxDepth: 3, noUnicodeString: false })
  .map((value): unknown => JSON.parse(JSON.stringify(value)));
const safe = (text: string) => !/[:[,\s]-?(?:[\d.]{16}|\d[\d.]*e)/i.test(text);
const anyRecord = fc
  .dictionary(fc.string({ unit: 'binary', maxLength: 5 }), anyValue, { maxKeys: 4 })
  .filter((record) => safe(JSON.stringify(record)));
const anyRecords = fc.array(anyRecord, { maxLength: 12 });

type Way = {
  readonly shape: JsonShape;
  readonly write: (records: readonly object[]) => string;
  readonly asides?: number;
};

const documents: JsonShape = { kind: 'documents' };
const arrays: JsonShape = { kind: 'pages', path: [] };
const pagesOf = (...path: string[]): JsonShape => ({ kind: 'pages', path });
const ways: Readonly<Record<string, Way>> = {
  lines: { shape: documents, write: (records) => records.map((each) => `${JSON.stringify(each)}\n`).join('') },
  'lines of Windows': {
    shape: documents,
    write: (records) => records.map((each) => JSON.stringify(each)).join('\r\n'),
  },
  'lines with commas': {
    shape: documents,
    write: (records) => records.map((each) => JSON.stringify(each)).join(',\n'),
  },
  'back to back': { shape: documents, write: (records) => records.map((each) => JSON.stringify(each)).join('') },
  'over many lines': {
    shape: documents,
    write: (records) => records.map((each) => JSON.stringify(each, null, 2)).join('\n'),
  },
  'an array': { shape: arrays, write: (records) => JSON.stringify(records) },
  'an array, a line each': {
    shape: arrays,
    write: (records) => `[\n${records.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`,
  },
  'an array over many lines': { shape: arrays, write: (records) => `\ufeff${JSON.stringify(records, null, 2)}` },
  'arrays, one after the other': {
    shape: arrays,
    write: (records) => [records.slice(0, 3), records.slice(3)].map((each) => JSON.stringify(each)).join(' , \n'),
  },
  'pages, back to back': {
    shape: pagesOf('data'),
    write: (records) =>
      [records.slice(0, 5), records.slice(5)]
        .map((data) => JSON.stringify({ 'a"': [{}], data, more: { x: [1, '}'] } }))
        .join(','),
    asides: 2,
  },
  'a page with records far within': {
    shape: pagesOf('hits', 'hits'),
    write: (records) =>
      JSON.stringify({ took: 3, hits: { total: { value: 3 }, hits: records, max: 1 }, end: [] }, null, 1),
    asides: 1,
  },
};

test.each(Object.entries(ways))('%s: the same records, once each, wherever segments end', async (_, way) => {
  const limits = fc.record({ bytes: fc.constantFrom(1, 20, 1000), records: fc.constantFrom(1, 3, 1000) });
  const cuts = fc.array(fc.nat(400), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(anyRecords, cuts, limits, fc.boolean(), async (records, ends, segment, isPacked) => {
      const text = Buffer.from(way.write(records));
      const bytes = isPacked ? Buffer.concat(cutAt(text, ends).map((each) => gzipSync(each))) : text;
      const told = await readAll(bytes, reading(way.shape), segment);
      expect(told.rejected).toEqual([]);
      expect(told.rows).toEqual(records);
      expect(told.asides).toHaveLength(way.asides ?? 0);
      if (bytes.length > 0) expect(areTiles(told.extents, bytes.length)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('runs may end anywhere', () => {
  fc.assert(
    fc.property(anyRecords, fc.constantFrom(...Object.values(ways)), (records, way) => {
      const text = Buffer.from(way.write(records));
      const reader = createJsonReader({ shape: way.shape, isBeginning: true });
      const parts = [...text].flatMap((byte, at) => reader.push(Buffer.from([byte]), [at]));
      const rows = [...parts, ...reader.flush()].flatMap((part): readonly unknown[] =>
        part.kind === 'records'
          ? asValues(part.records).rows
          : [part.kind === 'rejected' && part.reason].filter(Boolean),
      );
      expect(rows).toEqual(records);
      expect(reader.pending()).toBe(null);
      expect(reader.consumed()).toBe(text.length);
    }),
    { numRuns: 40 },
  );
});

function cutAt(bytes: Buffer, cuts: readonly number[]): readonly Buffer[] {
  const ends = [...new Set([...cuts.filter((cut) => cut < bytes.length), bytes.length])].toSorted((a, b) => a - b);
  return ends.map((end, at) => bytes.subarray(ends[at - 1] ?? 0, end));
}
