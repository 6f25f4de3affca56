/** A moving view of a source of bytes: what was asked for is at hand, what was passed is let go. */
export type ByteWindow = {
  /** Where the view begins, counted from the source's own beginning. */
  readonly offset: () => number;
  /** The next `bytes` bytes, fewer only when the source ends before; they stay until `advance`. */
  readonly fill: (bytes: number) => Promise<Buffer>;
  /** Passes bytes that `fill` has shown. */
  readonly advance: (bytes: number) => void;
};

/** `offset`: how many bytes of the whole precede the source's first. */
export function createByteWindow(source: AsyncIterable<Buffer>, offset = 0): ByteWindow {
  const chunks = source[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  let at = offset;
  let ended = false;

  const read = async (bytes: number): Promise<void> => {
    const parts: Buffer[] = held.length === 0 ? [] : [held];
    let size = held.length;
    while (size < bytes && !ended) {
      const next = await chunks.next();
      ended = next.done === true;
      if (next.done === true) break;
      parts.push(next.value);
      size += next.value.length;
    }
    held = joined(parts);
  };
  return {
    offset: () => at,
    async fill(bytes) {
      if (held.length < bytes && !ended) await read(bytes);
      return held.subarray(0, bytes);
    },
    advance(bytes) {
      held = held.subarray(bytes);
      at += bytes;
    },
  };
}

/** One alone is not copied. */
function joined(parts: readonly Buffer[]): Buffer {
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : Buffer.concat(parts);
}
