import { hash } from 'node:crypto';

/**
 * How many different things were seen: exactly while they are few; after shrinking an estimate from a sample of them, a theta sketch
 * (https://datasketches.apache.org/docs/Theta/ThetaSketches.html). It keeps the hashes below `theta`: of n different things a
 * share of theta / hashRange, so that n is their number divided by that share, with a relative standard error of 1 / √(hashes kept).
 */
export type Sketch = { theta: number; readonly hashes: Set<number> };

/** Hashes are whole numbers from 0 up to here: 48 bits, eight characters of base64. */
export const hashRange = 2 ** 48;
const hashBytes = 6;

/** The first 48 bits of the SHA-256 of the parts. */
export function hashOf(...parts: readonly string[]): number {
  return hash('sha256', JSON.stringify(parts), 'buffer').readUIntBE(0, hashBytes);
}

export function createSketch(): Sketch {
  return { theta: hashRange, hashes: new Set() };
}

/** Notes a hash. `seen` is certain; what is not sampled is neither known to be new nor seen. */
export function see({ theta, hashes }: Sketch, hashed: number): 'new' | 'seen' | 'not sampled' {
  if (hashed >= theta) return 'not sampled';
  if (hashes.has(hashed)) return 'seen';
  hashes.add(hashed);
  return 'new';
}

/** Throws away the larger half of the hashes. */
export function shrink(sketch: Sketch): void {
  const sorted = Float64Array.from(sketch.hashes).sort();
  const kept = sorted.length >> 1;
  sketch.theta = sorted[kept] ?? sketch.theta;
  for (const hashed of sorted.subarray(kept)) sketch.hashes.delete(hashed);
}

/** How many things one thing of the sample stands for: 1 while the sketch is exact. */
export function weight({ theta }: Sketch): number {
  return hashRange / theta;
}

/** The number of different things and its relative standard error, 0 where it is exact. */
export function countDistinct(sketch: Sketch): { readonly count: number; readonly error: number } {
  const kept = sketch.hashes.size;
  const error = sketch.theta === hashRange ? 0 : 1 / Math.sqrt(Math.max(kept, 1));
  return { count: Math.round(kept * weight(sketch)), error };
}

/** The hashes one after another, in base64. */
export function packHashes({ hashes }: Sketch): string {
  const bytes = Buffer.alloc(hashes.size * hashBytes);
  let at = 0;
  for (const hashed of hashes) at = bytes.writeUIntBE(hashed, at, hashBytes);
  return bytes.toString('base64');
}

export function unpackHashes(packed: string): Set<number> {
  const bytes = Buffer.from(packed, 'base64');
  const hashes = new Set<number>();
  for (let at = 0; at + hashBytes <= bytes.length; at += hashBytes) hashes.add(bytes.readUIntBE(at, hashBytes));
  return hashes;
}
