// What may end a run of bytes, each a bit.
/** Controls, quotes, backslashes, and all that is not ASCII: a line that holds them needs more care. */
const special = 1;
const space = 2;
const slash = 4;
/** `|` and `}`. */
const bar = 8;
const mark = 16;
const colon = 32;
/** `#`, which may begin an escape. */
const hash = 64;
/** What stands in no address. */
const foreign = 128;

/** What ends a name: proxies', servers', states'. */
export const afterName = special | space | slash | hash;
export const afterAddress = colon | foreign;
export const afterHeader = special | bar;
export const afterPath = special | space | mark;
export const afterQuery = special | space;
export const afterWord = special | space | hash;

const classes = new Uint8Array(256);
for (let byte = 0; byte < 256; byte += 1) if (byte < 32 || byte > 126) classes[byte] = special;
for (const character of '"\\') classes[character.charCodeAt(0)] = special;
classes[32] = space;
classes[35] = hash;
classes[47] = slash;
classes[124] = bar;
classes[125] = bar;
classes[63] = mark;
classes[58] = colon;
for (let byte = 0; byte < 256; byte += 1) {
  if (!'0123456789abcdefABCDEF.:'.includes(String.fromCharCode(byte))) classes[byte] = (classes[byte] ?? 0) | foreign;
}

/** Where the first byte of these classes stands, from a position on; the bytes' end is one. */
export function find(bytes: Buffer, from: number, ending: number): number {
  let at = from;
  while (((classes[bytes[at] ?? 0] ?? 0) & ending) === 0) at += 1;
  return at;
}
