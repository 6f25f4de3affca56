import { type Cells, cannotHold, type ValueBuilder } from './values.ts';

/** Booleans, eight to the byte. */
export function createBooleanValues(column: string): ValueBuilder {
  let bits = new Uint8Array(0);
  let count = 0;
  let trues = 0;
  const put = (value: unknown): void => {
    if (typeof value !== 'boolean') throw cannotHold(column, 'booleans', value);
    if (value) {
      bits[count >>> 3] = (bits[count >>> 3] ?? 0) | (1 << (count & 7));
      trues += 1;
    }
    count += 1;
  };
  return {
    add(cells: Cells, from, to) {
      bits = withRoom(bits, Math.ceil((count + to - from) / 8));
      for (let at = from; at < to; at += 1) {
        const value = cells[at];
        if (value !== null && value !== undefined) put(value);
      }
    },
    bytes: () => bits.length,
    encode: () => ({
      encoding: 'PLAIN',
      data: bits.subarray(0, Math.ceil(count / 8)),
      ...(count === 0 ? {} : { bounds: { min_value: trues === count, max_value: trues > 0 } }),
    }),
  };
}

function withRoom(bits: Uint8Array<ArrayBuffer>, least: number): Uint8Array<ArrayBuffer> {
  if (least <= bits.length) return bits;
  const larger = new Uint8Array(Math.max(64, least, bits.length * 2));
  larger.set(bits);
  return larger;
}
