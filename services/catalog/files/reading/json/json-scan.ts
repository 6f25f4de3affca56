/** How far a value has been read, by JSON's grammar, so that reading can go on when more of it has come. */
export type JsonScan = {
  at: number;
  state: number;
  depth: number;
  /** What was opened and is not closed yet, outermost first. */
  readonly opened: Uint8Array;
  /** Within a text. */
  isInText: boolean;
};

/** What a scan says beside the place past the value: more has to come, or what stands there is no JSON. */
export const open = -1;
export const none = -2;

/** DuckDB and JSON.parse go deeper, tables do not. */
const mostDepth = 512;

export const quote = 0x22;
const backslash = 0x5c;
export const comma = 0x2c;
export const openBrace = 0x7b;
export const openBracket = 0x5b;
export const closeBracket = 0x5d;

const kindOf = {
  other: 0,
  blank: 1,
  quote: 2,
  openBrace: 3,
  closeBrace: 4,
  openBracket: 5,
  closeBracket: 6,
  comma: 7,
  colon: 8,
  scalar: 9,
} as const;
const kinds = new Uint8Array(256);
for (const code of Buffer.from('0123456789+-.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_'))
  kinds[code] = kindOf.scalar;
for (const code of [0x20, 0x09, 0x0a, 0x0d]) kinds[code] = kindOf.blank;
for (const [at, code] of [...Buffer.from('"{}[],:')].entries()) kinds[code] = kindOf.quote + at;

const stateOf = { value: 0, firstKey: 1, key: 2, colon: 3, firstValue: 4, after: 5 } as const;
const width = 16;
const fault = 255;
const follows = new Uint8Array(6 * width).fill(fault);
const follow = (state: number, kind: number, next: number): void => {
  follows[state * width + kind] = next;
};
for (const state of [stateOf.value, stateOf.firstValue]) {
  follow(state, kindOf.quote, stateOf.after);
  follow(state, kindOf.scalar, stateOf.after);
  follow(state, kindOf.openBrace, stateOf.firstKey);
  follow(state, kindOf.openBracket, stateOf.firstValue);
}
follow(stateOf.firstValue, kindOf.closeBracket, stateOf.after);
follow(stateOf.firstKey, kindOf.quote, stateOf.colon);
follow(stateOf.firstKey, kindOf.closeBrace, stateOf.after);
follow(stateOf.key, kindOf.quote, stateOf.colon);
follow(stateOf.colon, kindOf.colon, stateOf.value);
// After a comma in an array a value is due.
follow(stateOf.after, kindOf.comma, stateOf.key);
follow(stateOf.after, kindOf.closeBrace, stateOf.after);
follow(stateOf.after, kindOf.closeBracket, stateOf.after);

export function createScan(at: number): JsonScan {
  return { at, state: stateOf.value, depth: 0, opened: new Uint8Array(mostDepth), isInText: false };
}

/** Begins anew. */
export function beginScan(scan: JsonScan, at: number): void {
  scan.at = at;
  scan.state = stateOf.value;
  scan.depth = 0;
  scan.isInText = false;
}

/** As if one stood behind a member's value, in so many objects. */
export function beginWithin(scan: JsonScan, at: number, objects: number): void {
  beginScan(scan, at);
  scan.state = stateOf.after;
  scan.depth = objects;
  scan.opened.fill(kindOf.openBrace, 0, objects);
}

/** The place past the value, `open` or `none`. `isEnd`: nothing follows the bytes. */
export function scanValue(scan: JsonScan, bytes: Buffer, isEnd: boolean): number {
  let end = step(scan, bytes, isEnd);
  while (end >= 0 && scan.depth > 0) end = step(scan, bytes, isEnd);
  return end;
}

/** Passes one token. */
function step(scan: JsonScan, bytes: Buffer, isEnd: boolean): number {
  const kind = kindAt(scan, bytes);
  if (kind === open) return open;
  const next = follows[scan.state * width + kind] ?? fault;
  if (next === fault) return none;
  const end = endOfToken(scan, bytes, kind);
  if (end < 0) return end;
  if (end === bytes.length && kind === kindOf.scalar && !isEnd) return open;
  return pass(scan, kind, next, end);
}

/** Of what stands next. */
function kindAt(scan: JsonScan, bytes: Buffer): number {
  if (scan.isInText) return scan.at < bytes.length ? kindOf.quote : open;
  scan.at = skipBlanks(bytes, scan.at);
  return scan.at < bytes.length ? (kinds[bytes[scan.at] ?? 0] ?? 0) : open;
}

function pass(scan: JsonScan, kind: number, next: number, end: number): number {
  if (!nest(scan, kind)) return none;
  scan.at = end;
  scan.state = kind === kindOf.comma && scan.opened[scan.depth - 1] === kindOf.openBracket ? stateOf.value : next;
  return end;
}

export function skipBlanks(bytes: Buffer, from: number): number {
  let at = from;
  while (kinds[bytes[at] ?? 0] === kindOf.blank) at += 1;
  return at;
}

function endOfToken(scan: JsonScan, bytes: Buffer, kind: number): number {
  if (kind === kindOf.quote) return endOfText(scan, bytes);
  if (kind !== kindOf.scalar) return scan.at + 1;
  let at = scan.at + 1;
  while (kinds[bytes[at] ?? 0] === kindOf.scalar) at += 1;
  return at;
}

/** Past the quote that ends a text, which no line goes beyond. */
function endOfText(scan: JsonScan, bytes: Buffer): number {
  const { length } = bytes;
  let at = scan.isInText ? scan.at : scan.at + 1;
  scan.isInText = false;
  for (; at < length; at += 1) {
    const code = bytes[at] ?? 0;
    if (code === quote) return at + 1;
    if (code === backslash) at += 1;
    else if (code < 0x20) return none;
  }
  // A backslash waits for what it stands before.
  scan.at = at > length ? length - 1 : length;
  scan.isInText = true;
  return open;
}

/** Whether what opens is not too deep, and what closes was open. */
function nest(scan: JsonScan, kind: number): boolean {
  if (kind < kindOf.openBrace || kind > kindOf.closeBracket) return true;
  if (kind === kindOf.openBrace || kind === kindOf.openBracket) {
    scan.opened[scan.depth] = kind;
    scan.depth += 1;
    return scan.depth <= mostDepth;
  }
  scan.depth -= 1;
  return scan.depth >= 0 && scan.opened[scan.depth] === kind - 1;
}
