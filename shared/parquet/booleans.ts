import { type Cells, cannotHold, type ValueBuilder } from './values.ts';

/** Booleans, eight to the byte. */
export function createBooleanValues(column: string): ValueBuilder {
  let bits = new Uint8Array(0);
  let count = 0;
  let trues = 0;
  const put = (bit: number): void => {
    bits[count >>> 3] = (bits[count >>> 3] ?? 0) | (bit << (count & 7));
    trues += bit;
    count += 1;
  };
  const bitOf = (value: unknown): number => {
    if (typeof value !== 'boolean') throw cannotHold(column, 'booleans', value);
    return value ? 1 : 0;
  };
  return {
    add(cells: Cells, from, to) {
      bits = withRoom(bits, Math.ceil((count + to - from) / 8));
      for (let at = from; at < to; at += 1) {
        const value = cells[at];
        if (value !== null && value !== undefined) put(bitOf(value));
      }
    },
    addNumbers(added, length) {
      bits = withRoom(bits, Math.ceil((count + length) / 8));
      for (let at = 0; at < length; at += 1) {
        const value = added[at] ?? 0;
        if (value !== 0 && value !== 1) throw cannotHold(column, 'booleans, 1 or 0', value);
        put(value);
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
