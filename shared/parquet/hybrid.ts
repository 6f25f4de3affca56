/**
 * Parquet's RLE / bit-packing hybrid: runs of eight or more equal values as one run, the rest bit-packed in groups of eight.
 * Values are below 2^width, and width is 1 to 16.
 */
export function encodeHybrid(values: Uint16Array, count: number, width: number): Buffer {
  const out = { bytes: Buffer.allocUnsafe((Math.ceil(count / 8) + 1) * (width + 8)), at: 0 };
  let packedFrom = 0;
  let at = 0;
  while (at < count) {
    const end = endOfRun(values, at, count);
    if (end - at < 8) at += 8;
    else {
      if (packedFrom < at) writePacked(out, values, packedFrom, at, width);
      writeRun(out, values[at] ?? 0, end - at, width);
      at = end;
      packedFrom = end;
    }
  }
  if (packedFrom < count) writePacked(out, values, packedFrom, count, width);
  return out.bytes.subarray(0, out.at);
}

/** One value, `count` times over, in the same encoding. */
export function encodeRun(value: number, count: number, width: number): Buffer {
  const out = { bytes: Buffer.allocUnsafe(8), at: 0 };
  if (count > 0) writeRun(out, value, count, width);
  return out.bytes.subarray(0, out.at);
}

type Output = { readonly bytes: Buffer; at: number };

function endOfRun(values: Uint16Array, from: number, count: number): number {
  const value = values[from];
  let end = from + 1;
  while (end < count && values[end] === value) end += 1;
  return end;
}

function writeRun(out: Output, value: number, count: number, width: number): void {
  writeVarInt(out, count * 2);
  out.bytes[out.at++] = value & 0xff;
  if (width > 8) out.bytes[out.at++] = value >>> 8;
}

/** Values [from, to); the last group is filled up with zeros. */
function writePacked(out: Output, values: Uint16Array, from: number, to: number, width: number): void {
  const groups = Math.ceil((to - from) / 8);
  writeVarInt(out, groups * 2 + 1);
  const { bytes } = out;
  let { at } = out;
  let bits = 0;
  let held = 0;
  for (let index = from; index < from + groups * 8; index += 1) {
    bits |= (index < to ? (values[index] ?? 0) : 0) << held;
    held += width;
    while (held >= 8) {
      bytes[at] = bits;
      at += 1;
      bits >>>= 8;
      held -= 8;
    }
  }
  out.at = at;
}

function writeVarInt(out: Output, value: number): void {
  let rest = value;
  while (rest > 0x7f) {
    out.bytes[out.at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  out.bytes[out.at++] = rest;
}
