import { expect, test } from 'vitest';
import { blockBytes, createBlocks } from './blocks.ts';

const file = Uint8Array.from({ length: 5 * blockBytes + 1_000 }, (_, at) => (at * 31 + (at >> 16)) % 251);

function readAll(most?: number) {
  const asked: (readonly [number, number])[] = [];
  const blocks = createBlocks(async (from, to) => {
    asked.push([from / blockBytes, to / blockBytes]);
    return file.slice(from, to);
  }, most);
  for (let at = 0; at < file.length; at += 70_001) blocks.append(file.subarray(at, at + 70_001));
  return { blocks, asked };
}

test.each([
  ['within a block', 10, 500],
  ['over the border of two', blockBytes - 3, blockBytes + 3],
  ['of four', 100, 3 * blockBytes + 100],
  ['at the end', file.length - 5, file.length],
  ['that are none', 7, 7],
])('bytes %s are those of the file', (_, from, to) => {
  const bytes = readAll().blocks.slice(from, to);
  // A comparison value by value takes seconds.
  expect(bytes && Buffer.compare(bytes, file.subarray(from, to))).toBe(0);
});

test('bytes that have not come yet are not there', () => {
  expect(readAll().blocks.slice(file.length - 5, file.length + 1)).toBeUndefined();
});

test('what was used long ago is read again, once, and nothing else', async () => {
  const { blocks, asked } = readAll(2);
  expect(blocks.slice(0, 10)).toBeUndefined();
  expect(blocks.slice(4 * blockBytes, 4 * blockBytes + 10)).toBeDefined();
  await blocks.load(blockBytes - 5, blockBytes + 5);
  expect(asked).toEqual([
    [0, 1],
    [1, 2],
  ]);
  expect(blocks.slice(blockBytes - 5, blockBytes + 5)).toEqual(file.slice(blockBytes - 5, blockBytes + 5));
  await blocks.load(blockBytes - 5, blockBytes + 5);
  expect(asked).toHaveLength(2);
  expect(blocks.slice(4 * blockBytes, 4 * blockBytes + 10)).toBeUndefined();
});
