import * as zlib from 'node:zlib';

const { constants, gzipSync } = zlib;

export type Compression = { readonly codec: 'ZSTD' | 'GZIP'; readonly compress: (page: Uint8Array) => Uint8Array };

/** What compresses pages: Zstandard where the runtime has it (Node 22.15 and later, Lambda's 24), in half of the time and a tenth smaller. */
export function compressionOf(runtime: object): Compression {
  const zstd = 'zstdCompressSync' in runtime ? runtime.zstdCompressSync : undefined;
  if (!isCompressor(zstd)) return { codec: 'GZIP', compress: gzipPage };
  return { codec: 'ZSTD', compress: (page) => zstd(page, { params: { [compressionLevel]: 1 } }) };
}

/** ZSTD_c_compressionLevel, which the types of Node 20 do not know. */
const compressionLevel = 100;

type Compressor = (bytes: Uint8Array, options: { readonly params: Readonly<Record<number, number>> }) => Uint8Array;

function isCompressor(value: unknown): value is Compressor {
  return typeof value === 'function';
}

/** Of this process. */
export const compression = compressionOf(zlib);

const leastToSample = 128 * 1024;
const sampleBytes = 8 * 1024;

/** One gzip member. In digests and the like no text comes twice: looking for it takes most of the time and finds nothing. */
export function gzipPage(bytes: Uint8Array): Buffer {
  return repeats(bytes) ? gzip(bytes, constants.Z_DEFAULT_STRATEGY) : gzip(bytes, constants.Z_HUFFMAN_ONLY);
}

function repeats(bytes: Uint8Array): boolean {
  if (bytes.length < leastToSample) return true;
  const start = (bytes.length - sampleBytes) >>> 1;
  const sample = bytes.subarray(start, start + sampleBytes);
  const fast = gzip(sample, constants.Z_DEFAULT_STRATEGY);
  return fast.length < gzip(sample, constants.Z_HUFFMAN_ONLY).length * 0.95;
}

/** zlib's memory, 256 KB as it comes, is what a small page would mostly pay for: the window need not be larger than the page. */
function gzip(bytes: Uint8Array, strategy: number): Buffer {
  const bits = Math.min(15, Math.max(9, Math.ceil(Math.log2(bytes.length + 1))));
  const chunkSize = Math.min(128 * 1024, Math.max(64, bytes.length + 64));
  return gzipSync(bytes, { level: 1, windowBits: bits, memLevel: Math.min(9, bits - 6), chunkSize, strategy });
}
