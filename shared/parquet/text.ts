import { viewOf } from '../bytes.ts';

/** Byte arrays in PLAIN encoding, one after the other: four bytes of length, then UTF-8. */
export type Text = { bytes: Buffer; view: DataView; length: number };

/** Bytes that texts lie in; `view` is of the same bytes. */
export type TextBytes = { readonly bytes: Buffer; readonly view: DataView };

/** Texts in UTF-8: text `i` is bytes [from[i], to[i]) of `source`; one that ends before it begins is absent. */
export type Spans = { readonly source: TextBytes; readonly from: Int32Array; readonly to: Int32Array };

/** Whether text number `index` is present. */
export function hasSpan({ from, to }: Spans, index: number): boolean {
  return (to[index] ?? 0) >= (from[index] ?? 0);
}

// Longer texts are written faster by Buffer's own methods, shorter ones by a loop that calls nothing.
const maxLoop = 80;
const maxWords = 256;

export function emptyText(): Text {
  const bytes = Buffer.alloc(0);
  return { bytes, view: viewOf(bytes), length: 0 };
}

export function appendText(text: Text, value: string): void {
  reserve(text, 4 + value.length * 3);
  const size = writeText(text.bytes, text.length + 4, value);
  text.view.setInt32(text.length, size, true);
  text.length += 4 + size;
}

/** Appends text number `index`, which is present. */
export function appendSpan(text: Text, { source, from, to }: Spans, index: number): void {
  const { bytes, view } = source;
  const start = from[index] ?? 0;
  const size = (to[index] ?? 0) - start;
  reserve(text, 4 + size);
  text.view.setInt32(text.length, size, true);
  const at = text.length + 4;
  text.length = at + size;
  if (size > maxWords) {
    bytes.copy(text.bytes, at, start, start + size);
    return;
  }
  const words = size & ~3;
  for (let offset = 0; offset < words; offset += 4) {
    text.view.setInt32(at + offset, view.getInt32(start + offset, true), true);
  }
  for (let offset = words; offset < size; offset += 1) text.bytes[at + offset] = bytes[start + offset] ?? 0;
}

/** Appends the text of `dictionary` that begins at `start`. */
export function appendEntry(text: Text, dictionary: Text, start: number): void {
  const end = start + 4 + dictionary.view.getInt32(start, true);
  reserve(text, end - start);
  dictionary.bytes.copy(text.bytes, text.length, start, end);
  text.length += end - start;
}

export function bytesOf({ bytes, length }: Text): Buffer {
  return bytes.subarray(0, length);
}

/** Writes a text as UTF-8 where there is room for three bytes a character; returns how many it took. */
export function writeText(bytes: Buffer, at: number, value: string): number {
  const size = value.length <= maxLoop ? writeAscii(bytes, at, value) : -1;
  return size < 0 ? bytes.write(value, at) : size;
}

function reserve(text: Text, size: number): void {
  const least = text.length + size;
  if (least <= text.bytes.length) return;
  const larger = Buffer.allocUnsafeSlow(Math.max(256, least, text.bytes.length * 2));
  text.bytes.copy(larger, 0, 0, text.length);
  text.bytes = larger;
  text.view = viewOf(larger);
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
