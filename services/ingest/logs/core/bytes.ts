/** Whether these bytes stand at a position, by fours as far as that goes. */
export function stands(view: DataView, at: number, expected: DataView): boolean {
  const size = expected.byteLength;
  if (at + size > view.byteLength) return false;
  const words = size & ~3;
  for (let offset = 0; offset < words; offset += 4) {
    if (view.getInt32(at + offset, true) !== expected.getInt32(offset, true)) return false;
  }
  for (let offset = words; offset < size; offset += 1) {
    if (view.getUint8(at + offset) !== expected.getUint8(offset)) return false;
  }
  return true;
}

/** Bytes [from, to) once more, to compare others with. */
export function copyOf(bytes: Buffer, from: number, to: number): DataView {
  const copy = new Uint8Array(bytes.subarray(from, to));
  return new DataView(copy.buffer);
}
