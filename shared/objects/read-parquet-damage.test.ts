import { hash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { duckDbFile } from '../parquet/testing/duckdb-file.ts';
import { readParquet } from './read-parquet.ts';
import { expectTiles, partsOf, reasonsIn, rejectedIn, rowsIn } from './testing/read-parts.ts';

const { bytes: whole, rows } = await duckDbFile(
  `SELECT range AS id, 'text ' || range % 100 AS name, md5(range::VARCHAR) AS digest, (range * 1.5)::DECIMAL(12,2) AS total FROM range(10000)`,
  ', ROW_GROUP_SIZE 2048, COMPRESSION GZIP',
);

const footerBytes = whole.readUInt32LE(whole.length - 8);

/** The file with its bytes changed from `at` on. */
function changed(at: number, ...values: readonly number[]): Buffer {
  const copy = Buffer.from(whole);
  Buffer.from(values).copy(copy, at);
  return copy;
}

/** Without comparing megabytes one by one. */
const told = (part: object) => ('bytes' in part ? { ...part, bytes: hash('sha256', String(part.bytes)) } : part);

test.each([
  ['cut off in its rows', whole.subarray(0, whole.length / 2), /ends with PAR1: this one was cut off/],
  ['cut off in its footer', whole.subarray(0, -1), /ends with PAR1/],
  ['too short', Buffer.from('PAR1'), /4 bytes are no Parquet file/],
  ['of lines', Buffer.from('I,1,a\n'.repeat(100)), /ends with PAR1/],
  ['with another beginning', changed(0, 0x1f, 0x8b), /begins with PAR1/],
  ['with a footer longer than itself', changed(whole.length - 8, 255, 255, 255, 0), /its footer is of 16777223 bytes/],
  [
    'with a footer that is none',
    changed(whole.length - 8 - footerBytes, ...Buffer.alloc(64, 255)),
    /footer cannot be read/,
  ],
  [
    'that lacks a part in the middle',
    Buffer.concat([whole.subarray(0, 1000), whole.subarray(3000)]),
    /is said to lie at/,
  ],
])('a file %s is rejected whole, with the reason', async (_, bytes, reason) => {
  const parts = await partsOf(Buffer.from(bytes));
  expect(reasonsIn(parts)).toEqual([expect.stringMatching(reason)]);
  expect(rejectedIn(parts).equals(Buffer.from(bytes))).toBe(true);
  expect(rowsIn(parts)).toEqual([]);
  expectTiles(parts, bytes.length);
});

test('of a file with a damaged page its row group is rejected, and the others are read', async () => {
  const parts = await partsOf(whole, { bytes: 1 });
  const cuts = parts.flatMap((part) => (part.kind === 'cut' ? [part.position[0] ?? 0] : []));
  const [start = 0, end = 0] = cuts.slice(1);
  const damaged = changed(end - 200, ...Buffer.alloc(100, 0x55));
  const read = await partsOf(damaged);
  expect(rowsIn(read)).toEqual([...rows.slice(0, 4096), ...rows.slice(6144)]);
  expect(rejectedIn(read).equals(damaged.subarray(start, end))).toBe(true);
  expect(reasonsIn(read)).toEqual([expect.stringContaining('a row group cannot be read: ')]);
  expectTiles(read, damaged.length);
});

test('what is rejected ends segments too, and goes on exactly', async () => {
  const large = Buffer.concat([whole, Buffer.alloc(3 * 1024 * 1024 + 7, 1)]);
  const parts = await partsOf(large, { isFull: () => true });
  expect(rejectedIn(parts).equals(large)).toBe(true);
  expectTiles(parts, large.length);
  const cuts = parts.flatMap((part, at) => (part.kind === 'cut' ? [{ part, at }] : []));
  expect(cuts).toHaveLength(3);
  for (const { part, at } of cuts)
    expect((await partsOf(large, { isFull: () => true }, part)).map(told)).toEqual(parts.slice(at + 1).map(told));
});

test('a row group that does not fit in memory is said to, not read', async () => {
  const open = async function* (offset: number) {
    yield Buffer.from(whole.subarray(offset));
  };
  const reasons: string[] = [];
  for await (const part of readParquet(open, { segment: { bytes: 1e9, records: 1e9 }, mostGroupBytes: 50_000 }))
    if (part.kind === 'rejected') reasons.push(part.reason);
  expect(reasons).toEqual([
    expect.stringMatching(/^row group 0 is of \d+ bytes, and at most 50000 fit in memory: write smaller row groups/),
  ]);
});

test('an object that cannot be read is no damaged one', async () => {
  for (const failAt of [0, 1, 2, 3]) {
    let opened = 0;
    const open = async function* (offset: number) {
      opened += 1;
      if (opened > failAt) throw new Error('SlowDown');
      yield Buffer.from(whole.subarray(offset));
    };
    const read = async () => {
      for await (const part of readParquet(open, { segment: { bytes: 1e9, records: 1e9 } }))
        expect(part.kind).not.toBe('rejected');
    };
    await expect(read()).rejects.toThrow('SlowDown');
  }
});

test('whatever bytes are changed or missing, every byte is read or rejected, and nothing throws', async () => {
  const change = fc.record({ at: fc.nat(whole.length - 1), value: fc.nat(255), isInFooter: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 1, maxLength: 4 }),
      fc.option(fc.nat(whole.length)),
      async (changes, length) => {
        const copy = Buffer.from(whole);
        for (const { at, value, isInFooter } of changes)
          copy[isInFooter ? whole.length - 8 - (at % footerBytes) : at] = value;
        const bytes = copy.subarray(0, length ?? copy.length);
        expectTiles(await partsOf(bytes, { records: 4000 }), bytes.length);
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);
