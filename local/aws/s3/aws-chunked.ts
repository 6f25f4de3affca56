import { AwsError } from '../../kernel/error.ts';

const maxLineBytes = 16_384;

type Bytes = AsyncIterable<Uint8Array>;

type Reader = {
  /** The next line without its CRLF; empty at the end of the stream, where the last CRLF may be missing. */
  line(): Promise<string>;
  /** At most `max` bytes, as many as are at hand; empty at the end of the stream. */
  some(max: number): Promise<Uint8Array>;
};

/**
 * Yields the data of an `aws-chunked` body (`<hex size>[;chunk-signature=…]` CRLF data CRLF … 0 CRLF trailers CRLF) and
 * puts its trailers, by lower-case name, into `trailers`. Chunk signatures are not verified.
 */
export async function* decodeAwsChunked(source: Bytes, trailers: Map<string, string>): AsyncGenerator<Uint8Array> {
  const reader = createReader(source);
  for (;;) {
    const size = chunkSize(await reader.line());
    if (size === 0) break;
    yield* chunkData(reader, size);
    if ((await reader.line()) !== '') throw incomplete();
  }
  for (let line = await reader.line(); line !== ''; line = await reader.line()) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
}

async function* chunkData(reader: Reader, size: number): AsyncGenerator<Uint8Array> {
  let left = size;
  while (left > 0) {
    const bytes = await reader.some(left);
    if (bytes.length === 0) throw incomplete();
    left -= bytes.length;
    yield bytes;
  }
}

function chunkSize(line: string): number {
  const hex = line.split(';', 1)[0]?.trim() ?? '';
  if (!/^[0-9a-fA-F]{1,12}$/.test(hex)) throw incomplete();
  return Number.parseInt(hex, 16);
}

function createReader(source: Bytes): Reader {
  const iterator = source[Symbol.asyncIterator]();
  let pending = Buffer.alloc(0);
  const more = async () => {
    const next = await iterator.next();
    if (next.done) return false;
    pending = pending.length === 0 ? Buffer.from(next.value) : Buffer.concat([pending, next.value]);
    return true;
  };
  const take = (count: number) => {
    const taken = pending.subarray(0, count);
    pending = pending.subarray(count);
    return taken;
  };
  return {
    async line() {
      let end = pending.indexOf('\r\n');
      while (end < 0 && pending.length <= maxLineBytes && (await more())) end = pending.indexOf('\r\n');
      if (end < 0 && pending.length > 0) throw incomplete();
      return take(end + 2).toString('latin1', 0, Math.max(0, end));
    },
    async some(max) {
      if (pending.length === 0) await more();
      return take(Math.min(max, pending.length));
    },
  };
}

function incomplete(): AwsError {
  return new AwsError('IncompleteBody', 'The request body terminated unexpectedly');
}
