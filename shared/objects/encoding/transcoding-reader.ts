import { createHeldBytes } from '../held-bytes.ts';
import type { RecordReader, Records, TextPart } from '../records.ts';
import { type Encoding, transcode, unitBytes, wholeBytes } from './encoding.ts';

/** Lets a reader of UTF-8 read text of another encoding: the places, and the bytes of what is rejected, are those of the text as it came. */
export function createTranscodingReader<R extends Records>(
  reader: RecordReader<R>,
  encoding: Encoding,
): RecordReader<R> {
  /** What the reader is not done with, as it came and as it was given; behind it the half of a character. */
  const source = createHeldBytes();
  let given: Buffer = Buffer.alloc(0);
  let sourceBytes = 0;
  let fed = 0;
  /** Where in all that was given `given` begins. */
  let base = 0;

  const sourceIndex = (place: number): number => given.toString('utf8', 0, place - base).length * unitBytes(encoding);
  const partOf = (part: TextPart<R>, bytes: Buffer): TextPart<R> => {
    if (part.kind !== 'rejected') return part;
    const [at = base] = part.at;
    const from = sourceIndex(at);
    const original = Buffer.from(bytes.subarray(from, sourceIndex(at + part.bytes.length)));
    return { ...part, bytes: original, at: source.placeOf(from) };
  };
  const settle = (parts: readonly TextPart<R>[], bytes: Buffer): readonly TextPart<R>[] => {
    const placed = parts.map((part) => partOf(part, bytes));
    const done = reader.pending()?.[0] ?? base + given.length;
    const passed = sourceIndex(done);
    source.drop(passed);
    sourceBytes -= passed;
    fed -= passed;
    given = given.subarray(done - base);
    base = done;
    return placed;
  };
  /** Gives the reader so many of the bytes more. */
  const feed = (bytes: Buffer, to: number): readonly TextPart<R>[] => {
    const text = transcode(bytes.subarray(fed, to), encoding);
    const at = base + given.length;
    given = given.length === 0 ? text : Buffer.concat([given, text]);
    fed = to;
    // Its own: the reader may change it.
    return text.length === 0 ? [] : reader.push(Buffer.from(text), [at]);
  };
  const nothing = Buffer.alloc(0);
  const end = (read: () => readonly TextPart<R>[]): readonly TextPart<R>[] => {
    if (source.at() === null) return read();
    const bytes = source.join(nothing, []);
    const rest = feed(bytes, bytes.length);
    const parts = settle(rest, bytes);
    const left = source.at() === null ? nothing : source.join(nothing, []);
    return [...parts, ...settle(read(), left)];
  };
  return {
    takesZeros: true,
    push(run, at) {
      const bytes = source.join(run, at);
      sourceBytes = bytes.length;
      const to = fed + wholeBytes(bytes.subarray(fed), encoding);
      return settle(feed(bytes, to), bytes);
    },
    flush: () => end(reader.flush),
    cutOff: (reason) => end(() => reader.cutOff(reason)),
    pending: () => (reader.pending() === null && sourceBytes === fed ? null : source.at()),
    consumed: reader.consumed,
  };
}
