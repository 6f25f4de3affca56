import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { createLogTextReader, type LogText } from './log-text.ts';

afterEach(() => vi.restoreAllMocks());

const envelope = (message: string) =>
  JSON.stringify({
    messageType: 'DATA_MESSAGE',
    owner: '1',
    logGroup: 'g',
    logStream: 's',
    subscriptionFilters: [],
    logEvents: [{ id: '1', timestamp: 1, message }],
  });

/** What a reader tells in words: messages, and reasons with where they begin. */
function told(texts: readonly LogText[]): readonly string[] {
  return texts.flatMap((text) => {
    if (text.kind === 'aside') return [text.name];
    if (text.kind === 'rejected') return [`${text.reason} at ${text.at.join('.')}: ${text.bytes}`];
    return Array.from({ length: text.records.length }, (_, index) => text.records.messageOf(index).text);
  });
}

function readIn(bytes: Buffer, sizes: readonly number[]): readonly string[] {
  const reader = createLogTextReader();
  const texts: string[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const run = Buffer.from(bytes.subarray(at, at + (sizes[turn % sizes.length] ?? 1)));
    texts.push(...told(reader.push(run, [at])));
    at += run.length;
  }
  return [...texts, ...told(reader.flush())];
}

const part = fc.oneof(
  fc.constantFrom('\n', '\r\n', ' ', '{"messageType"', '}', '{"a":1}', 'a line', 'x'.repeat(100), '"'),
  fc.constantFrom('short', 'with } and {', 'y'.repeat(200)).map(envelope),
);
const sizes = fc.array(fc.integer({ min: 1, max: 150 }), { minLength: 1, maxLength: 6 });

test('text is read the same in whatever runs it comes', () => {
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), sizes, (parts, runs) => {
      const bytes = Buffer.from(parts.join(''));
      expect(readIn(bytes, runs)).toEqual(readIn(bytes, [Math.max(1, bytes.length)]));
    }),
    { numRuns: 500 },
  );
});

test.each(['', '{"messageType":'])('a record without an end (%j…) is not copied with each run', (start) => {
  const runBytes = 65_536;
  const runs = 256;
  let copied = 0;
  const { concat } = Buffer;
  // Nothing is awaited until it is restored: what others do in this process is not counted.
  const spy = vi.spyOn(Buffer, 'concat').mockImplementation((pieces, length) => {
    copied += pieces.reduce((sum, piece) => sum + piece.length, 0);
    return concat(pieces, length);
  });
  try {
    const reader = createLogTextReader();
    reader.push(Buffer.from(`${start}x`), [0]);
    for (let run = 0; run < runs; run += 1) expect(reader.push(Buffer.alloc(runBytes, 'x'), [run])).toEqual([]);
    expect(reader.flush()).toHaveLength(1);
  } finally {
    spy.mockRestore();
  }
  expect(copied).toBeLessThan(3 * runs * runBytes);
});

test.each([
  ['brackets without an end', '['.repeat(20_000_000)],
  ['a blank object without an end', `{${' '.repeat(20_000_000)}`],
  ['lines of brackets', '[\n'.repeat(200_000)],
])('%s are lines as others are, and no regular expression goes through all of them at once', (_, text) => {
  const reader = createLogTextReader();
  expect(reader.push(Buffer.from(text), [0]).length + reader.flush().length).toBeGreaterThan(0);
});
