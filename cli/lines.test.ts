import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Line, splitLines } from './lines.ts';

async function* chunksOf(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0;
  for (let index = 0; at < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function linesOf(bytes: Buffer, sizes: readonly number[], maxBytes = 1_000_000): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for await (const line of splitLines(chunksOf(bytes, sizes), { maxBytes })) lines.push(line);
  return lines;
}

/** What the whole text is, cut at once. */
function expected(text: string, maxBytes: number): readonly Line[] {
  const pieces = text.split('\n');
  if (pieces.at(-1) === '') pieces.pop();
  let offset = 0;
  return pieces.map((piece, index) => {
    const [number, from, bytes] = [index + 1, offset, Buffer.byteLength(piece)];
    offset += bytes + 1;
    if (bytes > maxBytes) return { kind: 'too long', number, offset: from, end: from + bytes };
    return { kind: 'line', number, text: piece.replace(/\r$/, '') };
  });
}

const text = fc.array(fc.constantFrom('a', 'bc', 'é', '🙂', '\n', '\r\n', '\n\n', 'x'.repeat(9)), { maxLength: 60 });
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });

test('gives the same lines however the bytes come, and where those stand that are too long', async () => {
  await fc.assert(
    fc.asyncProperty(text, sizes, fc.integer({ min: 4, max: 30 }), async (words, chunkSizes, maxBytes) => {
      const whole = words.join('');
      expect(await linesOf(Buffer.from(whole), chunkSizes, maxBytes)).toEqual(expected(whole, maxBytes));
    }),
    { numRuns: 400 },
  );
});

describe('input without a line end', () => {
  const megabyte = 1_048_576;

  async function workOn(length: number, maxBytes: number) {
    const chunk = Buffer.alloc(65_536, 'x');
    let pulled = 0;
    let joined = 0;
    let joins = 0;
    const input = (async function* () {
      for (; pulled < length; pulled += chunk.length) yield chunk;
    })();
    const join = (pieces: readonly Buffer[]) => {
      joins += 1;
      joined += pieces.reduce((sum, { length: bytes }) => sum + bytes, 0);
      return Buffer.concat(pieces);
    };
    const lines: Line[] = [];
    for await (const line of splitLines(input, { maxBytes, join })) lines.push(line);
    return { lines, joined, joins };
  }

  test('is put together once, at its end', async () => {
    const { lines, joined, joins } = await workOn(8 * megabyte, 32 * megabyte);
    expect(lines).toMatchObject([{ kind: 'line', number: 1 }]);
    expect({ joined, joins }).toEqual({ joined: 8 * megabyte, joins: 1 });
  });

  test('is not put together at all where it is too long for a line', async () => {
    const { lines, joins } = await workOn(100 * megabyte, megabyte);
    expect(lines).toEqual([{ kind: 'too long', number: 1, offset: 0, end: 100 * megabyte }]);
    expect(joins).toBe(0);
  });
});

test('the error of the stream is thrown', async () => {
  const broken = (async function* () {
    yield Buffer.from('a\nb');
    throw new Error('the disk is gone');
  })();
  const lines: Line[] = [];
  await expect(
    (async () => {
      for await (const line of splitLines(broken, { maxBytes: 10 })) lines.push(line);
    })(),
  ).rejects.toThrow('the disk is gone');
  expect(lines).toHaveLength(1);
});
