import { digitsAt, plain } from './plain-digits.ts';

/** Reads what stands in the bytes [from, to) into `plain.value`, where it is written as most are; false where a slower reader has to look. */
export type ReadPlain = (bytes: Buffer, from: number, to: number) => boolean;

const zero = 0x30;
const minus = 0x2d;
const point = 0x2e;

/** A whole number without zeros in front. */
export const wholeAt: ReadPlain = (bytes, from, to) =>
  !hasLeadingZero(bytes, from, to) && digitsAt(bytes, from, to) && plain.fraction < 0;

/** Digits and perhaps a point, without zeros in front: the quotient of two whole numbers that are exact is the nearest double. */
export const numberAt: ReadPlain = (bytes, from, to) => {
  if (hasLeadingZero(bytes, from, to) || !digitsAt(bytes, from, to)) return false;
  if (plain.fraction > 0) plain.value /= powers[plain.fraction] ?? 1;
  return true;
};

/** Those that a double holds exactly. */
export const powers = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

function hasLeadingZero(bytes: Buffer, from: number, to: number): boolean {
  const start = bytes[from] === minus ? from + 1 : from;
  return bytes[start] === zero && to - start > 1 && bytes[start + 1] !== point;
}

/** true or false, in letters of either case: 1 or 0. */
export const booleanAt: ReadPlain = (bytes, from, to) => {
  const isTrue = isWord(bytes, from, to, letters.true);
  plain.value = isTrue ? 1 : 0;
  return isTrue || isWord(bytes, from, to, letters.false);
};

const letters = { true: Buffer.from('true'), false: Buffer.from('false') };

/** No other byte than the letter of the other case differs from a letter in this bit alone. */
const caseBit = 0x20;

function isWord(bytes: Buffer, from: number, to: number, word: Buffer): boolean {
  if (to - from !== word.length) return false;
  for (let at = 0; at < word.length; at += 1) if (((bytes[from + at] ?? 0) | caseBit) !== word[at]) return false;
  return true;
}
