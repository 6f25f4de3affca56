import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteChunks, chunked, linesOf } from './lines.ts';

async function* cut(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const read = (bytes: Buffer, size: number) => all(linesOf(byteChunks(cut(bytes, size))));

test('lines are the same however the bytes are cut, packed or not', async () => {
  const line = fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => text.replaceAll('\n', ' '));
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.integer({ min: 1, max: 50 }), fc.boolean(), async (lines, size, isLast) => {
      const bytes = Buffer.from(lines.join('\n\n') + (isLast ? '\n' : ''));
      const whole = Buffer.from(bytes)
        .toString('utf8')
        .split('\n')
        .filter((text) => text !== '');
      expect(await read(bytes, size)).toEqual(whole);
      expect(await read(gzipSync(bytes), size)).toEqual(whole);
    }),
  );
});

test('damage is told, and what precedes it has come', async () => {
  const packed = gzipSync(Buffer.from('a line\n'.repeat(100_000)));
  packed.fill(0xff, packed.length - 40, packed.length - 20);
  await expect(read(packed, 100)).rejects.toMatchObject({ code: expect.stringMatching(/^Z_/) });
});

test('chunks hold all lines in order, none longer than asked but for a line that is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ minLength: 1, maxLength: 30 })), async (lines) => {
      const chunks = await all(chunked(cutLines(lines), 40));
      expect(chunks.flatMap((chunk) => chunk.lines)).toEqual(lines);
      for (const { lines: some } of chunks) expect(some.length < 2 || some.join('').length <= 40).toBe(true);
      expect(chunks.map(({ isLast }) => isLast)).toEqual(chunks.map((_, index) => index === chunks.length - 1));
    }),
  );
});

async function* cutLines(lines: readonly string[]) {
  yield* lines;
}
