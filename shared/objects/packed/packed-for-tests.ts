/** 30,000 lines of JSON, as the commands pack them: bzip2 -1 in several blocks, and the first 100,000 bytes of it by zstd with a checksum. */
export const text = Buffer.from(Array.from({ length: 30_000 }, (_, at) => `{"n":${at % 10}}\n`).join(''));
export const firstBytes = 100_000;

const bytesOf = (...lines: readonly string[]): Buffer => Buffer.from(lines.join(''), 'base64');

export const bzip2 = bytesOf(
  'QlpoMTFBWSZTWRU7CKYAknVZgAAQEAB/8AABAAogAJApgAJoFKom1AY9UyEoLtEoLESgshKC0RKC21CUFkFR6QqPaFR8QqPqFR+Q',
  'qOUKjqCo7gqMgqN/5igrJMprJ/0MWqALmCswAAICAA/+AAAgAUYAFwFMABNCmAAmgUqUPUYg/VMRKCzISgtQlBZKCo3ohUaQlBbR',
  'KC6xCo4QqOUKjpCo9oVG4Kj5BUfYKj8hUYhUfzFBWSZTWegrhyIANrxZgAAQEAB/8AABAAogAJApgAJoJqqE9Q0M9UxFQrtFQrKK',
  'hWIqFaSpBrakg2oqFYkHqkHukHNIPlIPtIPyQdJB2kGJB/F3JFOFCQwxdgEA',
);

/** Of the first bytes, and of the others without a checksum. */
export const zstd = [
  bytesOf('KLUv/QRodQEAwHsibiI6MH0KeyJuIjoxMjM0NTY3ODl9CgkgkNscTYZTHu4cc9KdY53AXV2kBBYp0w4='),
  bytesOf('KLUv/QBodAEAwHsibiI6MH0KeyJuIjoxMjM0NTY3ODl9CgkgkNscrf9THu4cc9KdY53AXV2kBE0AAAABAN1i/J/XQA=='),
] as const;

/** A frame of zstd that holds the bytes as they are. */
export function rawFrame(bytes: Buffer): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 0; at < bytes.length || at === 0; at += blockBytes) {
    const block = bytes.subarray(at, at + blockBytes);
    const header = Buffer.alloc(3);
    header.writeUIntLE((block.length << 3) | (at + blockBytes >= bytes.length ? 1 : 0), 0, 3);
    blocks.push(header, block);
  }
  // No checksum, no size, and a window of 128 KiB.
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38]), ...blocks]);
}

const blockBytes = 100_000;
