import { expect, test } from 'vitest';
import type { ObjectPart, ReadFrom } from '../object-part.ts';
import type { RecordReader, TextPart } from '../records.ts';
import { createSalvage } from '../salvage.ts';
import { bzip2, firstBytes, rawFrame, text, zstd } from './packed-for-tests.ts';
import { readPackedObject } from './read-packed.ts';

type Texts = { readonly length: number; readonly text: string };

/** What is read, as it comes: each run is a record. */
function runs(): RecordReader<Texts> {
  let consumed = 0;
  const push = (run: Buffer): readonly TextPart<Texts>[] => {
    consumed += run.length;
    return [{ kind: 'records', records: { length: 1, text: run.toString() } }];
  };
  return { push, flush: () => [], cutOff: () => [], pending: () => null, consumed: () => consumed };
}

async function read(bytes: Buffer, segmentBytes = Number.POSITIVE_INFINITY) {
  const segment = { bytes: segmentBytes, records: Number.POSITIVE_INFINITY };
  const parts: ObjectPart<Texts>[] = [];
  let from: ReadFrom | undefined;
  async function* open(offset: number) {
    for (let at = offset; at < bytes.length; at += 999)
      yield Buffer.from(bytes.subarray(at, Math.min(at + 999, bytes.length)));
  }
  do {
    const options = { text: runs(), salvage: createSalvage(), segment, ...(from && { from }) };
    from = undefined;
    for await (const part of readPackedObject(open, options)) {
      parts.push(part);
      if (part.kind !== 'cut') continue;
      from = part;
      break;
    }
  } while (from !== undefined);
  return {
    text: parts.flatMap((part) => (part.kind === 'records' ? [part.records.text] : [])).join(''),
    extents: parts.flatMap((part) => (part.kind === 'extent' ? [[part.offset, part.end]] : [])),
    rejected: parts.filter((part) => part.kind === 'rejected'),
    cuts: parts.flatMap((part) => (part.kind === 'cut' ? [part.position] : [])),
  };
}

const isText = (told: { readonly text: string }, expected: Buffer) =>
  expect(told.text === expected.toString()).toBe(true);
const skippable = Buffer.concat([Buffer.from('502a4d1804000000', 'hex'), Buffer.from('abcd')]);

test.each([
  ['bzip2', bzip2, text],
  ['streams of bzip2', Buffer.concat([bzip2, bzip2]), Buffer.concat([text, text])],
  ['frames of zstd', Buffer.concat(zstd), text],
  ['frames of zstd of which one holds nothing', Buffer.concat([skippable, ...zstd, skippable]), text],
  ['a frame that is not compressed', rawFrame(text), text],
  ['an empty frame', rawFrame(Buffer.alloc(0)), Buffer.alloc(0)],
])('%s: all that is in it, in one extent, wherever segments end', async (_, bytes, expected) => {
  for (const segmentBytes of [Number.POSITIVE_INFINITY, 300_000, 1]) {
    const told = await read(bytes, segmentBytes);
    isText(told, expected);
    expect([told.rejected, told.extents]).toEqual([[], [[0, bytes.length]]]);
    expect(told.cuts.every(([first, ...inner]) => first === 0 && inner.length === 1)).toBe(true);
  }
});

test('of frames of zstd those before a damage are kept: they are known to be right', async () => {
  const [first, second] = zstd;
  const cut = Buffer.concat([first, second.subarray(0, -4)]);
  const told = await read(cut);
  isText(told, text.subarray(0, firstBytes));
  expect(told.extents).toEqual([
    [0, first.length],
    [first.length, cut.length],
  ]);
  expect(told.rejected).toMatchObject([{ offset: first.length, end: cut.length, reason: 'it ends within a frame' }]);
  isText(await read(Buffer.concat([first, Buffer.from('no frame')])), text.subarray(0, firstBytes));
});

test('nothing is made of a frame whose checksum does not match, however far it unpacks', async () => {
  const wrong = Buffer.from(zstd[0]);
  wrong[wrong.length - 1] = (wrong.at(-1) ?? 0) ^ 1;
  const told = await read(wrong);
  expect([told.text, told.extents]).toEqual(['', [[0, wrong.length]]]);
  const reason = 'the checksum of a frame does not match';
  expect(told.rejected).toMatchObject([{ offset: 0, end: wrong.length, reason }]);
});

test('of bzip2 the streams and blocks before a damage are kept: each block has a checksum', async () => {
  const second = Buffer.from(bzip2);
  second[12] = (second[12] ?? 0) ^ 0x10;
  const told = await read(Buffer.concat([bzip2, second]));
  isText(told, text);
  expect(told.rejected).toMatchObject([{ offset: 0, end: 2 * bzip2.length }]);
  isText(await read(second), Buffer.alloc(0));
});

test('what needs a larger window than zstd takes by itself is rejected', async () => {
  const frame = rawFrame(Buffer.from('x'));
  frame[5] = 0xa8;
  expect((await read(frame)).rejected).toMatchObject([{ reason: expect.stringContaining('--long=27') }]);
});
