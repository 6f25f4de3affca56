import { hash } from 'node:crypto';
import { expectTiles, partsBy, reasonsIn, rejectedIn, rowsIn } from '@tributary/shared/objects/testing/read-parts.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { avroBytes, avroFile, blockOf, long, sync } from '../testing/avro-file.ts';
import { container } from '../testing/avro-types.ts';
import { readAvroValues } from './read-avro-values.ts';

const partsOf = partsBy(readAvroValues);

/** Without comparing megabytes one by one. */
const told = (part: object) => ('bytes' in part ? { ...part, bytes: hash('sha256', String(part.bytes)) } : part);

/** From every cut on what follows is read, and nothing else. */
async function expectResumed(bytes: Buffer, limits: Parameters<typeof partsOf>[1]): Promise<number> {
  const parts = await partsOf(bytes, limits);
  const cuts = parts.flatMap((part, at) => (part.kind === 'cut' ? [{ part, at }] : []));
  for (const { part, at } of cuts)
    expect((await partsOf(bytes, limits, part)).map(told)).toEqual(parts.slice(at + 1).map(told));
  return cuts.length;
}

test('what avsc writes is read as it was meant, and from every cut on', async () => {
  await fc.assert(
    fc.asyncProperty(container, fc.nat(20), async ({ schema, codec, blocks }, records) => {
      const bytes = avroFile(
        schema,
        codec,
        blocks.map((block) => block.map((record) => record.bytes)),
      );
      const parts = await partsOf(bytes, { records });
      expect(rowsIn(parts)).toEqual(blocks.flatMap((block) => block.map(({ read }) => read)));
      expect(reasonsIn(parts)).toEqual([]);
      expectTiles(parts, bytes.length);
      await expectResumed(bytes, { records });
    }),
    { numRuns: 150 },
  );
});

test('whatever bytes are changed or missing, every byte is read or rejected, from every cut on, and nothing throws', async () => {
  const change = fc.record({ at: fc.nat(), value: fc.nat(255) });
  const changes = fc.array(change, { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(container, changes, fc.option(fc.nat()), async ({ schema, codec, blocks }, changed, length) => {
      const whole = avroFile(
        schema,
        codec,
        blocks.map((block) => block.map((record) => record.bytes)),
      );
      for (const { at, value } of changed) whole[at % whole.length] = value;
      const bytes = whole.subarray(0, length === null ? whole.length : length % whole.length);
      expectTiles(await partsOf(bytes), bytes.length);
      await expectResumed(bytes, { records: 2 });
    }),
    { numRuns: 300 },
  );
});

const block = (id: number) => blockOf(Buffer.concat([long(id), avroBytes(`name ${id}`)]), 1, 'null');
const schema = {
  type: 'record',
  name: 'row',
  fields: [
    { name: 'id', type: 'int' },
    { name: 'name', type: 'string' },
  ],
};
const idsIn = (parts: Awaited<ReturnType<typeof partsOf>>) => rowsIn(parts).map(({ id }) => id);

test.each([
  ['whose length is another', Buffer.concat([long(1), long(500), Buffer.alloc(40, 7), sync])],
  ['whose length is none', Buffer.concat([Buffer.alloc(30, 0xff), sync])],
  ['whose marker is another', Buffer.concat([block(7).subarray(0, -16), Buffer.alloc(16, 7), block(8)])],
  // What is rejected at once ends there.
  ['with what looks like one in it', Buffer.concat([Buffer.alloc(1024 * 1024 - 15, 0x55), block(9)])],
  ['of which nothing is left but its end', Buffer.concat([Buffer.alloc(3_000_000, 0x55), sync])],
])('a block %s costs itself, and reading goes on behind the next marker', async (_, damaged) => {
  const header = avroFile(schema, 'null', []);
  const bytes = Buffer.concat([header, block(1), damaged, block(2), block(3)]);
  const parts = await partsOf(bytes);
  expect(idsIn(parts)).toEqual([1, 2, 3]);
  expect(rejectedIn(parts).equals(damaged)).toBe(true);
  expect(reasonsIn(parts)).toEqual([expect.stringMatching(/up to the next sync marker/)]);
  expectTiles(parts, bytes.length);
  expect(await expectResumed(bytes, { isFull: () => true })).toBeGreaterThan(2);
});

test('a block whose data are damaged is rejected with its bytes alone', async () => {
  const header = avroFile(schema, 'snappy', []);
  const packed = (id: number) => blockOf(Buffer.concat([long(id), avroBytes(`name ${id}`)]), 1, 'snappy');
  const damaged = packed(2);
  damaged[8] = 0x7a;
  const bytes = Buffer.concat([header, packed(1), damaged, packed(3)]);
  const parts = await partsOf(bytes);
  expect(idsIn(parts)).toEqual([1, 3]);
  expect(rejectedIn(parts).equals(damaged)).toBe(true);
  expect(reasonsIn(parts)).toEqual(['the checksum of a block is another']);
});

test('a file that was cut off gives what precedes', async () => {
  const bytes = Buffer.concat([avroFile(schema, 'null', []), block(1), block(2).subarray(0, -3)]);
  const parts = await partsOf(bytes);
  expect(idsIn(parts)).toEqual([1]);
  expect(rejectedIn(parts).equals(block(2).subarray(0, -3))).toBe(true);
  expectTiles(parts, bytes.length);
});

test('an object that cannot be read is no damaged one', async () => {
  const open = async function* () {
    yield avroFile(schema, 'null', []).subarray(0, 20);
    throw new Error('SlowDown');
  };
  const read = async () => {
    for await (const part of readAvroValues(open, { segment: { bytes: 1, records: 1 } })) expect(part.kind).toBe('');
  };
  await expect(read()).rejects.toThrow('SlowDown');
});
