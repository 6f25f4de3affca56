import { parse } from 'lossless-json';
import { type Row, type Value, type Written, written } from '../records.ts';

const exponent = /\d[eE][-+\d]/;
/** A number of 16 characters and more, or with an exponent; in a text too, where that is rare. */
const inexact = /(?:^|[:,[\s])-?(?:[\d.]{16}|\d[\d.]*[eE])/;

/** Whether there may be a number in the text that a double does not hold as it is written: looked at once for many records. */
export function mayBeInexact(bytes: Buffer, text: string): boolean {
  return (hasLongNumber(bytes) || exponent.test(text)) && isInexact(text);
}

export function isInexact(text: string): boolean {
  return inexact.test(text);
}

/** Sixteen digits in a row stand on two places that eight divides. */
function hasLongNumber(bytes: Buffer): boolean {
  let isDigitBefore = false;
  for (let at = 0; at < bytes.length; at += 8) {
    const code = bytes[at] ?? 0;
    const isDigit = (code >= 0x30 && code <= 0x39) || code === 0x2e;
    if (isDigit && isDigitBefore) return true;
    isDigitBefore = isDigit;
  }
  return false;
}

const options = {
  parseNumber: (text: string): Written => ({ [written]: 'number', text }),
  // As JSON.parse has it.
  onDuplicateKey: ({ newValue }: { readonly newValue: unknown }) => newValue,
};

/** The record with its numbers as they are written. Throws where it is no JSON. */
export function parseExactly(text: string): Row {
  const value = parseValueExactly(text);
  return isRow(value) ? value : { value };
}

export function parseValueExactly(text: string): Value {
  const value: unknown = parse(text, undefined, options);
  return isValue(value) ? value : null;
}

/** Of parsed JSON. */
export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(written in value);
}

function isValue(value: unknown): value is Value {
  return value !== undefined;
}
