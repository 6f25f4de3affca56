import { firstIn, fourOf, lessIn, zerosIn } from '@tributary/shared/bytes.ts';
import { escapeLength } from '../../../core/spans/unescape.ts';
import { quote } from '../json-scan.ts';

/** Bytes that are being read, up to `end`; `view` is of the same. */
export type Scan = { bytes: Buffer; view: DataView; end: number };

/** In the place of an end: what stands there is none. */
export const fault = -1;

const backslash = 0x5c;
const [minus, point, zero, nine] = [0x2d, 0x2e, 0x30, 0x39];

const [quotes, backslashes, blanks] = [fourOf(quote), fourOf(backslash), fourOf(0x20)];

/** Where a text stops that goes on at `from`: at a quote, a backslash, a byte that may not be in one, or the end. */
export function stopOfText({ bytes, view, end }: Scan, from: number): number {
  let at = from;
  while (at + 4 <= end) {
    const word = view.getInt32(at, true);
    const found = zerosIn(word ^ quotes) | zerosIn(word ^ backslashes) | lessIn(word, blanks);
    if (found !== 0) return at + firstIn(found);
    at += 4;
  }
  while (at < end && !isStop(bytes[at] ?? 0)) at += 1;
  return at;
}

function isStop(code: number): boolean {
  return code === quote || code === backslash || code < 0x20;
}

/** The quote that ends a text, from its first backslash on. */
export function endOfEscaped(scan: Scan, from: number): number {
  let at = from;
  while (at < scan.end && scan.bytes[at] === backslash) {
    const length = escapeLength(scan.bytes, at);
    if (length === 0) return fault;
    at = stopOfText(scan, at + length);
  }
  return at < scan.end && scan.bytes[at] === quote ? at : fault;
}

/** Behind a number's digits before the point. */
export function endOfWhole(bytes: Buffer, from: number): number {
  const at = bytes[from] === minus ? from + 1 : from;
  return bytes[at] === zero ? at + 1 : endOfDigits(bytes, at);
}

/** One at least. */
function endOfDigits(bytes: Buffer, from: number): number {
  let at = from;
  while (isDigit(bytes[at] ?? 0)) at += 1;
  return at > from ? at : fault;
}

function isDigit(code: number): boolean {
  return code >= zero && code <= nine;
}

/** Whether a number goes on behind its digits: a point, e or E. */
export function isFraction(code: number | undefined): boolean {
  return code === point || code === 0x65 || code === 0x45;
}

export function endOfFraction(bytes: Buffer, from: number): number {
  const at = bytes[from] === point ? endOfDigits(bytes, from + 1) : from;
  return at >= 0 && bytes[at] !== point && isFraction(bytes[at]) ? endOfExponent(bytes, at + 1) : at;
}

function endOfExponent(bytes: Buffer, from: number): number {
  const isSigned = bytes[from] === minus || bytes[from] === 0x2b;
  return endOfDigits(bytes, isSigned ? from + 1 : from);
}

const words = { true: Buffer.from('true'), false: Buffer.from('false'), null: Buffer.from('null') } as const;

export function endOfWord(bytes: Buffer, from: number, word: keyof typeof words): number {
  const expected = words[word];
  for (let at = 0; at < expected.length; at += 1) if (bytes[from + at] !== expected[at]) return fault;
  return from + expected.length;
}

/** Behind blanks; most often there are none. */
export function endOfBlanks(bytes: Buffer, from: number): number {
  let at = from;
  while ((bytes[at] ?? 0xff) <= 0x20 && isBlank(bytes[at])) at += 1;
  return at;
}

function isBlank(code: number | undefined): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
