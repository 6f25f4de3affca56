const MASK = 0xffffffffffffffffn;
const P1 = 0x9e3779b185ebca87n;
const P2 = 0xc2b2ae3d27d4eb4fn;
const P3 = 0x165667b19e3779f9n;
const P4 = 0x85ebca77c2b2ae63n;
const P5 = 0x27d4eb2f165667c5n;

/** XXH64 with seed 0 (github.com/Cyan4973/xxHash, doc/xxhash_spec.md). */
export function xxhash64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stripes = Math.floor(bytes.length / 32) * 32;
  const start = stripes === 0 ? P5 : converge(accumulate(view, stripes));
  return avalanche(tail(view, stripes, wrap(start + BigInt(bytes.length))));
}

function wrap(value: bigint): bigint {
  return value & MASK;
}

function rotate(value: bigint, bits: bigint): bigint {
  return wrap((value << bits) | (value >> (64n - bits)));
}

function round(accumulator: bigint, input: bigint): bigint {
  return wrap(rotate(wrap(accumulator + input * P2), 31n) * P1);
}

function accumulate(view: DataView, end: number): readonly bigint[] {
  const lanes = [wrap(P1 + P2), P2, 0n, wrap(-P1)];
  for (let at = 0; at < end; at += 8) {
    const lane = (at / 8) % 4;
    lanes[lane] = round(lanes[lane] ?? 0n, view.getBigUint64(at, true));
  }
  return lanes;
}

function converge(lanes: readonly bigint[]): bigint {
  const shifts = [1n, 7n, 12n, 18n];
  const sum = lanes.reduce((total, lane, index) => wrap(total + rotate(lane, shifts[index] ?? 0n)), 0n);
  return lanes.reduce((hash, lane) => wrap((hash ^ round(0n, lane)) * P1 + P4), sum);
}

function tail(view: DataView, from: number, start: bigint): bigint {
  let hash = start;
  let at = from;
  for (; at + 8 <= view.byteLength; at += 8)
    hash = wrap(rotate(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * P1 + P4);
  for (; at + 4 <= view.byteLength; at += 4)
    hash = wrap(rotate(hash ^ wrap(BigInt(view.getUint32(at, true)) * P1), 23n) * P2 + P3);
  for (; at < view.byteLength; at += 1) hash = wrap(rotate(hash ^ wrap(BigInt(view.getUint8(at)) * P5), 11n) * P1);
  return hash;
}

function avalanche(value: bigint): bigint {
  let hash = wrap((value ^ (value >> 33n)) * P2);
  hash = wrap((hash ^ (hash >> 29n)) * P3);
  return hash ^ (hash >> 32n);
}
