import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Crc32c, Crc64Nvme } from '@aws-sdk/checksums/crc';
import { Xxh3_64, Xxh3_128, Xxh64 } from '@aws-sdk/checksums/xxh';

/** S3's checksum algorithms by the names of its API. */
export const checksumNames = [
  'CRC32',
  'CRC32C',
  'CRC64NVME',
  'MD5',
  'SHA1',
  'SHA256',
  'SHA512',
  'XXHASH128',
  'XXHASH3',
  'XXHASH64',
] as const;

export type ChecksumName = (typeof checksumNames)[number];

const byteLengths: Readonly<Record<ChecksumName, number>> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  MD5: 16,
  SHA1: 20,
  SHA256: 32,
  SHA512: 64,
  XXHASH128: 16,
  XXHASH3: 8,
  XXHASH64: 8,
};

/** Whether a text can be this algorithm's checksum: base64 of as many bytes as it has. */
export function isChecksum(name: ChecksumName, text: string): boolean {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === byteLengths[name] && bytes.toString('base64') === text;
}

export type Digest = {
  update(bytes: Uint8Array): void;
  /** Base64. */
  finish(): Promise<string>;
};

type Source = { update(bytes: Uint8Array): void; digest(): Promise<Uint8Array> };

/** Begins a running checksum. */
export function startDigest(name: ChecksumName): Digest {
  return starters[name]();
}

/** Reads an algorithm's name in any case, as headers and trailers write it. */
export function checksumName(text: string): ChecksumName | undefined {
  return checksumNames.find((name) => name === text.toUpperCase());
}

const starters: Readonly<Record<ChecksumName, () => Digest>> = {
  CRC32: crc32Digest,
  CRC32C: () => fromSource(new Crc32c()),
  CRC64NVME: () => fromSource(new Crc64Nvme()),
  MD5: () => hashDigest('md5'),
  SHA1: () => hashDigest('sha1'),
  SHA256: () => hashDigest('sha256'),
  SHA512: () => hashDigest('sha512'),
  XXHASH128: () => fromSource(new Xxh3_128()),
  XXHASH3: () => fromSource(new Xxh3_64()),
  XXHASH64: () => fromSource(new Xxh64()),
};

function crc32Digest(): Digest {
  let value = 0;
  return {
    update(bytes) {
      value = crc32(bytes, value);
    },
    async finish() {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes.toString('base64');
    },
  };
}

function hashDigest(algorithm: string): Digest {
  const hash = createHash(algorithm);
  return {
    update: (bytes) => {
      hash.update(bytes);
    },
    finish: async () => hash.digest('base64'),
  };
}

function fromSource(source: Source): Digest {
  return {
    update: (bytes) => source.update(bytes),
    finish: async () => Buffer.from(await source.digest()).toString('base64'),
  };
}
