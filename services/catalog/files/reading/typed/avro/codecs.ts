import { crc32, inflateRawSync } from 'node:zlib';
import { compressors } from '@tributary/shared/parquet/decompress.ts';
import { snappyUncompress } from 'hyparquet';
import { AvroFault } from './avro-fault.ts';
import { readUnsigned, tapOf } from './tap.ts';

/** Unpacks a block. Throws AvroFault where it is damaged. */
export type Unpack = (block: Buffer) => Buffer;

/** A block that is larger, packed or unpacked, does not fit in memory; writers make them of some KB, or a few MB. */
export const mostBlockBytes = 128 * 1024 * 1024;

const packing: Readonly<Record<string, Unpack>> = {
  null: (block) => block,
  deflate: (block) => inflateRawSync(block, { maxOutputLength: mostBlockBytes }),
  snappy: unpackSnappy,
};

/** Of a header's codec. Throws AvroFault where it cannot be unpacked. */
export function unpackOf(codec: string): Unpack {
  const unpack = codec === 'zstandard' ? zstandard() : Object.hasOwn(packing, codec) ? packing[codec] : undefined;
  if (unpack === undefined)
    throw new AvroFault(`its blocks are packed by ${codec.slice(0, 80)}: write them by deflate, snappy or zstandard`);
  return (block) => {
    try {
      return unpack(block);
    } catch (error) {
      if (error instanceof AvroFault) throw error;
      throw new AvroFault(`a block is no ${codec}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
}

function zstandard(): Unpack {
  const { ZSTD } = compressors;
  if (ZSTD === undefined)
    throw new AvroFault(
      'its blocks are Zstandard, which Node before 22.15 cannot unpack: run this on Node 22.15 or later',
    );
  return (block) => Buffer.from(ZSTD(block, mostBlockBytes));
}

const checksumBytes = 4;

/** The checksum of what it unpacks to comes behind it. */
function unpackSnappy(block: Buffer): Buffer {
  const packed = block.subarray(0, Math.max(0, block.length - checksumBytes));
  const unpacked = Buffer.alloc(unpackedBytes(packed));
  snappyUncompress(packed, unpacked);
  if (crc32(unpacked) !== block.readUInt32BE(packed.length)) throw new AvroFault('the checksum of a block is another');
  return unpacked;
}

/** Snappy begins with it. */
function unpackedBytes(packed: Buffer): number {
  const bytes = readUnsigned(tapOf(packed));
  if (bytes > mostBlockBytes)
    throw new AvroFault(`a block is of ${bytes} bytes, and at most ${mostBlockBytes} are read`);
  return bytes;
}
