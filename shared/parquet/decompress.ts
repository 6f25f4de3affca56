import * as zlib from 'node:zlib';
import type { CompressionCodec, Compressors } from 'hyparquet';

/** What unpacks pages for hyparquet, which knows Snappy itself; Zstandard where the runtime has it (Node 22.15 and later, Lambda's 24). */
export const compressors: Compressors = {
  GZIP: (page, length) => zlib.gunzipSync(page, { maxOutputLength: Math.max(1, length) }),
  BROTLI: (page, length) => zlib.brotliDecompressSync(page, { maxOutputLength: Math.max(1, length) }),
  ...zstandard(zlib),
};

/** Why pages of this codec cannot be unpacked; undefined where they can. */
export function whyNotUnpacked(codec: CompressionCodec): string | undefined {
  if (codec === 'UNCOMPRESSED' || codec === 'SNAPPY' || compressors[codec] !== undefined) return undefined;
  if (codec === 'ZSTD')
    return 'its pages are Zstandard, which Node before 22.15 cannot unpack: run this on Node 22.15 or later';
  return `its pages are ${codec}: write them uncompressed, or by Snappy, gzip or Zstandard`;
}

function zstandard(runtime: object): Compressors {
  const unpack: unknown = 'zstdDecompressSync' in runtime ? runtime.zstdDecompressSync : undefined;
  if (typeof unpack !== 'function') return {};
  return { ZSTD: (page, length) => unpack(page, { maxOutputLength: Math.max(1, length) }) };
}
