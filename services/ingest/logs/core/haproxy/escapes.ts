/**
 * Decodes HAProxy's `#XX` (two upper-case hex digits, one byte each) once; the bytes are UTF-8 where they can be, Latin-1 where not.
 * `#011` is a tab: rsyslog's octal escape. An escape that the line's end has cut (`#` or `#2`) is dropped when `cut` says so.
 */
export function decodeEscapes(text: string, cut = false): string {
  let at = text.indexOf('#');
  if (at < 0) return text;
  let decoded = '';
  let from = 0;
  while (at >= 0) {
    const byte = escapeAt(text, at);
    if (byte >= 0) {
      const end = endOfRun(text, at, byte);
      decoded += text.slice(from, at) + decodeRun(text, at, end, byte);
      from = end;
    }
    at = text.indexOf('#', Math.max(from, at + 1));
  }
  const rest = text.slice(from);
  return cut ? decoded + rest.replace(/#[0-9A-F]?$/, '') : decoded + rest;
}

/** The byte that `#XX` at a position stands for; -1 when none stands there. */
function escapeAt(text: string, at: number): number {
  if (text.charCodeAt(at) !== 35) return -1;
  const high = hexDigit(text.charCodeAt(at + 1));
  const low = hexDigit(text.charCodeAt(at + 2));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/** -1 where the code is of no upper-case hex digit. */
export function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 65 && code <= 70 ? code - 55 : -1;
}

/** An ASCII character stands for itself; from another byte on, all escapes that follow one another are decoded together. */
function endOfRun(text: string, at: number, byte: number): number {
  if (isTab(text, at, byte)) return at + 4;
  if (byte < 0x80) return at + 3;
  let end = at + 3;
  let next = escapeAt(text, end);
  while (next >= 0 && !isTab(text, end, next)) {
    end += 3;
    next = escapeAt(text, end);
  }
  return end;
}

function isTab(text: string, at: number, byte: number): boolean {
  return byte === 1 && text.charCodeAt(at + 3) === 49;
}

function decodeRun(text: string, at: number, end: number, byte: number): string {
  if (byte < 0x80) return end - at === 4 ? '\t' : String.fromCharCode(byte);
  if (end - at === 6 && byte >= 0xc2 && byte <= 0xdf) {
    const next = escapeAt(text, at + 3);
    if (next >= 0x80 && next < 0xc0) return String.fromCharCode(((byte & 31) << 6) | (next & 63));
  }
  const bytes = Buffer.from(text.slice(at, end).replaceAll('#', ''), 'hex');
  const utf8 = bytes.toString('utf8');
  return utf8.includes('�') ? bytes.toString('latin1') : utf8;
}
