export const blockBytes = 1 << 20;

export type Blocks = {
  /** Keeps the next bytes of a file that is read from its beginning. */
  readonly append: (bytes: Uint8Array) => void;
  /** Bytes of the file; undefined where some of them are not kept. */
  readonly slice: (from: number, to: number) => Uint8Array | undefined;
  /** The same, of which what is not kept is read. */
  readonly load: (from: number, to: number) => Promise<Uint8Array>;
};

/** Bytes of a file by blocks, of which those that were used last are kept, `most` of them; `read` gives the bytes from one to another (exclusive). */
export function createBlocks(read: (from: number, to: number) => Promise<Uint8Array>, most = 64): Blocks {
  const kept = new Map<number, Uint8Array>();
  const open = { bytes: new Uint8Array(blockBytes), length: 0, block: 0 };
  const keep = (block: number, bytes: Uint8Array) => {
    kept.delete(block);
    kept.set(block, bytes);
    for (const oldest of kept.keys()) {
      if (kept.size <= most) break;
      kept.delete(oldest);
    }
  };
  /** What is kept of a block; that of the one which is being filled is shorter than the others. */
  const find = (block: number): Uint8Array | undefined => {
    if (block === open.block) return open.bytes.subarray(0, open.length);
    const bytes = kept.get(block);
    if (bytes !== undefined) keep(block, bytes);
    return bytes;
  };
  return {
    append(bytes) {
      let taken = 0;
      while (taken < bytes.length) {
        const part = bytes.subarray(taken, taken + blockBytes - open.length);
        open.bytes.set(part, open.length);
        open.length += part.length;
        taken += part.length;
        if (open.length < blockBytes) continue;
        keep(open.block, open.bytes);
        Object.assign(open, { bytes: new Uint8Array(blockBytes), length: 0, block: open.block + 1 });
      }
    },
    slice(from, to) {
      return joined(
        from,
        to,
        blocksOf(from, to).map((block) => [block, find(block)]),
      );
    },
    async load(from, to) {
      const parts: (readonly [number, Uint8Array])[] = [];
      for (const block of blocksOf(from, to)) {
        const bytes = find(block) ?? (await read(block * blockBytes, (block + 1) * blockBytes));
        if (block !== open.block) keep(block, bytes);
        parts.push([block, bytes]);
      }
      return joined(from, to, parts) ?? new Uint8Array();
    },
  };
}

function joined(
  from: number,
  to: number,
  parts: readonly (readonly [block: number, bytes: Uint8Array | undefined])[],
): Uint8Array | undefined {
  const whole = new Uint8Array(to - from);
  for (const [block, bytes] of parts) {
    const begin = block * blockBytes;
    if (bytes === undefined || Math.min(to, begin + blockBytes) > begin + bytes.length) return undefined;
    whole.set(bytes.subarray(Math.max(0, from - begin), to - begin), Math.max(0, begin - from));
  }
  return whole;
}

function blocksOf(from: number, to: number): readonly number[] {
  const first = Math.floor(from / blockBytes);
  return Array.from({ length: Math.max(0, Math.ceil(to / blockBytes) - first) }, (_, at) => first + at);
}
