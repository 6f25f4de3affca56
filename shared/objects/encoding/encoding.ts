export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1';

const looked = 4096;

/** By its byte order mark; else as declared; else UTF-16 where, as ASCII has it there, every other byte is zero; else UTF-8. */
export function encodingOf(head: Buffer, declared?: Encoding): Encoding {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return declared ?? unmarked(head.subarray(0, looked));
}

function unmarked(head: Buffer): Encoding {
  const zeros = [0, 0];
  for (const [at, code] of head.entries()) if (code === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const half = Math.floor(head.length / 2);
  const [even = 0, odd = 0] = zeros;
  if (half === 0 || Math.max(even, odd) < half * 0.8 || Math.min(even, odd) > half * 0.1) return 'utf-8';
  return odd > even ? 'utf-16le' : 'utf-16be';
}

/** How many of the bytes end with a whole character. */
export function wholeBytes(bytes: Buffer, encoding: Encoding): number {
  if (encoding === 'utf-8' || encoding === 'latin1') return bytes.length;
  const whole = bytes.length - (bytes.length % 2);
  const last = whole < 2 ? 0 : encoding === 'utf-16le' ? bytes.readUInt16LE(whole - 2) : bytes.readUInt16BE(whole - 2);
  return last >= 0xd800 && last < 0xdc00 ? whole - 2 : whole;
}

/** So many bytes of the encoding are one unit of a text. */
export function unitBytes(encoding: Encoding): number {
  return encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1;
}

/** In UTF-8. */
export function transcode(bytes: Buffer, encoding: Encoding): Buffer {
  if (encoding === 'utf-8') return bytes;
  if (encoding === 'latin1') return Buffer.from(ofWindows(bytes.toString('latin1')));
  return Buffer.from((encoding === 'utf-16le' ? bytes : swapped(bytes)).toString('utf16le'));
}

function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2))).swap16();
}

/** What Windows-1252 has where Latin-1 has control characters: who says the one means the other (WHATWG Encoding). */
const windows = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function ofWindows(text: string): string {
  return text.replaceAll(/[\u0080-\u009f]/g, (code) => windows[code.charCodeAt(0) - 0x80] ?? code);
}
