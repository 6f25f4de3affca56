/** Byte arrays in PLAIN encoding, one after the other: four bytes of length, then UTF-8. */
export type Text = { bytes: Buffer; length: number };

// Longer texts are written faster by Buffer.write, shorter ones by a loop that calls nothing.
const maxLoop = 80;

export function emptyText(): Text {
  return { bytes: Buffer.alloc(0), length: 0 };
}

export function appendText(text: Text, value: string): void {
  reserve(text, 4 + value.length * 3);
  const { bytes } = text;
  const start = text.length + 4;
  let size = value.length <= maxLoop ? writeAscii(bytes, start, value) : -1;
  if (size < 0) size = bytes.write(value, start);
  writeLength(bytes, text.length, size);
  text.length = start + size;
}

/** Appends the texts of `dictionary` at these positions of it. */
export function appendEntries(text: Text, dictionary: Text, indices: Uint16Array): void {
  const offsets = offsetsOf(dictionary);
  for (const index of indices) {
    const from = offsets[index] ?? 0;
    const to = offsets[index + 1] ?? dictionary.length;
    reserve(text, to - from);
    dictionary.bytes.copy(text.bytes, text.length, from, to);
    text.length += to - from;
  }
}

export function bytesOf({ bytes, length }: Text): Buffer {
  return bytes.subarray(0, length);
}

function reserve(text: Text, size: number): void {
  const least = text.length + size;
  if (least <= text.bytes.length) return;
  const larger = Buffer.allocUnsafeSlow(Math.max(256, least, text.bytes.length * 2));
  text.bytes.copy(larger, 0, 0, text.length);
  text.bytes = larger;
}

/** The bytes written, or -1 where the text is not all ASCII. */
function writeAscii(bytes: Buffer, start: number, value: string): number {
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    if (code > 0x7f) return -1;
    bytes[start + at] = code;
  }
  return value.length;
}

function writeLength(bytes: Buffer, at: number, length: number): void {
  bytes[at] = length;
  bytes[at + 1] = length >>> 8;
  bytes[at + 2] = length >>> 16;
  bytes[at + 3] = length >>> 24;
}

function offsetsOf({ bytes, length }: Text): readonly number[] {
  const offsets: number[] = [];
  for (let at = 0; at < length; at += 4 + bytes.readUInt32LE(at)) offsets.push(at);
  return offsets;
}
