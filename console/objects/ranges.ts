import type { AsyncBuffer } from 'hyparquet';
import { type ObjectHead, type ObjectPlace, read } from '../aws/s3.ts';

const mostKept = 48 * 1024 * 1024;

/** An object's bytes, range by range; the last ranges are kept, for neighbouring rows stand in the same. */
export function rangesOf(
  place: ObjectPlace,
  { bytes: byteLength, etag }: ObjectHead,
  signal: AbortSignal,
): AsyncBuffer {
  const kept = new Map<string, Promise<ArrayBuffer>>();
  const sizes = new Map<string, number>();
  const forget = () => {
    const [oldest] = kept.keys();
    if (oldest === undefined) return;
    kept.delete(oldest);
    sizes.delete(oldest);
  };
  const keep = (name: string, bytes: number, asked: Promise<ArrayBuffer>) => {
    kept.set(name, asked);
    sizes.set(name, bytes);
    asked.catch(() => kept.delete(name));
    while (kept.size > 1 && [...sizes.values()].reduce((sum, each) => sum + each, 0) > mostKept) forget();
  };
  return {
    byteLength,
    slice(start, end = byteLength) {
      const [from, to] = [start < 0 ? byteLength + start : start, Math.min(end, byteLength)];
      const name = `${from}-${to}`;
      const known = kept.get(name);
      if (known !== undefined) return known;
      const asked = read(place, { from, to, etag }, signal).then(({ buffer }) => buffer);
      keep(name, to - from, asked);
      return asked;
    },
  };
}
