/** MurmurHash3, x86, 32 bits, seed 0: the hash of Iceberg's bucket transform. A signed 32-bit integer. */
export function murmur3(bytes: Uint8Array): number {
  const blocks = bytes.length >> 2;
  let hash = 0;
  for (let block = 0; block < blocks; block++) {
    hash ^= mixKey(word(bytes, block * 4, 4));
    hash = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64;
  }
  const rest = bytes.length & 3;
  if (rest > 0) hash ^= mixKey(word(bytes, blocks * 4, rest));
  return finish(hash ^ bytes.length);
}

function word(bytes: Uint8Array, offset: number, length: number): number {
  let value = 0;
  for (let index = 0; index < length; index++) value |= (bytes[offset + index] ?? 0) << (8 * index);
  return value;
}

function mixKey(key: number): number {
  const mixed = Math.imul(key, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
}

function finish(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}
