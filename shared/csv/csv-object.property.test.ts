import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReadFrom } from '../objects/object-part.ts';
import { readObject } from '../objects/read-object.ts';
import { createSalvage } from '../objects/salvage.ts';
import { anyRows, anyWay, dialectOfWay, type Told, textsOf, toldOf, type Way, writeRows } from './csv-for-tests.ts';
import { createCsvReader } from './csv-reader.ts';

const salvage = createSalvage();

type Read = { readonly told: readonly Told[]; readonly rest: ReadFrom | undefined };

/** The rows of one segment, from its beginning to the cut that ends it. */
async function readSegment(bytes: Buffer, way: Way, limits: Limits, from?: ReadFrom): Promise<Read> {
  const dialect = dialectOfWay(way);
  const isBeginning = from === undefined;
  const text = createCsvReader({ dialect, expectsHeader: limits.hasHeader && isBeginning, isBeginning });
  async function* open(offset: number) {
    for (let at = offset; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
  }
  const told: Told[] = [];
  for await (const part of readObject(open, { text, salvage, segment: limits, ...(from && { from }) })) {
    if (part.kind === 'records') told.push(...toldOf(part.records, dialect, way.nullText));
    if (part.kind === 'rejected') throw new Error(part.reason);
    if (part.kind === 'cut') return { told, rest: part };
  }
  return { told, rest: undefined };
}

type Limits = { readonly bytes: number; readonly records: number; readonly hasHeader: boolean };

test('members cut anywhere, and read from segment to segment, give each row once, and how many there were before', async () => {
  const limits = fc.record({
    bytes: fc.constantFrom(1, 10, 1000),
    records: fc.constantFrom(1, 2, 1000),
    hasHeader: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(anyRows, anyWay, fc.array(fc.nat(200), { maxLength: 5 }), limits, async (rows, way, cuts, how) => {
      const header = how.hasHeader ? `id${way.newline}` : '';
      const text = Buffer.from(`${header}${writeRows(rows, way)}`);
      const ends = [...new Set([...cuts.filter((cut) => cut < text.length), text.length])].toSorted((a, b) => a - b);
      const members = ends.map((end, at) => gzipSync(text.subarray(ends[at - 1] ?? 0, end)));
      const bytes = Buffer.concat(members);
      const told: Told[] = [];
      let from: ReadFrom | undefined;
      do {
        const read: Read = await readSegment(bytes, way, how, from);
        told.push(...read.told);
        from = read.rest;
        if (from !== undefined) expect(from.records).toBe(told.length);
      } while (from !== undefined);
      expect(told).toEqual(textsOf(rows));
    }),
    { numRuns: 80 },
  );
});
