const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;

/** A whole number of so many digits is exact as a double. */
const exactDigits = 15;

/** What `digitsAt` has read: the number without its point, how many digits it has, and how many of them follow the point (-1: there is none). */
export const plain = { value: 0, digits: 0, fraction: -1 };

/** Whether the bytes [from, to) are a number of digits, 15 at most, with perhaps a sign before and a point in it, which `plain` then is. */
export function digitsAt(bytes: Buffer, from: number, to: number): boolean {
  const isNegative = bytes[from] === minus;
  const start = isNegative ? from + 1 : from;
  if (to - start > exactDigits + 1) return false;
  const pointAt = scan(bytes, start, to);
  const hasPoint = pointAt >= 0;
  if (isNegative) plain.value = -plain.value;
  plain.digits = to - start - (hasPoint ? 1 : 0);
  plain.fraction = hasPoint ? to - pointAt - 1 : -1;
  return pointAt !== noNumber && plain.digits > 0 && plain.digits <= exactDigits;
}

const noPoint = -1;
const noNumber = -2;

/** Where the point is, if there is one. */
function scan(bytes: Buffer, start: number, to: number): number {
  let value = 0;
  let pointAt = noPoint;
  for (let at = start; at < to; at += 1) {
    const digit = (bytes[at] ?? 0) - zero;
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      continue;
    }
    if (digit !== point - zero || pointAt !== noPoint) return noNumber;
    pointAt = at;
  }
  plain.value = value;
  return pointAt;
}

/** Whether a number of so many digits is exact, and fits a column of so many. */
export function hasDigits(digits: number, precision: number): boolean {
  return digits <= exactDigits && digits <= precision;
}
