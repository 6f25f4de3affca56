import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import { createByteWindow } from '@tributary/shared/objects/byte-window.ts';
import { type Packing, unpackOf } from '@tributary/shared/objects/packed/packing.ts';
import { SqlError } from '../../../sql/error.ts';
import { DamagedTextError } from './damaged-text.ts';
import { unsnappy } from './hadoop-snappy.ts';

const chunkBytes = 1 << 20;

/**
 * A text file's bytes, uncompressed as the end of its name says (https://docs.aws.amazon.com/athena/latest/ug/compression-formats.html); gzip is
 * recognised by its first bytes. Throws SqlError for what is not read here; the stream ends with DamagedTextError, or an error of zlib.
 */
export async function openText(path: string, name: string): Promise<Readable> {
  const [, ending] = /\.(bz2|deflate|zst|snappy|lz4|lzo)$/.exec(name) ?? [];
  if (ending === 'lz4' || ending === 'lzo')
    throw new SqlError(
      'NOT_SUPPORTED',
      `Reading text that is compressed as ${ending} is not supported by the local cloud`,
    );
  const bytes = createReadStream(path, { highWaterMark: chunkBytes });
  switch (ending) {
    case 'bz2':
      return Readable.from(unpacked(bytes, 'bzip2'), { objectMode: false });
    case 'zst':
      return Readable.from(unpacked(bytes, 'zstd'), { objectMode: false });
    case 'snappy':
      return Readable.from(unsnappy(createByteWindow(bytes)), { objectMode: false });
    case 'deflate':
      return through(bytes, createInflate());
    default:
      return (await isGzip(path)) ? through(bytes, createGunzip()) : bytes;
  }
}

function through(bytes: Readable, unzip: ReturnType<typeof createGunzip>): Readable {
  bytes.on('error', (error) => unzip.destroy(error));
  unzip.on('error', () => bytes.destroy());
  return bytes.pipe(unzip);
}

async function* unpacked(bytes: AsyncIterable<Buffer>, packing: Packing): AsyncGenerator<Buffer> {
  const parts = unpackOf[packing](createByteWindow(bytes));
  for (;;) {
    const { done, value } = await parts.next();
    if (done !== true) {
      if (value !== 'checked') yield value;
      continue;
    }
    if (value !== undefined) throw new DamagedTextError(value);
    return;
  }
}

async function isGzip(path: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}
