import { type Cursor, dashAsNull, nextText } from './cursor.ts';
import type { RequestFields } from './row.ts';

/** The termination state and the counters, of a shape that cookies hardly have. Every repetition is bounded. */
const stateAndCounters =
  / [-A-Za-z]{2,4} \d{1,10}\/\d{1,10}\/\d{1,10}\/\d{1,10}\/\+?\d{1,10} \d{1,10}\/\d{1,10}(?: |$)/g;

/**
 * `%CC %CS`, which HAProxy does not encode: a captured `Set-Cookie` is `NAME=value; path=/`, spaces and all. Where two words are not
 * followed by the termination state, the counters tell where the cookies end.
 */
export function readCookies(row: RequestFields, cursor: Cursor): void {
  const { at } = cursor;
  if (cursor.text.startsWith('- - ', at) && isState(cursor.text, at + 4)) {
    cursor.at = at + 4;
    return;
  }
  const request = nextText(cursor);
  const response = nextText(cursor);
  if (cursor.cut) readCutCookies(row, cursor, at);
  else if (isState(cursor.text, cursor.at)) {
    row.captured_request_cookie = request;
    row.captured_response_cookie = response;
  } else readSpaced(row, cursor, at);
}

/** A word of at most four characters before a digit; or the line ends in it. */
function isState(text: string, at: number): boolean {
  const end = text.indexOf(' ', at);
  if (end < 0) return text.length - at <= 4;
  const next = text.charCodeAt(end + 1);
  return end - at <= 4 && (Number.isNaN(next) || (next >= 48 && next <= 57));
}

function readSpaced(row: RequestFields, cursor: Cursor, at: number): void {
  stateAndCounters.lastIndex = at;
  const found = stateAndCounters.exec(cursor.text);
  if (found === null) {
    cursor.cut = true;
    readCutCookies(row, cursor, at);
    return;
  }
  cursor.at = found.index + 1;
  const cookies = cursor.text.slice(at, found.index);
  const split = splitOf(cookies);
  row.captured_request_cookie = dashAsNull(cookies.slice(0, split));
  row.captured_response_cookie = dashAsNull(cookies.slice(split + 1));
}

/** Both cookies have the configured name: the second begins where it comes again, or is `-`. */
function splitOf(cookies: string): number {
  if (cookies.startsWith('- ')) return 1;
  if (cookies.endsWith(' -')) return cookies.length - 2;
  const name = cookies.slice(0, cookies.indexOf('=') + 1);
  const second = name === '' ? -1 : cookies.indexOf(` ${name}`);
  return second < 0 ? cookies.indexOf(' ') : second;
}

/** The line ended in the cookies: the request's is whole if the response's begins after it. */
function readCutCookies(row: RequestFields, cursor: Cursor, at: number): void {
  const cookies = cursor.text.slice(at);
  const split = splitOf(cookies);
  if (split <= 0) return;
  const name = cookies.slice(0, cookies.indexOf('=') + 1);
  const second = cookies.slice(split + 1);
  if (second.startsWith('-') || (name !== '' && second.startsWith(name))) {
    row.captured_request_cookie = dashAsNull(cookies.slice(0, split));
  }
}
