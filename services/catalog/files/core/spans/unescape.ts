const backslash = 0x5c;
const letterU = 0x75;

/** What stands behind a backslash, and what is meant. */
const meant = new Uint8Array(128);
for (const [code, char] of [
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
] as const)
  meant[code.charCodeAt(0)] = char.charCodeAt(0);

const nothing = -1;

/** How many bytes the escape takes that begins with the backslash there; 0 where it is none of JSON's. */
export function escapeLength(bytes: Buffer, at: number): number {
  const code = bytes[at + 1] ?? 0;
  if (code === letterU) return unitAt(bytes, at) === nothing ? 0 : 6;
  return meant[code] ? 2 : 0;
}

/** The four digits behind `\u`. */
function unitAt(bytes: Buffer, at: number): number {
  if (bytes[at] !== backslash || bytes[at + 1] !== letterU) return nothing;
  let unit = 0;
  for (let digit = at + 2; digit < at + 6; digit += 1) {
    const value = hexadecimal(bytes[digit] ?? 0);
    if (value < 0) return nothing;
    unit = unit * 16 + value;
  }
  return unit;
}

function hexadecimal(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : nothing;
}

export type Range = { readonly from: number; readonly to: number };

/** Writes a text of JSON (its bytes without quotes) as what it means, in UTF-8; returns where that ends. It takes no more room than the text. */
export function unescapeText(target: Buffer, start: number, bytes: Buffer, { from, to }: Range): number {
  let end = start;
  let at = from;
  while (at < to) {
    const code = bytes[at] ?? 0;
    const point = code === backslash ? pointAt(bytes, at) : code;
    end = code === backslash ? writePoint(target, end, point) : writeByte(target, end, code);
    at += code === backslash ? lengthAt(bytes, at, point) : 1;
  }
  return end;
}

function writeByte(target: Buffer, at: number, code: number): number {
  target[at] = code;
  return at + 1;
}

/** How many bytes the escape takes that means the point. */
function lengthAt(bytes: Buffer, at: number, point: number): number {
  if (bytes[at + 1] !== letterU) return 2;
  return point > 0xffff ? 12 : 6;
}

/** Half of a pair, without the other, is written as everywhere: as the character that stands for none. */
const replacement = 0xfffd;

function pointAt(bytes: Buffer, at: number): number {
  if (bytes[at + 1] !== letterU) return meant[bytes[at + 1] ?? 0] ?? 0;
  const unit = unitAt(bytes, at);
  if (unit < 0xd800 || unit > 0xdfff) return unit;
  const low = unit < 0xdc00 ? unitAt(bytes, at + 6) : nothing;
  return low >= 0xdc00 && low <= 0xdfff ? 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00) : replacement;
}

function writePoint(target: Buffer, at: number, point: number): number {
  if (point < 0x80) return writeByte(target, at, point);
  if (point < 0x800) {
    target[at] = 0xc0 | (point >> 6);
    return writeRest(target, at + 1, point, 1);
  }
  if (point < 0x10000) {
    target[at] = 0xe0 | (point >> 12);
    return writeRest(target, at + 1, point, 2);
  }
  target[at] = 0xf0 | (point >> 18);
  return writeRest(target, at + 1, point, 3);
}

function writeRest(target: Buffer, start: number, point: number, count: number): number {
  for (let each = 0; each < count; each += 1)
    target[start + each] = 0x80 | ((point >> (6 * (count - 1 - each))) & 0x3f);
  return start + count;
}
