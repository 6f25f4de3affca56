import * as zlib from 'node:zlib';
import type { Compressors } from 'hyparquet';

/** What unpacks pages for hyparquet, of whichever codec this runtime writes. */
export const compressors: Compressors = {
  GZIP: (page) => zlib.gunzipSync(page),
  ZSTD: (page) => unpack(page),
};

function unpack(page: Uint8Array): Uint8Array {
  const unzstd: unknown = 'zstdDecompressSync' in zlib ? zlib.zstdDecompressSync : undefined;
  if (typeof unzstd !== 'function') throw new Error('this Node has no Zstandard');
  return unzstd(page);
}
