import { randomUUID } from 'node:crypto';

/**
 * JSON whose numbers keep every digit. JavaScript's numbers do not hold 12345678901234567890; such a number is read as a marked
 * text, and written again as the number it was.
 */

// Unknown to whoever sends messages, so that no text of theirs can pass for a number.
const mark = `\u0000${randomUUID()}:`;

// What a number that JavaScript would change has: an exponent, or 16 digits and more.
const exponent = /\d[eE][-+\d]/;
const manyDigits = /[\d.]{16}/;
const fewDigits = 16;
const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const marked = new RegExp(`"${JSON.stringify(mark).slice(1, -1).replace(/\\/g, '\\\\')}([^"]*)"`, 'g');

/** Parses as JSON.parse does, and throws as it does. */
export function parseExact(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return mayChange(text) ? JSON.parse(markNumbers(text)) : value;
}

/** Writes what parseExact has read. */
export function writeExact(value: unknown): string {
  const text = JSON.stringify(value);
  return text.includes(mark.slice(1)) ? text.replace(marked, '$1') : text;
}

/** The digits of a number that parseExact has marked; any other value as it is. */
export function unmarked(value: unknown): unknown {
  return typeof value === 'string' && value.startsWith(mark) ? value.slice(mark.length) : value;
}

/** A number of a document's, by its digits as JSON writes them. */
export function exactNumber(digits: string): unknown {
  return changes(digits) ? mark + digits : Number(digits);
}

/** Whether a value of parseExact's is a number of the document. */
export function isNumber(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && value.startsWith(mark));
}

/** Whether a text has such a number, or looks like it. So many digits in a row cover one of the places that are looked at. */
function mayChange(text: string): boolean {
  if (exponent.test(text)) return true;
  for (let at = fewDigits - 1; at < text.length; at += fewDigits) {
    const code = text.charCodeAt(at);
    if ((isDigit(code) || code === dot) && manyDigits.test(text.slice(at - fewDigits + 1, at + fewDigits))) return true;
  }
  return false;
}

function markNumbers(text: string): string {
  let out = '';
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (code === minus || isDigit(code)) {
      const end = endOfNumber(text, at);
      const token = text.slice(at, end);
      if (changes(token)) {
        out += `${text.slice(from, at)}${JSON.stringify(mark + token)}`;
        from = end;
      }
      at = end - 1;
    }
  }
  return out + text.slice(from);
}

const quote = 34;
const minus = 45;
const backslash = 92;
const dot = 46;

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** The index of the quote that ends the string which begins at `start`; the text's last one where none does. */
export function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let escapes = end - 1;
    while (text.charCodeAt(escapes) === backslash) escapes -= 1;
    if ((end - escapes) % 2 === 1) return end;
  }
  return text.length;
}

function endOfNumber(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && /[\d.eE+-]/.test(text[end] ?? '')) end += 1;
  return end;
}

/** Whether JavaScript would write another number than it has read. More than 15 digits may change, and so may extremes. */
function changes(token: string): boolean {
  if (!number.test(token)) return false;
  const value = Number(token);
  const digits = token
    .replace(/[eE].*$/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '');
  if (!Number.isFinite(value) || (value === 0 && digits !== '')) return true;
  return digits.length > 15 && String(value) !== token;
}
